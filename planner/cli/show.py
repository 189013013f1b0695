"""``planner show``: a run's headline, or one of its tables."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from planner import api
from planner.cli.headline import headline_table, print_runs, verdict
from planner.cli.stops import print_stops
from planner.cli.terminal import markdown, print_json, print_table
from planner.config.former_names import PLAN_TABLES, notice
from planner.errors import Fault, InputError, did_you_mean, raise_any


class Form(StrEnum):
    """How a table is printed."""

    TEXT = "text"
    CSV = "csv"
    JSON = "json"
    MARKDOWN = "markdown"


def command(
    run: Annotated[Path, typer.Argument(help="Folder of a run, such as outputs/frontier.")],
    table: Annotated[
        str, typer.Option("--table", "-t", help="A table of the run; the headline if left out.")
    ] = "headline",
    form: Annotated[Form, typer.Option("--form", "-f", help="How to print it.")] = Form.TEXT,
    as_json: Annotated[bool, typer.Option("--json", help="Short for --form json.")] = False,
) -> None:
    """Print a table of a run."""
    plan, manifest = api.read_run(run)
    if table in PLAN_TABLES and table not in plan.tables:
        print(f"planner: {notice(table, PLAN_TABLES[table], '--table')}", file=sys.stderr)
        table = PLAN_TABLES[table]
    if table != "headline" and table not in plan.tables:
        raise_any([plan.absent[table]] if table in plan.absent else [])
        known = ["headline", *sorted(plan.tables)]
        expected = f"one of {', '.join(known)}"
        raise InputError(
            [Fault(str(run), f"no table {table!r}", expected, did_you_mean(table, known))]
        )
    raw = plan.headline().reset_index() if table == "headline" else plan[table]
    if as_json or form is Form.JSON:
        print_json(table=table, rows=raw)
    elif form is Form.CSV:
        print(raw.to_csv(index=False), end="")
    elif form is Form.MARKDOWN:
        print(markdown(headline_table(plan) if table == "headline" else raw))
    else:
        print_table(headline_table(plan) if table == "headline" else raw, manifest["title"])
        if table == "headline":
            print(verdict(plan))
            print()
            print_runs(plan)
            print_stops(plan)
