"""Number formats of the plan's columns, by the units that their names tell."""

from planner.results.table_dictionary import unit_of
from planner.surfaces.workbook.plan.styles import (
    FACTOR,
    GENERAL,
    GW,
    MILLION,
    MONEY,
    SCIENTIFIC,
    SHARE,
    WHOLE,
    YEAR,
)

_FORMATS = {
    "% of a year's target": "0.0000",
    "million H100e-years": "0.0000",
    "million H100e": MILLION,
    "million accelerator-months": MILLION,
    "L per kWh of IT": FACTOR,
    "million m3": MILLION,
    "kW per accelerator": FACTOR,
    "GW of IT": GW,
    "GW of facility": GW,
    "GW of facility per year": GW,
    "million": MILLION,
    "hours": WHOLE,
    "billion USD": MONEY,
    "FLOP": SCIENTIFIC,
    "orders of magnitude": "0.00",
    "TWh": GW,
    "million t CO2": GW,
    "GW": GW,
    "km": WHOLE,
    "share": SHARE,
    "share of GDP": "0.0000%",
    "share of capacity": SHARE,
    "years": "0.00",
    "year": YEAR,
    "per year": SHARE,
}
_PARTS_OF_YEARS = ("decide_by_year", "decide_by_year_if_slow")


def unit_and_format(column: str) -> tuple[str, str]:
    """Unit of a column of the plan, empty for a text, and how its numbers are shown."""
    unit = unit_of(column)
    if column in _PARTS_OF_YEARS:
        return unit, "0.00"
    return unit, _FORMATS.get(unit, GENERAL)
