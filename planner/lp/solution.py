"""An optimum as arrays, without the solver that found it."""

from dataclasses import dataclass

import numpy as np

_SAME = 1e-6
"""The solver's own tolerance: objectives that differ by no more are the same."""


@dataclass(frozen=True, eq=False)
class Solution:
    """An optimum. Arrays follow the programme's columns, and its rows with the held ones last.

    Duals are changes of the objective per unit of a row's bound, and reduced
    costs per unit of a column; both are None when the solver could give no
    basis, so that no dual is published that isn't one of a vertex. A solution
    in whole numbers has none: duals are those of the linear programme that is
    left when the whole columns are held, which is solved by itself.
    """

    status: str
    objective: float
    column_values: np.ndarray
    row_values: np.ndarray
    reduced_costs: np.ndarray | None
    row_duals: np.ndarray | None
    basic: bool
    method: str
    iterations: int
    seconds: float
    warnings: tuple[str, ...] = ()
    """What the solver said of the programme's scaling, without the word WARNING."""
    bound: float | None = None
    """With whole numbers: no plan has a lower objective than this."""
    gap: float | None = None
    """With whole numbers: the objective less its bound, relative to the objective."""
    nodes: int | None = None
    """With whole numbers: nodes of the search."""
    basis: tuple[np.ndarray, np.ndarray] | None = None
    """Statuses of the columns and rows, see :mod:`planner.lp.basis`; None without a basis."""
    warm: bool = False
    """Whether it was sought from the basis of another programme."""


def relative_gap(objective: float, bound: float) -> float:
    """How far an objective is from the bound below it, relative to itself; 0 where they meet."""
    apart = max(objective - bound, 0.0)
    if apart <= _SAME:
        return 0.0
    return apart / abs(objective) if objective else float("inf")
