"""From a sheet to the rows of its table, with every cell that is no part of it named."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from planner.errors import Fault, listed
from planner.input_workbook.cells import UNSAVED

_HEADER_WITHIN = 40
"""Rows at the top of a sheet among which a header is looked for."""


@dataclass
class Grid:
    """A table as it stands on its sheet."""

    where: str
    """How faults call the sheet: ``inputs.xlsx sheet sites``."""
    header_row: int = 0
    letters: list[str] = field(default_factory=list)
    header: list[Cell | None] = field(default_factory=list)
    rows: list[tuple[int, list[Cell | None]]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


def grid(sheet: Worksheet, where: str, columns: Sequence[str]) -> Grid:
    """The header and the rows of a sheet's table; `columns` are those it should have.

    The rows are those of the native table, and what is typed directly below
    it: only Excel lets a table grow by itself.
    """
    found = Grid(where)
    cells = _filled(sheet)
    header_row = _header_row(cells, columns)
    if not header_row:
        fix = f"write the columns {listed(columns, 6)} into one row, from column A"
        found.faults.append(Fault(where, "no header of the table", listed(columns), fix))
        return found
    table = _table_around(sheet, header_row)
    left, right = _width(cells[header_row], table)
    within = range(left, right + 1)
    found.header_row = header_row
    found.letters = [get_column_letter(column) for column in within]
    found.header = [cells[header_row].get(column) for column in within]
    last = table.max_row if table else header_row
    below: list[int] = []
    for row in sorted(row for row in cells if row > header_row):
        if any(column in cells[row] for column in within):
            if row > last + 1:
                below.append(row)
            else:
                last = max(last, row)
    filled = [row for row in cells if header_row < row <= last and set(cells[row]) & set(within)]
    end = max(filled, default=header_row)
    for row in range(header_row + 1, end + 1):
        found.rows.append((row, [cells.get(row, {}).get(column) for column in within]))
    found.faults += _left_below(found, cells, below, within)
    found.faults += _merged(sheet, where, CellRange(None, left, header_row, right, end))
    if table and end > table.max_row:
        rows = f"{table.max_row + 1}-{end}" if end > table.max_row + 1 else f"{end}"
        found.notices.append(f"{where}, row {rows}: below the table, and read as part of it")
    found.notices += _aside(found, cells, right, end)
    found.notices += _hidden(sheet, found)
    return found


def with_results(found: Grid, results: Worksheet | None) -> None:
    """Put the saved results of formulas into a grid; `results` has them, cell by cell."""
    for _, row in [(0, found.header), *found.rows]:
        for cell in row:
            if cell is not None and cell.data_type == "f":
                result = results[cell.coordinate] if results is not None else None
                if result is None or result.value is None:
                    cell._value, cell.data_type = UNSAVED, "s"
                else:
                    cell._value, cell.data_type = result.value, result.data_type


def has_formulas(found: Grid) -> bool:
    """Whether a cell of the table is a formula, so that its result must be looked up."""
    rows = [found.header, *(row for _, row in found.rows)]
    return any(cell is not None and cell.data_type == "f" for row in rows for cell in row)


def _filled(sheet: Worksheet) -> dict[int, dict[int, Cell]]:
    """Row and column to each cell that holds something.

    openpyxl's own iteration would walk to a stray cell in the last column.
    """
    cells: dict[int, dict[int, Cell]] = {}
    for (row, column), cell in sheet._cells.items():
        value: Any = cell.value
        if value is not None and value != "":
            cells.setdefault(row, {})[column] = cell
    return cells


def _header_row(cells: dict[int, dict[int, Cell]], columns: Sequence[str]) -> int:
    """The row at the top with most of the columns' names; 0 when no row has one."""
    best, most = 0, 0
    for row in sorted(cells)[:_HEADER_WITHIN]:
        names = {str(cell.value).strip() for cell in cells[row].values()}
        matches = len(names.intersection(columns))
        if matches > most:
            best, most = row, matches
    return best


def _table_around(sheet: Worksheet, header_row: int) -> CellRange | None:
    """The range of the native table whose header stands in a row, totals left out."""
    for table in sheet.tables.values():
        area = CellRange(table.ref)
        if area.min_row == header_row:
            area.max_row -= table.totalsRowCount or 0
            return area
    return None


def _width(header: dict[int, Cell], table: CellRange | None) -> tuple[int, int]:
    """First and last column: the native table's, and named columns that adjoin it."""
    left = table.min_col if table else min(header)
    right = table.max_col if table else left
    while right + 1 in header:
        right += 1
    return left, right


def _left_below(
    found: Grid, cells: dict[int, dict[int, Cell]], below: list[int], within: range
) -> Iterator[Fault]:
    """Text that stands apart below the table: a row that is lost, or a remark."""
    for row in below:
        column = min(column for column in cells[row] if column in within)
        where = f"{found.where}, cell {get_column_letter(column)}{row}"
        fix = "move the row up to the table, or delete it"
        yield Fault(where, "a row apart from the table", "nothing below the table", fix)


def _merged(sheet: Worksheet, where: str, area: CellRange) -> Iterator[Fault]:
    for merged in sheet.merged_cells.ranges:
        if not merged.isdisjoint(area):
            fix = "unmerge them and fill each cell"
            yield Fault(f"{where}, cells {merged.coord}", "merged cells", "one value a cell", fix)


def _aside(found: Grid, cells: dict[int, dict[int, Cell]], right: int, end: int) -> Iterator[str]:
    """A notice of what stands to the right of the table."""
    for row in range(found.header_row, end + 1):
        aside = [column for column in cells.get(row, {}) if column > right]
        if aside:
            letter = get_column_letter(aside[0])
            yield f"{found.where}, cell {letter}{row}: right of the table, and not read"
            return


def _hidden(sheet: Worksheet, found: Grid) -> Iterator[str]:
    """Notices of hidden rows, in runs, and of a hidden sheet: they are read as all others."""
    if sheet.sheet_state != "visible":
        yield f"{found.where}: hidden, and read"
    hidden = [row for row, _ in found.rows if sheet.row_dimensions[row].hidden]
    for _, run in groupby(enumerate(hidden), key=lambda item: item[1] - item[0]):
        rows = [row for _, row in run]
        span = f"{rows[0]}-{rows[-1]}" if len(rows) > 1 else f"{rows[0]}"
        yield f"{found.where}, row {span}: hidden or filtered, and read"
