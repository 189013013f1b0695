"""Spare capacity of what is generated on site, solved by hand."""

import pytest

from planner.system import PowerTechnology, Region, Site


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
