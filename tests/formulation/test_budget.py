"""Budgets of money and power, solved by hand."""

import pytest

from planner.errors import InfeasibleError
from planner.system import Accelerator, PowerTechnology, Site


@pytest.fixture
def paid(world, demand, flat):
    """A million units cost 20 billion USD and live a year; 1 million H100e are asked for."""

    def make(**changes):
        return world(
            accelerators={"k": Accelerator(it_capex=20.0, life_years=1)},
            workloads={"w": demand({2026: 1.0})},
            **changes,
        )

    return make


def test_a_capital_budget_buys_what_it_can(paid, shortfall_of):
    # 5 of 20 billion USD buy a quarter of the fleet: three quarters are missed.
    assert shortfall_of(paid(capex_budget={2026: 5.0})) == pytest.approx(0.75)


def test_a_billion_more_is_worth_a_twentieth_of_the_target(paid, solve):
    duals = solve(paid(capex_budget={2026: 5.0})).duals("shortfall_1")

    assert duals["capex_budget_limit[2026]"] == pytest.approx(-1 / 20)


def test_a_budget_of_present_cost_counts_every_charge(paid, shortfall_of, flat):
    # Power at 20 billion USD a GW, too, for a year: with 10 billion a quarter is met.
    sources = {"gas": PowerTechnology(kind="dispatchable", life_years=1, capex=flat(20.0))}

    assert shortfall_of(paid(cost_budget=10.0, technologies=sources)) == pytest.approx(0.75)


def test_a_limit_of_power_counts_the_whole_facility(paid, shortfall_of):
    # A million units draw 1 GW of IT, 1.25 GW with cooling; 0.5 GW leave six tenths missed.
    sites = {"s": Site(region="r", pue=1.25)}

    assert shortfall_of(paid(sites=sites, facility_budget_gw={2026: 0.5})) == pytest.approx(0.6)


def test_a_budget_larger_than_the_need_changes_nothing(paid, cost_of):
    generous = paid(capex_budget={2026: 30.0}, cost_budget=30.0, facility_budget_gw={2026: 3.0})

    assert cost_of(generous) == pytest.approx(cost_of(paid()))


def test_a_budget_of_nothing_leaves_nothing(paid, shortfall_of):
    assert shortfall_of(paid(capex_budget={2026: 0.0})) == pytest.approx(1.0)


def test_a_budget_below_what_must_be_paid_is_a_contradiction(world, solve):
    with pytest.raises(InfeasibleError, match="present_cost_limit"):
        solve(world(cost_budget=-1.0))
