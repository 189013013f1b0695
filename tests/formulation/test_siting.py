"""Siting: shell, size and pace of a campus, solved by hand."""

import pytest

from planner.system import PowerTechnology, Region, Site, TimeSlice


def test_shell_is_paid_by_it_power(world, cost_of, demand):
    # Two million units at 1 GW a million take 2 GW of IT shell at 12 billion
    # USD a GW, charged whole in a life of one year.
    cost = cost_of(
        world(workloads={"w": demand({2026: 2.0})}, shell_capex=12.0, shell_life_years=1)
    )

    assert cost == pytest.approx(24.0)


def test_a_site_is_limited_by_facility_power_not_by_it_power(world, shortfall_of, demand):
    # 1.5 GW of facility power at a PUE of 1.5 leave 1 GW for IT.
    site = Site(region="r", max_facility_gw=1.5, pue=1.5)

    missed = shortfall_of(world(sites={"s": site}, workloads={"w": demand({2026: 2.0})}))

    assert missed == pytest.approx(0.5)


def test_a_campus_grows_no_faster_than_its_pace(world, shortfall_of, demand):
    # 0.5 GW a year: half of 2026's target is missed, then all is met in 2027.
    site = Site(region="r", build_gw_per_year=0.5)

    missed = shortfall_of(
        world(years=(2026, 2027), sites={"s": site}, workloads={"w": demand({2026: 1, 2027: 1})})
    )

    assert missed == pytest.approx(0.5)


def test_nothing_stands_at_a_site_before_its_first_power(world, shortfall_of, demand):
    # First power in mid-2027: 2026 is missed whole, 2027 is met by its end.
    site = Site(region="r", first_power_year=2027.5)

    missed = shortfall_of(
        world(years=(2026, 2027), sites={"s": site}, workloads={"w": demand({2026: 1, 2027: 1})})
    )

    assert missed == pytest.approx(1.0)


def test_existing_shell_takes_new_accelerators_for_nothing(world, cost_of, demand):
    # The shell of an existing 1.2 GW facility at a PUE of 1.2 holds 1 GW of IT.
    site = Site(region="r", pue=1.2, existing_power={"grid": 1.2})

    cost = cost_of(
        world(sites={"s": site}, workloads={"w": demand({2026: 1.0})}, shell_capex=12.0)
    )

    assert cost == pytest.approx(0.0, abs=1e-9)


DAY_AND_NIGHT = {h: TimeSlice(hours=12, weight_hours=4380) for h in ("day", "night")}
HOT_DAYS = Site(region="r", pue=1.5, pue_in={"day": 1.4, "night": 1.1, "year": 1.25})


def test_energy_is_paid_at_the_pue_of_the_weather(world, cost_of, demand, flat):
    # 1 GW of IT at a mean PUE of 1.25: 10,950 GWh at 0.1 million USD a GWh.
    cost = cost_of(
        world(
            sites={"s": HOT_DAYS},
            regions={"r": Region(grid_price=flat(1e-4))},
            slices=DAY_AND_NIGHT,
            workloads={"w": demand({2026: 1.0})},
        )
    )

    assert cost == pytest.approx(1.25 * 8760 * 1e-4)


def test_capacity_is_built_for_the_pue_of_the_hottest_hour(world, cost_of, demand, flat):
    # No slice has a load above 1.4 GW, and 1.5 GW of plant is built at 2 a GW.
    cost = cost_of(
        world(
            sites={"s": HOT_DAYS},
            technologies={
                "gas": PowerTechnology(kind="dispatchable", life_years=1, capex=flat(2.0))
            },
            slices=DAY_AND_NIGHT,
            workloads={"w": demand({2026: 1.0})},
        )
    )

    assert cost == pytest.approx(3.0)


def test_each_slice_has_its_own_load(world, cost_of, demand, flat):
    # The sun serves the hot day, 1.4 GW, and gas the night at a PUE of 1.1; gas
    # is free to build, so that only its fuel counts: 1.1 x 4,380 GWh at 0.1
    # million USD. The sun at 0.01 a GW is dear enough to be built only as needed.
    sources = {
        "gas": PowerTechnology(
            kind="dispatchable", life_years=1, capex=flat(0.0), variable_om=1e-4
        ),
        "solar": PowerTechnology(kind="variable", profile="solar", life_years=1, capex=flat(0.01)),
    }

    cost = cost_of(
        world(
            sites={"s": HOT_DAYS},
            technologies=sources,
            slices=DAY_AND_NIGHT,
            capacity_factor={("solar", "r", "day"): 1.0, ("solar", "r", "night"): 0.0},
            workloads={"w": demand({2026: 1.0})},
        )
    )

    assert cost == pytest.approx(1.1 * 4380 * 1e-4 + 1.4 * 0.01)
