"""What was asked differently: keys of the models, cells of the tables, files, code."""

import pandas as pd

from planner.config.locations import bundled
from planner.data.descriptor import read_schema
from planner.data.schema import Field
from planner.surfaces.html.compared import ASKED, Compared
from planner.surfaces.html.parts import DataTable, Section
from planner.wording.text import Name, Text, say

CODE = "planner's code"
FILE = "file "
SHOWN = 3


def build(of: Compared) -> Section:
    """Every key and cell that differs, with its unit and meaning."""
    return Section(
        key="asked",
        question="What was asked differently?",
        finding=finding(of),
        paragraphs=tuple(filter(None, (_code(of),))),
        tables=(_table(of),) if len(of.difference.asked) else (),
        details=(_cells(of),) if _files(of) else (),
    )


def finding(of: Compared) -> Text:
    """How much differs, and what where it is one thing."""
    asked = of.difference.asked
    if asked.empty:
        return say("The same was asked of all runs")
    if len(asked) == 1 and len(of.runs) == 2:
        row = asked.iloc[0]
        return say(
            "One thing was asked differently: {what}, {after} in place of {before}",
            what=Name(f"“{row['what']}”"),
            before=Name(_value(row[of.names[0]])),
            after=Name(_value(row[of.names[1]])),
        )
    number = of.count(ASKED)
    word = " thing was" if len(asked) == 1 else " things were"
    said = say("{number}" + word + " asked differently", number=number).capital()
    named = list(dict.fromkeys(_cells_of(str(what)) for what in asked["what"]))
    words = ", ".join(f"“{what}”" for what in named[:SHOWN])
    lead = ", among them {words}" if len(named) > SHOWN else ": {words}"
    return said + say(lead, words=Name(words))


def _cells_of(what: str) -> str:
    """A key as it is, a cell without its row: fifteen rows of a column are one thing to say."""
    table, _, rest = what.partition(".")
    row, dot, column = rest.rpartition(".")
    return f"{table}.{column}" if dot and ":" in row else what


def _value(cell: object) -> str:
    return str(cell) or "none"


def _code(of: Compared) -> Text:
    """A caution where the planner itself differs."""
    if not (of.difference.asked["what"] == CODE).any():
        return Text()
    return say(
        "The runs were made by different revisions of the planner: some of the difference may be "
        "the code's."
    )


def _table(of: Compared) -> DataTable:
    schema = read_schema(bundled("datasets"))
    rows = []
    for _, row in of.difference.asked.iterrows():
        table, column = str(row["what"]).partition(".")[0], str(row["what"]).rpartition(".")[2]
        field = schema[table].fields.get(column) if table in schema else None
        values = [_value(row[name]) for name in of.names]
        rows.append([str(row["what"]), *values, _unit(field), field.description if field else ""])
    columns = ["what", *of.headings, "unit", "meaning"]
    return DataTable.of(pd.DataFrame(rows, columns=columns), "What was asked")


def _unit(field: Field | None) -> str:
    return field.unit if field else ""


def _files(of: Compared) -> bool:
    return bool(of.difference.asked["what"].str.startswith(FILE).any())


def _cells(of: Compared) -> DataTable:
    """Rows of the input tables that are not in both, against the first run."""
    rows = []
    for name, run in of.others:
        for table in sorted({*of.base.inputs, *run.inputs}):
            before, after = (
                set(map(tuple, side.inputs[table].astype(str).to_numpy()))
                if table in side.inputs
                else set()
                for side in (of.base, run)
            )
            if before != after:
                rows.append([table, name, len(before - after), len(after - before)])
    columns = ["table", "run", "rows only in the first", "rows only in this one"]
    return DataTable.of(pd.DataFrame(rows, columns=columns), "Input tables whose rows differ")
