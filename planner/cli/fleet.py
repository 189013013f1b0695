"""``planner fleet``: what accelerators do as they grow old."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from planner import api
from planner.cli.terminal import print_table
from planner.errors import Fault, InputError
from planner.wording.names import Names

TRAINING_RUN = "training_run"
NAMELESS = Names()
HEADINGS = {
    "bought_million": "bought",
    "in_life_million": "in life",
    "training_million": "training runs",
    "inference_million": "other work",
    "spare_million": "spare",
    "waiting_million": "waiting idle",
    "retired_early_million": "retired early",
    "retired_by_age_million": "retired by age",
    "to_inference_million": "to other work",
    "to_training_million": "to training runs",
}
"""Columns to what they are called where no workload of the kind has a name."""
_OF_WORK = {"training": True, "inference": False}
"""Columns of work to whether it is that of training runs."""


def command(
    run: Annotated[Path, typer.Argument(help="Folder of a run, such as outputs/frontier.")],
    year: Annotated[
        int | None,
        typer.Option("--year", help="One year, by generation; all years together if left out."),
    ] = None,
) -> None:
    """Print what the fleet does: for which workloads, nothing, or no more service."""
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
    workloads = api.read_inputs(run, "workloads").get("workloads")
    used = manifest["definition"]["workloads"]["use"]
    names = headings({} if workloads is None else _kinds(workloads, used), plan.names)
    table = plan.names.shown(shown(plan["redeployment"], year, names))
    print_table(table, f"{manifest['title']}, million units")


def _kinds(workloads: pd.DataFrame, used: Sequence[str]) -> dict[str, str]:
    rows = workloads[workloads["workload"].isin(used)]
    return dict(zip(rows["workload"], rows["kind"], strict=True))


def headings(kinds: Mapping[str, str], called: Names = NAMELESS) -> dict[str, str]:
    """Short headings, of what works with the names of its workloads; `kinds` has their kinds."""
    names = dict(HEADINGS)
    for column, training in _OF_WORK.items():
        own = [
            called.workload(name)
            for name, kind in kinds.items()
            if (kind == TRAINING_RUN) == training
        ]
        if own:
            names[f"{column}_million"] = ", ".join(own)
            names[f"to_{column}_million"] = f"to {', '.join(own)}"
    return names


def shown(
    table: pd.DataFrame, year: int | None = None, names: Mapping[str, str] = HEADINGS
) -> pd.DataFrame:
    """The sums of each year, or the generations of one, with short headings."""
    if year is None:
        return table.groupby("year")[list(HEADINGS)].sum().reset_index().rename(columns=names)
    return table[table["year"] == year].drop(columns="year").rename(columns=names)
