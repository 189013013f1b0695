"""Workloads: targets, shares and priorities, solved by hand."""

import pytest

from planner.errors import InfeasibleError
from planner.system import Accelerator, Site, Workload


def test_a_training_run_needs_days_times_utilisation_times_peak(world, cost_of):
    # A million units give 2e27 FLOP a day at peak; 100 days at 25 % of it are
    # 50e27 FLOP. The target of 100e27 takes two million units, at 3 billion USD
    # each million; at a rate of zero and a life of one year, 6 billion USD.
    chip = Accelerator(training_compute_per_day=2.0, it_capex=3.0, life_years=1)
    run = Workload(kind="training_run", target={2026: 100.0}, run_days=100, utilisation=0.25)

    cost = cost_of(world(accelerators={"k": chip}, workloads={"run": run}))

    assert cost == pytest.approx(6.0)


def test_a_run_may_use_only_its_share_of_the_fleet(world, cost_of, demand):
    # One million H100e for the run, which may use a quarter of the fleet: four
    # million units at 1 billion USD a million.
    chip = Accelerator(it_capex=1.0, life_years=1)

    cost = cost_of(
        world(
            accelerators={"k": chip},
            workloads={"run": demand({2026: 1.0}, max_share_of_fleet=0.25)},
        )
    )

    assert cost == pytest.approx(4.0)


def test_the_shortfall_is_a_share_of_each_years_target(world, shortfall_of, demand):
    # The site holds 1 GW, so one million units: half of the first target and a
    # tenth of the second are met, 0.5 + 0.9 years of target are missed.
    site = Site(region="r", max_facility_gw=1.0)

    missed = shortfall_of(
        world(
            years=(2026, 2027),
            sites={"s": site},
            workloads={"all": demand({2026: 2.0, 2027: 10.0})},
        )
    )

    assert missed == pytest.approx(1.4)


def test_the_first_priority_is_served_before_the_second(world, solve, demand):
    # One million units: the leading run takes 0.8 million of them, which
    # leaves 0.2 million of the million that the rest would like.
    site = Site(region="r", max_facility_gw=1.0)

    solved = solve(
        world(
            sites={"s": site},
            workloads={
                "rest": demand({2026: 1.0}, priority=2),
                "lead": demand({2026: 0.8}, priority=1),
            },
        )
    )

    assert solved.stages["shortfall_1"].solution.objective == pytest.approx(0.0, abs=1e-7)
    assert solved.stages["shortfall_2"].solution.objective == pytest.approx(0.8)


def test_two_workloads_can_not_use_the_same_accelerator(world, cost_of, demand):
    # Two demands of one million each take two million units.
    chip = Accelerator(it_capex=1.0, life_years=1)

    cost = cost_of(
        world(
            accelerators={"k": chip},
            workloads={"a": demand({2026: 1.0}), "b": demand({2026: 1.0})},
        )
    )

    assert cost == pytest.approx(2.0)


def test_a_target_that_must_be_met_and_is_not_says_how_far_it_gets(world, solve, demand):
    # One GW of the two that 2027 takes: half of its two million H100e.
    site = Site(region="r", max_facility_gw=1.0)

    with pytest.raises(InfeasibleError, match=r"must in 2027: 50\.0% of 2\.00e\+06 H100e"):
        solve(
            world(
                years=(2026, 2027),
                sites={"s": site},
                workloads={"must": demand({2026: 1.0, 2027: 2.0}, must_meet=True)},
            )
        )


def test_a_target_that_must_be_met_and_is_makes_a_plan(world, cost_of, demand):
    assert cost_of(world(workloads={"must": demand({2026: 1.0}, must_meet=True)})) == 0.0
