"""The tables as they were read, before they are known to be free of faults."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from planner.data.tables import Reading
from planner.errors import Fault

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
