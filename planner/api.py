"""What a notebook imports: load a model, solve it, write and read runs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from math import inf
from pathlib import Path
from time import perf_counter
from typing import Any

import pandas as pd

from planner.certify.files import Files
from planner.data.candidates import Need, contracts, new_rows, region_fault
from planner.data.candidates import candidates as ranked
from planner.data.csv_out import write_rows
from planner.data.descriptor import read_schema
from planner.data.inputs import GENERATED, Inputs
from planner.data.profiles import FILE as PROFILES
from planner.data.profiles import hourly_profiles
from planner.data.tables import read_table
from planner.data.weather import FILE as WEATHER
from planner.data.weather import hourly_weather
from planner.demand.drivers import range_notices
from planner.engine.again import Again
from planner.engine.linear_program import LinearProgram, compile_linear_program
from planner.engine.options import SolverOptions
from planner.engine.solution import Solution
from planner.errors import (
    FailedCheckError,
    Fault,
    InfeasibleError,
    InputError,
    did_you_mean,
    listed,
    raise_any,
)
from planner.exchange.write import export as write_exports
from planner.explain import starts
from planner.explain.bottlenecks import bottlenecks as priced
from planner.explain.bottlenecks import table as bottlenecks_table
from planner.explain.needed import sentences
from planner.explain.site_years import TABLES_OF_HOURS, hours_table
from planner.explain.trace.cells import Run as TracedRun
from planner.explain.trace.trace import Trace
from planner.explain.trace.trace import trace as trace_terms
from planner.explain.verify import (
    duals_of,
    read_certificate,
    require,
    seal,
    starts_of,
    verify,
)
from planner.explain.why import Why
from planner.explain.why import why as why_not
from planner.formulation.assemble import SHORTFALL_STAGE, Formulation, assemble
from planner.locations import bundled
from planner.manifest import environment, peak_memory_mib
from planner.model_definition import ModelDefinition
from planner.model_definition import load_model as load_model_file
from planner.outlook import with_outlook
from planner.outlook.decisions import decisions, serving
from planner.plan import Plan, SolvedWorld, solve_world
from planner.plan.figures import workloads_of
from planner.plan.foresight import Foresight, solve_with_foresight
from planner.plan.must_meet import MET, ContradictionError
from planner.plan.needed import Needed, needed
from planner.plan.solve import load_values, stages_of
from planner.plan.tables import extract
from planner.reference.backcast import SUPPLY_RANGE, Backcast, compare
from planner.reference.beside import with_published
from planner.reference.comparison import Comparison
from planner.reference.comparison import compare as compare_published
from planner.run_folder import (
    add_file,
    read_manifest,
    read_run,
    ready_for_a_run,
    sha256_of,
    write_run,
)
from planner.workbook.inputs import is_workbook
from planner.world import World
from planner.world.allotment import allotment_notices
from planner.world.build import build_world
from planner.world.generations import generations

__all__ = [
    "Run",
    "add_workbook",
    "backcast",
    "bottlenecks",
    "candidates",
    "charts",
    "compare_in_workbook",
    "decisions",
    "export",
    "hours",
    "load_inputs",
    "load_model",
    "load_world",
    "read_certificate",
    "read_run",
    "rebuilt",
    "reference",
    "reopened",
    "report",
    "require",
    "require_perfect_foresight",
    "run",
    "serving",
    "solve",
    "solver_options",
    "to_meet",
    "trace",
    "verify",
    "why",
    "write_inputs",
]

FINE = 1e-10
"""The finest tolerance that the solver knows."""

WORKBOOK = "plan.xlsx"
"""Name of the workbook in the folder of its run."""

_PLACES = ("sites", "retiring_plants", "balancing_areas")
"""Tables whose rows have coordinates."""

Progress = Callable[[str], None]


def _silent(step: str) -> None:
    """Report nothing."""


@dataclass(frozen=True)
class Rebuilt:
    """The programme of a run, built again from its model's tables."""

    model: ModelDefinition
    inputs: Inputs
    formulation: Formulation
    program: LinearProgram


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
    if not _places_as_shipped(model, inputs):
        check_places(inputs)
    return inputs


def _places_as_shipped(model: ModelDefinition, inputs: Inputs) -> bool:
    """Whether all places are those that ship, which the tests hold to the map."""
    if model.datasets is not None or any(change.table in _PLACES for change in inputs.changes):
        return False
    if not is_workbook(model.path):
        return True
    shipped = ((name, inputs.schema[name], f"{name}.csv") for name in _PLACES)
    return all(
        read_table(bundled("datasets") / file, table).equals(_written(inputs, name))
        for name, table, file in shipped
    )


