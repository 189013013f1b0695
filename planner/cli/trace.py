"""``planner trace``: from a reported number to its terms, the cells in them, and their sources."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from planner import api
from planner.analysis.trace.cells import Cell
from planner.cli.terminal import figure
from planner.wording.numbers import to_figures

TERMS_SHOWN = 20


def command(
    run: Annotated[Path, typer.Argument(help="The folder of a run.")],
    quantity: Annotated[
        str, typer.Argument(help="Table and column of the plan: capex.capex_busd.")
    ],
    where: Annotated[
        list[str] | None,
        typer.Option(
            "--where", help="Labels of the rows: site=abilene,year=2028. May be repeated."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Say what a number of a plan is made of, down to input cells with source and confidence."""
    found = api.trace(run, quantity, where or [])
    if as_json:
        told = asdict(found) | {"total": found.total, "adds_up": found.adds_up}
        print(json.dumps({"schema_version": 1, **told}, indent=2, default=str))
        return
    rows = f" ({found.rows} rows added up)" if found.rows > 1 else ""
    print(f"{quantity} {','.join(where or [])}: {figure(found.value)} {found.unit}{rows}")
    largest = sorted(found.terms, key=lambda term: -abs(term.value))
    seen: dict[Cell, int] = {}
    for term in largest[:TERMS_SHOWN]:
        numbers = [str(seen.setdefault(cell, len(seen) + 1)) for cell in term.cells]
        of = f"  [{', '.join(numbers)}]" if numbers else ""
        print(f"  {figure(term.value):>10}  {term.words}{of}")
    if len(largest) > TERMS_SHOWN:
        print(f"  and {len(largest) - TERMS_SHOWN} smaller terms; --json has them all")
    if found.terms:
        verdict = (
            "add up to it"
            if found.adds_up
            else f"add up to {to_figures(found.total, 6)}, not to it"
        )
        print(f"The terms {verdict}.")
    if seen:
        print("Cells:")
    for cell, number in seen.items():
        place = ".".join(filter(None, (cell.table, cell.row, cell.column)))
        source = f"{cell.source_id}: {cell.source}" if cell.source_id else cell.source
        said = ", ".join(filter(None, (cell.confidence, cell.changed)))
        print(f"  [{number}] {place} = {cell.value} {cell.unit}".rstrip())
        if source or said:
            print(f"      {source}{f' ({said})' if said else ''}".rstrip())
    for note in found.notes:
        print(note)
