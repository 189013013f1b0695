"""``planner report``: a run, or several side by side, as pages and PDFs that answer first."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from planner import api
from planner.errors import Fault, InputError
from planner.storage.study_folder import kind_of


def command(
    runs: Annotated[
        list[Path],
        typer.Argument(
            help="Folder of a run, or of a study; of several runs, to be compared with the first."
        ),
    ],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Folder; the first run's if left out.")
    ] = None,
    pdf: Annotated[bool, typer.Option(help="Write report.pdf too (needs the extra pdf).")] = True,
) -> None:
    """Write report.html and report.pdf of a run, and print their paths.

    Of several runs, comparison.html and comparison.pdf too: what differs from
    the first, and why. Of a study (planner alternatives, stochastic, sweep) its
    workbook too.
    """
    if output is not None and output.exists() and not output.is_dir():
        raise InputError([Fault(str(output), "a file", "a folder, or nothing")])
    if len(runs) == 1 and kind_of(runs[0]):
        written, missing = api.report_study(runs[0], output, pdf=pdf)
    else:
        written, missing = api.report(runs, output, pdf=pdf)
    for path in written:
        print(path)
    if missing:
        print(f"planner: note: {missing}", file=sys.stderr)
