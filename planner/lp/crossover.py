"""From a point near an optimum to a vertex, from which the simplex method goes on.

Neither a first-order method nor a decomposition ends at a vertex, so neither has duals to publish:
its point is only where crossover begins. What the simplex method then ends with is the result,
whatever the point was worth.
"""

from typing import Any

import highspy

from planner.lp import first_order_methods as first_order
from planner.lp import plugin_solvers
from planner.lp.highs import Highs
from planner.lp.near_optima import Point, PricedProgram

_NO_LIMIT = 2**31 - 1


def cross_over(highs: Highs, asked: PricedProgram, method: str) -> int:
    """Leave `highs`, which has the programme, at a vertex near a point of `method`.

    Returns the iterations that both took. Raises PlannerError where the method
    can't be had here, and ArithmeticError where it fails.
    """
    point = _point(highs, asked, method)
    found = highspy.HighsSolution()
    found.col_value = point.values.tolist()
    found.row_value = (asked.matrix @ point.values).tolist()
    found.col_dual = (asked.costs - asked.matrix.T @ point.row_duals).tolist()
    found.row_dual = point.row_duals.tolist()
    found.value_valid = found.dual_valid = True
    _from(highs, found)
    return point.iterations + max(int(highs.raw.getInfo().crossover_iteration_count), 0)


def _point(highs: Highs, asked: PricedProgram, method: str) -> Point:
    if method == "benders":
        # What finds the blocks is slow to import, and few programmes are taken apart.
        from planner.lp.benders import decompose

        return decompose(asked).point
    if method == "cuopt":
        return first_order.by_cuopt(asked)
    if method == "pdlp":
        return first_order.by_highs(highs)
    return plugin_solvers.point_of(method, asked)


def _from(highs: Highs, found: Any) -> None:
    def run_crossover() -> None:
        # Crossover crashes where nothing has run in its thread: only a run starts the scheduler.
        highs.raw.run()
        highs.raw.clearSolver()
        highs.raw.crossover(found)

    highs.raw.clearSolver()
    highs.set(solver="simplex", simplex_iteration_limit=0, presolve="off")
    try:
        highs.call(run_crossover)
    finally:
        highs.set(simplex_iteration_limit=_NO_LIMIT, presolve="choose")
