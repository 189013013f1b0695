"""Siting: shell, size and pace of a campus, solved by hand."""

import pytest

from planner.world import Site


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
