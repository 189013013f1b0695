"""Hourly profiles: sun and wind of a whole year, by region."""

from collections.abc import Collection, Iterator
from pathlib import Path

import pandas as pd

from planner.config.locations import bundled
from planner.data.hourly_file import HOURS, read_hours
from planner.errors import Fault, did_you_mean, nearest

FILE = "capacity_factors_2012.csv.gz"

__all__ = ["FILE", "HOURS", "hourly_profiles", "region_of"]


def hourly_profiles(path: Path | None = None) -> pd.DataFrame:
    """Capacity factors in MW per MW: 8,760 hours, a column ``profile:region`` each.

    Raises InputError when there are gaps, 8,784 hours, values outside 0 to 1, a header twice, or
    hours that do not follow one another.
    """
    return read_hours(path or bundled("datasets") / "profiles" / FILE, 0, 1, "MW/MW")


def region_of(column: str) -> str:
    """The region of a column ``profile:region``."""
    return column.partition(":")[2]


def unread_columns(
    name: str, columns: Collection[str], profiles: Collection[str], regions: Collection[str]
) -> Iterator[Fault]:
    """Columns that no source could ever read, and those that seem to mean another one.

    A file may hold more regions than a folder has, such as those that ship. But where a region
    has no column of a profile, and one is there under nearly its name, that one was meant.
    """
    present = set(columns)
    shipped = {region_of(str(column)) for column in hourly_profiles()}
    for column in columns:
        profile, colon, region = column.partition(":")
        where = f"{name}, line 1, column {column}"
        if not colon or profile not in profiles:
            near = did_you_mean(profile, profiles)
            expected = f"profile:region, with a profile that is {' or '.join(sorted(profiles))}"
            yield Fault(where, f"no profile {profile!r}", expected, near)
        elif region not in regions:
            lacking = [other for other in regions if f"{profile}:{other}" not in present]
            if region not in shipped and (meant := nearest(region, lacking)):
                found = f"no region {region!r}"
                yield Fault(where, found, "a region of regions.csv", f"did you mean {meant!r}?")
