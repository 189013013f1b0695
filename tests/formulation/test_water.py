"""Water that cooling takes, solved by hand."""

import pytest

from planner.system import Site, TimeSlice

DAY_AND_NIGHT = {h: TimeSlice(hours=12, weight_hours=4380) for h in ("day", "night")}
# 2 L a kWh by day and 1 by night, 1.5 in the year's mean.
TOWERS = {"day": 2e-3, "night": 1e-3, "year": 1.5e-3}


def test_water_is_that_of_the_it_energy(world, solve, demand):
    # 2 GW of IT for 8,760 hours at 1.5 L a kWh: 26.28 million m3.
    site = Site(region="r", water_in=TOWERS)

    solved = solve(
        world(sites={"s": site}, slices=DAY_AND_NIGHT, workloads={"w": demand({2026: 2.0})})
    )

    assert dict(solved.formulation.ledgers.water.values("s", 2026)) == pytest.approx(
        {"cooling": 26.28}
    )


def test_a_limit_on_water_holds_back_the_load(world, solve, demand):
    # 6.57 million m3 are half of what 1 GW takes, so half of the target is missed;
    # one more million m3 would serve 1 / 13.14 of it.
    site = Site(region="r", water_in=TOWERS, water_limit=6.57)

    solved = solve(
        world(sites={"s": site}, slices=DAY_AND_NIGHT, workloads={"w": demand({2026: 1.0})})
    )

    assert solved.stages["shortfall_1"].solution.objective == pytest.approx(0.5)
    worth = solved.duals("shortfall_1")["site_water_limit[s,2026]"]
    assert -worth == pytest.approx(1 / 13.14)


def test_a_dry_site_is_not_held_by_a_limit_on_water(world, shortfall_of, demand):
    site = Site(region="r", water_limit=0.0)

    assert shortfall_of(
        world(sites={"s": site}, workloads={"w": demand({2026: 1.0})})
    ) == pytest.approx(0.0, abs=1e-9)
