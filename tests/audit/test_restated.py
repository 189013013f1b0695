"""How far a row is off that the programme lacks, and two numbers of a row, by hand."""

from math import inf

import numpy as np
import pytest

from planner.audit.programme.statement import Row
from planner.audit.restated import _apart, _kept

A, B, ELSEWHERE = ("a",), ("b",), ("c",)


@pytest.mark.parametrize(
    ("lower", "upper", "off"),
    [
        # 2 * 4 - 3 * 1 = 5, of terms of 8 and 3; what has no column counts for nothing.
        (-inf, inf, 0.0),
        (5.0, 5.0, 0.0),
        # Two below or above, over the largest term; eleven below, over the bound.
        (7.0, inf, 2 / 8),
        (-inf, 3.0, 2 / 8),
        (16.0, inf, 11 / 16),
        (-inf, -16.0, 21 / 16),
    ],
)
def test_a_row_that_the_programme_lacks_is_kept_by_the_plan(lower, upper, off):
    row = Row({A: 2.0, B: -3.0, ELSEWHERE: 5.0}, lower, upper)

    found = _kept(("s", "2026"), row, {A: 1, B: 0}, np.array([1.0, 4.0]))

    assert found.found == pytest.approx(off)
    assert found.scaled == pytest.approx(off)
    assert found.row == "s, 2026, which the programme lacks"


def test_a_row_of_small_numbers_is_measured_against_one():
    found = _kept(("s",), Row({A: 0.1}, lower=0.3), {A: 0}, np.array([2.0]))

    assert found.found == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("found", "right", "apart"),
    [
        (3.0, 4.0, 0.25), (4.0, 3.0, 0.25), (-2.0, 2.0, 2.0), (0.0, 0.5, 0.25), (0.5, 0.0, 0.25),
        (inf, inf, 0.0), (inf, 1.0, inf), (1.0, -inf, inf),
    ],
)  # fmt: skip
def test_two_numbers_are_apart_by_the_size_of_the_larger(found, right, apart):
    # Of numbers below two, by two.
    assert _apart(found, right, 2.0) == pytest.approx(apart)
