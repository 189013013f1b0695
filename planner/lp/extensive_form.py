r"""Extensive form: several programmes as one, some of their columns shared.

Parameters
    :math:`A_i, l_i, u_i`  matrix and bounds of programme i, its columns :math:`x_i`
    :math:`\kappa_i(j)`  key of column j of programme i: columns with one key are the same decision

The programmes stand beside each other, block by block, with one column for each key. A shared
column is a single column in all its blocks, so no row is needed to hold its copies together; its
bounds are the narrowest of theirs:

.. math:: l_i \le A_i\, (x_{\kappa_i(j)})_j \le u_i \quad \text{for every } i
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from planner.lp.linear_program import LinearProgram


@dataclass(frozen=True, eq=False)
class Extensive:
    """One programme made of several."""

    program: LinearProgram
    places: tuple[np.ndarray, ...]
    """For each of the programmes, the column of the whole that each of its columns became."""

    def costs(self, weights: Sequence[float], costs: Sequence[np.ndarray]) -> np.ndarray:
        """Costs of the whole: those of each programme times its weight, added up."""
        whole = np.zeros(len(self.program.column_names))
        for place, weight, own in zip(self.places, weights, costs, strict=True):
            np.add.at(whole, place, weight * own)
        return whole

    def values(self, number: int, values: np.ndarray) -> np.ndarray:
        """The columns of one of the programmes among those of the whole."""
        return values[self.places[number]]


def extensive_form(
    names: Sequence[str],
    programs: Sequence[LinearProgram],
    keys: Sequence[Sequence[Hashable | None]],
) -> Extensive:
    """The extensive form of `programs`, called `names` in the names of rows and columns.

    `keys` has, for each programme, a key for each of its columns; None is for one
    that is not shared. Where the bounds of a shared column leave no value, the
    lower one stands above the upper one, and no solution exists.
    """
    shared: dict[Hashable, int] = {}
    column_names: list[str] = []
    lower: list[float] = []
    upper: list[float] = []
    whole: set[int] = set()
    places = []
    for name, program, own in zip(names, programs, keys, strict=True):
        place = np.empty(len(program.column_names), dtype=np.int32)
        whole_here = set(program.whole.tolist())
        for j, key in enumerate(own):
            at = None if key is None else shared.get(key)
            if at is None:
                at = len(column_names)
                column_names.append(program.column_names[j] if key else _in(name, program, j))
                lower.append(-np.inf)
                upper.append(np.inf)
                if key is not None:
                    shared[key] = at
            lower[at] = max(lower[at], float(program.column_lower[j]))
            upper[at] = min(upper[at], float(program.column_upper[j]))
            if j in whole_here:
                whole.add(at)
            place[j] = at
        places.append(place)
    blocks = [
        _moved(program, place, len(column_names))
        for program, place in zip(programs, places, strict=True)
    ]
    matrix = sparse.csr_array(sparse.vstack(blocks, format="csr"))
    matrix.sort_indices()
    one = LinearProgram(
        matrix=matrix,
        row_lower=np.concatenate([program.row_lower for program in programs]),
        row_upper=np.concatenate([program.row_upper for program in programs]),
        column_lower=np.array(lower),
        column_upper=np.array(upper),
        row_names=[
            f"{name}: {row}"
            for name, program in zip(names, programs, strict=True)
            for row in program.row_names
        ],
        column_names=column_names,
        columns=list(column_names),
        whole=np.array(sorted(whole), dtype=np.int32),
        inner=np.concatenate([p[own.inner] for p, own in zip(places, programs, strict=True)]),
    )
    return Extensive(one, tuple(places))


def _in(name: str, program: LinearProgram, column: int) -> str:
    return f"{name}: {program.column_names[column]}"


def _moved(program: LinearProgram, place: np.ndarray, columns: int) -> sparse.csr_array:
    """The matrix of a programme with its columns at their places in the whole."""
    own = program.matrix
    entries = (own.data, place[own.indices], own.indptr)
    return sparse.csr_array(entries, shape=(own.shape[0], columns))
