"""Spending against revenue, GDP and the past."""

import pytest

from planner.analysis.outlook.affordability import affordability, build_outs

# 2026: 20 of capex and 5 of fuel; its capital is charged over later years. 2027: 80 and 20.
SPENT = {
    "capex": [
        {"year": 2026, "component": "shell", "item": "shell", "site": "s", "capex_busd": 15.0},
        {"year": 2026, "component": "power", "item": "gas", "site": "s", "capex_busd": 5.0},
        {"year": 2027, "component": "shell", "item": "shell", "site": "s", "capex_busd": 80.0},
    ],
    "cost": [
        {"year": 2026, "term": "shell_capital", "cost_busd": 2.0},
        {"year": 2026, "term": "fuel", "cost_busd": 5.0},
        {"year": 2027, "term": "shell_capital", "cost_busd": 10.0},
        {"year": 2027, "term": "fuel", "cost_busd": 20.0},
    ],
}


@pytest.fixture
def against(inputs, plan):
    table = affordability(inputs(), plan(**SPENT))
    return table.set_index(["against", "year"])


def test_spend_is_capex_and_running_cost_without_annuities(against):
    row = against.loc[("gdp", 2026)]

    assert (row["capex_busd"], row["running_busd"], row["spend_busd"]) == (20.0, 5.0, 25.0)
    assert row["charge_busd"] == 7.0


def test_shares_are_over_what_they_are_held_against(against):
    # 25 of 50 in 2026, without a range. 100 of 25, 50 and 100 in 2027.
    first, second = (against.loc[("leader_revenue", y)] for y in (2026, 2027))

    assert first["spend_share_low"] == first["spend_share"] == first["spend_share_high"] == 0.5
    assert [second[f"spend_share{end}"] for end in ("_low", "", "_high")] == [1.0, 2.0, 4.0]
    assert (first["basis"], second["basis"]) == ("published", "extrapolated")


def test_a_row_says_first_of_which_year_it_is_and_what_it_is_held_against(inputs, plan):
    assert list(affordability(inputs(), plan(**SPENT)).columns)[:2] == ["year", "against"]


def test_a_year_that_no_table_knows_is_left_out(inputs, plan):
    table = affordability(inputs(), plan(years=(2026, 2027, 2028), **SPENT))

    assert set(table["year"]) == {2026, 2027}


def test_a_peak_is_held_against_a_year_and_a_sum_against_all(inputs, plan):
    # Capex is 2 % and 8 % of a GDP of 1000: its largest year is 1.6 times a peak of 5 %, and the
    # ten per cent of both years are a quarter of a sum of 40 %.
    table = build_outs(inputs(), plan(**SPENT)).set_index("build_out")

    assert table.at["peak", "plan_over_build_out"] == pytest.approx(1.6)
    assert table.at["peak", "plan_first_year"] == table.at["peak", "plan_last_year"] == 2027
    assert table.at["sum", "plan_over_build_out"] == pytest.approx(0.25)
    assert (table.at["sum", "plan_first_year"], table.at["sum", "plan_last_year"]) == (2026, 2027)


def test_a_plan_that_spends_nothing_is_nothing_beside_the_past(inputs, plan):
    assert list(build_outs(inputs(), plan())["plan_over_build_out"]) == [0.0, 0.0]
