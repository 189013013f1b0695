"""Capacity for the hottest hour is asked for in the slices that ask most, and in no others."""

from dataclasses import replace

import pytest

from planner.formulation.assemble import assemble
from planner.system import PowerTechnology, Region, Site, TimeSlice

PARTS = ("dawn", "noon", "dusk", "night")
SLICES = {name: TimeSlice(hours=6, weight_hours=2190) for name in PARTS}


def windy_and_sunny(world, flat, **more):
    """A site of PUE 1.5, milder in each slice, on wind, sun and gas."""
    sun = {"dawn": 0.2, "noon": 0.8, "dusk": 0.2, "night": 0.0}
    wind = {"dawn": 0.4, "noon": 0.3, "dusk": 0.5, "night": 0.6}
    factors = {("solar", "r", h): value for h, value in sun.items()}
    factors |= {("wind", "r", h): value for h, value in wind.items()}
    return world(
        slices=SLICES,
        capacity_factor=factors,
        sites={"s": Site(region="r", pue=1.5, pue_in=dict.fromkeys(SLICES, 1.2))},
        technologies={
            "sun": PowerTechnology(
                kind="variable", profile="solar", capex=flat(1.0), life_years=1
            ),
            "wind": PowerTechnology(
                kind="variable", profile="wind", capex=flat(1.0), life_years=1
            ),
            "gas": PowerTechnology(kind="dispatchable", capex=flat(4.0), life_years=1),
        },
        **more,
    )


def test_a_slice_with_more_of_everything_asks_for_nothing(world, flat, demand):
    model = assemble(windy_and_sunny(world, flat, workloads={"w": demand({2026: 1.0})})).model

    asked = [h for _, _, h in model.design_load_requirement]

    # Dusk has the sun of dawn and more wind; dawn, noon and night each lack most of something.
    assert asked == ["dawn", "noon", "night"]
    assert len(model.site_power_balance) == 4


def test_sun_and_wind_are_sized_for_the_slices_that_lack_most(world, flat, demand, cost_of):
    # For 1.5 GW at dawn and at noon, 0.2 a + 0.4 b = 0.8 a + 0.3 b: a sixth of a GW of sun goes
    # with each of wind, and both give 13/30 GW then, more at dusk and at night. So wind is
    # 1.5 x 30/13 GW and sun a sixth of it, at 1 a GW. Gas at 4 a GW would cost 6.
    cost = cost_of(windy_and_sunny(world, flat, workloads={"w": demand({2026: 1.0})}))

    assert cost == pytest.approx(1.5 * 30 / 13 * 7 / 6)


def test_where_load_may_be_shed_every_slice_is_asked(world, flat, demand):
    made = windy_and_sunny(
        world,
        flat,
        workloads={"w": demand({2026: 1.0})},
        regions={"r": Region(interconnection_lead_years=9.0, technology_limit_gw={"cut": 2.0})},
        flexible_load_share=0.5,
        flexible_load_hours=876.0,
    )
    cut = PowerTechnology(kind="grid", region_limited=True, life_years=1, capex=flat(1.0))

    model = assemble(replace(made, technologies={**made.technologies, "cut": cut})).model

    assert len(model.design_load_requirement) == 4
