"""Read one CSV file and hold it to its schema, gathering every fault on the way."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from planner.data.cells import Value, parse
from planner.data.coordinates import with_swap_hints
from planner.data.csv_rows import Row, rows_of
from planner.data.headers import place_columns
from planner.data.schema import Field, Table
from planner.errors import Fault, did_you_mean, quoted, raise_any


@dataclass(slots=True)
class Reading:
    """What a file holds: values column by column, and the faults that were met.

    A value is None where the cell is blank, or faulty and reported.
    """

    table: Table
    lines: list[int] = field(default_factory=list)
    """Line of the file on which each row begins; the header is line 1."""
    values: dict[str, list[Value | None]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    whole: bool = True
    """Whether every row could be read, so that what is absent is truly absent."""
    absent: bool = False
    """Whether there is no such file, and need be none: the table has no row."""
    checksum: str = ""
    """SHA-256 of the file."""

    def place(self, row: int, *columns: str) -> str:
        """Where a cell or some cells of one row stand, for a :class:`Fault`."""
        word = "column" if len(columns) == 1 else "columns"
        return f"{self.table.path}, line {self.lines[row]}, {word} {', '.join(columns)}"

    def rows(self, *columns: str) -> Iterator[tuple[int, tuple[Any, ...]]]:
        """Each row's number and its values in `columns`; none if the file lacks one of them."""
        if all(column in self.values for column in columns):
            yield from enumerate(zip(*(self.values[column] for column in columns), strict=True))

    def frame(self) -> pd.DataFrame:
        """The rows of a file without faults, indexed by the primary key, in the file's order."""
        table = self.table
        columns = {name: typed(self.values[name], table.fields[name]) for name in self.values}
        keys = [columns.pop(name) for name in table.key]
        if len(keys) == 1:
            index = pd.Index(keys[0], name=table.key[0])
        else:
            index = pd.MultiIndex.from_arrays(keys, names=table.key)
        return pd.DataFrame({name: column.array for name, column in columns.items()}, index)


def read_table(path: Path, table: Table) -> pd.DataFrame:
    """The rows of a CSV file, indexed by the table's primary key, in the file's order.

    Text that is blank is ``""``, a blank number NaN; blanks make an integer
    column ``Int64`` and a boolean one ``boolean``, with missing values.
    Raises InputError with every fault of the table.
    """
    reading = read(path, table)
    raise_any(reading.faults)
    return reading.frame()


def read(path: Path, table: Table) -> Reading:
    """Read `path` as far as it can be read; the reading holds the faults."""
    reading = Reading(table)
    try:
        content = path.read_bytes()
    except OSError:
        if table.optional and not path.exists():
            reading.absent = True
            reading.values = {name: [] for name in table.fields}
            return reading
        names = [other.name for other in path.parent.glob("*.csv")]
        fix = did_you_mean(path.name, names)
        reading.faults.append(Fault(table.path, "no such file", table.title or "a table", fix))
        reading.whole = False
        return reading
    reading.checksum = hashlib.sha256(content).hexdigest()
    rows, reading.faults = rows_of(content, table.path)
    reading.whole = not reading.faults
    if rows:
        _fill(reading, rows)
    return reading


def _fill(reading: Reading, rows: list[Row]) -> None:
    """Check header, rows and cells of a file, and keep what can be kept."""
    table, faults = reading.table, reading.faults
    (header_line, header), *body = rows
    positions, header_faults = place_columns(header, table, header_line)
    faults += header_faults
    reading.whole &= bool(positions)
    if not positions:
        return
    reading.lines = [line for line, _ in body]
    widths = {len(cells) for _, cells in body}
    if len(body) > 1 and len(widths) == 1 and len(header) not in widths:
        # The header is at fault, not each of its rows.
        found = f"{len(header)} columns"
        expected = f"{widths.pop()}, as many as each row has cells"
        faults.append(Fault(f"{table.path}, line {header_line}", found, expected))
        reading.whole = False
        return
    broken = set(_ragged_rows(reading, len(header), [cells for _, cells in body]))
    for name in table.fields:
        if name in positions:
            at = positions[name]
            texts = [cells[at] if at < len(cells) else "" for _, cells in body]
            _fill_column(reading, table.fields[name], texts, broken)
        elif table.fields[name].optional:
            spec = table.fields[name]
            value, _ = parse(spec.default, spec) if spec.default else (None, None)
            reading.values[name] = [value] * len(body)
    faults[:] = with_swap_hints(faults, dict(positions), dict(body))
    faults += _repeated(reading, table.key)
    for name, spec in table.fields.items():
        if spec.unique and table.key != (name,):
            faults += _repeated(reading, (name,))
        if spec.ranged:
            faults += _disordered(reading, spec)


