"""``planner alternatives``: what all plans near the least cost have, and what none needs."""

import json
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from planner.cli.studies import Report, tell_of
from planner.cli.terminal import print_table, steps
from planner.errors import Fault, InputError, NotOptimalError
from planner.studies.alternatives import explore, sentences
from planner.wording.numbers import to_cost_share

DEFAULT_OVER = "regions,accelerators,technologies,origins"


def command(
    subject: Annotated[
        str, typer.Argument(metavar="MODEL|RUN", help="A model, or the folder of a run.")
    ],
    within: Annotated[
        str,
        typer.Option("--within", "-w", help="How much more a plan may cost: 3%, or 1%,3%,5%."),
    ] = "3%",
    over: Annotated[
        str,
        typer.Option(
            "--over",
            help="What is pushed to its ends: regions, states, sites, accelerators, vendors, "
            "technologies, origins; several with commas.",
        ),
    ] = DEFAULT_OVER,
    outputs: Annotated[
        Path, typer.Option("--outputs", "-o", help="Gets the folder <model>_alternatives.")
    ] = Path("outputs"),
    as_json: Annotated[bool, typer.Option("--json", help="Print the ranges as JSON.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Report no steps.")] = False,
    report: Report = True,
) -> None:
    """Find the least and most of each choice over all plans that cost little more.

    No such plan misses more of a target than the least-cost one. Each end is
    exact, and of one choice at a time.
    """
    shares = _shares(within)
    if os.path.exists(outputs) and not os.path.isdir(outputs):
        raise InputError([Fault("--outputs", f"{outputs} is a file", "a folder, or nothing")])
    kinds = [kind.strip() for kind in over.split(",") if kind.strip()]
    with steps(quiet=quiet) as tell:
        found = explore(subject, shares, kinds, tell)
    folder = found.write(outputs / f"{found.model.name}_alternatives")
    if as_json:
        rows = json.loads(found.ranges.to_json(orient="records"))
        record = {"schema_version": 1, "model": found.model.name, "ranges": rows}
        print(json.dumps(record, indent=2))
    else:
        for (share, _), rows in found.ranges.groupby(["within", "over"], sort=False):
            title = f"{rows['what'].iloc[0]}, in plans within {to_cost_share(share)}"
            print_table(rows[["name", "least", "plan", "most", "unit"]], title)
        print("\n".join(sentences(found.ranges)))
        print("Each end is of one choice alone: plans_at_the_ends.csv has the rest of its plan.")
        print(folder / "ranges.csv")
    if report:
        tell_of(folder, quiet=quiet, as_json=as_json)
    stopped = found.ranges[found.ranges["stopped"] != ""]
    if len(stopped):
        for row in stopped.itertuples():
            print(
                f"planner: {row.name}, within {to_cost_share(row.within)}: {row.stopped}",
                file=sys.stderr,
            )
        raise typer.Exit(NotOptimalError.exit_code)


def _shares(text: str) -> list[float]:
    """``"1%,3%"`` or ``"0.01,0.03"`` as shares."""
    shares = []
    for part in text.split(","):
        number, percent, _ = part.strip().partition("%")
        try:
            shares.append(float(number) / (100 if percent else 1))
        except ValueError:
            expected = "a share such as 3% or 0.03, several with commas"
            raise InputError([Fault("--within", repr(text), expected)]) from None
    return shares
