"""From the grid of a sheet to a reading, held to its schema as a file of text is."""

from collections.abc import Callable

from openpyxl.cell import Cell

from planner.data.csv_rows import Row
from planner.data.places import cell_place
from planner.data.schema import FieldType, Table
from planner.data.tables import Reading, fill
from planner.errors import Fault
from planner.workbook.inputs.cells import text_of
from planner.workbook.inputs.sheets import Grid

KindOf = Callable[[str, list[Cell | None]], FieldType]
"""From a column's name and the cells of a row to the type that a cell should have."""


def reading_of(found: Grid, table: Table, kind_of: KindOf | None = None) -> Reading:
    """What a sheet holds, with the faults of the grid and those of its cells and rows."""
    reading = Reading(table, faults=list(found.faults), whole=not found.faults)
    if not found.header:
        reading.whole = False
        return reading
    header: list[str | None] = []
    for cell, letter in zip(found.header, found.letters, strict=True):
        where = f"{found.where}, cell {letter}{found.header_row}"
        header.append(_text(cell, "string", "the name of a column", where, reading.faults))

    def kind(name: str, cells: list[Cell | None]) -> FieldType:
        if kind_of:
            return kind_of(name, cells)
        return table.fields[name].type if name in table.fields else "string"

    def body_row(row: int, cells: list[Cell | None]) -> Row:
        texts = []
        for name, letter, cell in zip(header, found.letters, cells, strict=True):
            column = (name or "").strip()
            expected = table.fields[column].expectation if column in table.fields else ""
            where = cell_place(table.path, row, (column,), {column: letter})
            texts.append(_text(cell, kind(column, cells), expected, where, reading.faults))
        return row, texts

    rows = [body_row(row, cells) for row, cells in found.rows]
    fill(reading, [(found.header_row, header), *rows], found.letters)
    return reading


def _text(
    cell: Cell | None, kind: FieldType, expected: str, where: str, faults: list[Fault]
) -> str | None:
    """The text of a cell; a problem joins the faults, and leaves None."""
    if cell is None:
        return ""
    text, problem = text_of(cell.value, cell.data_type, kind, expected)
    if problem:
        faults.append(Fault(where, problem.found, problem.expected, problem.fix))
    return text
