"""The power and water that cooling takes at each site, from the weather of the year.

Read and worked out here from the hourly file and the points of each kind of cooling: nothing of it
is shared with the world that was planned.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from math import inf

import numpy as np
import pandas as pd

from planner.audit.calendar import HOURS_PER_DAY, WHOLE_YEAR, Calendar
from planner.audit.files import Files, records, rows_by
from planner.audit.hourly import hourly

WEATHER = "weather_typical_year.csv.gz"


@dataclass(frozen=True)
class Cooling:
    """What the cooling of one site takes in its weather; nothing is known of it by default."""

    pue_in: Mapping[str, float] = field(default_factory=dict)
    """Slice to facility over IT power."""
    water_in: Mapping[str, float] = field(default_factory=dict)
    """Slice to litres a kWh of IT, equal to million m3 a TWh."""
    water_limit: float = inf
    """Most water in a year, million m3."""


def cooling_by_site(files: Files, year: Calendar, members: Collection[str]) -> dict[str, Cooling]:
    """What the cooling of each of some sites takes, slice by slice, where the tables name one."""
    cooled = files.inputs["site_cooling"]
    cooled = cooled[cooled["site"].isin(list(members))]
    if cooled.empty:
        return {}
    sites = rows_by(files.inputs["sites"], "site")
    stations = rows_by(files.inputs["weather_stations"], "weather_station")
    weather = hourly(files.datasets / "profiles" / WEATHER)
    curves: dict[tuple[str, str], tuple[np.ndarray, np.ndarray]] = {}
    pue_of: dict[tuple[str, str, float], Mapping[str, float]] = {}
    water_of: dict[tuple[str, str], Mapping[str, float]] = {}
    found = {}
    for row in records(cooled):
        kind, station = str(row["cooling"]), str(row["weather_station"])
        if (kind, station) not in curves:
            table = files.inputs["cooling"]
            shift = float(stations[station]["utc_offset_hours"])
            curves[kind, station] = _curves(
                table[table["cooling"] == kind], station, weather, shift
            )
        pue, water = curves[kind, station]
        # No hour is above what the site was built for.
        highest = float(sites[str(row["site"])]["pue"])
        at = (kind, station, highest)
        if at not in pue_of:
            pue_of[at] = _by_slice(np.minimum(pue, highest), year)
        if (kind, station) not in water_of:
            water_of[kind, station] = _by_slice(water, year) if water.any() else {}
        limit = row["water_limit_million_m3_per_year"]
        most = inf if pd.isna(limit) else float(limit)
        found[str(row["site"])] = Cooling(pue_of[at], water_of[kind, station], most)
    return found


def _curves(
    points: pd.DataFrame, station: str, weather: pd.DataFrame, utc_offset: float
) -> tuple[np.ndarray, np.ndarray]:
    """PUE and water of every hour of universal time, by straight lines between the points."""
    local = weather[f"{points['air'].iloc[0]}:{station}"].to_numpy(dtype=float)
    hours = len(local)
    # A clock six hours behind reads midnight when it is six: hour i is local hour i plus offset.
    air = local[(np.arange(hours) + round(utc_offset)) % hours]
    points = points.sort_values("temperature_c")
    celsius = points["temperature_c"].to_numpy(dtype=float)
    pue, water = (
        np.interp(air, celsius, points[column].to_numpy(dtype=float))
        for column in ("pue", "water_l_per_kwh_it")
    )
    return pue, water


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
