"""What the commands of studies share: their workbook and report, written beside the tables."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from planner import api
from planner.cli.terminal import steps

Report = Annotated[
    bool, typer.Option(help="Write study.xlsx, report.html and, with the extra pdf, report.pdf.")
]


def tell_of(folder: Path, *, quiet: bool, as_json: bool = False) -> None:
    """Write the workbook and the report of a study, and print their paths."""
    # The answer comes first: drawing takes longer than a small model takes to plan.
    sys.stdout.flush()
    with steps(quiet=quiet) as tell:
        tell("write the workbook and the report")
        paths, _ = api.report_study(folder)
    if not as_json:
        for path in paths:
            print(path)
