"""Rows of a table as a CSV file that the reader of the tables takes back."""

import csv
from pathlib import Path

import pandas as pd

from planner.data.atomic_files import whole_file


def write_rows(path: Path, rows: pd.DataFrame) -> None:
    """Write `rows` with their index as the first columns; the file is whole or not there."""
    table = rows.reset_index()
    with whole_file(path) as fresh, fresh.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table.columns)
        writer.writerows([_cell(value) for value in row] for row in table.to_numpy(dtype=object))


def _cell(value: object) -> str:
    """A value as the tables have it: blank, true or false, or a plain number."""
    if value is None or value is pd.NA or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(float(value))
    return str(value)
