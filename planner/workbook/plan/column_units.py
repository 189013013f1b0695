"""Units and number formats of the plan's columns, which have their units in their names."""

from planner.workbook.plan.styles import (
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

_ENDINGS: tuple[tuple[str, str, str], ...] = (
    ("_million_h100e_years_per_unit", "million H100e-years per unit", GENERAL),
    ("_million_h100e_years_per_step", "million H100e-years per step", GENERAL),
    ("_million_h100e_years", "million H100e-years", "0.0000"),
    ("_years_of_target_per_unit", "years of target per unit", GENERAL),
    ("_years_of_target_per_step", "years of target per step", GENERAL),
    ("_busd_per_unit", "billion USD per unit", GENERAL),
    ("_musd_per_step", "million USD per step", GENERAL),
    ("_percent_of_a_target", "% of a year's target", "0.0000"),
    ("h100e_million", "million H100e", MILLION),
    ("_million_months", "million accelerator-months", MILLION),
    ("_l_per_kwh_it", "L per kWh of IT", FACTOR),
    ("_million_m3", "million m3", MILLION),
    ("_kw_per_unit", "kW per accelerator", FACTOR),
    ("shell_built_it_gw", "GW of IT", GW),
    ("shell_it_gw", "GW of IT", GW),
    ("facility_gw", "GW of facility", GW),
    ("it_gw", "GW of IT", GW),
    ("_million", "million", MILLION),
    ("_hours", "hours", WHOLE),
    ("_busd_low", "billion USD", MONEY),
    ("_busd_high", "billion USD", MONEY),
    ("_busd", "billion USD", MONEY),
    ("_flop", "FLOP", SCIENTIFIC),
    ("_oom", "orders of magnitude", "0.00"),
    ("_twh", "TWh", GW),
    ("_mt", "million t CO2", GW),
    ("_gw", "GW", GW),
    ("gw", "GW", GW),
    ("share_low", "share", SHARE),
    ("share_high", "share", SHARE),
    ("_share", "share", SHARE),
    ("share_of_gdp", "share of GDP", "0.0000%"),
    ("utilisation", "share of capacity", SHARE),
    ("lead_years", "years", "0.00"),
    ("slack_years", "years", "0.00"),
    ("decide_by_year", "year", "0.00"),
    ("decide_by_year_if_slow", "year", "0.00"),
    ("_from_year", "year", YEAR),
    ("_in_first_year", "see unit", GENERAL),
    ("_in_last_year", "see unit", GENERAL),
    ("year", "year", YEAR),
    ("discount_rate", "per year", SHARE),
)

SEE_UNIT = ("capacity", "used", "target", "delivered", "limit_value", "amount", "low", "central")
"""Columns whose unit is told row by row."""


def unit_and_format(column: str) -> tuple[str, str]:
    """Unit of a column of the plan, empty for a text, and how its numbers are shown."""
    for ending, unit, form in _ENDINGS:
        if column.endswith(ending):
            return unit, form
    if column in (*SEE_UNIT, "high", "value"):
        return "see unit", GENERAL
    return "", GENERAL
