"""Flexible load: connections without a queue that the grid may cut, solved by hand."""

import pytest

from planner.system import PowerTechnology, Region, TimeSlice


@pytest.fixture
def flexible(flat):
    """A connection at 10 billion USD a GW, charged in one year, that a region has headroom for."""

    def make(**changes):
        settings = {"kind": "grid", "region_limited": True, "life_years": 1, "capex": flat(10.0)}
        return PowerTechnology(**{**settings, **changes})

    return make


@pytest.fixture
def queued():
    """A region whose queue outlasts the plan, with headroom for flexible load."""
    return lambda headroom, **more: Region(
        interconnection_lead_years=9.0, technology_limit_gw={"flexible": headroom}, **more
    )


def test_what_the_grid_cuts_is_shed(world, cost_of, demand, flexible, queued, flat):
    # Half the load for 876 hours: the grid takes back 438 hours of 8,760, or
    # 5 %, and the site sheds as much. So 1 GW of load takes 1 GW: 10 billion.
    # Energy is paid for what is imported: 0.95 x 8760 GWh at 1e-4.
    cost = cost_of(
        world(
            regions={"r": queued(2.0, grid_price=flat(1e-4))},
            technologies={"flexible": flexible()},
            flexible_load_share=0.5,
            flexible_load_hours=876.0,
            workloads={"w": demand({2026: 1.0})},
        )
    )

    assert cost == pytest.approx(10.0 + 0.95 * 0.876)


def test_a_region_connects_no_more_than_its_headroom_in_all(
    world, shortfall_of, demand, flexible, queued, flat
):
    # 0.6 GW of headroom for both years together; firm power waits in the queue.
    # The share missed is 0.4 in each year, since the connection stays.
    missed = shortfall_of(
        world(
            years=(2026, 2027),
            regions={"r": queued(0.6)},
            technologies={
                "flexible": flexible(life_years=40),
                "grid": PowerTechnology(kind="grid", capex=flat(1.0)),
            },
            flexible_load_share=0.5,
            flexible_load_hours=876.0,
            workloads={"w": demand({2026: 1.0, 2027: 1.0})},
        )
    )

    assert missed == pytest.approx(0.8)


def test_headroom_comes_on_top_of_firm_additions(world, shortfall_of, demand, flexible, flat):
    # 0.3 GW a year are firm and 0.5 GW fit under the peak: 0.2 of 1 GW is missed.
    region = Region(grid_gw_per_year=flat(0.3), technology_limit_gw={"flexible": 0.5})

    missed = shortfall_of(
        world(
            regions={"r": region},
            technologies={
                "flexible": flexible(),
                "grid": PowerTechnology(kind="grid", capex=flat(1.0)),
            },
            flexible_load_share=0.5,
            flexible_load_hours=876.0,
            workloads={"w": demand({2026: 1.0})},
        )
    )

    assert missed == pytest.approx(0.2)


@pytest.mark.parametrize(("hours", "built"), [(2190.0, 1 / 1.125), (8760.0, 0.75)])
def test_shedding_ends_at_the_hours_and_at_the_share(
    world, cost_of, demand, flexible, queued, flat, hours, built
):
    # Free sun serves the day, and the grid may take its cut then. By night, for
    # 4,380 hours, a connection of k GW gives k, and at a quarter of the load
    # 2,190 hours allow 547.5 k GWh to be shed, k / 8 GW: k = 1 / 1.125. With
    # 8,760 hours k / 2 GW could be shed, but a quarter of 1 GW is the most.
    cost = cost_of(
        world(
            regions={"r": queued(2.0)},
            technologies={
                "flexible": flexible(),
                "solar": PowerTechnology(kind="variable", profile="solar", capex=flat(0.0)),
            },
            slices={h: TimeSlice(hours=12, weight_hours=4380) for h in ("day", "night")},
            capacity_factor={("solar", "r", "day"): 1.0, ("solar", "r", "night"): 0.0},
            flexible_load_share=0.25,
            flexible_load_hours=hours,
            workloads={"w": demand({2026: 1.0})},
        )
    )

    assert cost == pytest.approx(10.0 * built)


def test_a_site_without_such_a_connection_sheds_nothing(world, solve, demand):
    solved = solve(
        world(
            flexible_load_share=0.5,
            flexible_load_hours=876.0,
            workloads={"w": demand({2026: 1.0})},
        )
    )

    assert len(solved.formulation.model.shed_gw) == 0
