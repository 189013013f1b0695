"""Representative days: a few chronological days that stand for a year of hourly profiles.

The 365 days are grouped by likeness of all profiles together (Ward's
hierarchical clustering, by tsam), and each group is represented by its
medoid, a day that was. Where asked, the day with the least sun and wind of
each region is kept as a group of its own, joined by the days that are nearer to
it than to their own group's centre.

Each profile keeps its mean over the year: the days but the extreme ones are
scaled by one factor, and nothing rises above 1 MW per MW.
"""

from __future__ import annotations

import warnings
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from planner.data.profiles import HOURS, region_of
from planner.errors import Fault, InputError

HOURS_PER_DAY = 24
DAYS_PER_YEAR = HOURS // HOURS_PER_DAY
_CLOSE = 1e-12
_NO_WEIGHT = 1e-6
"""The least weight that tsam takes: an extreme is sought in these series, likeness is not."""
_ROUNDS = 200
Array = NDArray[np.float64]


@dataclass(frozen=True)
class RepresentativeDays:
    """The days that were chosen, in the order of the calendar."""

    dates: tuple[int, ...]
    """The day of the year that each is, from zero, without 29 February."""
    sequence: NDArray[np.int64]
    """For each of the 365 days the number, from zero, of the day that stands for it."""
    factors: Array
    """MW per MW: days x slices x profiles, in the order of the profiles' columns."""
    extremes: tuple[int, ...]
    """Which of them have the least sun and wind of a region, where those were to be kept."""

    @property
    def counts(self) -> NDArray[np.int64]:
        """How many days of the year each stands for."""
        return np.bincount(self.sequence, minlength=len(self.dates))


def representative_days(
    profiles: pd.DataFrame, days: int, slices_per_day: int, *, extreme: bool = True
) -> RepresentativeDays:
    """`days` days of `slices_per_day` equal slices that stand for the hours of `profiles`.

    With `extreme` the worst day of each region among them is kept, of which `days` must leave
    at least one day over. Raises InputError where they are too few.

    A run asks for the same days more than once, so they are kept in memory;
    to find them takes under half a second, and a second to import tsam.
    """
    packed = np.ascontiguousarray(profiles.to_numpy(dtype=float))
    names = [region_of(str(name)) for name in profiles.columns]
    number = {region: k for k, region in enumerate(dict.fromkeys(names))}
    regions = tuple(number[name] for name in names) if extreme else (0,) * len(names)
    return _found(packed.tobytes(), regions, days, slices_per_day, extreme)


@cache
def _found(
    packed: bytes, regions: tuple[int, ...], days: int, slices_per_day: int, extreme: bool
) -> RepresentativeDays:
    series = len(regions)
    hours = np.frombuffer(packed).reshape(DAYS_PER_YEAR, slices_per_day, -1, series)
    blocks = hours.mean(axis=2)
    features = blocks.reshape(DAYS_PER_YEAR, -1)
    worst = _worst_days(blocks, regions) if extreme else {}
    _enough(days, worst)
    groups = _groups(blocks, days, worst)
    kept_as = {int(groups[day]): day for day in worst}
    chosen = {
        int(label): kept_as.get(int(label), _medoid(features, np.flatnonzero(groups == label)))
        for label in np.unique(groups)
    }
    dates = tuple(sorted(chosen.values()))
    number = {label: dates.index(date) for label, date in chosen.items()}
    sequence = np.array([number[int(label)] for label in groups])
    kept = tuple(sorted(dates.index(day) for day in worst))
    weights = np.bincount(sequence, minlength=len(dates)) / DAYS_PER_YEAR
    factors = blocks[list(dates)].copy()
    for k in range(series):
        factors[:, :, k] = rescaled(factors[:, :, k], weights, blocks[:, :, k].mean(), kept)
    return RepresentativeDays(dates, sequence, factors, kept)


