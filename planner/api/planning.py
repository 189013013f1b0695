"""A model solved, and the run that is written of it."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from planner.api.inputs import load_inputs, load_model, load_world
from planner.data.inputs import Inputs
from planner.demand.drivers import range_notices
from planner.engine.linear_program import compile_linear_program
from planner.engine.options import SolverOptions
from planner.engine.solution import Solution
from planner.errors import InfeasibleError
from planner.explain import starts
from planner.explain.needed import sentences
from planner.explain.verify import seal
from planner.formulation.assemble import assemble
from planner.manifest import environment, peak_memory_mib
from planner.model_definition import ModelDefinition
from planner.outlook import with_outlook
from planner.plan import Plan, SolvedWorld, solve_world
from planner.plan.foresight import Foresight, solve_with_foresight
from planner.plan.must_meet import MET, ContradictionError
from planner.plan.needed import needed
from planner.plan.tables import extract
from planner.reference.beside import with_published
from planner.run_folder import ready_for_a_run, write_run
from planner.workbook.inputs import is_workbook
from planner.world.allotment import allotment_notices
from planner.world.build import build_world
from planner.world.generations import generations

FINE = 1e-10
"""The finest tolerance that the solver knows."""


Progress = Callable[[str], None]


def _silent(step: str) -> None:
    """Report nothing."""


@dataclass(frozen=True)
class Run:
    """A solved model with everything that is written of it."""

    model: ModelDefinition
    inputs: Inputs
    plan: Plan
    solved: SolvedWorld
    seconds: dict[str, float]
    """Wall-clock seconds by step: load, build, hand_over, solve_<stage>, extract, outlook."""
    notices: tuple[str, ...] = ()
    """What a reader should know and no fault: drivers outside their published range, capacity
    below what is contracted."""
    warm_from: str = ""
    """The run from whose vertex this one was sought, where there was one."""
    held: str = ""
    """Whose commitments this plan carries out, where it was not free to choose its own."""

    def manifest(self) -> dict[str, Any]:
        """What ``run.json`` holds beside the plan's summary and the checksums of its files."""
        program = self.solved.program
        return {
            "model": self.model.name,
            "title": self.model.title,
            "created": datetime.now(UTC).isoformat(timespec="seconds"),
            "definition": self.model.model_dump(mode="json", exclude={"path"}),
            "currency_year": self.model.currency_year,
            **(
                {"workbook": str(self.model.path.resolve())}
                if is_workbook(self.model.path)
                else {}
            ),
            "inputs": dict(self.inputs.checksums),
            "notices": list(self.notices),
            "changes": [list(change) for change in self.inputs.changes],
            "environment": environment(),
            "solver_options": asdict(solver_options(self.model)),
            **({"warm_start": _warm_start(self.warm_from)} if self.warm_from else {}),
            **({"held": self.held} if self.held else {}),
            "stages": {
                name: {
                    "status": result.solution.status,
                    "objective": result.solution.objective,
                    "unit": result.stage.unit,
                    "method": result.solution.method,
                    "iterations": result.solution.iterations,
                    "basic": result.solution.basic,
                    "warm": result.solution.warm,
                    "warnings": list(result.solution.warnings),
                    **({"choice": _choice(result.choice)} if result.choice else {}),
                }
                for name, result in self.solved.stages.items()
            },
            "program": {
                "rows": len(program.row_names),
                "columns": len(program.column_names),
                "nonzeros": int(program.matrix.nnz),
                "checksum": program.checksum(),
            },
            "seconds": {step: round(spent, 4) for step, spent in self.seconds.items()},
            "peak_memory_mib": round(peak_memory_mib(), 1),
        }

    def write(self, outputs: Path) -> list[Path]:
        """Write the run to ``outputs/<model>``; returns the paths it consists of."""
        started = perf_counter()
        tables = {name: table.reset_index() for name, table in self.inputs.to_write.items()}
        manifest = self.manifest()
        manifest["seconds"]["manifest"] = round(perf_counter() - started, 4)

        def certified(fresh: Path) -> None:
            began = perf_counter()
            starts.write(self.solved, fresh)
            seal(self.solved, manifest, self.inputs.folder, fresh)
            manifest["seconds"]["certify"] = round(perf_counter() - began, 4)

        return write_run(outputs / self.model.name, self.plan, tables, manifest, seal=certified)