def _written(inputs: Inputs, name: str) -> pd.DataFrame:
    """The rows of a table that stand in its file or sheet."""
    return inputs[name][[line != GENERATED for line in inputs.lines[name]]]


def write_inputs(model: ModelDefinition, path: Path, *, replace: bool = False) -> Path:
    """Write a model and its tables as a workbook to change and to plan from; returns its path.

    Tables have what their files say: cases, single values and needs for
    candidates have sheets of their own. Raises InputError when the path is
    taken and may not be replaced, and with every fault of model and tables.
    """
    from planner.workbook.inputs import write

    sites = model.sites.model_copy(update={"candidates": ()})
    bare = model.model_copy(update={"cases": {}, "set": {}, "sites": sites})
    as_they_are = load_inputs(bare)
    if bare != model:
        # What the model says of the tables must be sound before it is written down.
        load_inputs(model)
    return write.write_inputs(model, as_they_are, path, replace=replace)


def check_places(inputs: Inputs) -> None:
    """Hold the places of the tables to the map; InputError with every one that is amiss."""
    # Geopandas takes longer to import than a small model takes to plan.
    from planner.data.geography import site_faults

    faults: list[Fault] = []
    country = inputs["regions"]["country"]
    for name in _PLACES:
        if name not in inputs.tables or inputs.tables[name].empty:
            continue
        rows = _written(inputs, name)
        if name != "sites":
            rows = rows.assign(kind="", country=rows["region"].map(country))
        if name == "balancing_areas":
            rows["balancing_area"] = rows.index
        lines = [line for line in inputs.lines[name] if line != GENERATED]
        # Where a problem of one's own says nowhere where a site is, there is nothing to hold.
        placed = rows["latitude"].notna() & rows["longitude"].notna()
        rows, lines = rows[placed], [n for n, there in zip(lines, placed, strict=True) if there]
        path, letters = inputs.schema[name].path, inputs.letters.get(name, {})
        faults += site_faults(rows, lines, path, inputs.folder, letters)
    raise_any(faults)


def check_hours(folder: Path) -> None:
    """Hold the hourly series of a folder of tables to a year of hours; InputError otherwise.

    A series that is not there is no fault until a model needs it.
    """
    faults: list[Fault] = []
    for name, read in ((PROFILES, hourly_profiles), (WEATHER, hourly_weather)):
        path = folder / "profiles" / name
        try:
            if path.is_file():
                read(path)
        except InputError as error:
            faults += error.faults
    raise_any(faults)


def hours(run: Path, year: int, sites: tuple[str, ...] = ()) -> pd.DataFrame:
    """A run's sites over all hours of a year; see :func:`planner.explain.site_years.hours_table`.

    The hourly series are those beside the tables that the run was made from,
    and those that ship where there are none.
    """
    plan, manifest = read_run(run)
    own = manifest.get("definition", {}).get("datasets")
    folders = [Path(own) / "profiles"] if own else []
    paths = {
        name: next((path for folder in folders if (path := folder / name).is_file()), None)
        for name in (PROFILES, WEATHER)
    }
    tables = {name: pd.read_csv(run / "inputs" / f"{name}.csv") for name in TABLES_OF_HOURS}
    profiles, weather = hourly_profiles(paths[PROFILES]), hourly_weather(paths[WEATHER])
    return hours_table(plan, tables, profiles, year, sites, weather)


def candidates(
    need: Need, datasets: Path | None = None, output: Path | None = None
) -> tuple[pd.DataFrame, list[Path]]:
    """Ranked candidates for a need, and the paths of what was written of the chosen ones.

    See :mod:`planner.data.candidates` for what they are. With `output`, those that
    the tables lack are written there as rows of ``sites.csv``, and beside it, in
    ``<stem>_site_power.csv``, the connections that come with them. Raises InputError
    for an unknown region.
    """
    inputs = Inputs.read(datasets or bundled("datasets"))
    fault = region_fault(inputs.tables, "REGION", need.region)
    raise_any([fault] if fault else [])
    found = ranked(inputs.tables, need)
    if output is None:
        return found, []
    fresh = new_rows(inputs.tables, found[found["chosen"]])
    connections = contracts(inputs.tables, found.loc[fresh.index])
    beside = output.with_name(f"{output.stem}_site_power{output.suffix}")
    written = []
    for path, rows in ((output, fresh), (beside, connections)):
        if len(rows):
            write_rows(path, rows)
            written.append(path)
    return found, written


def load_world(model: ModelDefinition) -> World:
    """The planning problem of a model in model units."""
    return build_world(load_inputs(model), model)


