"""``planner why``: why a site, an accelerator or a technology is in a plan, or is not."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from planner import api
from planner.cli.terminal import print_json
from planner.config.former_names import notice
from planner.errors import Fault, InputError


def command(
    run: Annotated[Path, typer.Argument(help="The folder of a run.")],
    site: Annotated[str | None, typer.Option("--site", help="A site of sites.csv.")] = None,
    accelerator: Annotated[
        str | None, typer.Option("--accelerator", help="An accelerator of accelerators.csv.")
    ] = None,
    technology: Annotated[
        str | None, typer.Option("--technology", help="A row of power_technologies.csv.")
    ] = None,
    chip: Annotated[str | None, typer.Option("--chip", hidden=True)] = None,
    power: Annotated[str | None, typer.Option("--power", hidden=True)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
) -> None:
    """Say by how much something must become cheaper, sooner or larger to enter the plan."""
    asked = (
        ("site", site),
        ("accelerator", accelerator),
        ("accelerator", chip),
        ("technology", technology),
        ("technology", power),
    )
    named = [(kind, name) for kind, name in asked if name is not None]
    for former, new, used in (
        ("--chip", "--accelerator", chip),
        ("--power", "--technology", power),
    ):
        if used is not None:
            print(f"planner: note: {notice(former, new)}", file=sys.stderr)
    if not named:
        found = "nothing to ask about"
        raise InputError([Fault("planner why", found, "--site, --accelerator or --technology")])
    answers = api.why(run, named)
    if as_json:
        told = [
            {"kind": a.kind, "name": a.name, "answer": a.answer, "sentences": a.sentences}
            | dict(a.numbers)
            for a in answers
        ]
        print_json(answers=told)
        return
    plan, _ = api.read_run(run)
    for answer in answers:
        for sentence in answer.sentences:
            print(plan.names.told(sentence, answer.name))