def solve(
    model: str | Path | ModelDefinition,
    progress: Progress = _silent,
    warm_from: Path | None = None,
    settled: tuple[str, Mapping[str, float]] | None = None,
) -> Run:
    """Plan a model, given as a definition, a path, or the name of one that ships.

    `progress` is told each step as it begins. `warm_from` is the folder of a
    run like it, from whose vertex the solver goes on: the optima are the same,
    and where several plans reach them another one may be found. With `settled`, a
    name and commitments by their columns, those are carried out and no others:
    only operation is planned. Raises InputError,
    InfeasibleError or NotOptimalError; a plan that is returned is optimal.
    """
    started = perf_counter()
    bases = starts.read(warm_from) if warm_from else None
    progress("read the model and its tables")
    definition = model if isinstance(model, ModelDefinition) else load_model(model)
    inputs = load_inputs(definition)
    world = build_world(inputs, definition)
    seconds = {"load": perf_counter() - started}
    try:
        if (ahead := definition.foresight.years) is None:
            orders = settled[1] if settled else None
            since = None if settled is None else definition.years.last + 1
            solved = solve_world(
                world, solver_options(definition), progress, orders, since, starts=bases
            )
        else:
            foresight = Foresight(ahead, definition.foresight.step)
            solved = solve_with_foresight(world, foresight, solver_options(definition), progress)
    except ContradictionError as missed:
        progress("look for what stands in the way")
        raise InfeasibleError(why_missed(missed, inputs, definition)) from None
    seconds |= solved.seconds
    started = perf_counter()
    progress("read the plan off the solution")
    plan = extract(solved)
    plan = replace(
        plan,
        tables={**plan.tables, "generations": generations(inputs, definition)},
        summary={**plan.summary, "foresight_years": definition.foresight.years},
    )
    seconds["extract"] = perf_counter() - started
    started = perf_counter()
    progress("look at what the plan means")
    # Without a workload there is nothing to say of capability, law and revenue.
    if definition.workloads.use:
        plan = with_published(definition, inputs, with_outlook(inputs, plan), world)
    seconds["outlook"] = perf_counter() - started
    notices = (*inputs.notices, *range_notices(inputs), *allotment_notices(world))
    origin = warm_from.name if warm_from else ""
    held = settled[0] if settled else ""
    if held:
        orders_held = f"orders are those of {held}: limits are worth what they are to operation"
        notices = (*notices, orders_held)
    return Run(definition, inputs, plan, solved, seconds, notices, origin, held)


def why_missed(missed: ContradictionError, inputs: Inputs, model: ModelDefinition) -> str:
    """Which targets that must be met are missed, what stands in the way, and what would do."""
    workloads = missed.formulation.model.world.workloads
    targets = [
        (w, y) for (w, y), share in missed.missed.items() if workloads[w].must_meet and share > MET
    ]
    found = needed(missed.formulation, missed.program, targets, missed.missed, missed.duals)
    return f"{missed}\n{sentences(found, inputs, model)}"


def run(
    model: str | Path | ModelDefinition,
    outputs: Path,
    progress: Progress = _silent,
    warm_from: Path | None = None,
) -> tuple[Run, list[Path]]:
    """Plan a model as :func:`solve` does, and write the run.

    Returns it with the paths of what was written.
    """
    definition = model if isinstance(model, ModelDefinition) else load_model(model)
    ready_for_a_run(outputs / definition.name)
    result = solve(definition, progress, warm_from)
    progress("write the run")
    return result, result.write(outputs)


def row_count(model: ModelDefinition) -> int:
    """How many rows the programme of a model has, without solving it."""
    return len(compile_linear_program(assemble(load_world(model)).model).row_names)


def _warm_start(run: str) -> dict[str, str]:
    """What a manifest says of a start from another run's vertex."""
    note = "the optima are those of a cold start; of plans that reach them it may be another one"
    return {"run": run, "note": note}


def _tolerance(model: ModelDefinition) -> float:
    """The solver's tolerance: a problem of one's own may be of a few MW and single hours."""
    if model.solver.tolerance is not None:
        return model.solver.tolerance
    return SolverOptions().tolerance if model.workloads.use else FINE


def _choice(found: Solution) -> dict[str, Any]:
    """How the search for whole numbers of a stage ended."""
    return {
        "status": found.status,
        "objective": found.objective,
        "bound": found.bound,
        "gap": found.gap,
        "nodes": found.nodes,
        "iterations": found.iterations,
        "seconds": round(found.seconds, 4),
    }


def solver_options(model: ModelDefinition) -> SolverOptions:
    """How hard the solver tries, as a model says."""
    return SolverOptions(
        time_limit_seconds=model.solver.time_limit_seconds,
        threads=model.solver.threads,
        method=model.solver.method,
        tolerance=_tolerance(model),
        mip_gap=model.solver.mip_gap,
    )
