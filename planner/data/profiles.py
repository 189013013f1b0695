"""Hourly profiles: sun and wind of a whole year, by region."""

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from planner.config.locations import bundled
from planner.errors import Fault, raise_any
from planner.units import HOURS_PER_YEAR

FILE = "capacity_factors_2012.csv.gz"
HOURS = int(HOURS_PER_YEAR)
_LEAP_YEAR = 8784


@cache
def hourly_profiles(path: Path | None = None) -> pd.DataFrame:
    """Capacity factors in MW per MW: 8,760 hours, a column ``profile:region`` each.

    Raises InputError when there are gaps, 8,784 hours, or values outside 0 to 1.
    """
    source = path or bundled("datasets") / "profiles" / FILE
    table = pd.read_csv(source, index_col=0)
    raise_any(year_faults(source.name, table, 0, 1, "MW/MW"))
    return table


def year_faults(name: str, table: pd.DataFrame, low: float, high: float, unit: str) -> list[Fault]:
    """What keeps a table from being a year of hours with values from `low` to `high`."""
    faults = []
    if len(table) != HOURS:
        leap = len(table) == _LEAP_YEAR
        fix = "leave out the 24 hours of 29 February" if leap else ""
        faults.append(Fault(name, f"{len(table)} hours", f"{HOURS}", fix))
    for column in table.columns:
        values = pd.to_numeric(table[column], errors="coerce").to_numpy()
        gaps = np.flatnonzero(np.isnan(values))
        if len(gaps):
            where = f"{name}, line {gaps[0] + 2}, column {column}"
            faults.append(Fault(where, f"{len(gaps)} gaps", "a number in every hour"))
            continue
        odd = np.flatnonzero((values < low) | (values > high))
        if len(odd):
            where = f"{name}, line {odd[0] + 2}, column {column}"
            faults.append(
                Fault(where, f"{values[odd[0]]:g}", f"from {low:g} to {high:g} ({unit})")
            )
    return faults
