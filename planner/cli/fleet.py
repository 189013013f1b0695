"""``planner fleet``: what accelerators do as they grow old."""

from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from planner import api
from planner.cli.terminal import print_table
from planner.errors import Fault, InputError

HEADINGS = {
    "bought_million": "bought",
    "in_life_million": "in life",
    "training_million": "training",
    "inference_million": "inference",
    "spare_million": "spare",
    "waiting_million": "waiting idle",
    "retired_early_million": "retired early",
    "retired_by_age_million": "retired by age",
    "to_inference_million": "to inference",
    "to_training_million": "to training",
}


def command(
    run: Annotated[Path, typer.Argument(help="Folder of a run, such as outputs/frontier.")],
    year: Annotated[
        int | None,
        typer.Option("--year", help="One year, by generation; all years together if left out."),
    ] = None,
) -> None:
    """Print what the fleet does: training, inference, nothing, or no more service."""
    plan, manifest = api.read_run(run)
    if "redeployment" not in plan.tables:
        fault = Fault(str(run), "no table redeployment", "a run that has it", "plan it again")
        raise InputError([fault])
    years = [int(y) for y in plan.summary["years"]]
    if year is not None and year not in years:
        expected = f"a year from {years[0]} to {years[-1]}"
        raise InputError([Fault("--year", str(year), expected)])
    if plan["redeployment"].empty:
        print("This plan has no accelerators: there is no fleet.")
        return
    print_table(shown(plan["redeployment"], year), f"{manifest['title']}, million units")


def shown(table: pd.DataFrame, year: int | None = None) -> pd.DataFrame:
    """The sums of each year, or the generations of one, with short headings."""
    if year is None:
        return table.groupby("year")[list(HEADINGS)].sum().reset_index().rename(columns=HEADINGS)
    return table[table["year"] == year].drop(columns="year").rename(columns=HEADINGS)
