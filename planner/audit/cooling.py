"""The power and water that cooling takes at each site, from the weather of the year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from math import inf

import numpy as np
import pandas as pd

from planner.audit.calendar import HOURS_PER_DAY, WHOLE_YEAR, Calendar
from planner.audit.files import Files
from planner.data.weather import cooling_hours, weather_beside


@dataclass(frozen=True)
class Cooling:
    """What the cooling of one site takes in its weather; nothing is known of it by default."""

    pue_in: Mapping[str, float] = field(default_factory=dict)
    """Slice to facility over IT power."""
    water_in: Mapping[str, float] = field(default_factory=dict)
    """Slice to litres a kWh of IT, equal to million m3 a TWh."""
    water_limit: float = inf
    """Most water in a year, million m3."""


def cooling_by_site(files: Files, year: Calendar) -> dict[str, Cooling]:
    """What the cooling of each site takes, slice by slice, where the tables name one."""
    cooled = files.inputs["site_cooling"]
    if cooled.empty:
        return {}
    tables = {
        "site_cooling": cooled.set_index("site"),
        "sites": files.inputs["sites"].set_index("site"),
        "weather_stations": files.inputs["weather_stations"].set_index("weather_station"),
        "cooling": files.inputs["cooling"].set_index(["cooling", "temperature_c"]),
    }
    found = {}
    mean = cache(lambda values: _by_slice(np.frombuffer(values), year))
    for site, hours in cooling_hours(tables, weather_beside(files.datasets)).items():
        limit = tables["site_cooling"].at[site, "water_limit_million_m3_per_year"]
        water = mean(hours.water_l_per_kwh_it.tobytes()) if hours.water_l_per_kwh_it.any() else {}
        most = inf if pd.isna(limit) else float(limit)
        found[site] = Cooling(mean(hours.pue.tobytes()), water, most)
    return found


def _by_slice(hours: np.ndarray, year: Calendar) -> dict[str, float]:
    """Mean of hourly values over the hours that each slice stands for, and over all hours."""
    table = hours.reshape(-1, HOURS_PER_DAY)
    means = {WHOLE_YEAR: float(hours.mean())}
    for h, piece in year.slices.items():
        before = sum(
            other.hours
            for other in year.slices.values()
            if other.day == piece.day and other.position < piece.position
        )
        start, end = round(before), max(round(before + piece.hours), round(before) + 1)
        means[h] = float(table[year.days == piece.day, start:end].mean())
    return means
