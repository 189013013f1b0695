"""From hourly weather to a site's PUE and water in each slice."""

from collections.abc import Mapping
from dataclasses import replace
from math import inf

import numpy as np
import pandas as pd

from planner.data.inputs import Inputs
from planner.data.representative_days import DAYS_PER_YEAR, HOURS_PER_DAY
from planner.data.weather import Hours, cooling_hours, weather_beside
from planner.system.calendar import Calendar
from planner.system.objects.sites import Site
from planner.units import KWH_PER_GWH, LITRES_PER_MILLION_M3

ALL_YEAR = "year"
"""The slice that stands for all hours, at a site that is balanced once a year."""


def with_weather(inputs: Inputs, sites: Mapping[str, Site], calendar: Calendar) -> dict[str, Site]:
    """The sites with PUE and water by slice, those that have a cooling and a station near.

    A slice has the mean of its hours over all days that its day stands for,
    so that the year's energy and water are those of the hours.
    """
    table = inputs["site_cooling"]
    table = table[table.index.isin(sites)]
    if table.empty:
        return dict(sites)
    tables = {name: inputs[name] for name in ("sites", "weather_stations", "cooling")} | {
        "site_cooling": table
    }
    hours = cooling_hours(tables, weather_beside(inputs.folder))
    million_m3_per_gwh = KWH_PER_GWH / LITRES_PER_MILLION_M3
    changed = dict(sites)
    for s, cooling in hours.items():
        limit = table.at[s, "water_limit_million_m3_per_year"]
        water = cooling.water_l_per_kwh_it * million_m3_per_gwh
        changed[s] = replace(
            sites[s],
            pue_in=by_slice(cooling.pue, calendar),
            water_in=by_slice(water, calendar) if water.any() else {},
            water_limit=inf if pd.isna(limit) else float(limit),
        )
    return changed


def by_slice(values: Hours, calendar: Calendar) -> dict[str, float]:
    """The mean of hourly values in each slice, and in the year as a whole."""
    sequence = np.array(calendar.day_sequence)
    days = {piece.day for piece in calendar.slices.values()}
    by_day = values.reshape(DAYS_PER_YEAR, HOURS_PER_DAY)
    typical = {day: by_day[sequence == day].mean(axis=0) for day in days}
    means = {ALL_YEAR: float(values.mean())}
    begun = dict.fromkeys(days, 0.0)
    for h, piece in calendar.slices.items():
        start = begun[piece.day]
        begun[piece.day] = start + piece.hours
        window = slice(round(start), max(round(start + piece.hours), round(start) + 1))
        means[h] = float(typical[piece.day][window].mean())
    return means
