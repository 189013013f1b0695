"""One optimum after another: each is held while the next is sought."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from planner.engine.linear_program import LinearProgram
from planner.engine.options import SolverOptions
from planner.engine.solver import Session, Solution

HELD_TOLERANCE = 1e-9
"""Slack of a held optimum, relative to its size and at least to one: far below the solver's
feasibility tolerance, and enough for a vertex that was computed in rounded numbers."""


@dataclass(frozen=True, eq=False)
class Stage:
    """An objective, ``costs @ x + constant``, to be minimised in its turn."""

    name: str
    costs: np.ndarray
    constant: float
    unit: str


@dataclass(frozen=True, eq=False)
class StageResult:
    """A stage with its optimum; its duals are in its own unit and never mixed with others'."""

    stage: Stage
    solution: Solution
    held: tuple[str, ...]
    """Rows that earlier stages added, after those of the programme, in this order."""


def solve_in_stages(
    program: LinearProgram,
    stages: Sequence[Stage],
    options: SolverOptions | None = None,
    progress: Callable[[str], None] = lambda step: None,
    after: Callable[[StageResult], None] = lambda result: None,
) -> list[StageResult]:
    """Minimise each stage in turn, with the optima of those before it held.

    `after` sees each result before the next stage begins, and may raise to
    stop there. Raises what :meth:`planner.engine.solver.Session.minimise` raises.
    """
    session = Session(program, options)
    results = []
    for number, stage in enumerate(stages, start=1):
        progress(f"solve stage {number} of {len(stages)}: {stage.name}")
        held = tuple(session.held)
        solution = session.minimise(stage.costs, stage.constant)
        results.append(StageResult(stage, solution, held))
        after(results[-1])
        reached = solution.objective - stage.constant
        session.hold(
            f"held[{stage.name}]", stage.costs, reached + HELD_TOLERANCE * max(1.0, abs(reached))
        )
    return results
