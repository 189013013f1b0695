"""``planner run``: plan models and write what came out."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from planner import api
from planner.cli.headline import headline_table, verdict
from planner.cli.stops import print_stops
from planner.cli.terminal import print_table, steps
from planner.errors import Fault, InputError


def command(
    models: Annotated[
        list[str], typer.Argument(help="Model files, or names of models that ship.")
    ],
    outputs: Annotated[
        Path, typer.Option("--outputs", "-o", help="Folder that gets one folder a model.")
    ] = Path("outputs"),
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the manifest instead of tables.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Report no steps.")] = False,
) -> None:
    """Plan each model, and print the paths of what was written."""
    names = [Path(model).stem for model in models]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        found = f"two models called {twice[0]!r}"
        fix = "rename one, or plan them into different folders"
        raise InputError([Fault("models", found, "one folder a model", fix)])
    written = []
    for model in models:
        with steps(quiet=quiet) as report:
            result, paths = api.run(model, outputs, report)
        written.append((result, paths))
        for notice in result.notices:
            print(f"planner: note: {notice}", file=sys.stderr)
        if not as_json:
            print_table(headline_table(result.plan), result.model.title)
            print(verdict(result.plan))
            print()
            print_stops(result.plan)
            for path in paths:
                print(path)
            print(certified(api.read_certificate(paths[0].parent)))
    if as_json:
        manifests = [api.read_run(paths[0].parent)[1] for _, paths in written]
        print(json.dumps(manifests if len(manifests) > 1 else manifests[0], indent=2))
    failed = [paths[0].parent for _, paths in written if not is_certified(paths[0].parent)]
    for folder in failed:
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
        f"tables, is {record['present_cost_recomputed_busd']:.6g} billion USD."
    )