def _worst_days(blocks: Array, regions: tuple[int, ...]) -> dict[int, tuple[int, ...]]:
    """The day of least sun and wind of each region, to the columns of those that it is of."""
    found: dict[int, tuple[int, ...]] = {}
    for region in dict.fromkeys(regions):
        own = tuple(k for k, other in enumerate(regions) if other == region)
        day = int(blocks[:, :, own].mean(axis=(1, 2)).argmin())
        found[day] = found.get(day, ()) + own
    return found


def _enough(days: int, worst: Collection[int]) -> None:
    """Raise InputError where the days asked for are no more than the worst ones."""
    if worst and days <= len(worst):
        found = f"days = {days}, and the regions in use have {len(worst)} worst days to keep"
        fix = "with extreme = false none is kept"
        raise InputError([Fault("key time.days", found, f"{len(worst) + 1} or more", fix)])


def _groups(blocks: Array, days: int, worst: dict[int, tuple[int, ...]]) -> NDArray[np.int64]:
    """The group of each day, by tsam; each of the worst days is in one of its own."""
    count, slices, series = blocks.shape
    if days == count:
        return np.arange(count)
    if days == 1:
        return np.zeros(count, dtype=np.int64)
    table = pd.DataFrame(
        blocks.reshape(count * slices, series),
        index=pd.date_range("2011-01-01", periods=count * slices, freq=f"{24 // slices}h"),
        columns=[f"profile {k}" for k in range(series)],
    )
    least = {f"mean of {day}": list(columns) for day, columns in worst.items()} or {
        "mean of all": list(range(series))
    }
    means = {name: table.iloc[:, columns].mean(axis=1) for name, columns in least.items()}
    table = table.assign(**means)
    # The warnings are of tsam's own use of pandas, for its maintainers.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # Slow to import, and not needed with a table of slices.
        from tsam.timeseriesaggregation import TimeSeriesAggregation

        aggregation = TimeSeriesAggregation(
            table,
            noTypicalPeriods=days - len(worst),
            hoursPerPeriod=HOURS_PER_DAY,
            resolution=HOURS_PER_DAY / slices,
            clusterMethod="hierarchical",
            rescaleClusterPeriods=False,
            extremePeriodMethod="new_cluster_center" if worst else "None",
            addMeanMin=list(least) if worst else [],
            weightDict=dict.fromkeys(least, _NO_WEIGHT),
        )
        aggregation.createTypicalPeriods()
    groups = np.asarray(aggregation.clusterOrder, dtype=np.int64)
    # Two worst days of one group would be one: each after the first begins a group.
    for day in worst:
        if any(groups[day] == groups[other] for other in worst if other < day):
            groups[day] = groups.max() + 1
    return groups


def _medoid(features: Array, members: NDArray[np.int64]) -> int:
    """The day of a group that is nearest to all others of it, the first where two are."""
    own = features[members]
    distance = ((own[:, None, :] - own[None, :, :]) ** 2).sum(axis=2)
    return int(members[distance.sum(axis=1).round(9).argmin()])


def rescaled(values: Array, weights: Array, mean: float, kept: Collection[int] = ()) -> Array:
    """Days x slices brought to a yearly mean by one factor, within 0 and 1.

    `weights` are shares of the year. The days `kept` stay as they are. Where the
    others have nothing to scale, they are given the same value everywhere.
    """
    out = values.copy()
    free = [day for day in range(len(values)) if day not in kept]
    for _ in range(_ROUNDS if free else 0):
        gap = mean - float(weights @ out.mean(axis=1))
        if abs(gap) < _CLOSE:
            break
        # What is at its ceiling can't rise any more.
        movable = out[free] if gap < 0 else np.where(out[free] < 1, out[free], 0.0)
        total = float(weights[free] @ movable.mean(axis=1))
        step = movable * (gap / total) if total > 0 else gap / weights[free].sum()
        out[free] = np.clip(out[free] + step, 0.0, 1.0)
    return out
