"""What a check says of rows that are compared: the worst of them, and JSON without infinities."""

from math import inf, nan

import pandas as pd
import pytest

from planner.audit.certificate import Certificate
from planner.audit.checks import TOLERANCE, Comparison, cell, compared


def check(*rows, family="f"):
    return compared(family, "what is so", "GW", rows)


def test_a_check_is_told_by_the_row_that_is_worst_for_its_size():
    found = check(
        Comparison("a", 1.5, 1.0), Comparison("b", 103.0, 100.0), Comparison("c", 2.0, 2.0)
    )

    # 3 of 100 are less than a half of one.
    assert (found.rows, found.worst, found.found, found.expected) == (3, "a", 1.5, 1.0)
    assert (found.absolute, found.scaled, found.passed) == (3.0, 0.5, False)
    assert found.sentence() == (
        "f: what is so does not hold; worst at a: 1.5 where 1 is right, GW; off by 5.0e-01 of "
        "its size, 1e-06 is allowed"
    )


@pytest.mark.parametrize(
    ("sense", "found", "off"),
    [("=", 0.5, 0.5), ("=", 1.5, 0.5), ("<", 0.5, 0.0), ("<", 1.5, 0.5), (">", 0.5, 0.5),
     (">", 1.5, 0.0), ("<", nan, inf)],
)  # fmt: skip
def test_a_row_may_be_less_or_more_where_it_says_so(sense, found, off):
    assert Comparison("a", found, 1.0, sense).deviation == off


def test_a_row_of_small_numbers_is_measured_against_one_or_what_it_is_made_of():
    assert check(Comparison("a", TOLERANCE / 2, 0.0)).passed
    assert not check(Comparison("a", 2 * TOLERANCE, 0.0)).passed
    assert check(Comparison("a", 2 * TOLERANCE, 0.0, size=3.0)).passed


def test_a_blank_is_right_where_nothing_is_known_and_nowhere_else():
    assert check(cell("a", nan, nan)).passed
    assert not check(cell("a", nan, 1.0)).passed
    assert not check(cell("a", 0.0, nan)).passed


def test_a_record_has_numbers_as_they_are_and_null_for_what_json_has_not():
    told = check(Comparison("a", nan, 2.5)).record()

    assert (told["found"], told["absolute"], told["scaled"]) == (None, None, None)
    assert (told["expected"], told["rows"], told["worst"], told["passed"]) == (2.5, 1, "a", False)
    assert check(Comparison("a", 1.25, 1.25)).record()["found"] == 1.25


def test_failures_are_told_the_worst_first():
    off = {"little": 0.1, "much": 9.0, "right": 0.0, "more": 1.0}
    checks = tuple(check(Comparison("a", by, 0.0), family=name) for name, by in off.items())

    found = Certificate(checks, (), pd.DataFrame(), pd.DataFrame(), {}, None)

    assert [one.family for one in found.failed] == ["much", "more", "little"]
    assert not found.passed
