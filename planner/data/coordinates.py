"""Coordinates that can't be: whether they are two numbers in the wrong order."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from planner.errors import Fault

_POLE = 90.0
_DATE_LINE = 180.0


def with_swap_hints(
    faults: Sequence[Fault],
    positions: Mapping[str, int],
    cells_of: Mapping[int, Sequence[str | None]],
) -> list[Fault]:
    """The faults of a table, those of a latitude with a hint where the longitude would do for it.

    `positions` are those of the columns, `cells_of` has the cells of each line,
    None where a cell is reported already.
    """
    if not {"latitude", "longitude"} <= set(positions):
        return list(faults)
    north, east = positions["latitude"], positions["longitude"]

    def swapped(fault: Fault) -> bool:
        if not fault.where.endswith("column latitude") or fault.line not in cells_of:
            return False
        try:
            latitude, longitude = (float(cells_of[fault.line][at] or "") for at in (north, east))
        except (ValueError, IndexError):
            return False
        return _POLE < abs(latitude) <= _DATE_LINE and abs(longitude) <= _POLE

    hint = "latitude and longitude seem to be swapped"
    return [replace(fault, fix=hint) if swapped(fault) else fault for fault in faults]
