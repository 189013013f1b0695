"""Hourly weather of a typical year, and what it makes of a site's PUE and water."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from planner.config.locations import bundled
from planner.data.hourly_file import read_hours
from planner.errors import Fault, InputError, did_you_mean, listed, raise_any

FILE = "weather_typical_year.csv.gz"
COLDEST_C, HOTTEST_C = -60.0, 60.0
Hours = NDArray[np.float64]


@dataclass(frozen=True)
class CoolingHours:
    """A site's cooling in each of 8,760 hours, UTC."""

    pue: Hours
    """Facility over IT power."""
    water_l_per_kwh_it: Hours


def hourly_weather(path: Path | None = None) -> pd.DataFrame:
    """Temperatures in degC: 8,760 hours of local time, columns ``dry_bulb:station`` and so on.

    Raises InputError when there are gaps, 8,784 hours, values that no air has, a header twice, or
    hours that do not follow one another.
    """
    source = path or bundled("datasets") / "profiles" / FILE
    return read_hours(source, COLDEST_C, HOTTEST_C, "degC")


def cooling_hours(
    tables: Mapping[str, pd.DataFrame], weather: pd.DataFrame
) -> dict[str, CoolingHours]:
    """Each site of ``site_cooling`` over the hours of the year.

    PUE and water follow the points of the site's kind of cooling by straight
    lines, level beyond the last point. The site's own PUE is what it was built
    for, so no hour is above it. Raises InputError when a kind of cooling or a
    station is unknown.
    """
    own = tables["site_cooling"]
    highest = tables["sites"]["pue"]
    offset = tables["weather_stations"]["utc_offset_hours"]
    kinds = {str(kind): points for kind, points in tables["cooling"].groupby(level=0)}
    raise_any(_faults(own, kinds, weather))
    found = {}
    curves: dict[tuple[str, str], tuple[Hours, Hours]] = {}
    for site, kind, station in _choices(own):
        if (kind, station) not in curves:
            curves[kind, station] = _curves(kinds[kind], station, weather, offset[station])
        pue, water = curves[kind, station]
        found[site] = CoolingHours(np.minimum(pue, float(highest[site])), water)
    return found


def _choices(own: pd.DataFrame) -> Iterator[tuple[str, str, str]]:
    """Each site with its kind of cooling and its station."""
    names = own["cooling"].astype(str).tolist(), own["weather_station"].astype(str).tolist()
    return zip(own.index.astype(str).tolist(), *names, strict=True)


def _curves(
    points: pd.DataFrame, station: str, weather: pd.DataFrame, utc_offset: float
) -> tuple[Hours, Hours]:
    air = weather[f"{points['air'].iloc[0]}:{station}"].to_numpy(dtype=float)
    # Six hours behind UTC: what is the first hour there is the seventh here.
    air = np.roll(air, -round(utc_offset))
    celsius = points.index.get_level_values("temperature_c").to_numpy(dtype=float)
    order = np.argsort(celsius)
    pue, water = (
        np.interp(air, celsius[order], points[column].to_numpy(dtype=float)[order])
        for column in ("pue", "water_l_per_kwh_it")
    )
    return pue, water


def _faults(
    own: pd.DataFrame, kinds: Mapping[str, pd.DataFrame], weather: pd.DataFrame
) -> list[Fault]:
    faults = []
    airs = {kind: list(dict.fromkeys(points["air"])) for kind, points in kinds.items()}
    for site, kind, station in _choices(own):
        where = f"site_cooling.csv, site {site}"
        if kind not in kinds:
            fix = did_you_mean(kind, kinds) or f"there are {listed(kinds)}"
            faults.append(Fault(where, f"unknown cooling {kind!r}", "a kind of cooling.csv", fix))
        elif len(airs[kind]) > 1:
            found = f"{kind!r} is stated over both temperatures"
            faults.append(Fault("cooling.csv, column air", found, "one of them"))
        elif f"{airs[kind][0]}:{station}" not in weather:
            found = f"no hours of {station!r}"
            faults.append(Fault(where, found, f"a column of it in {FILE}"))
    return faults


def weather_beside(folder: Path) -> pd.DataFrame:
    """The hourly weather of a folder of tables."""
    path = folder / "profiles" / FILE
    if not path.is_file():
        fix = "copy the folder profiles too, or leave site_cooling.csv without rows"
        raise InputError([Fault(str(path), "no such file", "the hourly weather", fix)])
    return hourly_weather(path)
