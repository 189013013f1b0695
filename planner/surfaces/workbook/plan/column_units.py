"""Units and number formats of the plan's columns, by what their names tell."""

from planner.results.table_dictionary import unit_of
from planner.surfaces.workbook.number_formats import TWO_PLACES, of_unit

_PARTS_OF_YEARS = ("decide_by_year", "decide_by_year_if_slow")


def unit_and_format(column: str) -> tuple[str, str]:
    """Unit of a column of the plan, empty for a text, and how its numbers are shown."""
    unit = unit_of(column)
    return unit, TWO_PLACES if column in _PARTS_OF_YEARS else of_unit(unit)
