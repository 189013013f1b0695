"""From a world to its solution: assemble, hand over, solve in stages."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import nan
from time import perf_counter

from planner.errors import InfeasibleError, UnboundedError
from planner.formulation.assemble import COMPUTE_STAGE, Formulation, assemble
from planner.lp.basis import Basis
from planner.lp.lexicographic import Stage, StageResult, solve_in_stages
from planner.lp.linear_program import LinearProgram, compile_linear_program, costs_of
from planner.lp.options import SolverOptions
from planner.solving.decision_years import decision_years
from planner.solving.loading import load_values
from planner.solving.measures import settled as settled_measures
from planner.solving.paid_for_nothing import paid_for_nothing
from planner.solving.required_targets import MET, ContradictionError, missed_targets, shares_missed
from planner.system import World

UNITS = {
    "cost": "billion USD",
    "total": "billion USD",
    COMPUTE_STAGE: "million H100e-years, negative",
}


@dataclass(frozen=True)
class SolvedWorld:
    """A world, its programme with the final values loaded, and the result of each stage."""

    world: World
    formulation: Formulation
    program: LinearProgram
    stages: dict[str, StageResult]
    seconds: dict[str, float]
    """Wall-clock seconds by step: ``build``, ``hand_over``, ``solve_<stage>``."""

    def duals(self, stage: str) -> defaultdict[str, float]:
        """Row name to dual of one stage: change of its objective per unit of right side.

        Only a vertex has duals to publish: where the solver gave no basis, nothing is listed and
        every row has NaN. A row that no column enters isn't in the program, and has 0.
        """
        result = self.stages[stage]
        if result.solution.row_duals is None:
            return defaultdict(lambda: nan)
        names = [*self.program.row_names, *result.held]
        found = zip(names, map(float, result.solution.row_duals), strict=True)
        return defaultdict(float, found)

    def bases(self) -> dict[str, Basis]:
        """Stage to the basis of its optimum, where the solver gave one."""
        checksum = self.program.checksum()
        return {
            name: Basis(
                self.program.column_names,
                [*self.program.row_names, *result.held],
                *result.solution.basis,
                checksum,
            )
            for name, result in self.stages.items()
            if result.solution.basis is not None
        }


def solve_world(
    world: World,
    options: SolverOptions | None = None,
    progress: Callable[[str], None] = lambda step: None,
    settled: Mapping[str, float] | None = None,
    since: int | None = None,
    starts: Mapping[str, Basis] | None = None,
) -> SolvedWorld:
    """Solve `world` in its stages.

    Orders that were decided before `since` are held at what was `settled`,
    those that are not among it at nothing. `starts` are the bases of a world
    like it, see :meth:`SolvedWorld.bases`.

    `progress` is told each step as it begins. Raises InfeasibleError when hard
    limits contradict each other or a target that must be met can't be,
    NotOptimalError when the solver stops at a limit, and InputError with the
    cells that pay for what nothing needs, where costs fall for ever.
    """
    seconds: dict[str, float] = {}
    started = perf_counter()
    progress("build the linear programme")
    formulation = assemble(world)
    seconds["build"] = perf_counter() - started

    started = perf_counter()
    progress("hand it to the solver")
    program = compile_linear_program(formulation.model, formulation.ledgers.runs)
    if since is not None:
        decided = decision_years(formulation.model)
        past = {name: (settled or {}).get(name, 0.0) for name, y in decided.items() if y < since}
        program = program.holding(past)
    stages = stages_of(formulation, program)
    seconds["hand_over"] = perf_counter() - started

    def refuse_a_miss(result: StageResult) -> None:
        bound = result.solution.bound
        if bound is not None and bound <= MET:
            return  # Within its gap a search for whole numbers may miss what can be met.
        missed = missed_targets(formulation.model, program, result)
        if missed:
            shares = shares_missed(formulation.model, program, result)
            duals = result.solution.row_duals
            raise ContradictionError(missed, formulation, program, shares, duals)

    try:
        results = solve_in_stages(
            program, stages, options, progress, after=refuse_a_miss, starts=starts
        )
    except ContradictionError:
        raise
    except UnboundedError as refusal:
        raise paid_for_nothing(formulation, program, refusal) from None
    except InfeasibleError as refusal:
        raise ContradictionError(str(refusal), formulation, program, {}, None) from None
    results[-1] = settled_measures(formulation, program, results[-1])
    for result in results:
        seconds[f"solve_{result.stage.name}"] = result.solution.seconds
    load_values(formulation, program, results[-1].solution.column_values)
    return SolvedWorld(world, formulation, program, {r.stage.name: r for r in results}, seconds)


def stages_of(formulation: Formulation, program: LinearProgram) -> list[Stage]:
    """The objectives of a formulation as costs of its programme's columns, in their order."""
    stages = []
    for name, expression in formulation.objectives().items():
        costs, constant = costs_of(program, expression)
        unit = UNITS.get(name, "years of target")
        stages.append(Stage(name=name, costs=costs, constant=constant, unit=unit))
    return stages
