"""``planner report``: a run as a page and a PDF that answer first."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from planner import api
from planner.errors import Fault, InputError


def command(
    runs: Annotated[
        list[Path],
        typer.Argument(
            help="Folders of runs; the first is reported, the others beside it as scenarios."
        ),
    ],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Folder; the first run's if left out.")
    ] = None,
    pdf: Annotated[bool, typer.Option(help="Write report.pdf too (needs the extra pdf).")] = True,
) -> None:
    """Write report.html and report.pdf of a run, and print their paths."""
    if output is not None and output.exists() and not output.is_dir():
        raise InputError([Fault(str(output), "a file", "a folder, or nothing")])
    written, missing = api.report(runs, output, pdf=pdf)
    for path in written:
        print(path)
    if missing:
        print(f"planner: note: {missing}", file=sys.stderr)
