"""Hourly profiles: sun and wind of a whole year, by region."""

from pathlib import Path

import pandas as pd

from planner.config.locations import bundled
from planner.data.hourly_file import HOURS, read_hours

FILE = "capacity_factors_2012.csv.gz"

__all__ = ["FILE", "HOURS", "hourly_profiles"]


def hourly_profiles(path: Path | None = None) -> pd.DataFrame:
    """Capacity factors in MW per MW: 8,760 hours, a column ``profile:region`` each.

    Raises InputError when there are gaps, 8,784 hours, or values outside 0 to 1.
    """
    return read_hours(path or bundled("datasets") / "profiles" / FILE, 0, 1, "MW/MW")
