"""Data tables: the headline in full, and where everything else is."""

import pandas as pd

from planner.surfaces.html.facts import Facts
from planner.surfaces.html.parts import DataTable, Section
from planner.wording.text import Name, say


def build(facts: Facts) -> Section:
    """The tables of the run by name, with their columns."""
    tables = facts.plan.tables
    rows = [
        (name, len(table), ", ".join(str(column) for column in table))
        for name, table in sorted(tables.items())
    ]
    index = DataTable.of(
        pd.DataFrame(rows, columns=["table", "rows", "columns"]), "Tables of the run"
    )
    headline = facts.plan.headline().reset_index()
    whole = DataTable.of(
        headline, "The headline in full", [str(c).replace("_", " ") for c in headline]
    )
    return Section(
        key="data",
        question="Where are the numbers?",
        finding=say("Every figure here is in a table of the run's folder"),
        paragraphs=(
            say(
                "The folder {folder} holds the plan's tables as Parquet and CSV under {tables}, "
                "and the input rows that they were made from, each with its source and "
                "confidence, under {inputs}.",
                folder=Name(str(facts.folder)),
                tables=Name("tables"),
                inputs=Name("inputs"),
            ),
        ),
        tables=(whole,),
        details=(index,),
    )