def solve(
    model: str | Path | ModelDefinition,
    progress: Progress = _silent,
    warm_from: Path | None = None,
) -> Run:
    """Plan a model, given as a definition, a path, or the name of one that ships.

    `progress` is told each step as it begins. `warm_from` is the folder of a
    run like it, from whose vertex the solver goes on: the optima are the same,
    and where several plans reach them another one may be found. Raises InputError,
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
            solved = solve_world(world, solver_options(definition), progress, starts=bases)
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
    return Run(definition, inputs, plan, solved, seconds, notices, origin)


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


def require_perfect_foresight(model: ModelDefinition) -> None:
    """Raise InputError for a model whose decisions don't see all years.

    What its programme would allow is not what its decisions, one window after
    another, would come to.
    """
    if model.foresight.years is not None:
        where = model.place("foresight.mode")
        fix = "plan it with --set foresight.mode=perfect first"
        raise InputError([Fault(where, repr(model.foresight.mode), "perfect foresight", fix)])


def row_count(model: ModelDefinition) -> int:
    """How many rows the programme of a model has, without solving it."""
    return len(compile_linear_program(assemble(load_world(model)).model).row_names)


def rebuilt(manifest: dict[str, Any]) -> Rebuilt:
    """Build the programme of a run again from its model's tables; its checksum is the run's.

    The tables are those of the workbook, where the run was planned from one.
    Raises InputError when the tables have changed since the run, and
    FailedCheckError when the same tables make another programme.
    """
    stated = manifest["definition"]
    datasets = Path(stated["datasets"]) if stated["datasets"] else None
    path = Path(manifest.get("workbook") or f"{manifest['model']}.toml")
    if is_workbook(path):
        _same_workbook(path, manifest["inputs"])
    definition = ModelDefinition.model_validate(
        {**stated, "datasets": datasets, "path": path}, strict=False
    )
    require_perfect_foresight(definition)
    inputs = load_inputs(definition)
    raise_any(
        Fault(name, "changed since the run", "the table it was made from", "plan it again")
        for name, checksum in manifest["inputs"].items()
        if inputs.checksums.get(name) != checksum
    )
    formulation = assemble(build_world(inputs, definition))
    program = compile_linear_program(formulation.model)
    if program.checksum() != manifest["program"]["checksum"]:
        raise FailedCheckError(
            f"the tables of {manifest['model']} make another programme than the one that was "
            f"solved: another version of the planner, {manifest['environment']['planner']} "
            f"({manifest['environment']['revision']}), may have made it"
        )
    return Rebuilt(definition, inputs, formulation, program)


def _same_workbook(path: Path, checksums: Mapping[str, str]) -> None:
    """Raise InputError when the workbook of a run is gone, or was changed since."""
    expected = "the workbook that the run was planned from"
    if not path.is_file():
        fix = "move it back, or plan again from where it is now"
        raise InputError([Fault(str(path), "no such file", expected, fix)])
    if sha256_of(path) != checksums.get(path.name):
        raise InputError([Fault(str(path), "changed since the run", expected, "plan it again")])


@dataclass(frozen=True, eq=False)
class Reopened:
    """A run whose programme was built again and stands at its optimum in the solver."""

    plan: Plan
    manifest: dict[str, Any]
    built: Rebuilt
    again: Again


def reopened(folder: Path) -> Reopened:
    """Build a run's programme again and start each stage from the optimum that it has.

    Raises what :func:`read_run` and :func:`rebuilt` raise.
    """
    plan, manifest = read_run(folder)
    built = rebuilt(manifest)
    stages = stages_of(built.formulation, built.program)
    again = Again(built.program, stages, starts_of(folder))
    load_values(built.formulation, built.program, again.base[-1].values)
    return Reopened(plan, manifest, built, again)


def bottlenecks(
    folder: Path, year: int | None = None, solved_again: int = 10, seconds: float = inf
) -> pd.DataFrame:
    """What a step more of each limit of a run is worth; see :mod:`planner.explain.bottlenecks`.

    Raises InputError for a year that is not planned.
    """
    run = reopened(folder)
    years = run.plan.summary["years"]
    if year is not None and year not in years:
        raise InputError([Fault("--year", str(year), f"one of {listed(map(str, years), 40)}")])
    found = priced(run.built.formulation, run.again, year, solved_again, seconds)
    return bottlenecks_table(found, workloads_of(run.plan))


def why(folder: Path, asked: Sequence[tuple[str, str]]) -> list[Why]:
    """Why each of `asked` is in a run's plan or not: kind (site, chip or power) and name.

    Raises InputError for a name that is in no table.
    """
    run = reopened(folder)
    built = run.built
    return [
        why_not(built.formulation, built.inputs, built.model, run.again, kind, name)
        for kind, name in asked
    ]


def trace(folder: Path, quantity: str, where: Mapping[str, str]) -> Trace:
    """What a number of a run's plan is made of; see :mod:`planner.explain.trace.trace`.

    From the files of the run alone. Raises InputError for a quantity or label
    that there isn't.
    """
    plan, manifest = read_run(folder)
    definition = manifest["definition"]
    datasets = Path(definition["datasets"]) if definition["datasets"] else bundled("datasets")
    inputs = {path.stem: pd.read_csv(path) for path in sorted((folder / "inputs").glob("*.csv"))}
    # A folder with only what its problem needs may state no sources.
    sources = inputs.get("sources", pd.DataFrame(columns=["source_id", "title"]))
    titles = sources.set_index("source_id")["title"].to_dict()
    changes = tuple(tuple(change) for change in manifest["changes"])
    files = Files.read(folder, definition, datasets)
    traced = TracedRun(files, read_schema(datasets), changes, titles, inputs)
    return trace_terms(traced, plan.tables, quantity, where)


def to_meet(
    folder: Path, workload: str | None = None, year: int | None = None
) -> tuple[Needed, str] | None:
    """What it would take to meet the targets that a run misses, and that in words.

    All of them together, or those of a workload or a year; None where none of
    these is missed. Raises InputError for a workload or year without a target.
    """
    plan, manifest = read_run(folder)
    targets = plan["targets"]
    for column, asked in (("workload", workload), ("year", year)):
        known = sorted(set(targets[column]))
        if asked is not None and asked not in known:
            expected = f"one of {listed(map(str, known), 40)}"
            fix = did_you_mean(str(asked), map(str, known))
            raise InputError([Fault(str(folder), f"no target of {asked!r}", expected, fix)])
    missed = {
        (str(w), int(y)): 1.0 - float(share)
        for w, y, share in zip(
            targets["workload"], targets["year"], targets["delivered_share"], strict=True
        )
    }
    wanted = [
        (w, y)
        for (w, y), share in missed.items()
        if share > MET and workload in (None, w) and year in (None, y)
    ]
    if not wanted:
        return None
    again = rebuilt(manifest)
    loads = again.formulation.model.world.workloads
    stage = f"{SHORTFALL_STAGE}{min(loads[w].priority for w, _ in wanted)}"
    found = needed(again.formulation, again.program, wanted, missed, duals_of(folder, stage))
    return found, sentences(found, again.inputs, again.model)


def add_workbook(run: Run, folder: Path) -> Path:
    """Write ``plan.xlsx`` into the folder of a run that was written; returns its path."""
    # Openpyxl takes as long to import as a small model takes to plan.
    from planner.workbook.plan.scenario import Scenario
    from planner.workbook.plan.write import write_workbook

    tables = {name: table.reset_index() for name, table in run.inputs.tables.items()}
    manifest = read_manifest(folder)
    name = run.model.name
    scenario = Scenario(name, run.plan, tables, manifest, run.inputs.schema, str(folder))
    return add_file(folder, WORKBOOK, lambda path: write_workbook(path, [scenario]))


def compare_in_workbook(runs: Sequence[Path], output: Path) -> Path:
    """Write one workbook of several runs, the first of them its base; returns its path.

    Raises InputError when a folder is no run, or its files were changed.
    """
    from planner.workbook.plan.scenario import from_folders
    from planner.workbook.plan.write import write_workbook

    return write_workbook(output, from_folders(list(runs)))


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


def _warm_start(run: str) -> dict[str, str]:
    """What a manifest says of a start from another run's vertex."""
    note = "the optima are those of a cold start; of plans that reach them it may be another one"
    return {"run": run, "note": note}


def _tolerance(model: ModelDefinition) -> float:
    """The solver's tolerance: a problem of one's own may be of a few MW and single hours."""
    if model.solver.tolerance is not None:
        return model.solver.tolerance
    return SolverOptions().tolerance if model.workloads.use else FINE


def report(
    runs: Sequence[Path], folder: Path | None = None, *, pdf: bool = True
) -> tuple[list[Path], str]:
    """Write the report of a run; of several, their comparison, and the report of the first.

    Returns the paths of what was written, to `folder` or to that of the first
    run, and why there is no PDF, where there is none. Raises InputError when a
    run is incomplete, of another version, or changed since it was written.
    """
    # Drawing takes longer to import than a small model takes to plan.
    from planner.report.document.writing import write_report

    return write_report(runs, folder, with_pdf=pdf)


def export(run: Path, formats: Sequence[str], output: Path | None = None) -> list[Path]:
    """Write a run for other programs; see :func:`planner.exchange.write.export`."""
    return write_exports(run, formats, output)


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
