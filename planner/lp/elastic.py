"""Elastic rows: by how much bounds must give way for a programme to have a solution."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import inf

import highspy
import numpy as np
from scipy import sparse

from planner.lp.highs import Highs
from planner.lp.linear_program import LinearProgram

_SECONDS = 60.0
_PRIMAL_SIMPLEX = 4
_NONE = (
    highspy.HighsModelStatus.kInfeasible,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,
)
_PIECES = ((0.25, 1.0), (1.0, 2.0), (inf, 4.0))
"""How far a change goes, and what each further bit of it counts: a little of many limits is easier
to have than much of one."""


class Elastic:
    """A programme whose bounds give way, by changes that are to be small in sum.

    Each entry of `moves` is one change: row to how far its bound gives way
    for a change of one, in the row's unit; `most` is the largest that it may
    be. A change widens its rows: an upper bound rises, a lower one falls. What
    a change has beyond a quarter counts double, and beyond a doubling four
    times, so that they are spread.
    """

    def __init__(
        self,
        program: LinearProgram,
        moves: Sequence[Mapping[int, float]],
        most: Sequence[float],
    ) -> None:
        self._own = len(program.column_names)
        self._lower = program.column_lower
        self.undecided = False
        """Whether time ran out before a search knew its answer."""
        self._changes = len(moves)
        self._most = np.asarray(most, dtype=float)
        entries = [
            (-amount if np.isfinite(program.row_upper[i]) else amount, i, j)
            for j, change in enumerate(moves)
            for i, amount in change.items()
        ]
        amounts, rows, columns = zip(*entries, strict=True) if entries else ((), (), ())
        shape = (len(program.row_names), len(moves))
        widening = sparse.csr_array((amounts, (rows, columns)), shape=shape)
        pieces = len(_PIECES) * len(moves)
        self._highs = Highs()
        self._highs.load(
            sparse.csr_array(sparse.hstack([program.matrix, *[widening] * len(_PIECES)])),
            (program.row_lower, program.row_upper),
            (
                np.concatenate([program.column_lower, np.zeros(pieces)]),
                np.concatenate([program.column_upper, *self._widths(self._most)]),
            ),
        )

    def least(self, among: Sequence[int] | None = None) -> np.ndarray | None:
        """The changes of least sum with which there is a solution, or None where none is enough.

        Only those of `among` are made, where it is given. Each search starts
        from the basis of the one before.
        """
        counted = [np.full(self._changes, price) for _, price in _PIECES]
        found = self._solved(np.zeros(self._own), counted, among)
        if found is None:
            return None
        return found[self._own :].reshape(len(_PIECES), self._changes).sum(axis=0)

    def furthest(self, costs: np.ndarray) -> np.ndarray | None:
        """The values of the programme's columns of least `costs`, with any changes that may be.

        None where there is no solution even so.
        """
        free = [np.zeros(self._changes)] * len(_PIECES)
        found = self._solved(costs, free, None)
        return None if found is None else found[: self._own]

    def hold(self, most: Mapping[int, float]) -> None:
        """Let columns of the programme be no larger than this, from now on.

        What was found last keeps to it, so the search goes on from there.
        """
        self._highs.set(solver="simplex", simplex_strategy=_PRIMAL_SIMPLEX)
        for column, upper in most.items():
            lower = min(float(self._lower[column]), upper)
            self._highs.raw.changeColBounds(column, lower, upper)

    def close(self) -> None:
        """Give the solver's memory back."""
        self._highs.close()

    def _widths(self, most: np.ndarray) -> list[np.ndarray]:
        """How wide each piece of each change is."""
        ends = [0.0, *(end for end, _ in _PIECES)]
        return [np.clip(most, begin, end) - begin for begin, end in pairwise(ends)]

    def _solved(
        self, costs: np.ndarray, counted: list[np.ndarray], among: Sequence[int] | None
    ) -> np.ndarray | None:
        allowed = np.zeros(self._changes)
        places = np.arange(self._changes) if among is None else np.asarray(among, dtype=int)
        allowed[places] = self._most[places]
        for j, width in enumerate(np.concatenate(self._widths(allowed))):
            self._highs.raw.changeColBounds(self._own + j, 0.0, float(width))
        self._highs.costs(np.concatenate([costs, *counted]))
        self._highs.limit(_SECONDS)
        self._highs.call(self._highs.raw.run)
        status = self._highs.raw.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            self.undecided = self.undecided or status not in _NONE
            return None
        return np.array(self._highs.raw.getSolution().col_value)
