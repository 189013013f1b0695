"""What may be asked of a run that was written."""

from collections.abc import Mapping, Sequence
from functools import partial
from math import inf
from pathlib import Path

import pandas as pd

from planner.analysis.bottleneck_words import table as bottlenecks_table
from planner.analysis.needed import high_of, sentences
from planner.analysis.ranges import bottlenecks as priced
from planner.analysis.site_years import TABLES_OF_HOURS, hours_table
from planner.analysis.trace.cells import Run as TracedRun
from planner.analysis.trace.trace import Trace
from planner.analysis.trace.trace import trace as trace_terms
from planner.analysis.verify import duals_of
from planner.analysis.why import Why
from planner.analysis.why import why as why_not
from planner.audit.files import Files
from planner.config.locations import bundled
from planner.data.folder_schema import folder_schema
from planner.data.profiles import FILE as PROFILES
from planner.data.profiles import hourly_profiles
from planner.data.weather import FILE as WEATHER
from planner.data.weather import hourly_weather
from planner.errors import Fault, InputError, did_you_mean, listed
from planner.formulation.assemble import SHORTFALL_STAGE
from planner.planning.reopening import rebuilt, reopened
from planner.results.key_figures import workloads_of
from planner.solving.needed import Needed, needed
from planner.solving.required_targets import MET
from planner.storage.run_folder import read_inputs, read_whole_run


def hours(run: Path, year: int, sites: tuple[str, ...] = ()) -> pd.DataFrame:
    """A run's sites over all hours of a year, a row each; all of them, or those of `sites`.

    Load in TWh, what is shed or not served in GWh and as a share, cost in
    million USD: see :func:`planner.analysis.site_years.hours_table`. The hourly
    series are those beside the tables that the run was made from, and those
    that ship where there are none.
    """
    plan, manifest = read_whole_run(run)
    own = manifest.get("definition", {}).get("datasets")
    if own and not Path(own).is_dir():
        found, expected = (
            f"no folder {own!r}",
            "the tables that it was made from, with their hours",
        )
        raise InputError([Fault(str(run), found, expected, "bring them back, or plan it again")])
    folders = [Path(own) / "profiles"] if own else []
    paths = {
        name: next((path for folder in folders if (path := folder / name).is_file()), None)
        for name in (PROFILES, WEATHER)
    }
    tables = read_inputs(run, *TABLES_OF_HOURS)
    profiles, weather = hourly_profiles(paths[PROFILES]), hourly_weather(paths[WEATHER])
    return hours_table(plan, tables, profiles, year, sites, weather)


def bottlenecks(
    folder: Path, year: int | None = None, solved_again: int = 10, seconds: float = inf
) -> pd.DataFrame:
    """What a step more of each limit of a run is worth, the best first.

    A row for each limit and stage in which it is worth anything: ``worth`` of
    one ``step`` of ``size`` in ``unit``, told in ``worth_unit``: years of target
    or billion USD. It is a dual of the plan, the same that its table
    ``bottlenecks`` tells for one percent; for the first `solved_again` limits
    optima are sought again, within `seconds`, and ``holds_up_to`` is the number
    of steps for which it holds. Raises InputError for a year that is not planned.
    """
    run = reopened(folder)
    years = run.plan.summary["years"]
    if year is not None and year not in years:
        raise InputError([Fault("--year", str(year), f"one of {listed(map(str, years), 40)}")])
    stages = [stage.name for stage in run.again.stages]
    duals = {name: duals for name, duals in zip(stages, run.duals, strict=True)}
    found = priced(run.built.formulation, run.again, year, solved_again, seconds, duals)
    return bottlenecks_table(found, workloads_of(run.plan))


def why(folder: Path, asked: Sequence[tuple[str, str]]) -> list[Why]:
    """Why each of `asked` is in a run's plan or not: kind and name.

    Kinds are site, accelerator and technology.

    Raises InputError for a name that is in no table.
    """
    run = reopened(folder)
    built = run.built
    if any(kind == "site" for kind, _ in asked) and not run.plan.computes:
        expected = "a plan of clusters, whose sites are chosen"
        fix = "ask for --technology: what serves the loads is chosen"
        raise InputError([Fault(str(folder), "sites whose loads are stated", expected, fix)])
    return [
        why_not(built.formulation, built.inputs, built.model, run.again, run.plan, kind, name)
        for kind, name in asked
    ]


def trace(folder: Path, quantity: str, where: Mapping[str, str] | Sequence[str]) -> Trace:
    """What a number of a run's plan is made of; see :mod:`planner.analysis.trace.trace`.

    From the files of the run alone. Raises InputError for a quantity or label
    that there isn't, and for a run of an earlier planner that has no ledger.
    """
    traced, tables = traceable(folder)
    return trace_terms(traced, tables, quantity, where)


def traceable(folder: Path) -> tuple[TracedRun, Mapping[str, pd.DataFrame]]:
    """A run with its inputs, ready to be traced, and the tables of its plan."""
    plan, manifest = read_whole_run(folder)
    if "ledger" not in plan.tables and "ledger" not in plan.absent:
        found = "no table ledger"
        raise InputError([Fault(str(folder), found, "a run with its ledger", "plan it again")])
    ledger = plan["ledger"]
    definition = manifest["definition"]
    datasets = Path(definition["datasets"]) if definition["datasets"] else bundled("datasets")
    inputs = read_inputs(folder)
    # A folder with only what its problem needs may state no sources.
    sources = inputs.get("sources", pd.DataFrame(columns=["source_id", "title"]))
    titles = sources.set_index("source_id")["title"].to_dict()
    changes = tuple(tuple(change) for change in manifest["changes"])
    files = Files.read(folder, manifest, datasets)
    # The folder of the tables may be gone since: a run has its own copy of the rows.
    place = datasets if datasets.is_dir() else bundled("datasets")
    schema, _ = folder_schema(place, definition["tables"]["missing"])
    run = TracedRun(files, schema, changes, titles, ledger, inputs)
    return run, plan.tables


def to_meet(
    folder: Path, workload: str | None = None, year: int | None = None
) -> tuple[Needed, str] | None:
    """What it would take to meet the targets that a run misses, and that in words.

    All of them together, or those of a workload or a year; None where none of
    these is missed. Raises InputError for a workload or year without a target.
    """
    plan, manifest = read_whole_run(folder, earlier=False)
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
    again = rebuilt(manifest, folder)
    loads = again.formulation.model.world.workloads
    stage = f"{SHORTFALL_STAGE}{min(loads[w].priority for w, _ in wanted)}"
    duals, high = duals_of(folder, stage), partial(high_of, again.inputs)
    found = needed(again.formulation, again.program, wanted, missed, duals, high)
    return found, sentences(found, again.inputs, again.model)
