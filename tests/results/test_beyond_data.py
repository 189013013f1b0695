"""What a plan says of itself where it goes beyond its data."""

import pandas as pd
import pytest

from planner.results import Plan
from planner.results.beyond_data import beyond_data
from planner.wording.names import Names
from planner.wording.query import answer


def plan(*, data=8e28, campus=1.6e29, projected=True, announced=25.0):
    """A run for 2e30 FLOP in 2032, and a fleet of two generations; 75 H100e are of the later."""
    target = {2031: 6e28, 2032: 2e30}
    rows = [
        ("run", year, what, flop, target[year] > data)
        for year in target
        for what, flop in (("target", target[year]), ("data_limit", data))
    ]
    columns = ["workload", "year", "quantity", "central", "above_data_limit"]
    tables = {
        "demand": pd.DataFrame(rows, columns=columns),
        "ceilings": pd.DataFrame(
            {"year": 2032, "ceiling": ["run_campus", "run_data"], "central": [campus, data]}
        ),
        "accelerators": pd.DataFrame(
            {
                "accelerator": ["now", "later", "later"], "year": [2032, 2032, 2031],
                "h100e_million": [announced, 75.0, 1.0],
            }
        ),
        "accelerator_availability": pd.DataFrame(
            {"accelerator": ["now", "later"], "projected": [False, projected]}
        ),
    }  # fmt: skip
    names = Names({"workloads": {"run": "Largest run: of all"}})
    return Plan(tables, {"years": [2031, 2032]}, names=names)


def test_it_says_how_far_a_run_is_beyond_tokens_and_a_campus_and_on_whose_chips():
    # 2e30 / 8e28 = 25; 2e30 / 1.6e29 = 12.5; 75 of 100 H100e are projected.
    told = beyond_data(plan())

    assert str(told) == (
        "“Largest run” is asked for more than training data is held to support in 2032: in 2032 "
        "for 2.00 × 10³⁰ FLOP, 25 times the 8.00 × 10²⁸ that there are tokens for and 12.5 times "
        "what the largest campus alone would allow. 75% of the compute that runs in 2032 is of "
        "generations that are projected from earlier ones and that nobody has announced."
    )


def test_each_of_its_numbers_is_in_the_tables():
    made = plan()

    for number in beyond_data(made).numbers:
        assert number.value == pytest.approx(answer(number.query, made.tables))


def test_a_plan_within_its_data_says_nothing():
    assert not beyond_data(plan(data=3e30, projected=False))


def test_a_campus_that_would_do_is_left_out():
    assert "campus" not in str(beyond_data(plan(campus=2.5e30)))


def test_a_plan_without_ceilings_says_nothing_of_a_campus():
    made = plan()
    del made.tables["ceilings"]

    assert "tokens" in str(beyond_data(made))
    assert "campus" not in str(beyond_data(made))


def test_only_targets_are_beyond_data():
    # What data supports is no demand beyond it, though the run's length may be marked as well.
    made = plan(projected=False)
    asked = made.tables["demand"]

    made.tables["demand"] = asked.assign(
        above_data_limit=asked["above_data_limit"] & (asked["quantity"] == "target")
    )
    assert "tokens" in str(beyond_data(made))
    made.tables["demand"] = asked.assign(
        above_data_limit=asked["above_data_limit"] & (asked["quantity"] == "data_limit")
    )
    assert not beyond_data(made)


def test_runs_stand_in_the_order_of_the_table():
    made = plan(projected=False)
    other = made.tables["demand"].assign(workload="a second")
    made.tables["demand"] = pd.concat([made.tables["demand"], other])

    told = str(beyond_data(made))

    assert 0 < told.index("Largest run") < told.index("econd")


def test_projected_chips_are_those_of_the_last_year_however_many_are_planned():
    # None of 75 in 2031, three of four in the last year.
    made = plan(data=3e30)
    made.summary["years"] = [2030, 2031, 2032]

    assert str(beyond_data(made)).startswith("75% of the compute that runs in 2032")


def test_half_a_percent_of_projected_chips_is_told():
    # 75 of 15,000 million H100e.
    assert "projected" in str(beyond_data(plan(data=3e30, announced=14_925.0)))


def test_nothing_is_projected_where_nothing_runs():
    made = plan(data=3e30)
    made.tables["accelerators"] = made.tables["accelerators"].assign(h100e_million=0.0)

    assert not beyond_data(made)


def test_few_projected_chips_are_left_out_and_a_run_that_does_not_tell_them():
    # 75 of 75 million is less than a half of a percent of what runs.
    assert "projected" not in str(beyond_data(plan(announced=75e3)))
    older = plan()
    del older.tables["accelerator_availability"]["projected"]
    assert "projected" not in str(beyond_data(older))
    assert "tokens" in str(beyond_data(older))
