"""``planner sweep``: one question planned many times, with other values."""

import sys
from contextlib import AbstractContextManager, nullcontext
from enum import StrEnum
from functools import partial
from math import inf
from pathlib import Path
from typing import Annotated

import typer

from planner import api
from planner.analysis.sweep_ranking import spread, tornado
from planner.cli import interruption
from planner.cli.studies import Report, tell_of
from planner.cli.terminal import print_json, print_table
from planner.config import overlaid, parse_assignments
from planner.errors import Fault, InputError
from planner.results.key_figures import CHARGED, SPENT
from planner.studies import cluster, designs
from planner.studies import process_pool as pool
from planner.studies.levers import Lever, parse_lever, ranged_quantities
from planner.studies.sweep import WARM_ROWS, Execute, Progress, Study, carry_out, exit_code
from planner.wording.numbers import to_decimals, to_whole


class Design(StrEnum):
    """How the values of the levers are put together."""

    TORNADO = "tornado"
    GRID = "grid"
    LATIN = "latin"
    MONTE_CARLO = "monte-carlo"


def command(
    model: Annotated[str, typer.Argument(help="A model file, or the name of one that ships.")],
    vary: Annotated[
        list[str] | None,
        typer.Option(
            "--vary",
            metavar="KEY[=VALUES]",
            help="What is varied: hbm_supply.supply_eb (its low and high), discount_rate=0.05,0.1 "
            "or =0.05:0.1:6 (six values) or =0.05:0.1 (an interval to draw from). May be "
            "repeated. Left out, every quantity that has a range.",
        ),
    ] = None,
    changes: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="KEY=VALUE",
            help="Another value in all scenarios, the base as well: objective.goal=most_compute. "
            "May be repeated.",
        ),
    ] = None,
    design: Annotated[
        Design, typer.Option("--design", help="One at a time, all combinations, or draws.")
    ] = Design.TORNADO,
    samples: Annotated[int, typer.Option("--samples", help="Number of draws.")] = 100,
    seed: Annotated[int, typer.Option("--seed", help="Of the draws.")] = 1,
    name: Annotated[
        str | None, typer.Option("--name", help="What to call the study; <model>_<design>.")
    ] = None,
    outputs: Annotated[
        Path, typer.Option("--outputs", "-o", help="Folder of the study and of all runs.")
    ] = Path("outputs"),
    jobs: Annotated[int, typer.Option("--jobs", "-j", help="Processes at once.")] = 2,
    scheduler: Annotated[
        str | None,
        typer.Option("--scheduler", help="Address of a Dask scheduler, instead of processes."),
    ] = None,
    cold: Annotated[
        bool,
        typer.Option(
            "--cold", help="Solve each scenario from nothing, not from the vertex of the model."
        ),
    ] = False,
    figure: Annotated[
        str, typer.Option("--figure", help="The figure that the tornado is ranked by.")
    ] = CHARGED,
    as_json: Annotated[bool, typer.Option("--json", help="Print the table as JSON.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Report no progress.")] = False,
    report: Report = True,
) -> None:
    """Plan scenarios; those planned before are taken from the store.

    Stopped at any moment, the same command goes on from there; what failed is
    tried again. Exit code: that of the failures, 1 where they differ.
    """
    if jobs < 1:
        raise InputError([Fault("--jobs", str(jobs), "one or more")])
    base = api.load_model(model)
    if changes:
        base = overlaid(base, parse_assignments(changes))
    levers = [parse_lever(text) for text in vary or ()]
    if not levers:
        levers = [Lever(key, ("low", "high")) for key in ranged_quantities(api.load_inputs(base))]
    scenarios = {
        Design.TORNADO: lambda: designs.one_at_a_time(levers),
        Design.GRID: lambda: designs.grid(levers),
        Design.LATIN: lambda: designs.latin_hypercube(levers, samples, seed),
        Design.MONTE_CARLO: lambda: designs.monte_carlo(levers, samples, seed),
    }[design]()
    called = name or f"{base.name}_{design.value.replace('-', '_')}"
    said = {"kind": design.value, "vary": [lever.key for lever in levers], "seed": seed}
    study = Study(
        called, base, tuple(scenarios), outputs, said, inf if cold else WARM_ROWS, bool(vary)
    )
    with _execute(jobs, scheduler, len(study.scenarios)) as execute:
        table = carry_out(study, execute, _reporter(quiet, study.store))
    if as_json:
        print_json(study=called, scenarios=table)
    else:
        _print(table, design, figure)
        print(study.folder / "scenarios.csv")
    if report:
        tell_of(study.folder, quiet=quiet, as_json=as_json)
    if (code := exit_code(table)) != 0:
        raise typer.Exit(code)


def _print(table, design: Design, figure: str) -> None:  # type: ignore[no-untyped-def]
    failed = table[table["status"] != "done"]
    for row in failed.itertuples():
        last = str(row.message).strip().splitlines()[-1] if row.message else ""
        print(f"planner: {row.scenario}: {row.status}: {last}", file=sys.stderr)
    figures = list(table.columns[table.columns.get_loc("exit_code") + 1 :])
    if figure not in figures and figures:
        raise InputError([Fault("--figure", repr(figure), f"one of {', '.join(figures)}")])
    if design is Design.TORNADO and figures:
        print_table(tornado(table, figure), f"What moves {figure}")
    elif design is Design.GRID and figures:
        shares = [name for name in figures if name.endswith("_last_share")]
        print_table(table[["scenario", "status", CHARGED, SPENT, *shares]])
    elif figures:
        print_table(spread(table, figures), "Over the draws")
    print(f"{len(table) - len(failed)} of {len(table)} scenarios planned.")


WORTH_A_START = 20
"""With fewer scenarios the processes are not started before these are checked: a study that was
planned before needs none."""


def _execute(jobs: int, scheduler: str | None, scenarios: int) -> AbstractContextManager[Execute]:
    """Where scenarios are planned, ready to plan."""
    if scheduler is not None:
        return nullcontext(partial(cluster.on_cluster, address=scheduler))
    if jobs == 1:
        return nullcontext(pool.in_this_process)
    processes = pool.Processes(jobs)
    if scenarios >= WORTH_A_START:
        processes.start()
    return processes


def _reporter(quiet: bool, store: Path):  # type: ignore[no-untyped-def]
    """A line on standard error after each scenario; on a terminal it is overwritten."""
    terminal = sys.stderr.isatty()

    def report(now: Progress) -> None:
        kept = f"{now.done + now.found} of {now.total} scenarios are kept in {store}"
        interruption.keeps("sweep", f"{kept}, from which the same command goes on")
        if quiet:
            return
        left = now.seconds_left
        parts = [f"{now.done + now.found} of {now.total} planned"]
        parts += [f"{now.found} of them before"] if now.found else []
        parts += [f"{now.failed} failed"] if now.failed else []
        parts += [f"about {_duration(left)} left"] if left is not None and left > 0 else []
        ended = now.done + now.failed + now.found == now.total
        end = "\n" if ended or not terminal else ""
        start = "\r\033[K" if terminal else ""
        print(start + ", ".join(parts), end=end, file=sys.stderr, flush=True)

    return report


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{to_whole(seconds)} s"
    return (
        f"{to_whole(seconds / 60)} min"
        if seconds < 5400
        else f"{to_decimals(seconds / 3600, 1)} h"
    )
