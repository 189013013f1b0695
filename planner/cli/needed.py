"""``planner needed``: what it would take to meet the targets that a run misses."""

import json
from pathlib import Path
from typing import Annotated

import typer

from planner import api
from planner.cli.terminal import print_table
from planner.solving.needed import Change


def command(
    run: Annotated[Path, typer.Argument(help="Folder of a run, such as outputs/frontier.")],
    workload: Annotated[
        str | None, typer.Option("--workload", "-w", help="Only targets of this workload.")
    ] = None,
    year: Annotated[
        int | None, typer.Option("--year", "-y", help="Only targets of this year.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the limits and changes as JSON.")
    ] = False,
) -> None:
    """Say how far each target gets, which limits stand in the way, and what change would do.

    The other targets stay as they are in the plan. The least change is the one
    with the least sum of relative changes of the cells that state limits, of which
    what goes beyond a quarter counts double and beyond a doubling four times. No
    cell goes beyond the high value of its table, or five times what it is where
    there is none; where that is not enough, it is said how far it gets.
    """
    answer = api.to_meet(run, workload, year)
    plan, _ = api.read_run(run)
    if as_json:
        found = answer[0] if answer else None
        record = {
            "schema_version": 1,
            "missed": [list(target) for target in found.targets] if found else [],
            "in_the_way": [member.row for member in found.conflict] if found else [],
            "all_are_needed": bool(found and found.irreducible),
            "least_change": [_record(c) for c in found.least or ()] if found else [],
            "still_missed": [[*t, share] for t, share in found.missed.items()] if found else [],
            "alone": [_record(c) for c in found.alone] if found else [],
        }
        print(json.dumps(record, indent=2))
        return
    columns = ["workload", "year", "target", "delivered", "unit", "delivered_share", "met"]
    print_table(plan.names.shown(plan["targets"][columns]), "How far each target gets")
    print(plan.names.told(answer[1]) if answer else "Nothing of this is missed.")


def _record(change: Change) -> dict[str, object]:
    limit = change.limit
    return {
        "limit": limit.name,
        "table": limit.table,
        "row": limit.row,
        "column": limit.column,
        "unit": limit.unit,
        "from": limit.value,
        "to": change.to,
        "relative_change": change.change,
    }
