"""Most compute within a budget or a limit of power, solved by hand."""

from dataclasses import replace

import pytest

from planner.results.bottlenecks import bottlenecks
from planner.results.limits import limits_table
from planner.results.tables import extract
from planner.results.worth import COMPUTE_GAIN
from planner.system import Accelerator, Site


@pytest.fixture
def two_chips(world, demand):
    """A million H100e are asked for. `dear` gives 3 for 30 billion USD and 1.5 GW a million,
    `lean` 1 for 20 and 0.25 GW: the first is cheaper, the second needs less power.
    """

    def make(**changes):
        chips = {
            "dear": Accelerator(it_capex=30.0, life_years=1, h100e=3.0, power_gw=1.5),
            "lean": Accelerator(it_capex=20.0, life_years=1, h100e=1.0, power_gw=0.25),
        }
        settings = {
            "accelerators": chips,
            "workloads": {"w": demand({2026: 1.0})},
            "compute_weight": {2026: 1.0},
        }
        return world(**{**settings, **changes})

    return make


def most(solved):
    return -solved.stages["compute"].solution.objective


def test_a_budget_buys_what_is_cheapest_by_the_h100e(two_chips, solve):
    # 60 billion USD buy two million of `dear`: 6 million H100e, though one would do.
    solved = solve(two_chips(capex_budget={2026: 60.0}))

    assert most(solved) == pytest.approx(6.0)
    assert solved.stages["cost"].solution.objective == pytest.approx(60.0)


def test_a_limit_of_power_is_used_by_what_needs_least(two_chips, solve):
    # 3 GW run two million of `dear`, 6 million H100e, or twelve of `lean`, 12 million.
    assert most(solve(two_chips(facility_budget_gw={2026: 3.0}))) == pytest.approx(12.0)


def test_without_the_goal_no_more_is_bought_than_is_asked_for(two_chips, solve):
    solved = solve(two_chips(capex_budget={2026: 60.0}, compute_weight={}))

    assert list(solved.stages) == ["shortfall_1", "cost"]
    assert solved.stages["cost"].solution.objective == pytest.approx(10.0)


def test_targets_share_what_the_most_compute_leaves_to_choose(world, demand, solve):
    # 30 billion USD in each of two years buy units that live a year: 1.5 million in either. The
    # target of 2026 is 1 million, and is met, since it comes next.
    chips = {"k": Accelerator(it_capex=20.0, life_years=1)}
    made = world(
        years=(2026, 2027),
        accelerators=chips,
        workloads={"w": demand({2026: 1.0, 2027: 2.0})},
        compute_weight={2026: 1.0, 2027: 1.0},
        capex_budget={2026: 30.0, 2027: 30.0},
    )
    solved = solve(made)

    assert most(solved) == pytest.approx(3.0)
    assert solved.stages["shortfall_1"].solution.objective == pytest.approx(0.25)


def test_the_last_year_alone_may_count(world, demand, solve):
    # One site of 1 GW. Counted in every year, both years run a million; counted in the last
    # alone, nothing is bought in 2026, since nothing is asked for then.
    made = world(
        years=(2026, 2027),
        sites={"s": Site(region="r", max_facility_gw=1.0)},
        accelerators={"k": Accelerator(it_capex=20.0, life_years=1)},
        workloads={"w": demand({2027: 1.0})},
    )
    every = solve(replace(made, compute_weight={2026: 1.0, 2027: 1.0}))
    last = solve(replace(made, compute_weight={2027: 1.0}))

    assert (most(every), most(last)) == pytest.approx((2.0, 1.0))
    assert every.stages["cost"].solution.objective == pytest.approx(40.0)
    assert last.stages["cost"].solution.objective == pytest.approx(20.0)


def test_a_billion_more_is_told_in_h100e_years(two_chips, solve):
    # 30 billion USD bring 3 million H100e, so one brings a tenth; one percent of 60 is 0.6.
    solved = solve(two_chips(capex_budget={2026: 60.0}))
    row = limits_table(solved).set_index("limit").loc["capex_budget_limit"]

    assert row["worth_compute_million_h100e_years_per_unit"] == pytest.approx(0.1)
    first = bottlenecks(extract(solved)).iloc[0]
    assert first[COMPUTE_GAIN] == pytest.approx(0.06)
