"""``planner compare``: runs beside each other, and what differs between them."""

from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from planner import api
from planner.analysis.run_comparison import Difference, Subject, compare, names_of
from planner.cli.terminal import print_json, print_table
from planner.errors import Fault, InputError
from planner.wording.names import Names


def command(
    runs: Annotated[list[Path], typer.Argument(help="Folders of runs; the first is the base.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the tables as JSON.")] = False,
    every_year: Annotated[
        bool, typer.Option("--years", help="Print the headline's figures of every year, too.")
    ] = False,
) -> None:
    """Set runs beside the first: what was asked, what came out, and which limits moved."""
    asked = subjects(runs)
    difference = compare(asked)
    if as_json:
        tables = {
            name: getattr(difference, name) for name in ("asked", "figures", "years", "limits")
        }
        print_json(runs=list(difference.names), **tables)
        return
    _print(difference, every_year, Names.all_of(one.plan.names for one in asked))


def subjects(runs: list[Path]) -> list[Subject]:
    """The runs of folders, called by their folders' names; by their paths where two are alike."""
    if len(runs) < 2:
        raise InputError([Fault("runs", f"{len(runs)} of them", "two or more folders of runs")])
    return [Subject(n, *api.read_run(run)) for n, run in zip(names_of(runs), runs, strict=True)]


def _print(difference: Difference, every_year: bool, called: Names) -> None:
    if difference.asked.empty:
        print("The same was asked of all runs.")
    else:
        print_table(difference.asked, "What was asked")
    years = difference.figures["figure"].str.endswith("_first_missed")
    print_table(_named(difference.figures[~years], called), "What came out")
    missed = difference.figures.loc[years, ["figure", *difference.names]]
    for name in difference.names:
        missed[name] = missed[name].astype("Int64").astype(str).replace("<NA>", "met")
    print_table(_named(missed, called), "First year that misses its target")
    if every_year:
        print_table(_named(difference.years, called), "Year by year, where runs differ")
    moved = difference.limits[difference.limits["moved"]].drop(columns="moved")
    if moved.empty:
        print("The same limits bind in the same years.")
    else:
        print_table(called.shown(moved), "Limits that moved: the years in which they bind")


def _named(figures: pd.DataFrame, called: Names) -> pd.DataFrame:
    """Figures with the workload that each is about by its name."""
    return figures.assign(figure=[called.figure(str(name)) for name in figures["figure"]])
