"""``planner hours``: a plan's sites over all hours of a year."""

from pathlib import Path
from typing import Annotated

import typer

from planner import api
from planner.cli.terminal import print_json, print_table
from planner.errors import Fault, InputError, did_you_mean, listed
from planner.wording.numbers import counted, to_figures

DUST_GWH = 1e-3


def command(
    run: Annotated[Path, typer.Argument(help="Folder of a run, such as outputs/frontier.")],
    year: Annotated[
        int | None, typer.Option("--year", "-y", help="Year; the last if left out.")
    ] = None,
    site: Annotated[
        list[str] | None, typer.Option("--site", "-s", help="A site; all of them if left out.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print rows as JSON.")] = False,
) -> None:
    """Dispatch a plan's capacities over all 8,760 hours, and say what goes unserved."""
    plan, _ = api.read_whole_run(run)
    years = plan.summary["years"]
    shown = years[-1] if year is None else year
    faults = []
    if shown not in years:
        faults.append(Fault("--year", str(year), f"one of {listed(map(str, years))}"))
    clusters, stated = plan["clusters"], plan.tables.get("load")
    loads = [*clusters.loc[clusters["facility_gw"] > 0, "site"]]
    loads += [] if stated is None else [*stated.loc[stated["load_gw"] > 0, "site"]]
    known = {*clusters["site"], *loads}
    for name in site or []:
        if name not in known:
            faults.append(Fault("--site", name, "a site of the run", did_you_mean(name, known)))
    if not loads:
        faults.append(Fault(str(run), "no load of a cluster or a table", "a plan with load"))
    if faults:
        raise InputError(faults)
    found = api.hours(run, shown, tuple(site or ()))
    if as_json:
        print_json(table="hours", rows=found)
        return
    short = found[found["unserved_gwh"] > DUST_GWH]
    if not short.empty or site:
        print_table(plan.names.shown(found if site else short))
    shed = found["shed_gwh"].sum()
    total, load = short["unserved_gwh"].sum(), found["load_twh"].sum()
    print(
        f"{counted(len(found), 'site')} over 8,760 hours of {shown}: "
        + (
            f"{to_figures(total)} GWh unserved of {to_figures(load, 4)} TWh, at "
            f"{len(short)} sites."
            if len(short)
            else f"all of {to_figures(load, 4)} TWh is served"
            + (f", less {to_figures(shed)} GWh shed as agreed with the grid." if shed else ".")
        )
    )
