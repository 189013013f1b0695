"""Points of first-order methods, from which crossover and the simplex method reach a vertex.

A first-order method multiplies by the matrix and nothing else, which a GPU does fast and a
processor slowly. It ends near an optimum, not at a vertex, so it has no duals to publish: the
point is only where crossover begins. What the simplex method then ends with is the result,
whatever the point was worth.
"""

from importlib import import_module
from typing import Any, NamedTuple

import highspy
import numpy as np
from scipy import sparse

from planner.engine.highs import Highs
from planner.errors import PlannerError

METHODS = ("pdlp", "cuopt")
"""On the processor, by HiGHS; and on an NVIDIA GPU, by the package ``cuopt``."""
_NO_LIMIT = 2**31 - 1


class Point(NamedTuple):
    """Values of the columns and duals of the rows, near an optimum."""

    values: np.ndarray
    row_duals: np.ndarray


class Arrays(NamedTuple):
    """A programme with its costs: ``rows[0] <= matrix @ x <= rows[1]``, and so the columns."""

    matrix: sparse.csr_array
    rows: tuple[np.ndarray, np.ndarray]
    columns: tuple[np.ndarray, np.ndarray]
    costs: np.ndarray


def cross_over(highs: Highs, asked: Arrays, method: str, seconds: float, tolerance: float) -> int:
    """Leave `highs`, which has the programme, at a vertex near a point of `method`.

    Returns the iterations that both took. Raises PlannerError where the method
    can't be had here.
    """
    highs.raw.clearSolver()
    if method == "pdlp":
        point, iterations = _by_highs(highs)
    else:
        point, iterations = by_cuopt(asked, seconds, tolerance), 0
    found = highspy.HighsSolution()
    found.col_value = point.values.tolist()
    found.row_value = (asked.matrix @ point.values).tolist()
    found.col_dual = (asked.costs - asked.matrix.T @ point.row_duals).tolist()
    found.row_dual = point.row_duals.tolist()
    found.value_valid = found.dual_valid = True
    _cross_over_from(highs, found)
    return iterations + max(int(highs.raw.getInfo().crossover_iteration_count), 0)


def _cross_over_from(highs: Highs, found: Any) -> None:
    def work() -> None:
        # Crossover crashes where nothing has run in its thread: only a run starts the scheduler.
        highs.raw.run()
        highs.raw.clearSolver()
        highs.raw.crossover(found)

    highs.set(solver="simplex", simplex_iteration_limit=0, presolve="off")
    try:
        highs.call(work)
    finally:
        highs.set(simplex_iteration_limit=_NO_LIMIT, presolve="choose")


def _by_highs(highs: Highs) -> tuple[Point, int]:
    """The point of HiGHS's PDLP, which may be short of an optimum: its status is not asked."""
    # It writes to the console past the option that shuts it.
    highs.set(solver="pdlp", output_flag=False)
    try:
        highs.call(highs.raw.run)
    finally:
        highs.set(output_flag=True)
    found = highs.raw.getSolution()
    point = Point(np.array(found.col_value), np.array(found.row_dual))
    return point, max(int(highs.raw.getInfo().pdlp_iteration_count), 0)


def by_cuopt(asked: Arrays, seconds: float, tolerance: float) -> Point:
    """The point of NVIDIA cuOpt's PDLP.

    Raises PlannerError where the package or a GPU is missing, or it found no point.
    """
    cuopt = _cuopt()
    model = cuopt.DataModel()
    matrix = asked.matrix
    model.set_csr_constraint_matrix(
        matrix.data, matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32)
    )
    model.set_constraint_lower_bounds(asked.rows[0])
    model.set_constraint_upper_bounds(asked.rows[1])
    model.set_variable_lower_bounds(asked.columns[0])
    model.set_variable_upper_bounds(asked.columns[1])
    model.set_objective_coefficients(asked.costs)
    settings = cuopt.SolverSettings()
    settings.set_optimality_tolerance(tolerance)
    parameters = {
        "method": cuopt.SolverMethod.PDLP,
        "time_limit": seconds,
        "crossover": False,
        "log_to_console": False,
    }
    for name, value in parameters.items():
        settings.set_parameter(name, value)
    try:
        found = cuopt.Solve(model, settings)
    except Exception as failure:  # The package has exceptions of its own, below no common class.
        raise PlannerError(
            f"cuOpt stopped with '{failure}'; is there an NVIDIA GPU? or choose another solver, "
            f"such as simplex"
        ) from failure
    point = Point(np.asarray(found.get_primal_solution()), np.asarray(found.get_dual_solution()))
    sizes = (len(asked.costs), matrix.shape[0])
    if tuple(map(len, point)) != sizes or not all(np.isfinite(part).all() for part in point):
        status = found.get_termination_status()
        raise PlannerError(f"cuOpt found no point ({status}); choose another solver")
    return point


def _cuopt() -> Any:
    """The package, where it is installed."""
    try:
        return import_module("cuopt.linear_programming")
    except ImportError as missing:
        raise PlannerError(
            "the solver cuopt needs an NVIDIA GPU and the package cuopt "
            "(pip install cuopt-cu12, or cuopt-cu13 for CUDA 13); or choose another solver, "
            "such as simplex"
        ) from missing
