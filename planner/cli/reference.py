"""``planner reference``: what is known, and what others projected, beside the plan of a model."""

import json
import sys
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from planner import api
from planner.analysis.reference.comparison import Comparison
from planner.analysis.reference.facts_agreement import agreement
from planner.analysis.reference.known_facts import BESIDE, FactVerdict
from planner.cli.terminal import print_table, steps
from planner.wording.numbers import as_stated, to_percent

SHOWN = ["year", "quantity", "unit", "low", "central", "high", "plan", "ratio", "verdict"]
FACTS_SHOWN = [
    "year", "quantity", "subject", "unit", "reading", "low", "central", "high", "share taken",
    "plan", "ratio", "verdict",
]  # fmt: skip


def command(
    models: Annotated[
        list[str],
        typer.Argument(help="Model files or names; a part [reference] adds projections."),
    ],
    charts: Annotated[
        Path | None, typer.Option("--charts", help="Folder for charts of each model.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the rows as JSON.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Report no steps.")] = False,
) -> None:
    """Print what is counted, guided and expected beside each plan, and published projections.

    Of a figure of the whole world the plan's region takes the share that it takes of supply. A
    row agrees inside its range, or within a quarter of its central value; for each row outside a
    sentence says what in the plan puts it there, where the plan shows it.
    """
    compared: list[tuple[Comparison, pd.DataFrame]] = []
    for model in models:
        with steps(quiet=quiet) as report:
            run, comparison = api.reference(model, report)
            written = api.charts(run, charts / run.model.name) if charts else []
        facts = run.plan.tables.get(BESIDE, pd.DataFrame())
        compared.append((comparison, facts))
        for notice in run.notices:
            print(f"planner: note: {notice}", file=sys.stderr)
        if not as_json:
            _print_facts(facts, comparison.title)
            _print_published(comparison)
            for path in written:
                print(path)
    if as_json:
        found = [
            {
                "model": c.model,
                "judged": c.judged,
                "agreeing": c.agreeing,
                "rows": json.loads(c.rows.to_json(orient="records")),
                "facts": json.loads(facts.to_json(orient="records")),
            }
            for c, facts in compared
        ]
        print(json.dumps({"schema_version": 1, "models": found}, indent=2))


def _print_facts(facts: pd.DataFrame, title: str) -> None:
    """Known figures with a counterpart, how many agree, and why the others don't."""
    if facts.empty:
        return
    print_table(facts_shown(facts), f"{title}\nWhat is known, beside the plan")
    print(agreement(facts))
    outside = facts[facts["verdict"] == FactVerdict.OUTSIDE.value]
    for row in outside.itertuples():
        what = " ".join(filter(None, (row.quantity, row.subject)))
        print(f"- {row.year} {what} ({row.reading}): {row.cause}")
    print()


def facts_shown(facts: pd.DataFrame) -> pd.DataFrame:
    """The rows as a table for people: shares in percent, years whole."""
    table = facts.assign(year=[str(year) for year in facts["year"]])
    table["share taken"] = [to_percent(share, 0) for share in facts["taken_share"]]
    return table[FACTS_SHOWN]


def _print_published(comparison: Comparison) -> None:
    """Published projections of the cases that the model names."""
    if comparison.rows.empty:
        return
    rows = comparison.rows[SHOWN].copy()
    rows["year"] = [as_stated(year) for year in rows["year"]]
    print_table(rows, comparison.title)
    print(comparison.verdict())
    print()
