"""``planner why``: why a site, a generation or a source of power is in a plan, or is not."""

from pathlib import Path
from typing import Annotated

import typer

from planner import api
from planner.cli.terminal import print_json
from planner.errors import Fault, InputError


def command(
    run: Annotated[Path, typer.Argument(help="The folder of a run.")],
    site: Annotated[str | None, typer.Option("--site", help="A site of sites.csv.")] = None,
    chip: Annotated[
        str | None, typer.Option("--chip", help="A generation of accelerators.csv.")
    ] = None,
    power: Annotated[
        str | None, typer.Option("--power", help="A source of power_technologies.csv.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
) -> None:
    """Say by how much something must become cheaper, sooner or larger to enter the plan."""
    asked = {"site": site, "chip": chip, "power": power}
    named = [(kind, name) for kind, name in asked.items() if name is not None]
    if not named:
        found = "nothing to ask about"
        raise InputError([Fault("planner why", found, "--site, --chip or --power")])
    answers = api.why(run, named)
    if as_json:
        told = [
            {"kind": a.kind, "name": a.name, "answer": a.answer, "sentences": a.sentences}
            | dict(a.numbers)
            for a in answers
        ]
        print_json(answers=told)
        return
    for answer in answers:
        for sentence in answer.sentences:
            print(sentence)
