"""``planner matters``: which inputs move compute and cost most, over their own ranges."""

import sys
from functools import partial
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from planner import api
from planner.cli.terminal import figure, print_json, print_table
from planner.errors import Fault, InputError
from planner.studies import input_ranking
from planner.studies import process_pool as pool


def command(
    model: Annotated[str, typer.Argument(help="A model file, or the name of one that ships.")],
    top: Annotated[int, typer.Option("--top", help="How many are planned again.")] = 10,
    name: Annotated[
        str | None, typer.Option("--name", help="What to call the study; <model>_matters.")
    ] = None,
    outputs: Annotated[
        Path, typer.Option("--outputs", "-o", help="Folder of the study and of all runs.")
    ] = Path("outputs"),
    jobs: Annotated[int, typer.Option("--jobs", "-j", help="Processes at once.")] = 2,
    as_json: Annotated[bool, typer.Option("--json", help="Print the tables as JSON.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Report no progress.")] = False,
) -> None:
    """Rank inputs by what their own low and high do: first by duals, then planned again."""
    for option, number in (("--top", top), ("--jobs", jobs)):
        if number < 1:
            raise InputError([Fault(option, str(number), "one or more")])
    execute = pool.in_this_process if jobs == 1 else partial(pool.in_processes, jobs=jobs)

    def say(step: str) -> None:
        if not quiet:
            print(step, file=sys.stderr, flush=True)

    asked = api.load_model(model)
    table, worth, study = input_ranking.rank_inputs(asked, outputs, execute, top, name, say)
    if as_json:
        print_json(study=study.name, matters=table, worth_finding_out=worth)
        return
    if table.empty:
        print("No input that has a range touches this plan.")
        return
    print_table(_shown(table.head(2 * top)), "What matters: how far a plan changes, low / high")
    print(
        "Missed: years of target, over all years and workloads; cost: billion USD, present value. "
        "By duals: to the first order.\n"
    )
    if len(worth):
        columns = ["input", "swing_compute", "swing_cost", "cells", "estimates", "sources"]
        print_table(worth[columns].head(top), "Worth finding out: these rest on estimates")
    print(study.folder / f"{input_ranking.TABLE}.csv")


def _shown(table: pd.DataFrame) -> pd.DataFrame:
    """Compute over all stages of shortfalls together, and cost."""
    stages = dict.fromkeys(
        name.removeprefix("first_").removesuffix("_low")
        for name in table.columns
        if name.startswith("first_") and name.endswith("_low")
    )
    shown = pd.DataFrame({"input": table["input"]})
    for pass_, said in (("first", "by duals"), ("again", "planned again")):
        compute = [
            table[[f"{pass_}_{s}_{end}" for s in stages if s != input_ranking.COST]].sum(
                axis=1, min_count=1
            )
            for end in ("low", "high")
        ]
        cost = [table[f"{pass_}_{input_ranking.COST}_{end}"] for end in ("low", "high")]
        for what, ends in (("missed", compute), ("cost", cost)):
            pairs = zip(*ends, strict=True)
            shown[f"{what}, {said}"] = [
                f"{figure(float(low)) or '-'} / {figure(float(high)) or '-'}"
                for low, high in pairs
            ]
    shown["not told by duals, since"] = table["untold"]
    return shown
