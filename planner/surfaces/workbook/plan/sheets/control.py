"""Control: what every column of the tables held when it was written, so that a change shows.

A check that compares a table with itself passes on a table that was changed.
So the planner writes down what each column held. Of a column of numbers these
are its sum and a fingerprint: the sum over rows of the row's number times the
inverse hyperbolic sine of its value, and times one where there is a value at
all. That sine grows like a logarithm, so small numbers count beside large
ones; the row's number makes an exchange of two cells show, and moves along when
the table is sorted. Of a column of texts it is the texts themselves, on the
sheet Texts, each found again by the number of its row.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from openpyxl.utils import get_column_letter

from planner.surfaces.workbook.number_formats import GENERAL, SCIENTIFIC
from planner.surfaces.workbook.plan.formulas import Cell, Formula, name, sum_of
from planner.surfaces.workbook.plan.pages import FIRST_ROW, Page, PlanWorkbook, plain
from planner.surfaces.workbook.plan.results import PREFIX, Results
from planner.surfaces.workbook.plan.shown_inputs import LINE
from planner.surfaces.workbook.plan.shown_inputs import PREFIX as INPUT_PREFIX

SHEET, TEXTS = "Control", "Texts"
TEXTS_HEAD = FIRST_ROW + 2
"""Row of the headings on the sheet of texts."""
_MARK = "t"
"""Before each text that is kept, so that a blank one is a cell like any other."""


@dataclass(frozen=True)
class Control:
    """How many columns are not as they were written."""

    results: Cell
    inputs: Cell


def fill(
    book: PlanWorkbook, page: Page, texts: Page, results: Results, inputs: dict[str, pd.DataFrame]
) -> Control:
    """Write both sheets: a line for each column of each table, and the texts."""
    page.widths(10, 30, 42, 16, 16, 18, 18, 10)
    top = FIRST_ROW + 3
    page.header(
        top,
        ["Kind", "Table", "Column", "Sum now", "Sum written", "Fingerprint now, or texts unlike",
         "Fingerprint written", "Differs"],
    )  # fmt: skip
    words = "Row numbers of a table, and its columns of text beside them"
    texts.write(FIRST_ROW, 1, words, "note")
    writer = _Writer(book, page, texts, top + 1)
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
    book: PlanWorkbook
    page: Page
    texts: Page
    row: int
    kept: int = 1
    """Column of the sheet of texts where the next one goes."""

    def table(self, kind: str, table: str, frame: pd.DataFrame, weight: str) -> list[Cell]:
        """A line for each column of a table; returns the cells that say whether it differs."""
        weights = frame[weight].to_numpy(dtype=float)
        texts = [column for column in frame.columns if not _is_number(frame[column])]
        numbers = self._keep(frame[weight], table, weight, "") if texts and len(frame) else ""
        flags = []
        for column in frame.columns:
            page, row = self.page, self.row
            page.write(row, 1, kind, "unit")
            page.write(row, 2, table)
            page.write(row, 3, str(column))
            place = f"{table}[{column}]"
            if column not in texts:
                self._sums(place, f"{table}[{weight}]", frame[column], weights)
            elif len(frame):
                kept = self._keep(frame[column].map(_text), table, str(column), _MARK)
                found = f"LOOKUP({table}[{weight}],{numbers},{kept})"
                unlike = f'SUMPRODUCT(1-EXACT("{_MARK}"&{place},{found}))'
                self._unlike(unlike)
            else:
                self._unlike(f'SUMPRODUCT(({place}<>"")*1)')
            differs = self._differs(column not in texts)
            flags.append(page.write(row, 8, differs, "calculation", "0"))
            self.row += 1
        if numbers:
            self.kept += 1
        return flags

    def _sums(self, place: str, weight: str, column: pd.Series, weights: np.ndarray) -> None:
        """Sum and fingerprint of a column of numbers, now and as they were written."""
        page, row = self.page, self.row
        there = column.notna().to_numpy()
        values = column.astype(float).fillna(0.0)
        finite = np.isfinite(values.to_numpy())
        there, values = there & finite, values.where(finite, 0.0)
        total = float(values.sum())
        page.write(row, 4, Formula(f"SUM({place})", total), "link", SCIENTIFIC)
        page.write(row, 5, total, "result", SCIENTIFIC)
        measured = np.arcsinh(values.to_numpy()) + there
        fingerprint = float(measured @ weights) if len(column) else 0.0
        text = f'SUMPRODUCT(ASINH({place})+({place}<>""),{weight})'
        page.write(row, 6, Formula(text, fingerprint), "link", SCIENTIFIC)
        page.write(row, 7, fingerprint, "result", SCIENTIFIC)

    def _unlike(self, text: str) -> None:
        """How many texts of a column are not those that were written."""
        self.page.write(self.row, 6, Formula(text, 0), "link", SCIENTIFIC)
        self.page.write(self.row, 7, 0, "result", SCIENTIFIC)

    def _keep(self, column: pd.Series, table: str, heading: str, mark: str) -> str:
        """Write a column on the sheet of texts; where it stands, for a formula."""
        texts, first = self.texts, TEXTS_HEAD + 1
        texts.write(TEXTS_HEAD - 1, self.kept, table, "unit")
        texts.write(TEXTS_HEAD, self.kept, heading, "header")
        for row, value in enumerate(column.tolist(), start=first):
            texts.put(row, self.kept, f"{mark}{value}" if mark else value, "result", GENERAL)
        letter = get_column_letter(self.kept)
        self.kept += 1
        return f"{TEXTS}!${letter}${first}:${letter}${first + len(column) - 1}"

    def _differs(self, numeric: bool) -> Formula:
        """1 when the sum or the fingerprint is not the written one, or is an error."""
        row, tolerance = self.row, name("tol_relative", 0.0).text
        parts = [f"ABS(F{row}-G{row})>tol_fingerprint*(1+ABS(G{row}))"]
        if numeric:
            parts.append(f"ABS(D{row}-E{row})>{tolerance}*(1+ABS(E{row}))")
        return Formula(f"IFERROR(IF(OR({','.join(parts)}),1,0),1)", 0)


def _is_number(column: pd.Series) -> bool:
    return bool(pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column))


def _text(value: object) -> str:
    """A cell of text as it is written; nothing for a blank one."""
    missing = value is None or value is pd.NA or value != value
    return "" if missing else str(plain(value))
