"""What running costs a million units, from lines of cost that are written down."""

from types import SimpleNamespace

import pytest

from planner.results.running_worth import RunningCost
from planner.system import Accelerator, PowerTechnology, Region, Site, TimeSlice, Workload, World

Y = 2026
SLICES = {"day": TimeSlice(weight_hours=6_000.0), "night": TimeSlice(weight_hours=2_760.0)}
REGION = Region(
    grid_price={Y: 5e-5}, demand_charge={("capacity", Y): 0.1, ("wires", Y): 0.02,
                                         ("capacity", 2027): 9.0},
)  # fmt: skip


def cost(lines=(), *, it_gw=2.0, average_gw=None, unserved=None, site=None, at_work=(), **world):
    """What running costs at a site whose year is charged with these amounts, by term."""
    entries = [
        SimpleNamespace(term=term, amount=busd, line=SimpleNamespace(site=s, year=y))
        for term, s, y, busd in lines
    ]
    model = SimpleNamespace(
        YEARS=[Y],
        it_load_gw={("s", Y): it_gw},
        average_load_gw={("s", Y): average_gw},
        unserved_gw=unserved or {},
        technologies_at={("s", Y): ["sun"]},
    )
    ledgers = SimpleNamespace(cost=SimpleNamespace(entries=lambda years: entries))
    known = {
        "years": (Y,),
        "sites": {"s": site or Site(region="r", pue=1.25)},
        "regions": {"r": REGION},
        "technologies": {"sun": PowerTechnology(kind="variable")},
        "accelerators": {"k": Accelerator(power_gw=1.5, it_capex=20.0)},
        "slices": SLICES,
        "workloads": {name: Workload(kind="throughput", **load) for name, load in at_work},
        "non_energy_opex_share": 0.05,
    }
    model.world = World(**{**known, **world})
    formulation = SimpleNamespace(model=model, ledgers=ledgers)
    return RunningCost(SimpleNamespace(formulation=formulation, world=model.world))


def test_upkeep_is_a_share_of_what_a_unit_costs():
    assert cost().upkeep("k") == pytest.approx(1.0)


def test_energy_is_all_that_is_charged_for_it_over_the_load():
    # 1 of fuel and 0.6 of the grid at the site in the year, over 2 GW of IT: 0.8 a GW. Capital,
    # another site and another year are none of it.
    lines = [("fuel", "s", Y, 1.0), ("grid_energy", "s", Y, 0.5), ("grid_capacity", "s", Y, 0.06),
             ("carbon", "s", Y, 0.04), ("power_capital", "s", Y, 9.0), ("fuel", "t", Y, 9.0),
             ("fuel", "s", 2027, 9.0)]  # fmt: skip
    found = cost(lines)

    assert found.energy_of_a_gw("s", Y) == pytest.approx(0.8)
    # A million units draw 1.5 GW.
    assert found.energy("k", "s", Y) == pytest.approx(1.2)
    assert found.of("k", "s", Y) == pytest.approx(2.2)


def test_a_stated_load_bears_its_own_energy():
    # IT takes 2 x (6,000 x 1.5 + 2,760 x 1.25) = 24,900 GWh, and a town 0.5 GW by day, of which
    # 0.1 are not served, and 1 GW by night: 2,400 + 2,760 GWh.
    site = Site(region="r", pue=1.25, pue_in={"day": 1.5},
                stated_load={(Y, "day"): 0.5, (Y, "night"): 1.0})  # fmt: skip
    found = cost([("fuel", "s", Y, 3.0)], site=site, unserved={("s", Y, "day"): 0.1})

    assert found.energy_of_a_gw("s", Y) == pytest.approx(3.0 * 12_450 / (24_900 + 5_160))


def test_a_site_that_runs_nothing_pays_the_grid_for_the_year():
    # 8,760 h at 5e-5 are 0.438, and 0.12 are billed for a GW; each GW of IT takes 1.25.
    for it_gw in (0.0, 1e-9):
        assert cost(it_gw=it_gw).energy_of_a_gw("s", Y) == pytest.approx(1.25 * 0.558)
    # With a little load it is what that is charged.
    assert cost([("fuel", "s", Y, 1e-9)], it_gw=2e-9).energy_of_a_gw("s", Y) == pytest.approx(0.5)
    # A region without a price has energy for nothing.
    free = cost(it_gw=0.0, regions={"r": Region()})
    assert free.energy_of_a_gw("s", Y) == 0.0


def test_where_averages_count_a_gw_pays_for_what_it_draws():
    # Of 2 GW of IT 1 is drawn on average: energy is charged for that, and half of it is a GW's.
    found = cost([("fuel", "s", Y, 3.0)], average_gw=1.0, average_load=True)
    assert found.energy_of_a_gw("s", Y) == pytest.approx(1.5)
    # The town's 2 GW take 17,520 GWh beside 1.25 x 8,760 of IT's average.
    town = Site(region="r", pue=1.25, stated_load={(Y, "day"): 2.0, (Y, "night"): 2.0})
    beside = cost([("fuel", "s", Y, 3.0)], average_gw=1.0, average_load=True, site=town)
    assert beside.energy_of_a_gw("s", Y) == pytest.approx(3.0 * 0.625 / (1.25 + 2.0))


def test_where_nothing_runs_a_unit_would_draw_as_the_workload_that_draws_most():
    # 0.75 of rated power, of those that are asked for in the year; or what idle units draw.
    loads = [("a", {"target": {Y: 1.0}, "load_factor": 0.5}),
             ("b", {"target": {Y: 1.0}, "load_factor": 0.75}),
             ("c", {"target": {2027: 1.0}, "load_factor": 0.9})]  # fmt: skip
    found = {"it_gw": 0.0, "average_load": True, "idle_power_share": 0.25}

    busy = cost(at_work=loads, **found)
    assert busy.energy_of_a_gw("s", Y) == pytest.approx(1.25 * (0.75 * 0.438 + 0.12))
    idle = cost(**found)
    assert idle.energy_of_a_gw("s", Y) == pytest.approx(1.25 * (0.25 * 0.438 + 0.12))
