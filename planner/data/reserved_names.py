"""Words that stand for something in a table, so that nothing there can have one as its name."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from planner.data.operator_checks import operators_of
from planner.data.reading import Check, Readings
from planner.errors import Fault


@dataclass(frozen=True, slots=True)
class Reserved:
    """A word that no cell of a column may be."""

    table: str
    column: str
    word: str
    meaning: str
    """What the word stands for."""
    within: str = ""
    """Column of groups in which the word may be the only name, where it says the same."""


RESERVED = (
    Reserved("time_slices", "slice", "year", "the year as a whole, where nothing varies in it"),
    Reserved("time_slices", "slice", "all", "every slice, in site_load", within="slice_set"),
    Reserved("accelerators", "accelerator", "all", "every generation, in accelerator_ramp"),
    Reserved("accelerators", "vendor", "all", "every vendor, in operator_vendors"),
    Reserved("sites", "operator", "all", "every operator, in operator_vendors"),
    Reserved("fuel_prices", "fuel", "none", "no fuel, in power_technologies"),
)


def _reserved_words_name_nothing(readings: Readings) -> Iterator[Fault]:
    """A plan would take the name for what the word stands for."""
    for reserved in RESERVED:
        reading = readings.get(reserved.table)
        if reading is None or reserved.column not in reading.values:
            continue
        within = reserved.within or reserved.column
        groups = Counter(group for _, (group,) in reading.rows(reserved.within))
        for row, (cell, group) in reading.rows(reserved.column, within):
            names = operators_of(cell) if reserved.column == "operator" else (cell,)
            if reserved.word in names and groups[group] != 1:
                found = f"{reserved.word!r}, which stands for {reserved.meaning}"
                place = reading.place(row, reserved.column)
                fix = f"write {reserved.word}_1, for example, in every table that names it"
                yield Fault(place, found, "another name", fix)


RESERVED_NAME_CHECKS: tuple[Check, ...] = (_reserved_words_name_nothing,)
