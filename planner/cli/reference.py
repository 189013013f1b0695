"""``planner reference``: published projections beside the plan of a model."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from planner import api
from planner.analysis.reference.comparison import Comparison
from planner.cli.terminal import print_table, steps
from planner.wording.numbers import as_stated

SHOWN = ["year", "quantity", "unit", "low", "central", "high", "plan", "ratio", "verdict"]


def command(
    models: Annotated[
        list[str], typer.Argument(help="Model files or names, each with a part [reference].")
    ],
    charts: Annotated[
        Path | None, typer.Option("--charts", help="Folder for charts of each model.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the rows as JSON.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Report no steps.")] = False,
) -> None:
    """Print published low, central and high beside each plan's figure."""
    compared: list[Comparison] = []
    for model in models:
        with steps(quiet=quiet) as report:
            run, comparison = api.reference(model, report)
            written = api.charts(run, charts / run.model.name) if charts else []
        compared.append(comparison)
        for notice in run.notices:
            print(f"planner: note: {notice}", file=sys.stderr)
        if not as_json:
            rows = comparison.rows[SHOWN].copy()
            rows["year"] = [as_stated(year) for year in rows["year"]]
            print_table(rows, comparison.title)
            print(comparison.verdict())
            print()
            for path in written:
                print(path)
    if as_json:
        found = [
            {
                "model": c.model,
                "judged": c.judged,
                "agreeing": c.agreeing,
                "rows": json.loads(c.rows.to_json(orient="records")),
            }
            for c in compared
        ]
        print(json.dumps({"schema_version": 1, "models": found}, indent=2))
