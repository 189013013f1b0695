"""Average load: energy follows what units draw at work, capacity what they are rated; by hand."""

import pytest

from planner.results.compute import clusters
from planner.results.demand_charges import demand_charges
from planner.results.tables import extract
from planner.system import PowerTechnology, Region, RunOption, Site, TrainingTopology, Workload


@pytest.fixture
def averaged(world, flat):
    """Two million units of a GW a million that draw half of it at work; a tariff: energy at
    40 USD a MWh, capacity at 0.1 and wires at 0.06 billion USD a GW."""

    def make(**changes):
        charge = {(c, 2026): busd for c, busd in (("capacity", 0.1), ("wires", 0.06))}
        settings = {
            "average_load": True,
            "idle_power_share": 0.2,
            "regions": {"r": Region(grid_price={2026: 4e-5}, demand_charge=charge)},
            "workloads": {"w": Workload(kind="throughput", target={2026: 2.0}, load_factor=0.5)},
        }
        return world(**{**settings, **changes})

    return make


def average(solved):
    """Average IT load of all sites, GW."""
    return clusters(solved)["average_it_gw"].sum()


def test_energy_follows_the_average_and_the_bill_by_the_gw_the_peak(averaged, solve):
    # Two GW are rated and one is drawn: 8,760 GWh at 4e-5 are 0.3504. Two GW are connected and
    # billed, 0.2 and 0.12. In all 0.6704 billion USD.
    solved = solve(averaged())

    tables = extract(solved)
    assert tables["clusters"]["facility_gw"].sum() == pytest.approx(2.0)
    assert tables["clusters"]["energy_twh"].sum() == pytest.approx(8.76)
    assert tables["power"]["generation_twh"].sum() == pytest.approx(8.76)
    assert tables["power"]["capacity_gw"].sum() == pytest.approx(2.0)
    assert demand_charges(solved)["peak_gw"].tolist() == pytest.approx([2.0, 2.0])
    assert solved.stages["cost"].solution.objective == pytest.approx(0.3504 + 0.32)


def test_rated_power_is_drawn_all_year_where_a_model_counts_it(averaged, solve):
    # Two GW all year: 0.7008, and the same bill.
    solved = solve(averaged(average_load=False))

    assert average(solved) == pytest.approx(2.0)
    assert solved.stages["cost"].solution.objective == pytest.approx(0.7008 + 0.32)


def test_each_workload_draws_by_its_own_factor(averaged, solve, demand):
    # One GW of units trains and draws 0.8 of it, two GW serve and draw half: 1.8 GW.
    run = Workload(kind="training_run", target={2026: 1.0}, run_days=1, load_factor=0.8)
    serve = demand({2026: 2.0}, load_factor=0.5)
    chip = averaged().accelerators["k"].training_compute_per_day

    solved = solve(averaged(workloads={"run": run, "serve": serve}))

    trained = 1.0 / chip
    assert average(solved) == pytest.approx(0.8 * trained + 0.5 * 2.0)


def test_units_without_work_draw_their_idle_power(averaged, solve):
    # Three GW run for the most compute, and work is asked of two: 2 x 0.5 + 1 x 0.2 GW.
    solved = solve(
        averaged(compute_weight={2026: 1.0}, sites={"s": Site(region="r", max_facility_gw=3.0)})
    )

    assert average(solved) == pytest.approx(1.2)


def test_plant_that_stands_for_the_peak_takes_it_off_the_bill(averaged, solve, flat):
    # Engines cost nothing to build and 1,000 USD a MWh to run. One GW of them stands for the hour
    # of rated power, so that no more than the average, one GW, is drawn and billed: 0.16.
    technologies = {
        "grid": PowerTechnology(kind="grid", capex=flat(0.0)),
        "gas": PowerTechnology(kind="dispatchable", capex=flat(0.0), variable_om=1e-3),
    }
    solved = solve(averaged(technologies=technologies))

    assert demand_charges(solved)["billed_gw"].tolist() == pytest.approx([1.0, 1.0])
    assert solved.stages["cost"].solution.objective == pytest.approx(0.3504 + 0.16)


def test_plant_is_built_for_rated_power(averaged, cost_of, flat):
    # Gas alone, at 1 billion USD a GW in a single year and nothing to run: two GW for one that is
    # drawn.
    gas = PowerTechnology(kind="dispatchable", capex=flat(1.0), life_years=1)

    assert cost_of(averaged(technologies={"gas": gas})) == pytest.approx(2.0)


def test_cooling_takes_water_by_the_average(averaged, solve):
    # One GW on average: 8,760 GWh at 1e-3 million m3.
    solved = solve(averaged(sites={"s": Site(region="r", water_in={"year": 1e-3})}))

    water = extract(solved)["water"]
    assert water["water_million_m3"].sum() == pytest.approx(8.76)
    # 1e-3 million m3 a GWh are a litre a kWh of what is drawn.
    assert water["water_l_per_kwh_it"].tolist() == [pytest.approx(1.0)]


def test_a_run_draws_at_the_campus_that_hosts_it(averaged, solve, flat):
    # Energy costs twice as much at the only host, where one GW trains and draws 0.8. Of two GW
    # that serve and draw half, none is there. If work could lie anywhere, the run would draw at
    # the cheap site.
    regions = {
        name: Region(grid_price={2026: price}) for name, price in (("dear", 8e-5), ("cheap", 4e-5))
    }
    sites = {
        "host": Site(region="dear", max_facility_gw=1.0),
        "other": Site(region="cheap", max_facility_gw=2.0),
    }
    per_day = averaged().accelerators["k"].training_compute_per_day
    run = Workload(
        kind="training_run", target={2026: per_day}, run_days=1, load_factor=0.8, priority=1
    )
    serve = Workload(kind="throughput", target={2026: 2.0}, load_factor=0.5, priority=2)
    topology = TrainingTopology(
        kind="campuses",
        hosts=("host",),
        options={"1 campus": RunOption(sites=frozenset({"host"}))},
        distance_km={},
        efficiency={("run", 2026, "1 campus"): 1.0},
    )
    solved = solve(
        averaged(
            sites=sites,
            regions=regions,
            workloads={"run": run, "serve": serve},
            training_topology=topology,
        )
    )

    drawn = clusters(solved).set_index("site")["average_it_gw"]
    assert drawn.to_dict() == {"host": pytest.approx(0.8), "other": pytest.approx(1.0)}
