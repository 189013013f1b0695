"""Spare capacity of what is generated on site, solved by hand."""

import pytest

from planner.results.stated_demand import load
from planner.system import PowerTechnology, Region, Site, TimeSlice


@pytest.fixture
def engine(flat):
    """An engine at 10 billion USD a GW, charged in one year, that runs 80 % of the time."""
    return PowerTechnology(kind="dispatchable", availability=0.8, life_years=1, capex=flat(10.0))


def test_an_islanded_site_has_its_margin_on_top_of_its_load(world, cost_of, demand, engine):
    # 1 GW of IT at a PUE of 1.2, with a quarter to spare: 1.5 GW available, 1.875 GW built.
    cost = cost_of(
        world(
            sites={"s": Site(region="r", pue=1.2)},
            technologies={"engine": engine},
            reserve_margin=0.25,
            workloads={"w": demand({2026: 1.0})},
        )
    )

    assert cost == pytest.approx(18.75)


def test_the_margin_is_on_what_the_grid_does_not_carry(world, cost_of, demand, engine, flat):
    # The grid carries 0.6 of 1 GW; a quarter on 0.4 GW makes 0.5 GW, 0.625 GW built.
    sources = {"engine": engine, "grid": PowerTechnology(kind="grid", capex=flat(0.0))}

    cost = cost_of(
        world(
            regions={"r": Region(grid_gw_per_year=flat(0.6))},
            technologies=sources,
            reserve_margin=0.25,
            workloads={"w": demand({2026: 1.0})},
        )
    )

    assert cost == pytest.approx(6.25)


def test_the_grid_alone_needs_no_margin(world, cost_of, demand, engine, flat):
    # 1 GW of connection at 3 serves 1 GW; no engine is built beside it.
    grid = PowerTechnology(kind="grid", life_years=1, capex=flat(3.0))

    cost = cost_of(
        world(
            technologies={"engine": engine, "grid": grid},
            reserve_margin=0.25,
            workloads={"w": demand({2026: 1.0})},
        )
    )

    assert cost == pytest.approx(3.0)


def test_the_sun_saves_fuel_but_no_engine(world, cost_of, demand, engine, flat):
    # Free sun in every hour serves the load; engines of 1.25 GW stand behind it.
    solar = PowerTechnology(kind="variable", profile="solar", capex=flat(0.0))

    cost = cost_of(
        world(
            technologies={"engine": engine, "solar": solar},
            capacity_factor={("solar", "r", "year"): 1.0},
            reserve_margin=0.0,
            workloads={"w": demand({2026: 1.0})},
        )
    )

    assert cost == pytest.approx(12.5)


def test_what_stands_serves_as_it_does(world, cost_of, demand, engine):
    # 1.25 GW stand and serve 1 GW; a second GW takes 1.25 GW available, 1.5625 GW built.
    site = Site(region="r", existing_power={"engine": 1.25})

    def cost(load):
        return cost_of(
            world(
                sites={"s": site},
                technologies={"engine": engine},
                reserve_margin=0.25,
                workloads={"w": demand({2026: load})},
            )
        )

    assert cost(1.0) == pytest.approx(0.0)
    assert cost(2.0) == pytest.approx(15.625)


def test_a_world_without_a_margin_has_no_row_for_it(world, solve, demand, engine):
    solved = solve(world(technologies={"engine": engine}, workloads={"w": demand({2026: 1.0})}))

    assert len(solved.formulation.model.onsite_reserve_margin_requirement) == 0


def price_of_load(solved):
    """Slice to the price of one more MWh of stated load, USD."""
    table = load(solved)
    return dict(zip(table["slice"], table["price_usd_per_mwh"], strict=True))


@pytest.mark.parametrize(
    ("asked", "each"),
    [
        # A GW of load takes 1.25 GW of engines that always run, at 10 billion USD.
        ({"reserve_margin": 0.25}, 12.5),
        # One unit in 10 GW of load and 10 of the unit is lost, half of it: 2 GW a GW.
        ({"unit_outage": True}, 20.0),
    ],
)
def test_load_at_the_peak_pays_for_what_stands_behind_it(world, solve, flat, asked, each):
    # 10 GW in two slices share the peak, of 2,000 and 3,000 hours: a GW more in both is a GW of
    # load, so each MWh of it pays its share. At night more load needs no more engines.
    hours = {"noon": 2000.0, "eve": 3000.0, "night": 3760.0}
    loads = {"noon": 10.0, "eve": 10.0, "night": 4.0}
    engine = PowerTechnology(kind="dispatchable", life_years=1, capex=flat(10.0), unit_gw=10.0)
    site = Site(
        region="r", stated_load={(2026, h): gw for h, gw in loads.items()}, max_facility_gw=10.0
    )

    price = price_of_load(
        solve(
            world(
                sites={"s": site},
                technologies={"engine": engine},
                accelerators={},
                slices={h: TimeSlice(hours=8, weight_hours=hours[h]) for h in hours},
                **asked,
            )
        )
    )

    peak = each * 1e9 / (5000 * 1e3)
    assert price == pytest.approx({"noon": peak, "eve": peak, "night": 0.0})
