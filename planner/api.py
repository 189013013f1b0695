"""What a notebook imports: load a model, solve it, write and read runs."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from planner.data.inputs import Inputs
from planner.data.tables import read_table
from planner.demand.drivers import range_notices
from planner.engine.options import SolverOptions
from planner.errors import Fault, InputError, raise_any
from planner.locations import bundled
from planner.manifest import environment, peak_memory_mib
from planner.model_definition import ModelDefinition
from planner.model_definition import load_model as load_model_file
from planner.outlook import with_outlook
from planner.outlook.decisions import decisions, serving
from planner.plan import Plan, SolvedWorld, solve_world
from planner.plan.tables import extract
from planner.reference.backcast import SUPPLY_RANGE, Backcast, compare
from planner.reference.comparison import Comparison
from planner.reference.comparison import compare as compare_published
from planner.run_folder import read_run, ready_for_a_run, write_run
from planner.workbook.inputs import is_workbook
from planner.world import World
from planner.world.allotment import allotment_notices
from planner.world.build import build_world
from planner.world.generations import generations

__all__ = [
    "Run",
    "backcast",
    "charts",
    "decisions",
    "load_inputs",
    "load_model",
    "load_world",
    "read_run",
    "reference",
    "run",
    "serving",
    "solve",
    "write_inputs",
]

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

    def manifest(self) -> dict[str, Any]:
        """What ``run.json`` holds beside the plan's summary and the checksums of its files."""
        program = self.solved.program
        return {
            "model": self.model.name,
            "title": self.model.title,
            "created": datetime.now(UTC).isoformat(timespec="seconds"),
            "definition": self.model.model_dump(mode="json", exclude={"path"}),
            "currency_year": self.model.currency_year,
            "inputs": dict(self.inputs.checksums),
            "notices": list(self.notices),
            "changes": [list(change) for change in self.inputs.changes],
            "environment": environment(),
            "solver_options": asdict(_options(self.model)),
            "stages": {
                name: {
                    "status": result.solution.status,
                    "objective": result.solution.objective,
                    "unit": result.stage.unit,
                    "method": result.solution.method,
                    "iterations": result.solution.iterations,
                    "basic": result.solution.basic,
                    "warnings": list(result.solution.warnings),
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
        tables = {name: table.reset_index() for name, table in self.inputs.tables.items()}
        manifest = self.manifest()
        manifest["seconds"]["manifest"] = round(perf_counter() - started, 4)
        return write_run(outputs / self.model.name, self.plan, tables, manifest)


def load_model(name_or_path: str | Path) -> ModelDefinition:
    """Read a model: the name of one that ships, or the path of a model file or a workbook.

    Raises InputError with every fault of the file and of those that it extends.
    """
    if is_workbook(name_or_path):
        # Openpyxl is slow to import, and most models are files of text.
        from planner.workbook.inputs import read

        return read.load_model(Path(name_or_path))
    return load_model_file(name_or_path)


def load_inputs(model: ModelDefinition) -> Inputs:
    """The checked tables of a model, its cases and changes applied.

    They are those of the model's folder, or of the workbook that it was read
    from. Raises InputError with every fault of every table.
    """
    if is_workbook(model.path):
        from planner.workbook.inputs import read

        inputs = read.load_inputs(model)
    else:
        inputs = Inputs.for_model(model)
    if not _sites_as_shipped(model, inputs):
        check_places(inputs)
    return inputs


def _sites_as_shipped(model: ModelDefinition, inputs: Inputs) -> bool:
    """Whether the sites are those that ship, which the tests hold to the map."""
    if any(change.table == "sites" for change in inputs.changes):
        return False
    if not is_workbook(model.path):
        return model.datasets is None
    shipped = read_table(bundled("datasets") / "sites.csv", inputs.schema["sites"])
    return model.datasets is None and shipped.equals(inputs["sites"])


def write_inputs(model: ModelDefinition, path: Path, *, replace: bool = False) -> Path:
    """Write a model and its tables as a workbook to change and to plan from; returns its path.

    Tables have what their files say: cases and single values have sheets of
    their own. Raises InputError when the path is taken and may not be replaced.
    """
    from planner.workbook.inputs import write

    as_they_are = load_inputs(model.model_copy(update={"cases": {}, "set": {}}))
    return write.write_inputs(model, as_they_are, path, replace=replace)


def check_places(inputs: Inputs) -> None:
    """Hold the sites of the tables to the map; InputError with every one that is amiss."""
    # Geopandas takes longer to import than a small model takes to plan.
    from planner.data.geography import site_faults

    path, letters = inputs.schema["sites"].path, inputs.letters.get("sites", {})
    raise_any(site_faults(inputs["sites"], inputs.lines["sites"], path, letters))


def load_world(model: ModelDefinition) -> World:
    """The planning problem of a model in model units."""
    return build_world(load_inputs(model), model)


def solve(model: str | Path | ModelDefinition, progress: Progress = _silent) -> Run:
    """Plan a model, given as a definition, a path, or the name of one that ships.

    `progress` is told each step as it begins. Raises InputError,
    InfeasibleError or NotOptimalError; a plan that is returned is optimal.
    """
    started = perf_counter()
    progress("read the model and its tables")
    definition = model if isinstance(model, ModelDefinition) else load_model(model)
    inputs = load_inputs(definition)
    world = build_world(inputs, definition)
    seconds = {"load": perf_counter() - started}
    solved = solve_world(world, _options(definition), progress)
    seconds |= solved.seconds
    started = perf_counter()
    progress("read the plan off the solution")
    plan = extract(solved)
    plan = replace(plan, tables={**plan.tables, "generations": generations(inputs, definition)})
    seconds["extract"] = perf_counter() - started
    started = perf_counter()
    progress("look at what the plan means")
    plan = with_outlook(inputs, plan)
    seconds["outlook"] = perf_counter() - started
    notices = (*inputs.notices, *range_notices(inputs), *allotment_notices(world))
    return Run(definition, inputs, plan, solved, seconds, notices)


def run(
    model: str | Path | ModelDefinition, outputs: Path, progress: Progress = _silent
) -> tuple[Run, list[Path]]:
    """Plan a model and write the run; returns it with the paths of what was written."""
    definition = model if isinstance(model, ModelDefinition) else load_model(model)
    ready_for_a_run(outputs / definition.name)
    result = solve(definition, progress)
    progress("write the run")
    return result, result.write(outputs)


def backcast(
    model: str | Path | ModelDefinition, outputs: Path, progress: Progress = _silent
) -> tuple[Run, Backcast, list[Path]]:
    """Plan past years three times, with low, central and high supply, beside what was shipped.

    Returns the central run, the comparison, and the paths of what was written:
    the run, with the comparison among its tables.
    """
    definition = model if isinstance(model, ModelDefinition) else load_model(model)
    central = solve(definition, progress)
    extremes = {}
    for case in ("low", "high"):
        cases = {**definition.cases, **dict.fromkeys(SUPPLY_RANGE, case)}
        progress(f"plan again with {case} supply")
        extremes[case] = solve(definition.model_copy(update={"cases": cases})).plan
    comparison = compare(central.plan, central.solved.world, central.inputs, extremes)
    tables = {**central.plan.tables, **comparison.tables()}
    whole = replace(central, plan=replace(central.plan, tables=tables))
    progress("write the run")
    return whole, comparison, whole.write(outputs)


def reference(
    model: str | Path | ModelDefinition, progress: Progress = _silent
) -> tuple[Run, Comparison]:
    """Plan a model and hold it against the published projections that it names.

    Raises InputError when it names none.
    """
    definition = model if isinstance(model, ModelDefinition) else load_model(model)
    if not definition.reference.cases:
        where = definition.place("reference.cases")
        expected = "cases of published_projections.csv"
        raise InputError([Fault(where, "nothing to hold the plan against", expected)])
    result = solve(definition, progress)
    progress("hold the plan against what was published")
    world = result.solved.world
    return result, compare_published(definition, result.inputs, result.plan, world)


def charts(run: Run, folder: Path) -> list[Path]:
    """Draw the charts of a run's demand as SVG and PNG; returns their paths."""
    # Matplotlib takes longer to import than a small model takes to plan.
    from planner.report.charts import oom, target

    return [
        *oom.draw(run.plan, run.model.title, folder),
        *target.draw(run.plan, run.model.title, folder),
    ]


def _options(model: ModelDefinition) -> SolverOptions:
    return SolverOptions(
        time_limit_seconds=model.solver.time_limit_seconds,
        threads=model.solver.threads,
        method=model.solver.method,
    )
