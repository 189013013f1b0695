"""``planner bottlenecks``: what one step more of each limit of a run is worth."""

import json
from pathlib import Path
from typing import Annotated

import typer

from planner import api
from planner.cli.terminal import print_json
from planner.errors import Fault, InputError
from planner.results.training_sites import chosen_whole
from planner.wording.numbers import as_stated, to_figures

SHOWN = 12
"""Limits of a year."""
OF_A_KIND = 3
"""Of one kind so many are enough: the others would hide what else limits."""

DATES = (
    "First power, lead times, queues, and ship dates at the turn of a year, have no price here: "
    "what comes sooner brings rows and columns of its own, which no dual knows. To price one, "
    "plan again with it, as in planner run MODEL --set sites.NAME.first_power_year=2027."
)
DATES_OF_PLANTS = (
    "Lead times and queues have no price here: what comes sooner brings rows and columns of its "
    "own, which no dual knows. To price one, plan again with it."
)


def command(
    run: Annotated[Path, typer.Argument(help="The folder of a run.")],
    year: Annotated[int | None, typer.Option("--year", help="Of the limit or its price.")] = None,
    ranges: Annotated[
        int,
        typer.Option(
            "--ranges", min=0, help="For how many of the first it is solved how far they hold."
        ),
    ] = 10,
    seconds: Annotated[float, typer.Option("--seconds", help="Time for these ranges.")] = 60.0,
    as_json: Annotated[bool, typer.Option("--json", help="Print the table as JSON.")] = False,
) -> None:
    """Say what more of each limit is worth, in the units of a decision, and how far that holds."""
    if not seconds >= 0:
        raise InputError([Fault("--seconds", as_stated(seconds), "nought or more")])
    table = api.bottlenecks(run, year, ranges, seconds)
    if as_json:
        print_json(bottlenecks=table)
        return
    if table.empty:
        print("No limit that a cell states is worth anything at the margin.")
        return
    plan, _ = api.read_whole_run(run)
    summary = plan.summary
    print(
        f"Money is present value at the start of {summary['years'][0]}, discounted at "
        f"{to_figures(summary['discount_rate'])} real a year with payments at the "
        f"{summary['discount_timing']} of a year. Ranked by one percent more, compute first."
    )
    if chosen := chosen_whole(plan):
        print(f"Worths hold for the {chosen} that the plan chose, and for no other choice.")
    first = table.drop_duplicates("rank")
    for when, rows in first.groupby(first["year"].fillna(0), sort=True):
        print(f"\n{when if when else 'Any year'}")
        shown = rows.groupby("limit", sort=False).head(OF_A_KIND).head(SHOWN)
        for row in shown.itertuples():
            keys = (part for part in json.loads(str(row.row)) if isinstance(part, str))
            said = plan.names.told(str(row.sentence), *keys)
            print(f"  {row.rank:>3}. {said[0].upper()}{said[1:]}.")
        if len(rows) > len(shown):
            print(f"       and {len(rows) - len(shown)} more of these kinds; --json has them all")
    print(f"\n{DATES if len(plan['targets']) else DATES_OF_PLANTS}")
