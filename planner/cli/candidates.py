"""``planner candidates``: places for a power need, ranked, and as rows of a dataset."""

from math import inf
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from planner import api
from planner.cli.terminal import print_json, print_table
from planner.data.candidates import KINDS, Need
from planner.errors import Fault, InputError, did_you_mean, raise_any
from planner.wording.numbers import as_stated, to_figures, to_year

COLUMNS = {
    "max_facility_gw": "GW",
    "gw_so_far": "GW so far",
    "first_power_year": "first power",
    "latitude": "north",
    "longitude": "east",
}


def command(
    region: Annotated[str, typer.Argument(help="Electricity region, such as ERCOT.")],
    gw: Annotated[float, typer.Option("--gw", help="Facility power that is wanted, GW.")],
    by: Annotated[int, typer.Option("--by", help="Year at whose end it is wanted.")] = 2030,
    first: Annotated[
        int, typer.Option("--from", help="Year at whose beginning requests are made.")
    ] = 2026,
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", "-k", help=f"{', '.join(KINDS)}; all of them if left out."),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="Show what comes after the need is met, too.")
    ] = False,
    datasets: Annotated[
        Path | None, typer.Option("--datasets", help="Folder of tables, with datapackage.json.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Write the new ones as CSV, as sites.csv has them."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print rows as JSON.")] = False,
) -> None:
    """List places for a power need: announced campuses, retiring plants, areas with headroom."""
    faults = [
        Fault("--kind", f"unknown kind {name!r}", f"one of {', '.join(KINDS)}",
              did_you_mean(name, KINDS))
        for name in kind or ()
        if name not in KINDS
    ]  # fmt: skip
    if not 0 < gw < inf:
        faults.append(Fault("--gw", as_stated(gw), "gigawatts above 0"))
    if by < first:
        faults.append(Fault("--by", str(by), f"{first} or later, the year of --from"))
    if output is not None and not output.parent.is_dir():
        faults.append(Fault("--output", str(output), "a file in a folder that exists"))
    raise_any(faults)
    need = Need(region, gw, by, first, tuple(kind or KINDS))
    found, written = api.candidates(need, datasets, output)
    chosen = found[found["chosen"]]
    shown = found if every else chosen
    if as_json:
        print_json(table="candidates", rows=shown.reset_index())
    else:
        _print(shown, chosen, need)
    if output is not None:
        _print_written(written, output, chosen)


def _print(shown: pd.DataFrame, chosen: pd.DataFrame, need: Need) -> None:
    if shown.empty:
        raise InputError(
            [
                Fault(
                    f"{need.region}, by {need.by}",
                    "no candidate",
                    f"{as_stated(need.gw)} GW",
                    "ask for a later year or another region",
                )
            ]
        )
    table = shown.reset_index()
    columns = ["site", *COLUMNS, "state", "reason", "confidence", "source_id"]
    table = table[columns].rename(columns=COLUMNS | {"source_id": "source"})
    for column in ("first power", "north", "east"):
        table[column] = table[column].map(lambda value: to_year(value).rstrip("0").rstrip("."))
    print_table(table, f"{as_stated(need.gw)} GW in {need.region} by the end of {need.by}")
    print("Ranked by first power; then what was read before what is judged; then by size.")
    room = float(chosen["max_facility_gw"].sum())
    if room < need.gw:
        print(f"Not enough: {to_figures(room)} of {as_stated(need.gw)} GW.")


def _print_written(written: list[Path], output: Path, chosen: pd.DataFrame) -> None:
    """Say what was written; what has a row already is not written again."""
    known = int((chosen["what"] == "announced").sum())
    if known:
        print(f"{known} of these have a row in sites.csv already and are not written again.")
    for path in written:
        table = "sites.csv" if path == output else "site_power.csv"
        print(f"{path}: rows to add to {table}")
