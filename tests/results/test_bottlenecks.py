"""Bottlenecks: limits compared by one percent of what there is."""

import pandas as pd
import pytest

from planner.results import Plan
from planner.results.bottlenecks import bottlenecks
from planner.results.limits import COST_CHANGE


@pytest.fixture
def plan():
    """Two sites that bind together, and a wafer limit that saves money only."""
    shared = {"kind": "", "pool": "", "unit": "GW", "table": "sites"}
    wafers = {"kind": "packaging", "pool": "cowos", "unit": "thousand wafers", "table": ""}
    worth, change = "worth_shortfall_1_years_of_target_per_unit", COST_CHANGE
    limits = pd.DataFrame(
        [
            {**wafers, "limit": "c", "what": "supply of", "place": "", "year": 2027,
             "capacity": 200.0, worth: 0.0, change: -0.5},
            {**shared, "limit": "s", "what": "room", "place": "a", "year": None,
             "capacity": 2.0, worth: 0.1, change: 1.0},
            {**shared, "limit": "s", "what": "room", "place": "b", "year": None,
             "capacity": 3.0, worth: 0.1, change: 1.0},
            {**shared, "limit": "s", "what": "room", "place": "idle", "year": None,
             "capacity": 9.0, worth: 0.0, change: 0.0},
        ]
    )  # fmt: skip
    limits["year"] = limits["year"].astype("Int64")
    return Plan({"limits": limits}, {"objective": {"shortfall_1": 0.5, "cost": 9.0}})


def test_places_of_one_kind_are_loosened_together(plan):
    # 1 % of 2 GW and of 3 GW at 0.1 years of target a GW: 0.005 years, 0.5 %.
    first = bottlenecks(plan).iloc[0]

    assert first["what"] == "room"
    assert first["places"] == 2
    assert first["capacity"] == pytest.approx(5.0)
    assert first["shortfall_1_percent_of_a_target"] == pytest.approx(0.5)
    assert first["cost_change_busd"] == pytest.approx(0.05)


def test_what_saves_money_only_comes_after_what_delivers(plan):
    # 1 % of 200 thousand wafers at half a billion each thousand: a billion.
    second = bottlenecks(plan).iloc[1]

    assert second["pool"] == "cowos"
    assert second["shortfall_1_percent_of_a_target"] == 0.0
    assert second["cost_change_busd"] == pytest.approx(-1.0)


def test_a_limit_that_is_worth_nothing_is_no_bottleneck(plan):
    assert len(bottlenecks(plan)) == 2
