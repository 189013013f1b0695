"""Limits that can't all hold: which of those that may be loosened are all needed for that."""

from collections.abc import Collection
from time import perf_counter

import highspy
import numpy as np

from planner.lp.highs import Highs
from planner.lp.infeasibility import Conflict
from planner.lp.linear_program import LinearProgram

_DUAL_SIMPLEX = 1
_ZERO = 1e-9
_INFEASIBLE = highspy.HighsModelStatus.kInfeasible
_OPTIMAL = highspy.HighsModelStatus.kOptimal


class _UndecidedError(Exception):
    """Time ran out before the solver knew whether the rows can hold."""


def conflict_among(
    program: LinearProgram,
    loosenable: Collection[int],
    weights: np.ndarray | None,
    seconds: float,
) -> Conflict | None:
    """Rows among `loosenable` that can't all hold beside the others, which always do.

    `weights` tells which rows weigh in a proof that there is no solution, such
    as the duals of an optimum that is out of bounds; without it the dual ray
    of the programme does. Those without weight are let go. Then each
    of the rest is let go in turn, the ones of least weight first, and taken
    back where what is left could hold. After `seconds` the set may still hold
    rows too many, and it is empty where nothing is known by then. None where the
    programme has a solution, or stays without one when all `loosenable` rows are gone.
    """
    began = perf_counter()
    highs = Highs()
    lower, upper = program.row_lower.copy(), program.row_upper.copy()
    highs.load(program.matrix, (lower, upper), (program.column_lower, program.column_upper))
    highs.costs(np.zeros(len(program.column_names)))
    highs.set(solver="simplex", simplex_strategy=_DUAL_SIMPLEX)

    def ray() -> np.ndarray | None:
        """Weights of the rows that contradict each other, or None where they can hold."""
        highs.limit(max(seconds, 1.0))
        highs.call(highs.raw.run)
        status = highs.raw.getModelStatus()
        if status not in (_INFEASIBLE, _OPTIMAL):
            raise _UndecidedError
        if status == _OPTIMAL:
            return None
        _, exists, found = highs.call(highs.raw.getDualRay)
        return np.abs(np.asarray(found)) if exists else np.ones(len(lower))

    def let_go(rows: Collection[int]) -> None:
        for row in rows:
            highs.raw.changeRowBounds(int(row), -np.inf, np.inf)

    def heavy(rows: Collection[int], by: np.ndarray) -> list[int]:
        """Rows with a weight, the lightest first; the others are let go."""
        light = _ZERO * by.max(initial=0.0)
        let_go([i for i in rows if by[i] <= light])
        return sorted((i for i in rows if by[i] > light), key=lambda i: float(by[i]))

    needed: list[int] = []
    rest: list[int] = []
    try:
        first = ray() if weights is None else np.abs(weights)
        if first is None:
            return None
        rest = heavy(loosenable, first)
        if ray() is None:
            # The weights were no proof: all may be needed.
            for row in loosenable:
                highs.raw.changeRowBounds(int(row), float(lower[row]), float(upper[row]))
            rest = list(loosenable)
            proof = ray()
            if proof is None:
                return None
            rest = heavy(rest, proof)
        while rest:
            if perf_counter() - began > seconds:
                return Conflict([*needed, *rest], irreducible=False)
            row = rest.pop(0)
            let_go([row])
            try:
                found = ray()
            except _UndecidedError:
                needed.append(row)
                raise
            if found is None:
                needed.append(row)
                highs.raw.changeRowBounds(row, float(lower[row]), float(upper[row]))
            else:
                rest = heavy(rest, found)
    except _UndecidedError:
        return Conflict([*needed, *rest], irreducible=False)
    finally:
        highs.close()
    return Conflict(needed, irreducible=True) if needed else None
