"""From the grid of a sheet to a reading, held to its schema as a file of text is."""

from collections.abc import Callable

from openpyxl.cell import Cell

from planner.data.csv_rows import Row
from planner.data.filling import fill
from planner.data.places import cell_place
from planner.data.reading import Reading
from planner.data.schema import FieldType, Table
from planner.errors import Fault
from planner.input_workbook.cells import text_of
from planner.input_workbook.sheets import Grid

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
        text, problem = (
            ("", None) if cell is None else text_of(cell.value, cell.data_type, "string")
        )
        header.append(text)
        if problem:
            where = f"{found.where}, cell {letter}{found.header_row}"
            expected = "the name of a column"
            reading.faults.append(Fault(where, problem.found, expected, problem.fix))
    names = [(name or "").strip() for name in header]
    types = [table.fields[name].type if name in table.fields else "string" for name in names]

    def text_at(at: int, row: int, cells: list[Cell | None]) -> str | None:
        """The text of a cell; a problem joins the faults, and leaves None."""
        cell, name = cells[at], names[at]
        if cell is None:
            return ""
        kind = kind_of(name, cells) if kind_of else types[at]
        text, problem = text_of(cell.value, cell.data_type, kind)
        if problem:
            where = cell_place(table.path, row, (name,), {name: found.letters[at]})
            expected = table.fields[name].expectation if name in table.fields else ""
            reading.faults.append(Fault(where, problem.found, expected, problem.fix))
        return text

    rows: list[Row] = [
        (row, [text_at(at, row, cells) for at in range(len(names))]) for row, cells in found.rows
    ]
    fill(reading, [(found.header_row, header), *rows], found.letters)
    return reading
