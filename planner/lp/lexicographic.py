"""One optimum after another: each is held while the next is sought.

Where columns must be whole, their numbers are sought first, stage by stage and each to the
gap of the options; they are then held, and the linear programme that is left is solved in the
same stages. Its optima and duals are those of the plan, given the choice of whole numbers.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from planner.lp.basis import Basis
from planner.lp.integer import IntegerSearch
from planner.lp.linear_program import LinearProgram
from planner.lp.options import SolverOptions
from planner.lp.solution import Solution
from planner.lp.solver import Session

HELD_TOLERANCE = 1e-9
"""Slack of a held optimum, relative to its size and at least to one: far below the solver's
feasibility tolerance, and enough for a vertex that was computed in rounded numbers."""

PRESOLVE_PAYS = 10_000
"""Rows from which on a stage is solved from nothing: HiGHS leaves presolve out where it has a
basis, and the vertex of the stage before saves less; measured, see ``benchmarks/README.md``."""


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
    choice: Solution | None = None
    """The solution in whole numbers that this stage of the search for them came to."""

    @property
    def held_at(self) -> float:
        """Upper bound at which later stages hold ``costs @ x``."""
        reached = self.solution.objective - self.stage.constant
        return reached + HELD_TOLERANCE * max(1.0, abs(reached))


def solve_in_stages(
    program: LinearProgram,
    stages: Sequence[Stage],
    options: SolverOptions | None = None,
    progress: Callable[[str], None] = lambda step: None,
    after: Callable[[StageResult], None] = lambda result: None,
    log: Callable[[str], None] | None = None,
    starts: Mapping[str, Basis] | None = None,
) -> list[StageResult]:
    """Minimise each stage in turn, with the optima of those before it held.

    With whole columns, each stage of the search for them holds what the ones
    before have reached; the results are those of the linear programme that is
    left, and each has the ``choice`` of its stage with it.

    `starts` has a basis of an earlier programme for stages by their names; the
    optima are those of a cold start, sooner where the programmes are alike.

    `after` sees each result before the next stage begins, and may raise to
    stop there. `log` is given what the solver has to say. Raises what
    :meth:`planner.lp.solver.Session.minimise` raises.
    """
    if not program.whole.size:
        return _in_turn(program, stages, options, progress, after, log, starts)
    choices = IntegerSearch(program, options, log)
    found: list[Solution] = []
    try:
        for number, stage in enumerate(stages, start=1):
            progress(f"choose in stage {number} of {len(stages)}: {stage.name}")
            found.append(choices.minimise(stage.name, stage.costs, stage.constant))
            after(StageResult(stage, found[-1], ()))
    finally:
        choices.close()
    results = _in_turn(
        choices.left(), stages, options, progress, after, log, starts, choices.spent_seconds
    )
    return [replace(result, choice=choice) for result, choice in zip(results, found, strict=True)]


def _in_turn(
    program: LinearProgram,
    stages: Sequence[Stage],
    options: SolverOptions | None,
    progress: Callable[[str], None],
    after: Callable[[StageResult], None],
    log: Callable[[str], None] | None,
    starts: Mapping[str, Basis] | None,
    spent_seconds: float = 0.0,
) -> list[StageResult]:
    """The result of each stage in one session."""
    results: list[StageResult] = []
    anew = len(program.row_names) >= PRESOLVE_PAYS
    with Session(program, options, log, spent_seconds) as session:
        for number, stage in enumerate(stages, start=1):
            progress(f"solve stage {number} of {len(stages)}: {stage.name}")
            if results:
                _hold(session, results[-1])
                if anew:
                    session.forget()
            held = tuple(session.held)
            if starts and stage.name in starts:
                session.start_from(starts[stage.name])
            solution = session.minimise(stage.costs, stage.constant)
            results.append(StageResult(stage, solution, held))
            after(results[-1])
    return results


def _hold(session: Session, result: StageResult) -> None:
    """Let no later stage lose what this one has reached."""
    session.hold(f"held[{result.stage.name}]", result.stage.costs, result.held_at)
