"""Rows of what operators buy that hold for nobody: an operator or a vendor that no table knows."""

from collections.abc import Iterator

from planner.data.reading import Check, Readings
from planner.errors import Fault, did_you_mean, listed

TABLE = "operator_vendors"
ALL = "all"
"""In the place of an operator, or of a vendor: all of which no row of their own is stated."""
BETWEEN = "/"
"""What stands between the operators of one site."""


def operators_of(cell: object) -> tuple[str, ...]:
    """The operators that a cell of the sites table names, none where it is blank."""
    text = cell if isinstance(cell, str) else ""
    return tuple(name for part in text.split(BETWEEN) if (name := part.strip()))


def _operators_and_vendors_are_known(readings: Readings) -> Iterator[Fault]:
    """A misspelt name would bar nobody, or nothing."""
    given = readings.get(TABLE)
    if given is None:
        return
    for column, table, of in (
        ("operator", "sites", "operator"),
        ("vendor", "accelerators", "vendor"),
    ):
        reading = readings.get(table)
        if reading is None or not reading.whole or of not in reading.values:
            continue
        cells = (cell for _, (cell,) in reading.rows(of))
        known = [*sorted({name for cell in cells for name in operators_of(cell)}), ALL]
        for row, (name,) in given.rows(column):
            if name is not None and name not in known:
                fix = did_you_mean(str(name), known) or f"there are {listed(known, 8)}"
                expected = (
                    f"{'an' if column == 'operator' else 'a'} {column} of {reading.table.path}"
                )
                found = f"unknown {column} {name!r}"
                yield Fault(given.place(row, column), found, expected, fix)


OPERATOR_CHECKS: tuple[Check, ...] = (_operators_and_vendors_are_known,)
