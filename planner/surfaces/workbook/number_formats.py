"""How cells show numbers: every number format of a workbook of results, by name and by unit."""

GENERAL = "General"
WHOLE, TENTHS, HUNDREDTHS, THOUSANDTHS = "#,##0", "#,##0.0", "#,##0.00", "#,##0.000"
MILLIONTHS = "#,##0.000000"
GW = "#,##0.00;-#,##0.00;0.00"
MILLION = "#,##0.000;-#,##0.000;0.000"
MONEY = "#,##0.0;-#,##0.0;0.0"
SHARE, WHOLE_SHARE, SMALL_SHARE = "0.0%", "0%", "0.0000%"
YEAR, TWO_PLACES = "0", "0.00"
FACTOR = "0.0000"
SCIENTIFIC, POWER_OF_TEN = "0.00E+00", "0E+00"

_BY_UNIT = {
    "% of a year's target": FACTOR,
    "million H100e-years": FACTOR,
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
    "orders of magnitude": TWO_PLACES,
    "TWh": GW,
    "million t CO2": GW,
    "GW": GW,
    "km": WHOLE,
    "share": SHARE,
    "share of GDP": SMALL_SHARE,
    "share of capacity": SHARE,
    "years": TWO_PLACES,
    "year": YEAR,
    "per year": SHARE,
}


def of_unit(unit: str) -> str:
    """The number format of a unit; ``General`` where it has none of its own."""
    return _BY_UNIT.get(unit, GENERAL)
