"""``planner verify``: the certificate of a run, made again from its files."""

import json
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from planner import api
from planner.audit.certificate import Certificate
from planner.cli.terminal import print_table


def command(
    run: Annotated[Path, typer.Argument(help="Folder of a run, such as outputs/frontier.")],
    rebuild: Annotated[
        bool,
        typer.Option("--rebuild", help="Also build the programme again from the model's tables."),
    ] = False,
    every: Annotated[
        bool, typer.Option("--all", help="Show every check, also those that hold.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the certificate that comes out as JSON.")
    ] = False,
) -> None:
    """Check a run again from its files alone; nothing is solved. Exit code 5 where it fails."""
    certificate, manifest = api.verify(run)
    if rebuild:
        api.rebuilt(manifest, run)
    if as_json:
        print(json.dumps(certificate.record(manifest), indent=2))
    else:
        _print(certificate, every)
    api.require(certificate.failed)


def _print(certificate: Certificate, every: bool) -> None:
    """Stages, what was added up again, and the checks by kind."""
    stages = pd.DataFrame(
        [
            {
                "stage": stage["stage"],
                "objective": stage["primal_objective"],
                "unit": stage["unit"],
                "duality gap": stage["duality_gap"],
                "rows off by": stage["primal_infeasibility"],
                "duals off by": stage["dual_infeasibility"],
                "slackness": stage["complementary_slackness"],
            }
            for stage in certificate.stages
        ]
    )
    print_table(stages, "What the solver's own numbers prove")
    checks = pd.DataFrame(
        [
            {
                "what was added up again": c.family,
                "rows": c.rows,
                "off by": c.scaled,
                "worst": c.worst,
            }
            for c in certificate.checks
            if c.kind == "recomputed" or every or not c.passed
        ]
    )
    print_table(checks, "What the input tables say of the plan's")
    total = sum(check.rows for check in certificate.checks)
    failed = len(certificate.failed)
    print(
        f"{len(certificate.checks)} checks of {total} rows: "
        + (f"{failed} fail." if failed else "all hold to a millionth of what they compare.")
    )
