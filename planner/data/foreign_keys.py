"""Every id that a table uses must be a row of the table it refers to."""

from collections.abc import Iterator, Mapping

from planner.data.cells import Value
from planner.data.reading import Reading
from planner.data.schema import ForeignKey
from planner.errors import Fault, did_you_mean, quoted


def unknown_ids(readings: Mapping[str, Reading]) -> Iterator[Fault]:
    """Values that do not occur in the table that they refer to.

    A table that could not be read whole is no witness: what it lacks may be
    in the part that is lost.
    """
    for reading in readings.values():
        for foreign_key in reading.table.foreign_keys:
            target = readings[foreign_key.table]
            if target.whole and all(name in target.values for name in foreign_key.references):
                known = [values for _, values in target.rows(*foreign_key.references)]
                # Unlike a set, a dict keeps the file's order, and so one order of suggestions.
                yield from _unknown(reading, foreign_key, dict.fromkeys(known), target.table.path)


def _unknown(
    reading: Reading, foreign_key: ForeignKey, known: Mapping[tuple[Value, ...], None], path: str
) -> Iterator[Fault]:
    columns = foreign_key.columns
    for row, values in reading.rows(*columns):
        if values in known or None in values:
            continue
        found = f"unknown id {', '.join(map(quoted, values))}"
        expected = f"values of {' and '.join(foreign_key.references)} on one line of {path}"
        if len(columns) == 1:
            expected = reading.table.fields[columns[0]].expectation
        # Of a compound key, the last part is compared among rows that share the others.
        near = (str(other[-1]) for other in known if other[:-1] == values[:-1])
        fix = did_you_mean(str(values[-1]), near) or f"add it to {path}"
        yield Fault(reading.place(row, *columns), found, expected, fix)
