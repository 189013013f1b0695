"""Four representative days of six four-hour slices, from a year of hourly profiles.

The day with the least wind and sun is kept; k-medoids picks the three others.
Each day of the year is counted with the representative it resembles most, and
the three are scaled so that every region keeps its annual mean.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tools.derive.raw import Raw
from tools.derive.rows import Row, number

SLICE_SET = "four_days"
DAYS, HOURS_PER_SLICE, SLICES_PER_DAY = 4, 4, 6
DAYS_OF_2012, LEAP_DAY = 366, 59  # 29 February, counted from zero
CLOSE = 1e-12
Array = NDArray[np.float64]


def blocks_of_year(raw: Raw) -> tuple[Array, list[str]]:
    """Mean output of each four hours, UTC: 365 days x slices x series, and their names."""
    table = raw["power/hourly/hourly_cf_nerc_2012.csv"].sort_values("hour_utc_2012")
    names = [name for name in table.columns if name != "hour_utc_2012"]
    hourly = table[names].to_numpy(dtype=float)
    blocks = hourly.reshape(DAYS_OF_2012, SLICES_PER_DAY, HOURS_PER_SLICE, len(names)).mean(axis=2)
    return np.delete(blocks, LEAP_DAY, axis=0), names


def medoids(features: Array, count: int) -> list[int]:
    """Days that stand for the others: greedy start, then swaps while they help.

    Nothing is drawn by chance: the first medoid is the day nearest to all others.
    Distances are rounded, so that the choice is the same on every machine.
    """
    distance = np.sqrt(((features[:, None, :] - features[None, :, :]) ** 2).sum(axis=2)).round(9)

    def best_beside(chosen: list[int]) -> tuple[int, float]:
        near = distance[:, chosen].min(axis=1) if chosen else np.full(len(features), np.inf)
        costs = np.minimum(near[:, None], distance).sum(axis=0).round(6)
        return int(np.argmin(costs)), float(costs.min())

    chosen: list[int] = []
    cost = np.inf
    for _ in range(count):
        day, cost = best_beside(chosen)
        chosen.append(day)
    improved = True
    while improved:
        improved = False
        for place in range(count):
            day, swapped = best_beside([d for k, d in enumerate(chosen) if k != place])
            if swapped < cost:
                chosen[place], cost, improved = day, swapped, True
    return chosen


def representative_days(blocks: Array) -> tuple[list[int], list[int]]:
    """Days of the year in order, and for each of the 365 the number of its representative.

    The day with the least wind and sun is one of them.
    """
    features = blocks.reshape(len(blocks), -1)
    worst = int(np.argmin(features.mean(axis=1)))
    rest = [day for day in range(len(blocks)) if day != worst]
    chosen = sorted([rest[k] for k in medoids(features[rest], DAYS - 1)] + [worst])
    distance = ((features[:, None, :] - features[chosen][None, :, :]) ** 2).sum(axis=2)
    nearest = distance.round(9).argmin(axis=1)
    return chosen, [int(k) for k in nearest]


def scaled(values: Array, weights: Array, mean: float, extreme: int) -> Array:
    """Days x slices brought to an annual mean by one factor.

    No slice goes above 1, and the extreme day stays as it is.
    """
    out = values.copy()
    free = [k for k in range(len(values)) if k != extreme]
    share = weights / weights.sum()
    for _ in range(100):
        gap = mean - float((out.mean(axis=1) * share).sum())
        if abs(gap) < CLOSE:
            break
        # What is at its ceiling already cannot rise any more.
        movable = out[free] if gap < 0 else np.where(out[free] < 1, out[free], 0.0)
        total = float((movable.mean(axis=1) * share[free]).sum())
        out[free] = np.clip(out[free] + movable * (gap / total), 0.0, 1.0)
    return out


def time_tables(raw: Raw) -> dict[str, list[Row]]:
    """``time_slices.csv``, ``slice_profiles.csv`` and ``slice_days.csv``."""
    blocks, names = blocks_of_year(raw)
    days, sequence = representative_days(blocks)
    counts = [sequence.count(k) for k in range(DAYS)]
    extreme = int(np.argmin(blocks[days].mean(axis=(1, 2))))
    weights = np.array(counts, dtype=float)
    series = {
        name: scaled(blocks[days][:, :, k], weights, float(blocks[:, :, k].mean()), extreme)
        for k, name in enumerate(names)
    }
    common: Row = {"source_id": "powergenome_profiles", "confidence": "verified"}
    slices: list[Row] = []
    profiles: list[Row] = []
    for d in range(DAYS):
        date = pd.Timestamp(2011, 1, 1) + pd.Timedelta(days=days[d])
        kind = "least wind and sun of the year" if d == extreme else "medoid"
        note = f"{date.day} {date.month_name()} 2012, {kind}; stands for {counts[d]} days."
        for position in range(SLICES_PER_DAY):
            key: Row = {
                "slice_set": SLICE_SET,
                "slice": f"d{d + 1}_h{HOURS_PER_SLICE * position:02}",
            }
            slices.append(
                {
                    **key,
                    "day": d + 1,
                    "position": position,
                    "hours": float(HOURS_PER_SLICE),
                    "weight_hours": float(counts[d] * HOURS_PER_SLICE),
                    **common,
                    "note": note,
                }
            )
            for name in names:
                profile, _, region = name.partition("_")
                profiles.append(
                    {
                        **key,
                        "region": region,
                        "profile": profile,
                        "capacity_factor": number(float(series[name][d, position])),
                        **common,
                    }
                )
    order: list[Row] = [
        {"slice_set": SLICE_SET, "day_of_year": i + 1, "day": k + 1, **common}
        for i, k in enumerate(sequence)
    ]
    return {"time_slices": slices, "slice_profiles": profiles, "slice_days": order}
