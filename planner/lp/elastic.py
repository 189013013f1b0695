"""Elastic rows: by how much bounds must give way for a programme to have a solution."""

from collections.abc import Mapping, Sequence

import highspy
import numpy as np
from scipy import sparse

from planner.lp.highs import Highs
from planner.lp.linear_program import LinearProgram

_SECONDS = 60.0


class Elastic:
    """A programme whose bounds give way, by changes that are to be small in sum.

    Each entry of `moves` is one change: row to how far its bound gives way
    for a change of one, in the row's unit; `most` is the largest that it may
    be. A change widens its rows: an upper bound rises, a lower one falls.
    """

    def __init__(
        self,
        program: LinearProgram,
        moves: Sequence[Mapping[int, float]],
        most: Sequence[float],
    ) -> None:
        self._own = len(program.column_names)
        self._most = np.asarray(most, dtype=float)
        entries = [
            (-amount if np.isfinite(program.row_upper[i]) else amount, i, j)
            for j, change in enumerate(moves)
            for i, amount in change.items()
        ]
        amounts, rows, columns = zip(*entries, strict=True) if entries else ((), (), ())
        shape = (len(program.row_names), len(moves))
        widening = sparse.csr_array((amounts, (rows, columns)), shape=shape)
        self._highs = Highs()
        self._highs.load(
            sparse.csr_array(sparse.hstack([program.matrix, widening])),
            (program.row_lower, program.row_upper),
            (
                np.concatenate([program.column_lower, np.zeros(len(moves))]),
                np.concatenate([program.column_upper, self._most]),
            ),
        )
        self._highs.costs(np.concatenate([np.zeros(self._own), np.ones(len(moves))]))

    def least(self, among: Sequence[int] | None = None) -> np.ndarray | None:
        """The changes of least sum with which there is a solution, or None where none is enough.

        Only those of `among` are made, where it is given. Each search starts
        from the basis of the one before.
        """
        allowed = np.zeros(len(self._most))
        places = np.arange(len(self._most)) if among is None else np.asarray(among, dtype=int)
        allowed[places] = self._most[places]
        for j, most in enumerate(allowed):
            self._highs.raw.changeColBounds(self._own + j, 0.0, float(most))
        self._highs.limit(_SECONDS)
        self._highs.call(self._highs.raw.run)
        if self._highs.raw.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return np.array(self._highs.raw.getSolution().col_value)[self._own :]
