"""Points near an optimum, which are no vertices, and the programme that they are asked for."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse


@dataclass(frozen=True, eq=False)
class Point:
    """Values of the columns and duals of the rows, near an optimum."""

    values: np.ndarray
    row_duals: np.ndarray
    iterations: int = 0


@dataclass(frozen=True, eq=False)
class PricedProgram:
    """A programme with its costs: ``rows[0] <= matrix @ x <= rows[1]``, and columns likewise."""

    matrix: sparse.csr_array
    rows: tuple[np.ndarray, np.ndarray]
    columns: tuple[np.ndarray, np.ndarray]
    costs: np.ndarray
    inner: np.ndarray
    """Places of the columns that say how a site runs; see :mod:`planner.lp.benders`."""
    near: np.ndarray
    """Values of the columns at which a search may begin, such as those of an earlier optimum."""
    seconds: float
    """How long may be taken."""
    tolerance: float
    """By how much a row or a reduced cost may be on the wrong side."""
