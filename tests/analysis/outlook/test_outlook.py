"""The outlook of a real plan."""

import pytest

from planner import api
from planner.analysis.outlook import TABLES


@pytest.fixture(scope="module")
def run():
    return api.solve("small")


def test_a_solved_model_has_every_table_of_the_outlook(run):
    for name in TABLES:
        assert not run.plan[name].empty, name


def test_spending_is_that_of_the_plan(run):
    gdp = run.plan["affordability"].query("against == 'gdp'")

    assert gdp["capex_busd"].sum() == pytest.approx(run.plan["capex"]["capex_busd"].sum())
    assert gdp["charge_busd"].sum() == pytest.approx(run.plan["cost"]["cost_busd"].sum())


def test_orders_add_up_to_what_the_plan_buys_and_builds(run):
    milestones = run.plan["milestones"].groupby("item")["amount"].sum()

    bought = run.plan["accelerators"]["bought_million"].sum()
    shells = run.plan["clusters"]["shell_built_it_gw"].sum()
    power = run.plan["power"].query("kind != 'grid'")["built_gw"].sum()
    assert milestones["chip_order"] == pytest.approx(bought)
    assert milestones["shell"] == pytest.approx(shells)
    assert milestones["power_order"] == pytest.approx(power)


def test_what_the_plan_may_build_is_never_ordered_before_it_begins(run):
    # The plan builds no power whose lead time has not passed since its first day, so no order
    # for power can be already past.
    orders = run.plan["milestones"].query("item in ['power_order', 'interconnection_request']")

    assert not orders.empty
    assert set(orders["status"]) == {"ahead"}


def test_every_run_is_above_the_laws_of_europe_and_california(run):
    # The smallest run, 2.1e27 FLOP in 2026, is 210 times 1e25 and 21 times 1e26.
    crossed = run.plan["thresholds"].set_index("threshold")["factor_in_first_year"]

    assert crossed["eu_ai_act"] == pytest.approx(210, rel=1e-3)
    assert crossed["california_sb_53"] == pytest.approx(21, rel=1e-3)
