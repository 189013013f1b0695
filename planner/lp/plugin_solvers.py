"""Solvers from outside: each finds a point, and the simplex method ends at a vertex near it."""

from typing import Protocol, runtime_checkable

import numpy as np

from planner.errors import PlannerError, listed
from planner.lp.near_optima import Point, PricedProgram
from planner.plugins import installed
from planner.plugins.solver_methods import METHODS


@runtime_checkable
class Solver(Protocol):
    """What a package gives in the group ``planner.solvers``: a function.

    Its name there is a value of ``solver.method`` in a model, and of ``--solver``.
    """

    def __call__(self, asked: PricedProgram) -> Point:
        """A point near the minimum of ``asked.costs @ x`` within the bounds of `asked`.

        It need be neither a vertex nor feasible: the result of a solve is what the simplex
        method makes of it, so a poor point costs time and no more. It should take at most
        ``asked.seconds``. Raises ArithmeticError where it finds none, and the simplex
        method then begins without.
        """


def point_of(method: str, asked: PricedProgram) -> Point:
    """The point that a plug-in finds.

    Raises PlannerError where there is no such plug-in, where it breaks off, or where what it
    gives is no point of this programme.
    """
    plugin = installed("solvers").get(method)
    if plugin is None:
        names = listed([*METHODS, *installed("solvers")])
        raise PlannerError(f"no installed package gives a solver {method!r}; there are {names}")
    solver = plugin.load(Solver)  # type: ignore[type-abstract]
    try:
        with plugin.at_work():
            point = solver(asked)
            parts = [np.asarray(part, dtype=float) for part in (point.values, point.row_duals)]
    except PlannerError as failure:
        if isinstance(failure.__cause__, ArithmeticError):
            raise failure.__cause__ from None
        raise
    sizes = (len(asked.costs),), (asked.matrix.shape[0],)
    if tuple(part.shape for part in parts) != sizes or not all(map(_finite, parts)):
        raise PlannerError(
            f"{plugin} gave no point: {sizes[0][0]} finite values and "
            f"{sizes[1][0]} finite duals are expected"
        )
    return Point(parts[0], parts[1], int(point.iterations))


def _finite(part: np.ndarray) -> bool:
    return bool(np.isfinite(part).all())
