"""From the tables or the hourly profiles to the slices of a year."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pandas as pd

from planner.config import TimeChoice
from planner.data.inputs import Inputs
from planner.data.profiles import FILE, hourly_profiles, region_of, unread_columns
from planner.data.representative_days import HOURS_PER_DAY, representative_days
from planner.errors import Fault, InputError, raise_any
from planner.system.objects.world import TimeSlice
from planner.system.stated_demand import number_or


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """How a year is cut: its slices, and the weather in each."""

    slices: Mapping[str, TimeSlice]
    capacity_factor: Mapping[tuple[str, str, str], float]
    """Profile, region and slice to MW per MW."""
    day_sequence: tuple[int, ...]
    """The day that stands for each of the 365."""


def calendar(inputs: Inputs, time: TimeChoice, regions: Collection[str]) -> Calendar:
    """The slices that a model asks for; only profiles of `regions` take part in a search."""
    if time.days is None:
        return _from_tables(inputs, time.slice_set, time.hours_per_year)
    profiles = _profiles(inputs)
    kinds = inputs.schema["slice_profiles"].fields["profile"].enum
    raise_any(unread_columns(FILE, list(profiles.columns), kinds, list(inputs["regions"].index)))
    return _from_profiles(profiles, time, time.days, regions)


def _from_tables(inputs: Inputs, slice_set: str, hours_per_year: float) -> Calendar:
    if inputs["time_slices"].empty:
        whole = TimeSlice(hours=hours_per_year, weight_hours=hours_per_year)
        return Calendar(slices={"year": whole}, capacity_factor={}, day_sequence=())
    table = inputs["time_slices"].loc[slice_set].sort_values(["day", "position"])
    factors = _of_set(inputs["slice_profiles"]["capacity_factor"], slice_set)
    # What is stored on one day is drawn on the next: the days come in the order of the year.
    order = _of_set(inputs["slice_days"]["day"], slice_set).sort_index()
    return Calendar(
        slices={
            str(h): TimeSlice(
                day=int(row["day"]),
                hours=number_or(row["hours"], row["weight_hours"]),
                weight_hours=float(row["weight_hours"]),
            )
            for h, row in table.iterrows()
        },
        capacity_factor={(profile, r, h): float(cf) for (h, r, profile), cf in factors.items()},
        day_sequence=tuple(int(day) for day in order),
    )


def _of_set(column: "pd.Series[float]", slice_set: str) -> "pd.Series[float]":
    """The rows of one set of slices; none where the table has none."""
    return column.loc[slice_set] if slice_set in column.index.get_level_values(0) else column[:0]


def _profiles(inputs: Inputs) -> pd.DataFrame:
    """The hourly profiles beside the tables."""
    path = inputs.folder / "profiles" / FILE
    if not path.is_file():
        fix = "copy the folder profiles too, or name a slice_set instead of days"
        raise InputError([Fault(str(path), "no such file", "the hourly profiles", fix)])
    return hourly_profiles(path)


def _from_profiles(
    profiles: pd.DataFrame, time: TimeChoice, days: int, regions: Collection[str]
) -> Calendar:
    """Days found in the profiles; a region without a profile is indifferent to the choice."""
    used = [name for name in profiles.columns if region_of(name) in regions]
    series = profiles[used or list(profiles.columns)]
    found = representative_days(series, days, time.slices_per_day, extreme=time.extreme)
    hours = HOURS_PER_DAY / time.slices_per_day
    slices: dict[str, TimeSlice] = {}
    factors: dict[tuple[str, str, str], float] = {}
    for day, count in enumerate(found.counts):
        for position in range(time.slices_per_day):
            h = f"d{day + 1}_h{round(hours * position):02}"
            slices[h] = TimeSlice(day=day + 1, hours=hours, weight_hours=float(count) * hours)
            for k, name in enumerate(series.columns):
                profile, _, region = name.partition(":")
                factors[profile, region, h] = float(found.factors[day, position, k])
    return Calendar(
        slices=slices,
        capacity_factor=factors,
        day_sequence=tuple(int(day) + 1 for day in found.sequence),
    )
