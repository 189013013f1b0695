"""Frames as native tables: headings in one row, units above them, types kept."""

from collections.abc import Callable, Sequence

import pandas as pd
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table, TableStyleInfo

from planner.surfaces.workbook.plan.pages import Page
from planner.wording.numbers import to_figures

MOST_WIDTH, LEAST_WIDTH = 44, 8
_LOOKED_AT = 60
"""Rows that a column's width is fitted to."""


def write_table(
    page: Page,
    frame: pd.DataFrame,
    name: str,
    *,
    first_row: int,
    units: Callable[[str], tuple[str, str]],
    style: str,
    first_column: int = 1,
    plain_columns: Sequence[str] = (),
) -> int:
    """Write `frame` with its headings in `first_row`; returns the row below its last.

    `units` gives a column's unit and number format; units stand above the
    headings. A table without rows gets an empty one, which a native table
    needs. `plain_columns` are set like labels.
    """
    sheet = page.sheet
    for offset, column in enumerate(frame.columns):
        place = first_column + offset
        unit, form = units(str(column))
        if unit:
            page.write(first_row - 1, place, unit, "unit")
        page.write(first_row, place, str(column), "header")
        values = frame[column].tolist()
        look = "label" if column in plain_columns else style
        for row, value in enumerate(values, start=first_row + 1):
            page.put(row, place, value, look, form)
        shown = [str(column), unit, *(_shown(value) for value in values[:_LOOKED_AT])]
        width = min(MOST_WIDTH, max(LEAST_WIDTH, *(len(text) + 2 for text in shown)))
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = max(
            width, sheet.column_dimensions[letter].width if first_column > 1 else 0
        )
    last_row = first_row + max(1, len(frame))
    corner = f"{get_column_letter(first_column)}{first_row}"
    end = f"{get_column_letter(first_column + len(frame.columns) - 1)}{last_row}"
    table = Table(displayName=name, ref=f"{corner}:{end}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    sheet.add_table(table)
    return last_row + 1


def _shown(value: object) -> str:
    if isinstance(value, float):
        return to_figures(value, 6)
    return "" if value is None else str(value)
