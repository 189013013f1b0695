"""Build limits of nation, region and queue, solved by hand."""

import pytest

from planner.system import PowerTechnology, Region, Site


def test_sources_that_share_a_technology_share_its_limit(world, shortfall_of, demand, flat):
    # 0.6 GW a year of turbines of either make: 0.4 of 2026's gigawatt is missed.
    sources = {
        name: PowerTechnology(kind="dispatchable", capex=flat(1.0), build_limit="turbines")
        for name in ("frame", "aero")
    }

    missed = shortfall_of(
        world(
            technologies=sources,
            build_limit_gw={("turbines", 2026): 0.6},
            workloads={"w": demand({2026: 1.0})},
        )
    )

    assert missed == pytest.approx(0.4)


def test_a_limit_of_zero_makes_no_variable(world, solve, demand, flat):
    # No turbine can be had in 2026, so none exists in the programme.
    sources = {
        "turbine": PowerTechnology(kind="dispatchable", capex=flat(1.0), build_limit="turbines"),
        "grid": PowerTechnology(kind="grid", capex=flat(1.0)),
    }

    solved = solve(
        world(
            years=(2026, 2027),
            technologies=sources,
            build_limit_gw={("turbines", 2026): 0.0, ("turbines", 2027): 1.0},
            workloads={"w": demand({2026: 1.0})},
        )
    )

    assert ("turbine", "s", 2026) not in solved.formulation.model.power_built_gw
    assert ("turbine", "s", 2027) in solved.formulation.model.power_built_gw


def test_only_a_region_that_holds_the_resource_builds_it(world, shortfall_of, demand, flat):
    # Region r can restart 0.5 GW in all; region q has none. Of 1 GW wanted in
    # each of two years, half is missed in each.
    restart = PowerTechnology(kind="baseload", capex=flat(1.0), region_limited=True)

    missed = shortfall_of(
        world(
            years=(2026, 2027),
            sites={"s": Site(region="r"), "t": Site(region="q")},
            regions={"r": Region(technology_limit_gw={"restart": 0.5}), "q": Region()},
            technologies={"restart": restart},
            workloads={"w": demand({2026: 1.0, 2027: 1.0})},
        )
    )

    assert missed == pytest.approx(1.0)


def test_a_region_connects_so_much_a_year(world, shortfall_of, demand, flat):
    # Two sites share 0.6 GW a year: 0.4 of 2026 is missed, nothing of 2027.
    missed = shortfall_of(
        world(
            years=(2026, 2027),
            sites={"s": Site(region="r"), "t": Site(region="r")},
            regions={"r": Region(grid_gw_per_year=flat(0.6))},
            technologies={"grid": PowerTechnology(kind="grid", capex=flat(1.0))},
            workloads={"w": demand({2026: 1.0, 2027: 1.0})},
        )
    )

    assert missed == pytest.approx(0.4)


def test_a_region_connects_what_it_can_in_the_year(world, shortfall_of, demand, flat):
    # 0.2 GW of 1 in 2026; 0.5 more make 0.7 of 1 in 2027; 2028 has no limit.
    missed = shortfall_of(
        world(
            years=(2026, 2027, 2028),
            regions={"r": Region(grid_gw_per_year={2026: 0.2, 2027: 0.5})},
            technologies={"grid": PowerTechnology(kind="grid", capex=flat(1.0))},
            workloads={"w": demand({2026: 1.0, 2027: 1.0, 2028: 1.0})},
        )
    )

    assert missed == pytest.approx(0.8 + 0.3)


def test_a_contracted_connection_does_not_queue(world, shortfall_of, demand, flat):
    # The queue takes four years, but 0.7 GW are contracted for 2026, of which
    # 0.2 serve already; by 2027 it is 1 GW. Missed: 0.3 of 2026.
    site = Site(region="r", existing_power={"grid": 0.2}, contracted_gw={2026: 0.7, 2027: 1.0})

    missed = shortfall_of(
        world(
            years=(2026, 2027),
            sites={"s": site},
            regions={"r": Region(interconnection_lead_years=4.0)},
            technologies={"grid": PowerTechnology(kind="grid", capex=flat(1.0))},
            workloads={"w": demand({2026: 1.0, 2027: 1.0})},
        )
    )

    assert missed == pytest.approx(0.3)