def _ragged_rows(reading: Reading, width: int, body: list[list[str]]) -> Iterator[int]:
    """Report rows with too many, too few or no cells, and yield their numbers."""
    for row, cells in enumerate(body):
        place = f"{reading.table.path}, line {reading.lines[row]}"
        if not any(cells):
            fault = Fault(place, "a row of blank cells", "a row with values", "delete the line")
        elif len(cells) != width:
            more = "put quotes around a cell that holds a comma; write numbers without them"
            fix = more if len(cells) > width else ""
            found = f"{len(cells)} cells"
            fault = Fault(place, found, f"{width}, as many as the header has", fix)
        else:
            continue
        reading.faults.append(fault)
        yield row


def _fill_column(reading: Reading, spec: Field, texts: list[str], broken: set[int]) -> None:
    """Parse a column; of broken rows, the key alone is kept, as others may refer to it."""
    # Columns repeat few texts (a source, a region, a year): each is parsed once.
    parsed = {text: parse(text, spec) for text in set(texts)}
    values = [parsed[text][0] for text in texts]
    for row in broken if spec.name not in reading.table.key else ():
        values[row] = None
    reading.values[spec.name] = values
    if all(problem is None for _, problem in parsed.values()):
        return
    for row, text in enumerate(texts):
        problem = parsed[text][1]
        if problem and row not in broken:
            place = reading.place(row, spec.name)
            reading.faults.append(Fault(place, problem.found, problem.expected, problem.fix))


def _repeated(reading: Reading, columns: tuple[str, ...]) -> Iterator[Fault]:
    """Rows whose values in `columns` an earlier row has already."""
    first: dict[tuple[Value, ...], int] = {}
    for row, values in reading.rows(*columns):
        if None not in values and (earlier := first.setdefault(values, row)) != row:
            found = f"{', '.join(map(quoted, values))} is on line {reading.lines[earlier]} already"
            yield Fault(reading.place(row, *columns), found, "a value that occurs once")


def _disordered(reading: Reading, spec: Field) -> Iterator[Fault]:
    """Rows where low, central and high value are not in that order."""
    columns = [name for name in (spec.low, spec.name, spec.high) if name]
    for row, values in reading.rows(*columns):
        given = [value for value in values if value is not None]
        if given != sorted(given):
            found = f"{', '.join(f'{value:g}' for value in given)} do not rise"
            expected = "low, central and high value in that order"
            yield Fault(reading.place(row, *columns), found, expected)


def typed(values: list[Value | None], spec: Field) -> pd.Series:
    """A column of a frame, of the type that its field states."""
    if spec.type == "string":
        return pd.Series(["" if value is None else value for value in values], dtype="str")
    if spec.type == "number":
        return pd.Series(values, dtype="float64")
    nullable, plain = ("Int64", "int64") if spec.type == "integer" else ("boolean", "bool")
    return pd.Series(values, dtype=nullable if None in values else plain)


def plain(column: pd.Series) -> list[Value | None]:
    """A column of a frame as plain values, None for blanks; undoes :func:`typed`."""
    cells = zip(column.tolist(), column.isna().tolist(), strict=True)
    return [None if blank or value == "" else value for value, blank in cells]
