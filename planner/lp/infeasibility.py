"""Rows that can't all hold, when a programme has no solution."""

from dataclasses import dataclass
from time import perf_counter

import highspy
import numpy as np
from scipy import sparse

from planner.lp.highs import Highs
from planner.lp.linear_program import LinearProgram

_SECONDS = 3.0
"""For each of the two steps: a reader waits for this, and names of some rows are better than
all of them later."""

_DUAL_SIMPLEX = 1
_IRREDUCIBLE_FROM_ROWS = 2 + 4
"""HiGHS's strategy: begin at an elastic form of the rows, then leave out what isn't needed. The
default one may return an empty set and call it valid."""

_IN_CONFLICT = int(highspy.IisStatus.kIisStatusInConflict)
_ZERO = 1e-9


@dataclass(frozen=True)
class Conflict:
    """Places of rows that can't all hold within the bounds of their columns."""

    rows: list[int]
    irreducible: bool
    """Whether the others can hold as soon as one of them is left out."""


def conflicting_rows(
    highs: Highs,
    matrix: sparse.csr_array,
    rows: tuple[np.ndarray, np.ndarray],
    columns: tuple[np.ndarray, np.ndarray],
) -> Conflict:
    """Rows that contradict each other in the programme that `highs` holds and found infeasible.

    Its dual ray weighs rows so that their sum can't hold, which leaves some
    hundreds of tens of thousands; an irreducible set is then sought among
    these alone, since among all rows it takes minutes. There are no rows when
    time runs out before there is a ray. The costs of `highs` are lost.
    """
    highs.costs(np.zeros(matrix.shape[1]))
    # At zero costs any basis is dual feasible, so the dual method goes straight for the ray.
    highs.set(solver="simplex", simplex_strategy=_DUAL_SIMPLEX)
    highs.limit(_SECONDS)
    _, exists, ray = highs.call(highs.raw.getDualRay)
    if not exists:
        return Conflict([], irreducible=False)
    weights = np.abs(np.asarray(ray))
    among = np.flatnonzero(weights > _ZERO * weights.max(initial=0.0))
    part = matrix[among]
    used = np.unique(part.indices)
    found = _irreducible(
        sparse.csr_array(part[:, used]),
        (rows[0][among], rows[1][among]),
        (columns[0][used], columns[1][used]),
    )
    if found is None:
        return Conflict(among.tolist(), irreducible=False)
    return Conflict(among[found].tolist(), irreducible=True)


def _irreducible(
    matrix: sparse.csr_array,
    rows: tuple[np.ndarray, np.ndarray],
    columns: tuple[np.ndarray, np.ndarray],
) -> list[int] | None:
    """Places of the rows of an irreducible set, or None when HiGHS has none in time."""
    began = perf_counter()
    highs = Highs()
    highs.load(matrix, rows, columns)
    highs.set(iis_strategy=_IRREDUCIBLE_FROM_ROWS)
    highs.limit(_SECONDS)
    highs.call(highs.raw.run)
    if highs.raw.getModelStatus() != highspy.HighsModelStatus.kInfeasible:
        return None
    highs.set(iis_time_limit=max(_SECONDS - (perf_counter() - began), 0.1))
    highs.limit(_SECONDS)
    _, iis = highs.call(highs.raw.getIis)
    places = [int(i) for i in iis.row_index_]
    sure = bool(places) and all(iis.row_status_[i] == _IN_CONFLICT for i in places)
    return places if sure else None


def contradiction_in(program: LinearProgram) -> Conflict:
    """Rows of a programme that contradict each other; none where it has a solution."""
    highs = Highs()
    rows = (program.row_lower, program.row_upper)
    columns = (program.column_lower, program.column_upper)
    highs.load(program.matrix, rows, columns)
    highs.limit(_SECONDS)
    highs.call(highs.raw.run)
    try:
        if highs.raw.getModelStatus() == highspy.HighsModelStatus.kOptimal:
            return Conflict([], irreducible=False)
        return conflicting_rows(highs, program.matrix, rows, columns)
    finally:
        highs.close()
