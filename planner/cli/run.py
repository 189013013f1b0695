"""``planner run``: plan models and write what came out."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from planner import api
from planner.cli import interruption
from planner.cli.headline import headline_table, print_runs, verdict
from planner.cli.stops import print_stops
from planner.cli.terminal import print_table, steps
from planner.config import ModelDefinition, overlaid, parse_assignments, slug
from planner.errors import Fault, InputError, did_you_mean
from planner.plugins.solver_methods import METHODS, method_names
from planner.wording.money import checked_billions


def command(
    models: Annotated[
        list[str], typer.Argument(help="Model files, or names of models that ship.")
    ],
    changes: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="KEY=VALUE",
            help="Another value, over each model: discount_rate=0.1, workloads.mfu=high, "
            "accelerators.nvidia_gb300.price_usd=30000. May be repeated.",
        ),
    ] = None,
    name: Annotated[
        str | None, typer.Option("--name", help="What to call the one run that is planned.")
    ] = None,
    outputs: Annotated[
        Path, typer.Option("--outputs", "-o", help="Folder that gets one folder a model.")
    ] = Path("outputs"),
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the manifest instead of tables.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Report no steps.")] = False,
    workbook: Annotated[bool, typer.Option(help="Write plan.xlsx.")] = True,
    warm_from: Annotated[
        Path | None,
        typer.Option(
            "--warm-from",
            metavar="RUN",
            help="Folder of a run of a like model, from whose vertex the solver goes on.",
        ),
    ] = None,
    solver: Annotated[
        str | None,
        typer.Option(
            "--solver",
            metavar="METHOD",
            help="How to solve, whatever the model says of solver.method: "
            f"{', '.join(METHODS)}, or the solver of a plug-in.",
        ),
    ] = None,
    report: Annotated[
        bool, typer.Option(help="Write report.html and, with the extra pdf, report.pdf.")
    ] = True,
) -> None:
    """Plan each model, and print the paths of what was written."""
    definitions = [_by(solver, _definition(model, changes or [], name)) for model in models]
    names = [definition.name for definition in definitions]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        found = f"two models called {twice[0]!r}"
        fix = "rename one, or plan them into different folders"
        raise InputError([Fault("models", found, "one folder a model", fix)])
    written = []
    for model in definitions:
        with steps(quiet=quiet) as tell:
            result, paths = api.run(model, outputs, tell, warm_from)
        folder = paths[0].parent
        interruption.keeps(str(folder), f"{folder} is written")
        written.append((result, folder))
        for notice in result.notices:
            print(f"planner: note: {result.plan.names.told(notice)}", file=sys.stderr)
        if not as_json:
            print_table(headline_table(result.plan), result.model.title)
            print(verdict(result.plan))
            print()
            print_runs(result.plan)
            print_stops(result.plan)
        # The answer comes first: both take longer than a small model takes to plan.
        sys.stdout.flush()
        with steps(quiet=quiet) as tell:
            if workbook:
                tell("write the workbook")
                paths.insert(0, api.add_workbook(result, folder))
            if report:
                tell("write the report")
                paths[:0] = api.report([folder])[0]
        if not as_json:
            for path in paths:
                print(path)
            print(certified(api.read_certificate(folder)))
    if as_json:
        manifests = [api.read_run(folder)[1] for _, folder in written]
        print(json.dumps(manifests if len(manifests) > 1 else manifests[0], indent=2))
    for _, folder in written:
        if not is_certified(folder):
            api.require(api.verify(folder)[0].failed)


def is_certified(folder: Path) -> bool:
    """Whether the certificate of a run holds."""
    return bool(api.read_certificate(folder)["passed"])


def certified(record: dict[str, Any]) -> str:
    """A line on the certificate of a run."""
    failed = sum(not check["passed"] for check in record["checks"])
    if failed:
        return f"Certificate: {failed} of {len(record['checks'])} checks fail."
    return (
        f"Certificate: {len(record['checks'])} checks hold; the cost, added up again from the "
        f"tables, is {checked_billions(record['present_cost_recomputed_busd'])}."
    )


def _by(solver: str | None, model: ModelDefinition) -> ModelDefinition:
    """A model to be solved in another way, if one is asked for."""
    if solver is None:
        return model
    if solver not in (names := method_names()):
        fix = did_you_mean(solver, names)
        raise InputError([Fault("--solver", repr(solver), f"one of {', '.join(names)}", fix)])
    return model.model_copy(update={"solver": model.solver.model_copy(update={"method": solver})})


def _definition(model: str, changes: list[str], name: str | None) -> ModelDefinition:
    """A model with what the command line changes, which gives the run a name of its own."""
    definition = api.load_model(model)
    if not changes and name is None:
        return definition
    values = parse_assignments(changes)
    called = f"{definition.name}__{slug(values)}" if name is None else name
    return overlaid(definition, values, name=called)
