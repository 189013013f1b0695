"""Prices are blank where the solver gave no duals, and only there."""

from types import SimpleNamespace

import numpy as np
import pandas as pd

from planner.audit.shown.without_duals import without_duals_checks

FIRST, COST = np.array([-1.0]), np.array([-3.0, 0.0])
TABLES = {
    "bottlenecks": ("first_percent_of_a_target", "cost_change_busd"),
    "supply": ("worth_first_years_of_target_per_step", "cost_change_musd_per_step",
               "worth_cost_musd_per_step"),
    "load": ("price_usd_per_mwh",),
}  # fmt: skip


def filled(first=FIRST, cost=COST, only=()):
    """Rows that fail where all of these columns are filled, or those alone that are named."""
    stages = {"first": SimpleNamespace(duals=first), "cost": SimpleNamespace(duals=cost)}
    proof = SimpleNamespace(
        stages=stages, own_rows=1, row_names=["one", "held[first]"],
        held=lambda stage: ["first"] if stage == "cost" else [],
    )  # fmt: skip
    plan = {
        name: pd.DataFrame({column: [1.0 if not only or column in only else np.nan]
                            for column in columns})
        for name, columns in TABLES.items()
    }  # fmt: skip
    (check,) = without_duals_checks(SimpleNamespace(plan=plan.__getitem__), proof)
    return (check.rows, "" if check.passed else check.worst)


def test_with_duals_every_price_may_be_told():
    assert filled() == (0, "")


def test_without_any_no_price_is_told_and_no_bottleneck():
    blind = {"first": None, "cost": None}

    assert filled(**blind)[0] == 7
    # A table that a plan does not have tells none.
    proof = SimpleNamespace(stages={"first": SimpleNamespace(duals=None)}, own_rows=1,
                            row_names=["one"], held=lambda stage: [])  # fmt: skip
    (check,) = without_duals_checks(SimpleNamespace(plan=lambda name: pd.DataFrame()), proof)
    assert check.passed
    assert filled(**blind, only=["none of them"]) == (7, "rows of bottlenecks")
    for name, columns in TABLES.items():
        for column in columns:
            assert filled(**blind, only=[column]) == (7, f"{column} of {name}")


def test_without_those_of_the_cost_its_own_prices_are_blank():
    for column, name in (
        ("cost_change_busd", "bottlenecks"), ("worth_cost_musd_per_step", "supply"),
        ("cost_change_musd_per_step", "supply"), ("price_usd_per_mwh", "load"),
    ):  # fmt: skip
        assert filled(cost=None, only=[column]) == (4, f"{column} of {name}")
    for column in ("first_percent_of_a_target", "worth_first_years_of_target_per_step"):
        assert filled(cost=None, only=[column]) == (4, "")


def test_without_those_of_an_earlier_stage_a_cost_that_is_free_of_it_is_told():
    for column, name in (("first_percent_of_a_target", "bottlenecks"),
                         ("worth_first_years_of_target_per_step", "supply")):  # fmt: skip
        assert filled(first=None, only=[column]) == (2, f"{column} of {name}")
    for column in ("cost_change_busd", "cost_change_musd_per_step", "price_usd_per_mwh"):
        assert filled(first=None, only=[column]) == (2, "")


def test_a_cost_that_moves_with_what_is_not_known_is_not_known_either():
    # The optimum that is held has a price of 5 in the cost, and nobody knows how it moves. What a
    # limit is worth with it held is known all the same.
    moves = {"first": None, "cost": np.array([-3.0, -5.0])}

    assert filled(**moves, only=["cost_change_musd_per_step"]) == (
        5, "cost_change_musd_per_step of supply",
    )  # fmt: skip
    assert filled(**moves, only=["worth_cost_musd_per_step"]) == (5, "rows of bottlenecks")
