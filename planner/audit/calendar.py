"""The slices of a year, rebuilt from the tables or found in the hourly profiles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from planner.audit.files import Files, number_or, records
from planner.audit.hourly import hourly
from planner.audit.kept_columns import cells_of
from planner.data.representative_days import representative_days

PROFILES = "capacity_factors_2012.csv.gz"
HOURS_PER_DAY = 24
DAYS = 365
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
        return Calendar({WHOLE_YEAR: Slice(1, 0, files.hours, files.hours)}, np.array([]), {})
    slices = {
        str(row["slice"]): Slice(
            int(row["day"]),
            int(row["position"]),
            number_or(row["hours"], row["weight_hours"]),
            float(row["weight_hours"]),
        )
        for row in records(table[table["slice_set"] == name])
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
                *(
                    cells_of(factors, name)
                    for name in ("profile", "region", "slice", "capacity_factor")
                ),
                strict=True,
            )
        },
    )


def _found(datasets: Path, time: Mapping[str, Any], regions: set[str]) -> Calendar:
    """Days found in the hours: which day stands for which is the search's choice, nothing else.

    Each group of days is represented by its medoid, the day nearest to all others of it, and the
    day with the least sun and wind of each region by itself, where the model keeps it. Factors are
    the means of the hours, and keep each profile's mean over the year: all days but those are
    scaled by one number, and nothing rises above one.
    """
    profiles = hourly(datasets / "profiles" / PROFILES)
    own = [name for name in profiles if name.partition(":")[2] in regions] or list(profiles)
    count = time["slices_per_day"]
    # The grouping alone is taken: any is as right as another, and the search has no second way.
    groups = representative_days(
        profiles[own], time["days"], count, extreme=time["extreme"]
    ).sequence
    blocks = profiles[own].to_numpy(dtype=float).reshape(DAYS, count, -1, len(own)).mean(axis=2)
    flat = blocks.reshape(DAYS, -1)
    worst = _darkest(blocks, own) if time["extreme"] else set()
    stands: dict[int, int] = {}
    for group in sorted(set(map(int, groups))):
        members = np.flatnonzero(groups == group)
        kept = worst.intersection(map(int, members))
        stands[group] = kept.pop() if kept else _medoid(flat, members)
    order = sorted(stands, key=lambda group: stands[group])
    number = {group: i for i, group in enumerate(order)}
    sequence = np.array([number[int(group)] for group in groups])
    chosen = blocks[[stands[group] for group in order]]
    weights = np.bincount(sequence, minlength=len(order)) / DAYS
    fixed = {number[int(groups[day])] for day in worst}
    hours = HOURS_PER_DAY / count
    slices, factors = {}, {}
    for k, name in enumerate(own):
        profile, _, region = name.partition(":")
        scaled = _scaled(chosen[:, :, k], weights, float(blocks[:, :, k].mean()), fixed)
        for day in range(len(order)):
            for position in range(count):
                h = f"d{day + 1}_h{round(hours * position):02}"
                weight = float(weights[day]) * DAYS * hours
                slices[h] = Slice(day + 1, position, hours, weight)
                factors[profile, region, h] = float(scaled[day, position])
    return Calendar(slices, sequence + 1, factors)


def _darkest(blocks: np.ndarray, names: list[str]) -> set[int]:
    """The day on which the profiles of a region give least together, of each region."""
    of_region: dict[str, list[int]] = {}
    for k, name in enumerate(names):
        of_region.setdefault(name.partition(":")[2], []).append(k)
    return {int(blocks[:, :, own].sum(axis=(1, 2)).argmin()) for own in of_region.values()}


def _medoid(flat: np.ndarray, members: np.ndarray) -> int:
    """The day whose squared distances to all others of its group are least, the first of them."""
    own = flat[members]
    # The distances from a day add up to the size of the group times that to its mean, and a rest.
    totals = [round(float(((own - day) ** 2).sum()), 9) for day in own]
    return int(members[totals.index(min(totals))])


def _scaled(values: np.ndarray, weights: np.ndarray, mean: float, fixed: set[int]) -> np.ndarray:
    """Days with one factor for all but the fixed ones, cut at one, so that the mean is kept."""
    free = np.array([day not in fixed for day in range(len(values))])

    def over_the_year(factor: float) -> np.ndarray:
        out = values.copy()
        out[free] = np.minimum(1.0, factor * values[free])
        return out

    def mean_of(factor: float) -> float:
        return float(weights @ over_the_year(factor).mean(axis=1))

    if not free.any() or not values[free].any():
        out = values.copy()
        if free.any():
            short = (mean - float(weights @ values.mean(axis=1))) / float(weights[free].sum())
            out[free] = np.clip(values[free] + short, 0.0, 1.0)
        return out
    low, high = 0.0, 1.0
    while mean_of(high) < mean and high < 1e9:
        high *= 2
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if mean_of(middle) < mean else (low, middle)
    return over_the_year((low + high) / 2)
