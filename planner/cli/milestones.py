"""``planner milestones``: backwards from a year's cluster to the dates of its decisions."""

from pathlib import Path
from typing import Annotated

import typer

from planner import api
from planner.analysis.outlook.decisions import is_late
from planner.cli.terminal import print_json, print_table
from planner.errors import Fault, InputError, did_you_mean, listed

HEADINGS = {
    "item": "decision",
    "lead_years": "lead years",
    "first_by": "first piece by",
    "last_by": "last piece by",
}


def command(
    run: Annotated[Path, typer.Argument(help="Folder of a run, such as outputs/frontier.")],
    year: Annotated[
        int | None,
        typer.Option("--year", help="Year of the cluster; the last of the plan if left out."),
    ] = None,
    site: Annotated[
        str | None, typer.Option("--site", help="Only the decisions of one site.")
    ] = None,
    by_site: Annotated[
        bool, typer.Option("--by-site", help="One line for each site, in place of their sum.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the decisions of each site as JSON.")
    ] = False,
) -> None:
    """Print by when each decision behind a year's cluster must be taken."""
    plan, manifest = api.read_run(run)
    years = [int(y) for y in plan.summary["years"]]
    target = years[-1] if year is None else year
    faults = []
    if "milestones" not in plan.tables:
        fix = "plan it again" if plan.computes else ""
        expected = "the run of a model with workloads, whose decisions have dates"
        faults.append(Fault(str(run), "no milestones", expected, fix))
    if target not in years:
        faults.append(Fault("--year", str(target), f"a year from {years[0]} to {years[-1]}"))
    sites = list(dict.fromkeys(plan["clusters"]["site"]))
    if site is not None and site not in sites:
        fix = did_you_mean(site, sites)
        faults.append(Fault("--site", f"unknown site {site!r}", listed(sites), fix))
    if faults:
        raise InputError(faults)
    table = api.serving(plan["milestones"], target)
    if site is not None:
        table = table[table["site"] == site]
    apart = by_site or as_json or site is not None
    found = api.decisions(table, by_site=apart)
    if as_json:
        print_json(year=target, decisions=found)
        return
    shown = plan.names.shown(found.drop(columns=["first_by_year", "last_by_year"]))
    print_table(
        shown.rename(columns=HEADINGS),
        f"{manifest['title']}: decisions behind the cluster of {target}",
    )
    late = sum(map(is_late, found["status"]))
    begin = f"had to begin before the plan does, in {years[0]}"
    print(f"{late} of {len(found)} decisions {begin}.")
