"""Control: what every column held when it was written, so that a change shows.

A check that compares a table with itself passes on a table that was changed.
So the planner writes down two numbers for each column: its sum, and a
fingerprint, the sum over rows of the row's number times the inverse hyperbolic
sine of its value. That sine grows like a logarithm, so small numbers count beside
large ones; the row's number makes an exchange of two cells show, and moves
along when the table is sorted. Of a text the length stands for the value.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from planner.surfaces.workbook.plan.book import FIRST_ROW, Book, Page
from planner.surfaces.workbook.plan.formulas import Cell, Formula, name, sum_of
from planner.surfaces.workbook.plan.results import PREFIX, Results
from planner.surfaces.workbook.plan.shown_inputs import LINE
from planner.surfaces.workbook.plan.shown_inputs import PREFIX as INPUT_PREFIX
from planner.surfaces.workbook.plan.styles import SCIENTIFIC

SHEET = "Control"


@dataclass(frozen=True)
class Control:
    """How many columns are not as they were written."""

    results: Cell
    inputs: Cell


def fill(book: Book, page: Page, results: Results, inputs: dict[str, pd.DataFrame]) -> Control:
    """Write the sheet: a line for each column of each table."""
    page.widths(10, 30, 42, 16, 16, 18, 18, 10)
    top = FIRST_ROW + 3
    page.header(
        top,
        ["Kind", "Table", "Column", "Sum now", "Sum written", "Fingerprint now",
         "Fingerprint written", "Differs"],
    )  # fmt: skip
    writer = _Writer(book, page, top + 1)
    counted = {}
    for kind, prefix, weight, frames in (
        ("result", PREFIX, "row", results.frames),
        ("input", INPUT_PREFIX, LINE, inputs),
    ):
        first = writer.row
        flags: list[Cell] = []
        for table, frame in frames.items():
            flags.extend(writer.table(kind, prefix + table, frame, weight))
        at = FIRST_ROW + (kind == "input")
        page.write(at, 1, f"Columns of {kind} tables that differ from what was written", "total")
        counted[kind] = page.write(at, 8, sum_of(flags), "total")
        assert first + len(flags) == writer.row
    page.freeze(top + 1, 4)
    return Control(counted["result"], counted["input"])


@dataclass(eq=False)
class _Writer:
    book: Book
    page: Page
    row: int

    def table(self, kind: str, table: str, frame: pd.DataFrame, weight: str) -> list[Cell]:
        """A line for each column of a table; returns the cells that say whether it differs."""
        weights = frame[weight].to_numpy(dtype=float)
        flags = []
        for column in frame.columns:
            if column == weight:
                continue
            place = f"{table}[{column}]"
            numeric = _is_number(frame[column])
            page, row = self.page, self.row
            page.write(row, 1, kind, "unit")
            page.write(row, 2, table)
            page.write(row, 3, str(column))
            if numeric:
                values = frame[column].astype(float).fillna(0.0)
                values = values.where(np.isfinite(values), 0.0)
                total = float(values.sum())
                page.write(row, 4, Formula(f"SUM({place})", total), "link", SCIENTIFIC)
                page.write(row, 5, total, "result", SCIENTIFIC)
                measured, function = np.arcsinh(values.to_numpy()), "ASINH"
            else:
                measured, function = frame[column].map(_length).to_numpy(dtype=float), "LEN"
            fingerprint = float(measured @ weights) if len(frame) else 0.0
            text = f"SUMPRODUCT({function}({place}),{table}[{weight}])"
            page.write(row, 6, Formula(text, fingerprint), "link", SCIENTIFIC)
            page.write(row, 7, fingerprint, "result", SCIENTIFIC)
            flags.append(page.write(row, 8, self._differs(numeric), "calculation", "0"))
            self.row += 1
        return flags

    def _differs(self, numeric: bool) -> Formula:
        """1 when the sum or the fingerprint is not the written one, or is an error."""
        row, tolerance = self.row, name("tol_relative", 0.0).text
        parts = [f"ABS(F{row}-G{row})>tol_fingerprint*(1+ABS(G{row}))"]
        if numeric:
            parts.append(f"ABS(D{row}-E{row})>{tolerance}*(1+ABS(E{row}))")
        return Formula(f"IFERROR(IF(OR({','.join(parts)}),1,0),1)", 0)


def _is_number(column: pd.Series) -> bool:
    return bool(pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column))


def _length(value: object) -> int:
    """Characters of a cell as a spreadsheet counts them."""
    return 0 if value is None or value is pd.NA or value != value else len(str(value))
