"""The slices of a year, rebuilt from the tables or found in the hourly profiles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from planner.audit.files import Files, number_or
from planner.data.profiles import FILE as PROFILES
from planner.data.profiles import hourly_profiles
from planner.data.representative_days import representative_days

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
