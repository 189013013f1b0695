"""First-order methods: they multiply by the matrix and nothing else, which a GPU does fast."""

from importlib import import_module
from typing import Any

import numpy as np

from planner.errors import PlannerError
from planner.lp.highs import Highs
from planner.lp.near_optima import Point, PricedProgram


def by_highs(highs: Highs) -> Point:
    """The point of HiGHS's PDLP, which may be short of an optimum: its status is not asked."""
    highs.raw.clearSolver()
    # It writes to the console past the option that shuts it.
    highs.set(solver="pdlp", output_flag=False)
    try:
        highs.call(highs.raw.run)
    finally:
        highs.set(output_flag=True)
    found = highs.raw.getSolution()
    iterations = max(int(highs.raw.getInfo().pdlp_iteration_count), 0)
    return Point(np.array(found.col_value), np.array(found.row_dual), iterations)


def by_cuopt(asked: PricedProgram) -> Point:
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
    settings.set_optimality_tolerance(asked.tolerance)
    parameters = {
        "method": cuopt.SolverMethod.PDLP,
        "time_limit": asked.seconds,
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
    both = (point.values, point.row_duals)
    sizes = (len(asked.costs), matrix.shape[0])
    if tuple(map(len, both)) != sizes or not all(np.isfinite(part).all() for part in both):
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
