"""Places: the sites of a plan, rebuilt from the site tables; small ones stand together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from math import inf
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from planner.certify.files import Files, number_or, rows_by
from planner.data.profiles import FILE as PROFILES
from planner.data.profiles import hourly_profiles
from planner.data.representative_days import representative_days
from planner.data.weather import cooling_hours, weather_beside

HOURS_PER_DAY = 24
WHOLE_YEAR = "year"


@dataclass(frozen=True)
class Slice:
    """A stretch of a day, and the hours of the year that it stands for."""

    day: int
    position: int
    hours: float
    weight_hours: float


@dataclass(frozen=True, eq=False)
class Calendar:
    """The slices of the year, the day that stands for each of the 365, and the weather."""

    slices: Mapping[str, Slice]
    days: np.ndarray
    capacity_factor: Mapping[tuple[str, str, str], float]
    """Profile, region and slice to MW per MW."""


@dataclass(frozen=True)
class Place:
    """A site of the plan, alone or many together. Power in GW, units in millions."""

    region: str
    room_gw: float
    pace_gw: float
    opens: float
    pue: float
    existing_power: Mapping[str, float]
    existing_units: Mapping[tuple[str, int], float]
    """Generation and year installed to million units."""
    contracted: Mapping[int, float]
    pue_in: Mapping[str, float] = field(default_factory=dict)
    water_in: Mapping[str, float] = field(default_factory=dict)
    """Slice to litres a kWh of IT, equal to million m3 a TWh."""
    water_limit: float = inf
    gone: Mapping[tuple[str, float], float] = field(default_factory=dict)
    """Source and year from which it serves no more to GW."""

    def stood(self, g: str, year: int) -> float:
        """What stood of a source before the first year and is still in service."""
        retired = sum(gw for (name, end), gw in self.gone.items() if name == g and end <= year)
        return self.existing_power.get(g, 0.0) - retired

    @property
    def stood_gw(self) -> float:
        """Facility power before the first year."""
        return sum(self.existing_power.values())

    def pue_at(self, h: str) -> float:
        """Facility over IT power in a slice."""
        return self.pue_in.get(h, self.pue)


def calendar(files: Files, regions: set[str]) -> Calendar:
    """The slices of the model, from the tables or found in the hourly profiles."""
    time = files.definition["time"]
    if time["days"] is not None:
        return _found(files.datasets, time, regions)
    name = time["slice_set"]
    table = files.inputs["time_slices"]
    if table.empty:
        return Calendar({WHOLE_YEAR: Slice(1, 0, 8760.0, 8760.0)}, np.array([]), {})
    slices = {
        str(row["slice"]): Slice(
            int(row["day"]),
            int(row["position"]),
            number_or(row["hours"], row["weight_hours"]),
            float(row["weight_hours"]),
        )
        for row in table[table["slice_set"] == name].to_dict("records")
    }
    factors = files.inputs["slice_profiles"]
    factors = factors[factors["slice_set"] == name]
    days = files.inputs["slice_days"]
    days = days[days["slice_set"] == name].sort_values("day_of_year")
    return Calendar(
        slices,
        days["day"].to_numpy(),
        {
            (str(p), str(r), str(h)): float(cf)
            for p, r, h, cf in zip(
                factors["profile"], factors["region"], factors["slice"],
                factors["capacity_factor"], strict=True,
            )
        },
    )  # fmt: skip


def _found(datasets: Path, time: Mapping[str, Any], regions: set[str]) -> Calendar:
    profiles = hourly_profiles(datasets / "profiles" / PROFILES)
    own = [name for name in profiles if name.partition(":")[2] in regions] or list(profiles)
    count = time["slices_per_day"]
    found = representative_days(profiles[own], time["days"], count, extreme=time["extreme"])
    hours = HOURS_PER_DAY / count
    slices, factors = {}, {}
    for day, times in enumerate(found.counts):
        for position in range(count):
            h = f"d{day + 1}_h{round(hours * position):02}"
            slices[h] = Slice(day + 1, position, hours, float(times) * hours)
            for column, name in enumerate(own):
                profile, _, region = name.partition(":")
                factors[profile, region, h] = float(found.factors[day, position, column])
    return Calendar(slices, found.sequence + 1, factors)


def places(files: Files) -> tuple[dict[str, Place], Calendar]:
    """The sites of the model by name, small ones under their pool's, and the year's slices."""
    alone, pools = _chosen(files)
    table = rows_by(files.inputs["sites"], "site")
    members = [*alone, *(s for pool in pools.values() for s in pool)]
    year = calendar(files, {table[s]["region"] for s in members})
    weather = _weather(files, year)
    stands = Standing.of(files)
    single = {s: _single(files, stands, table[s], weather.get(s)) for s in members}
    found = {s: single[s] for s in alone}
    for region, sites in pools.items():
        together = [single[s] for s in sites]
        if any(place.existing_units for place in together):
            found[f"pool_{region}"] = _together(region, together)
    if "sites" in files.released:
        free = {"room_gw": inf, "pace_gw": inf, "opens": -inf}
        found = {s: Place(**{**vars(place), **free}) for s, place in found.items()}
    return found, year


@dataclass(frozen=True, eq=False)
class Standing:
    """What each site has before the first year, and the connections that are promised to it."""

    power: dict[str, dict[str, float]]
    units: dict[str, dict[tuple[str, int], float]]
    contracted: dict[str, dict[int, float]]
    gone: dict[str, dict[tuple[str, float], float]]

    @classmethod
    def of(cls, files: Files) -> Standing:
        """Read it from the three tables, which tell of later years as well."""
        first = files.years[0]
        power: dict[str, dict[str, float]] = {}
        gone: dict[str, dict[tuple[str, float], float]] = {}
        for row in files.inputs["existing_power"].to_dict("records"):
            if row["in_service_year"] < first and row["capacity_gw"] > 0:
                gw = float(row["capacity_gw"])
                power.setdefault(row["site"], {})[row["source"]] = gw
                if not pd.isna(row.get("life_years")):
                    end = row["in_service_year"] + row["life_years"]
                    gone.setdefault(row["site"], {})[row["source"], end] = gw
        units: dict[str, dict[tuple[str, int], float]] = {}
        for row in files.inputs["existing_accelerators"].to_dict("records"):
            if row["year_installed"] < first and row["units_k"] > 0:
                key = (row["accelerator"], int(row["year_installed"]))
                units.setdefault(row["site"], {})[key] = float(row["units_k"]) / 1000
        contracted: dict[str, dict[int, float]] = {}
        for row in files.inputs["site_power"].to_dict("records"):
            gw = float(row["contracted_facility_gw"])
            contracted.setdefault(row["site"], {})[int(row["year"])] = gw
        return cls(power, units, contracted, gone)


def _chosen(files: Files) -> tuple[list[str], dict[str, list[str]]]:
    """Sites that stand alone, and those of each region that stand together."""
    chosen = files.definition["sites"]
    loads = files.inputs["site_load"]
    loaded = set() if loads.empty else set(loads["site"])
    alone: list[str] = []
    pools: dict[str, list[str]] = {}
    for row in files.inputs["sites"].to_dict("records"):
        site = str(row["site"])
        if site in chosen["include"]:
            alone.append(site)
        elif (
            row["country"] in chosen["countries"]
            and site not in chosen["exclude"]
            and (chosen["kinds"] == "all" or row["kind"] in chosen["kinds"])
        ):
            small = row["max_facility_gw"] < chosen["min_facility_gw"] and site not in loaded
            if small or row["kind"] == "fleet_pool":
                pools.setdefault(str(row["region"]), []).append(site)
            else:
                alone.append(site)
    return alone, pools


def _single(
    files: Files, stands: Standing, row: Mapping[str, Any], cooling: tuple[Any, ...] | None
) -> Place:
    site = str(row["site"])
    steps = stands.contracted.get(site, {})
    contracted = {
        y: steps[max(known)] for y in files.years if (known := [v for v in steps if v <= y])
    }
    pue_in, water_in, limit = cooling or ({}, {}, inf)
    return Place(
        region=str(row["region"]),
        room_gw=number_or(row["max_facility_gw"], inf),
        pace_gw=number_or(row["build_rate_gw_per_year"], inf),
        opens=number_or(row["first_power_year"], -inf),
        pue=float(row["pue"]),
        existing_power=stands.power.get(site, {}),
        gone=stands.gone.get(site, {}),
        existing_units=stands.units.get(site, {}),
        contracted=contracted,
        pue_in=pue_in,
        water_in=water_in,
        water_limit=limit,
    )


def _together(region: str, members: list[Place]) -> Place:
    """Many sites as one, each with the IT power for which it has room as its weight."""
    room = [max(place.room_gw, place.stood_gw) for place in members]
    it = [gw / place.pue for gw, place in zip(room, members, strict=True)]
    total = sum(it)
    weights = [gw / total if total else 0.0 for gw in it]
    pairs = list(zip(weights, members, strict=True))
    slices = {h for place in members for h in place.pue_in} if total else set()
    power: dict[str, float] = {}
    units: dict[tuple[str, int], float] = {}
    for place in members:
        for g, gw in place.existing_power.items():
            power[g] = power.get(g, 0.0) + gw
        for key, million in place.existing_units.items():
            units[key] = units.get(key, 0.0) + million
    gone: dict[tuple[str, float], float] = {}
    for place in members:
        for leaving, gw in place.gone.items():
            gone[leaving] = gone.get(leaving, 0.0) + gw
    years = {y for place in members for y in place.contracted}
    wet = any(place.water_in for place in members)
    return Place(
        region=region,
        room_gw=sum(room),
        pace_gw=sum(place.pace_gw for place in members),
        opens=min(place.opens for place in members),
        pue=sum(room) / total if total else 1.0,
        existing_power=power,
        gone=gone,
        existing_units=units,
        contracted={
            y: sum(place.contracted.get(y, place.stood_gw) for place in members) for y in years
        },
        pue_in={h: sum(w * place.pue_at(h) for w, place in pairs) for h in slices},
        water_in={
            h: sum(w * place.water_in.get(h, 0.0) for w, place in pairs) for h in slices if wet
        },
    )


def _weather(files: Files, year: Calendar) -> dict[str, tuple[Any, ...]]:
    """Site to its PUE and water by slice, and its limit of water, where a cooling is known."""
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
        found[site] = (
            mean(hours.pue.tobytes()), water, inf if pd.isna(limit) else float(limit)
        )  # fmt: skip
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
