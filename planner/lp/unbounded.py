"""The way along which costs fall for ever, found as a programme of its own."""

import highspy
import numpy as np
from scipy import sparse

from planner.lp.highs import Highs

_SIZE = 1e6
"""The largest cost, where it costs a column one to move."""
Bounds = tuple[np.ndarray, np.ndarray]


def falling_direction(
    matrix: sparse.csr_array, rows: Bounds, columns: Bounds, costs: np.ndarray
) -> np.ndarray | None:
    """By how much each column moves, at most one, where every limit lets it go on for ever.

    Of all such ways it is the one along which costs fall fastest: what is free to grow by itself
    grows by one. None where the solver finds none. HiGHS tells a ray only after some of its runs,
    and one of many; this tells all that fall at once.
    """

    def endless(bounds: Bounds) -> Bounds:
        lower, upper = bounds
        free = np.where(np.isfinite(lower), 0.0, -np.inf)
        return free, np.where(np.isfinite(upper), 0.0, np.inf)

    least, most = endless(columns)
    highs = Highs()
    try:
        highs.load(matrix, endless(rows), (np.maximum(least, -1.0), np.minimum(most, 1.0)))
        # What moves to no avail stands still: a column that can move one way pays a little for it.
        still = np.where(np.isfinite(columns[0]), 1.0, 0.0) - np.isfinite(columns[1])
        highs.costs(_SIZE * costs / np.abs(costs).max() + still)
        highs.call(highs.raw.run)
        if highs.raw.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return np.array(highs.raw.getSolution().col_value)
    finally:
        highs.close()
