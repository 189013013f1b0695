"""What was read of a table, column by column, and as a frame."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from planner.data.cells import Value
from planner.data.columns import TEXT, Column
from planner.data.places import cell_place, row_place
from planner.data.schema import Field, Table
from planner.errors import Fault


@dataclass(slots=True, eq=False)
class Reading:
    """What a file holds: values column by column, and the faults that were met.

    A value is None where the cell is blank, or faulty and reported.
    """

    table: Table
    lines: list[int] = field(default_factory=list)
    """Line of the file on which each row begins, or row of the sheet."""
    values: dict[str, list[Value | None]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    """What a reader should know of how the file was read, and no fault."""
    whole: bool = True
    """Whether every row could be read, so that what is absent is truly absent."""
    absent: bool = False
    """Whether there is no such file, and need be none: the table has no row."""
    file: str = ""
    """Name of the file that was read."""
    checksum: str = ""
    """SHA-256 of the file."""
    letters: dict[str, str] = field(default_factory=dict)
    """Column to its letter in a sheet; empty for a file of text."""
    _frame: pd.DataFrame | None = None

    def place(self, row: int, *columns: str) -> str:
        """Where a cell or some cells of one row stand, for a :class:`Fault`."""
        return cell_place(self.table.path, self.lines[row], columns, self.letters)

    def row_place(self, row: int) -> str:
        """Where a whole row stands, for a :class:`Fault`."""
        return row_place(self.table.path, self.lines[row], sheet=bool(self.letters))

    def rows(self, *columns: str) -> Iterator[tuple[int, tuple[Any, ...]]]:
        """Each row's number and its values in `columns`; none if the file lacks one of them."""
        if all(column in self.values for column in columns):
            yield from enumerate(zip(*(self.values[column] for column in columns), strict=True))

    def frame(self) -> pd.DataFrame:
        """The rows of a file without faults, indexed by the primary key, in the file's order."""
        if self._frame is None:
            self._frame = self._made()
        return self._frame.copy(deep=False)

    def _made(self) -> pd.DataFrame:
        table = self.table
        columns = {name: typed(self.values[name], table.fields[name]) for name in self.values}
        keys = [columns.pop(name) for name in table.key]
        if len(keys) == 1:
            index = pd.Index(keys[0], name=table.key[0])
        else:
            index = pd.MultiIndex.from_arrays(keys, names=table.key)
        return pd.DataFrame(columns, index)


Readings = Mapping[str, Reading]
"""Name of a table to what its file holds."""
Check = Callable[[Readings], Iterator[Fault]]
"""What finds the faults of one kind."""


def stated_rows(
    readings: Readings, table: str, *columns: str
) -> list[tuple[int, tuple[Any, ...]]]:
    """Rows of a table with a value in each of `columns`; none if it was not read whole."""
    reading = readings.get(table)
    if reading is None or not reading.whole:
        return []
    return [(row, values) for row, values in reading.rows(*columns) if None not in values]


def typed(values: list[Value | None], spec: Field) -> Column:
    """The values of a frame's column, of the type that its field states."""
    if spec.type == "string":
        return pd.array(["" if value is None else value for value in values], dtype=TEXT)
    if spec.type == "number":
        return np.array(values, dtype="float64")
    nullable, plain = ("Int64", "int64") if spec.type == "integer" else ("boolean", "bool")
    if None in values:
        return pd.array(values, dtype=nullable)
    return np.array(values, dtype=plain)


def plain(column: pd.Series) -> list[Value | None]:
    """A column of a frame as plain values, None for blanks; undoes :func:`typed`."""
    cells = zip(column.tolist(), column.isna().tolist(), strict=True)
    return [None if blank or value == "" else value for value, blank in cells]
