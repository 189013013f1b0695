"""How far a row is off that the programme lacks, and two numbers of a row, by hand."""

from math import inf
from types import SimpleNamespace

import numpy as np
import pytest
from scipy import sparse

from planner.audit.programme.statement import Row
from planner.audit.restated import ROUNDING, _apart, _bounds, _columns, _family, _kept

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


@pytest.mark.parametrize(
    ("theirs", "lower", "off"),
    [
        # The row 2 x + 1e-6 y >= 8, stated as x + 5e-7 y >= 4.
        ([2.0, 1e-6], 8.0, 0.0),
        ([-2.0, -1e-6], None, 0.0),
        ([2.0, 3e-6], 8.0, 2 / 3),
        # What is less than a share of 1e-9 of the largest number counts by that share.
        ([2.0, 1e-6 + 1e-10], 8.0, 1e-4),
        ([2.0, 1e-6], 6.0, 0.25),
        ([2.0, 1e-6], 8.0 + 8e-6, 1e-6),
    ],
)
def test_a_row_is_that_of_the_tables_but_for_its_factor(theirs, lower, off):
    # With the sign turned the bound is one from above.
    ends = ([lower], [inf]) if lower is not None else ([-inf], [-8.0])
    proof = SimpleNamespace(
        matrix=sparse.csr_array([theirs]), row_lower=np.array(ends[0]), row_upper=np.array(ends[1])
    )
    mine = sparse.csr_array([[1.0, 5e-7]])
    stated = {("s",): Row({A: 1.0, B: 5e-7}, lower=4.0)}

    (found,) = _family("f", stated, {("s",): 0}, mine, proof, {A: 0, B: 1}, np.zeros(2))

    assert (found.row, found.found) == ("s", pytest.approx(off, rel=1e-3, abs=1e-12))


def test_a_bound_of_nothing_is_measured_against_the_rows_numbers():
    # Nothing is right, 1e-8 stands: beside a largest number of 4 that is 2.5 times its billionth.
    proof = SimpleNamespace(
        matrix=sparse.csr_array([[4.0]]), row_lower=np.array([-inf]), row_upper=np.array([1e-12])
    )
    stated = {("s",): Row({A: 4.0}, upper=0.0)}

    (found,) = _family(
        "f", stated, {("s",): 0}, sparse.csr_array([[4.0]]), proof, {A: 0}, np.zeros(1)
    )

    assert found.found == pytest.approx(1e-12 / (ROUNDING * 4.0))


def variable(*keys, lower=0.0, upper=inf, whole=False):
    return SimpleNamespace(keys=frozenset(keys), lower=lower, upper=upper, whole=whole)


def test_columns_are_compared_one_by_one():
    # As many as the tables ask for, and one of them another; a family that nobody asked for, one
    # that is missing, and one of a plug-in.
    stated = SimpleNamespace(variables={"x": variable(("a",), ("b",)), "y": variable(("a",))})
    proof = SimpleNamespace(
        column_families=["x", "x", "z", "own"], column_keys=[["a"], ["c"], ["a"], ["a"]]
    )

    found = {c.row: (c.found, c.expected) for c in _columns(stated, proof, frozenset({"own"}))}

    assert found == {
        "x, in all": (2.0, 2.0), "x of b": (0.0, 1.0), "x of c": (1.0, 0.0),
        "y, in all": (0.0, 1.0), "y of a": (0.0, 1.0),
        "z, in all": (1.0, 0.0), "z of a": (1.0, 0.0),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("lower", "upper", "whole", "free", "wrong"),
    [
        (0.0, 5.0, [0], True, 0),
        (-1.0, 5.0, [0], True, 1),
        (0.0, 6.0, [0], True, 1),
        (0.0, 5.0, [], True, 1),
        # What was ordered before is held at a value within its bounds.
        (2.0, 2.0, [0], False, 0),
        (2.0, 2.0, [0], True, 2),
        (6.0, 6.0, [0], False, 1),
        (-1.0, -1.0, [0], False, 1),
        (1.0, 5.0, [0], False, 1),
    ],
)
def test_bounds_of_columns_are_those_of_the_tables(lower, upper, whole, free, wrong):
    stated = SimpleNamespace(variables={"x": variable(("a",), upper=5.0, whole=True)})
    proof = SimpleNamespace(
        column_families=["x", "another"], column_keys=[["a"], ["a"]], whole=whole,
        column_lower=[lower, 7.0], column_upper=[upper, 7.0],
    )  # fmt: skip

    found = [c for c in _bounds(stated, proof, free=free) if c.found != c.expected]

    assert len(found) == wrong
