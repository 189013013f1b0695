"""``planner export``: a run in the forms that other programs read."""

from pathlib import Path
from typing import Annotated

import typer

from planner import api


def command(
    run: Annotated[Path, typer.Argument(help="Folder of a run, such as outputs/frontier.")],
    to: Annotated[
        list[str],
        typer.Option(
            "--to",
            metavar="FORMAT",
            help="iamc (a column a year), iamc-long, parquet, csv (with datapackage.json), "
            "geojson, gpkg, lp, mps, or all. May be repeated.",
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="Folder; RUN/exchange if left out. For one format of one file: the file.",
        ),
    ] = None,
) -> None:
    """Write a run for other programs, and print the paths of what was written."""
    for path in api.export(run, to, output):
        print(path)
