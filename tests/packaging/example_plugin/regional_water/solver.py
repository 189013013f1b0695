"""A solver: the interior-point method that SciPy brings."""

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import vstack

from planner.api.plugins import Point, PricedProgram


def point(asked: PricedProgram) -> Point:
    """Where SciPy's interior-point method ends; raises ArithmeticError where it ends nowhere."""
    lower, upper = asked.rows
    equal = lower == upper
    above, below = ~equal & np.isfinite(upper), ~equal & np.isfinite(lower)
    found = linprog(
        asked.costs,
        A_ub=vstack([asked.matrix[above], -asked.matrix[below]]),
        b_ub=np.concatenate([upper[above], -lower[below]]),
        A_eq=asked.matrix[equal],
        b_eq=upper[equal],
        bounds=np.column_stack(asked.columns),
        method="highs-ipm",
        options={"time_limit": asked.seconds},
    )
    if found.x is None:
        raise ArithmeticError(found.message)
    duals = np.zeros(len(lower))
    duals[equal] = found.eqlin.marginals
    duals[above] = found.ineqlin.marginals[: above.sum()]
    # A lower bound is an upper bound of the negative, so its dual is the negative, too.
    duals[below] -= found.ineqlin.marginals[above.sum() :]
    return Point(found.x, duals, int(found.nit))
