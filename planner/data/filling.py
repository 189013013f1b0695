"""Hold the rows of a table to its schema, gathering every fault on the way."""

from collections.abc import Iterator, Sequence

from planner.config.former_names import current_header, notice
from planner.data.cells import Value, parse
from planner.data.coordinates import with_swap_hints
from planner.data.csv_rows import Row
from planner.data.headers import place_columns
from planner.data.places import row_place
from planner.data.reading import Reading
from planner.data.schema import Field
from planner.errors import Fault, quoted


def fill(reading: Reading, rows: list[Row], letters: Sequence[str] = ()) -> None:
    """Check header, rows and cells of a file or a sheet, and keep what can be kept.

    `letters` are those of a sheet's columns, in the order of the header.
    """
    table, faults = reading.table, reading.faults
    (header_line, names), *body = rows
    header, renamed = current_header(table.name, [name or "" for name in names])
    reading.notices += [notice(old, new, table.path) for old, new in renamed]
    positions, header_faults = place_columns(header, table, header_line, letters)
    faults += header_faults
    reading.whole &= bool(positions)
    if letters:
        reading.letters = {name: letters[at] for name, at in positions.items()}
    if not positions:
        return
    reading.lines = [line for line, _ in body]
    widths = {len(cells) for _, cells in body}
    if len(body) > 1 and len(widths) == 1 and len(header) not in widths:
        # The header is at fault, not each of its rows.
        found = f"{len(header)} columns"
        expected = f"{widths.pop()}, as many as each row has cells"
        where = row_place(table.path, header_line, sheet=bool(letters))
        faults.append(Fault(where, found, expected))
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
    if table.key:
        faults += _repeated(reading, table.key)
        faults += _twins(reading)
    for name, spec in table.fields.items():
        if spec.unique and table.key != (name,):
            faults += _repeated(reading, (name,))
        if spec.ranged:
            faults += _disordered(reading, spec)


def _ragged_rows(reading: Reading, width: int, body: list[list[str | None]]) -> Iterator[int]:
    """Report rows with too many, too few or no cells, and yield their numbers."""
    for row, cells in enumerate(body):
        place = reading.row_place(row)
        if not any(cell is None or cell for cell in cells):
            fix = "delete the row" if reading.letters else "delete the line"
            fault = Fault(place, "a row of blank cells", "a row with values", fix)
        elif len(cells) != width:
            more = "put quotes around a cell that holds a comma; write numbers without them"
            fix = more if len(cells) > width else ""
            found = f"{len(cells)} cells"
            fault = Fault(place, found, f"{width}, as many as the header has", fix)
        else:
            continue
        reading.faults.append(fault)
        yield row


def _fill_column(reading: Reading, spec: Field, texts: list[str | None], broken: set[int]) -> None:
    """Parse a column; of broken rows, the key alone is kept, as others may refer to it."""
    # Columns repeat few texts (a source, a region, a year): each is parsed once.
    parsed = {text: (None, None) if text is None else parse(text, spec) for text in set(texts)}
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
            line = f"{'in row' if reading.letters else 'on line'} {reading.lines[earlier]}"
            found = f"{', '.join(map(quoted, values))} is {line} already"
            yield Fault(reading.place(row, *columns), found, "a value that occurs once")


def _twins(reading: Reading) -> Iterator[Fault]:
    """Keys that differ from an earlier one by capitals alone: a reader takes them for one."""
    first: dict[tuple[object, ...], tuple[int, tuple[Value, ...]]] = {}
    for row, values in reading.rows(*reading.table.key):
        alike = tuple(value.casefold() if isinstance(value, str) else value for value in values)
        earlier, other = first.setdefault(alike, (row, values))
        if None not in values and other != values:
            line = f"{'row' if reading.letters else 'line'} {reading.lines[earlier]}"
            there = f"{', '.join(map(quoted, other))} of {line}"
            found = f"{', '.join(map(quoted, values))} differs from {there} by capitals alone"
            expected = "one spelling, or names that a reader can tell apart"
            yield Fault(reading.place(row, *reading.table.key), found, expected)


def _disordered(reading: Reading, spec: Field) -> Iterator[Fault]:
    """Rows where low, central and high value are not in that order."""
    columns = [name for name in (spec.low, spec.name, spec.high) if name]
    for row, values in reading.rows(*columns):
        given = [value for value in values if value is not None]
        if given != sorted(given):
            found = f"{', '.join(f'{value:g}' for value in given)} do not rise"
            expected = "low, central and high value in that order"
            yield Fault(reading.place(row, *columns), found, expected)
