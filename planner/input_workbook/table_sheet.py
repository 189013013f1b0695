"""One table of the model on one sheet: units, header, rows, drop-downs, sources."""

from collections.abc import Mapping, Sequence

import pandas as pd
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table as NativeTable
from openpyxl.worksheet.table import TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from planner.data.reading import plain
from planner.data.schema import Field, Table
from planner.input_workbook.dropdowns import SPARE_ROWS
from planner.input_workbook.layout import HEADER_ROW, START
from planner.input_workbook.styles import NUMBER, TEXT, YEAR, Styles, put

_PROVENANCE = ("source_id", "confidence", "note", "coordinate_source")
_NARROW, _WIDE = 11, 44
_LONGEST_NAME = 28
"""Width of a column beyond which its name goes over two lines."""
_WIDTHS_FROM_ROWS = 60
_PAGE_WIDTH = 170
"""Widths of a character that a page shows in legible print."""


def write_table(
    book: Workbook,
    table: Table,
    frame: pd.DataFrame,
    styles: Styles,
    validations: Mapping[str, DataValidation],
    comments: Mapping[tuple[int, str], str],
) -> Worksheet:
    """Add a sheet for a table; `comments` are by row of the table and column."""
    sheet = book.create_sheet(table.name)
    money = f" Money in USD of {table.currency_year}." if table.currency_year else ""
    heading(sheet, styles, table.title or table.name, f"{table.description}.{money}")
    last = HEADER_ROW + len(frame)
    for column, field in enumerate(table.fields.values(), start=1):
        letter = get_column_letter(column)
        sheet.cell(row=HEADER_ROW - 1, column=column, value=field.unit or None)
        styles.apply(sheet.cell(row=HEADER_ROW - 1, column=column), "unit")
        head = sheet.cell(row=HEADER_ROW, column=column, value=field.name)
        styles.apply(head, "header", TEXT)
        head.comment = _comment(f"{field.description}. Expected: {field.expectation}.")
        values = plain(frame[field.name])
        look, form = _look(field, table), _form(field)
        for row, value in enumerate(values, start=HEADER_ROW + 1):
            cell = sheet.cell(row=row, column=column)
            if value is not None:
                put(cell, value)
            styles.apply(cell, look, form)
        if field.name in validations:
            area = f"{letter}{HEADER_ROW + 1}:{letter}{last + SPARE_ROWS}"
            validations[field.name].add(area)
            sheet.add_data_validation(validations[field.name])
        sheet.column_dimensions[letter].width = _width(field, values)
    for (number, name), text in comments.items():
        column = list(table.fields).index(name) + 1
        sheet.cell(row=HEADER_ROW + 1 + number, column=column).comment = _comment(text)
    native_table(sheet, table.name, len(table.fields), last)
    _pages(sheet, len(table.fields), max(last, HEADER_ROW + 1))
    sheet.freeze_panes = sheet.cell(row=HEADER_ROW + 1, column=len(table.key) + 1)
    return sheet


def heading(sheet: Worksheet, styles: Styles, title: str, what: str) -> None:
    """Title, purpose and the way back, above every table; and how the sheet prints."""
    sheet["A1"] = title
    styles.apply(sheet["A1"], "title")
    sheet["A2"] = what
    styles.apply(sheet["A2"], "note")
    sheet["A3"] = "Back to Start"
    sheet["A3"].hyperlink = f"#'{START}'!A1"
    styles.apply(sheet["A3"], "link")
    sheet.row_dimensions[HEADER_ROW].height = 32
    sheet.sheet_view.zoomScale = 90
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"


def native_table(sheet: Worksheet, name: str, columns: int, last: int) -> None:
    """Make a range a table of Excel's, which grows as rows are typed below it."""
    # A table of Excel's has one row at least.
    bottom = max(last, HEADER_ROW + 1)
    area = f"A{HEADER_ROW}:{get_column_letter(columns)}{bottom}"
    table = NativeTable(displayName=f"tbl_{name}", ref=area)
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    sheet.add_table(table)


def _pages(sheet: Worksheet, columns: int, last: int) -> None:
    """Print a wide table on as many pages side by side as keep it legible, its key on each."""
    letters = [get_column_letter(column) for column in range(1, columns + 1)]
    width = sum(sheet.column_dimensions[letter].width for letter in letters)
    sheet.page_setup.fitToWidth = max(1, round(width / _PAGE_WIDTH))
    sheet.print_title_cols = "A:A"
    # A long note would claim the empty columns beside the table.
    sheet.print_area = f"A1:{letters[-1]}{last}"


def _look(field: Field, table: Table) -> str:
    if field.name in table.key:
        return "key"
    return "note" if field.name in _PROVENANCE else "input"


def _form(field: Field) -> str:
    if field.type == "string":
        return TEXT
    return YEAR if field.unit == "year" and field.type == "integer" else NUMBER


def _width(field: Field, values: Sequence[object]) -> float:
    """A width that fits the column's name beside its filter's button, and most of its values."""
    longest = max([len(str(value)) for value in values[:_WIDTHS_FROM_ROWS]], default=0)
    # Excel breaks a name of many words anywhere, as none of its signs is a space.
    name = min(len(field.name) * 1.1 + 4, _LONGEST_NAME)
    return min(max(_NARROW, name, longest + 1), _WIDE)


def _comment(text: str) -> Comment:
    # Excel shows a comment in the size that the file states.
    lines = 2 + len(text) // 46
    return Comment(text, "planner", height=18 * lines + 8, width=320)
