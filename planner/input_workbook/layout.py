"""Where things stand in an input workbook, the same for its writer and its reader."""

from hashlib import sha256

from planner.data.schema import Schema

FORMAT = 1
"""Counts layouts that older planners cannot read."""
HEADER_ROW = 5
"""Row of the column names on every sheet; a title, what the sheet holds and units are above."""

START, MODEL, LIMITS, LISTS = "Start", "Model", "Limits", "Lists"
CANDIDATES, CASES, SET = "Candidates", "Cases", "Set"

STAYS_OUTSIDE = ("time_slices", "slice_profiles", "slice_days")
"""Tables that belong to hourly profiles: they come from the folder of the tables."""

MODEL_COLUMNS = ("key", "value", "unit", "default", "choices", "meaning")
CANDIDATES_COLUMNS = ("region", "gw", "by", "kinds")
CASES_COLUMNS = ("quantity", "case", "meaning")
SET_COLUMNS = ("cell", "value", "in the table")
PLUGINS = "plugins."
"""What keys of plug-ins begin with, on the sheet of single values."""

FORMER_STAMPS = frozenset({"76bd02325228"})
"""Stamps of the shipped tables under their former names.

Their sheets are read by those names, and every column that they lack may be blank. A stamp goes
from here as soon as a column changes its unit or its type.
"""

STAMP = {"format": "B3", "schema": "B4", "planner": "B5", "model": "B6"}
"""Cells of the sheet Lists that say what wrote the workbook, and for which tables."""


def tables_inside(schema: Schema) -> list[str]:
    """The tables that have a sheet, in the order of the descriptor."""
    return [name for name in schema if name not in STAYS_OUTSIDE]


def schema_stamp(schema: Schema) -> str:
    """Twelve characters that change when a sheet gains, loses or alters a column."""
    words = [
        f"{name} {field.name} {field.type} {field.unit} {field.name in schema[name].key}"
        for name in tables_inside(schema)
        for field in schema[name].fields.values()
    ]
    return sha256("\n".join(words).encode()).hexdigest()[:12]
