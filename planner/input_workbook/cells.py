"""From one cell of a sheet to the text that a schema is held to, or to what is wrong with it."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Any

from planner.data.cells import Problem, hidden_signs
from planner.data.schema import FieldType
from planner.errors import quoted

_PLAIN_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_TRUTH = {"true": "true", "false": "false"}
UNSAVED = object()
"""Value of a formula whose result the file does not hold."""


def text_of(value: Any, data_type: str, kind: FieldType) -> tuple[str | None, Problem | None]:
    """The text of a cell as a file of text would have it, ``""`` for a blank one.

    `value` and `data_type` are those of openpyxl, `kind` the type of the
    column. The text is None where there is a problem, and the caller knows
    what was expected.
    """
    if value is None:
        return "", None
    problem = _problem(value, data_type, kind)
    if problem:
        return None, problem
    if isinstance(value, bool):
        return str(value).lower(), None
    if isinstance(value, int):
        return str(value), None
    if isinstance(value, float):
        # A sheet does not tell 2026 from 2026.0.
        whole = value == int(value) and (kind != "number" or abs(value) < 1e15)
        return str(int(value)) if whole else repr(value), None
    text = str(value)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return (_TRUTH.get(text.lower(), text) if kind == "boolean" else text), None


def _problem(value: Any, data_type: str, kind: FieldType) -> Problem | None:
    """What keeps a cell from having a text: its type, or signs that nobody sees."""
    if value is UNSAVED:
        fix = "open the workbook in Excel and save it, or write the value itself"
        return Problem("a formula without a saved result", "", fix)
    if data_type == "e":
        return Problem(f"the error {value}", "", "mend the formula, or write the value")
    # In Python a bool is an int: TRUE would pass for 1.
    if isinstance(value, bool) and kind != "boolean":
        return Problem(str(value).upper(), "", "write the value, not TRUE or FALSE")
    if isinstance(value, datetime | date | time | timedelta):
        shown = str(value).removesuffix(" 00:00:00")
        return Problem(f"a date or time, {shown}", "", _undated(value, kind))
    if isinstance(value, str):
        if signs := hidden_signs(value, breaks=True):
            found = f"{quoted(value)} holds a sign that nobody sees ({signs})"
            return Problem(found, "", "type the cell again")
        if kind in ("number", "integer") and _PLAIN_NUMBER.fullmatch(value.strip()):
            fix = f"format the cell as a number and type {value.strip()} again"
            return Problem(f"{quoted(value)} is text, not a number", "", fix)
    return None


def _undated(value: Any, kind: FieldType) -> str:
    """The way out for a cell that a spreadsheet took for a date."""
    if kind == "string":
        return "format the cell as text and type it again"
    if isinstance(value, date):
        return f"format the cell as a number; a year is written {value.year}"
    return "format the cell as a number and type it again"
