"""What arrays must satisfy before a solver sees them; a solver may take a NaN for a number."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from scipy import sparse

from planner.errors import InfeasibleError
from planner.lp.name_sentences import contradiction, some

ROUNDING = 1e-9
"""Bounds that cross by no more than this, relative to their size and at least to one, are equal:
sums of decimal fractions differ by some 1e-16, and the solver's own tolerance is 1e-7."""


def whole_columns(variables: Iterable[Any]) -> np.ndarray:
    """Places of the Pyomo variables that may take whole numbers only and aren't fixed.

    Raises ValueError for those of any other domain with gaps, such as {1, 3, 9}.
    """
    discrete = [(j, v) for j, v in enumerate(variables) if not (v.fixed or v.is_continuous())]
    odd = [v.name for _, v in discrete if not v.is_integer()]
    if odd:
        raise ValueError(f"a programme takes no such steps, whole numbers only: {some(odd)}")
    return np.array([j for j, _ in discrete], dtype=np.int32)


def require_numbers(
    matrix: sparse.csr_array, row_names: Sequence[str], column_names: Sequence[str]
) -> None:
    """Raise ValueError, naming row and column, when a coefficient is infinite or NaN."""
    bad = np.flatnonzero(~np.isfinite(matrix.data))
    if bad.size:
        entry = int(bad[0])
        row = row_names[int(np.searchsorted(matrix.indptr, entry, side="right")) - 1]
        column = column_names[int(matrix.indices[entry])]
        raise ValueError(f"{row}: the coefficient of {column} is {matrix.data[entry]}")


def settled_bounds(
    lower: np.ndarray, upper: np.ndarray, names: Sequence[str]
) -> tuple[np.ndarray, np.ndarray]:
    """Bounds of rows or columns with a crossing by rounding taken out.

    Raises ValueError where a bound is NaN, and InfeasibleError where bounds leave no value.
    """
    missing = np.flatnonzero(np.isnan(lower) | np.isnan(upper))
    if missing.size:
        raise ValueError(f"a bound is not a number: {some(names[int(i)] for i in missing)}")
    crossed = (lower > upper) | np.isposinf(lower) | np.isneginf(upper)
    with np.errstate(invalid="ignore"):
        slack = ROUNDING * np.maximum(1.0, np.abs(upper))
        hopeless = np.flatnonzero(crossed & ~(lower - upper <= slack))
    if hopeless.size:
        broken = (names[int(i)] for i in hopeless)
        raise InfeasibleError(contradiction("the lower bound is above the upper one for", broken))
    return np.minimum(lower, upper), upper
