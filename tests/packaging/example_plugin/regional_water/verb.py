"""``planner water-left RUN``: how much of each cap on water a run leaves."""

from pathlib import Path
from typing import Annotated

import typer

from planner import api


def command(run: Annotated[Path, typer.Argument(help="Folder of a run.")]) -> None:
    """Print what a run leaves of each region's cap on water, by year."""
    plan, _ = api.read_run(run)
    limits = plan["limits"].query("limit == 'regional_water_limit'")
    if limits.empty:
        print("no region of this run has a cap on water")
    for row in limits.itertuples():
        left = row.capacity - row.used
        print(f"{row.place} {row.year}: {left:.3g} of {row.capacity:.3g} million m3 left")
