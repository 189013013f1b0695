"""Hourly capacity factors of sun and wind by region, as a compressed table."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pandas as pd

from tools.derive.raw import Raw

RAW = "power/hourly/hourly_cf_nerc_2012.csv"
HOURS_BEFORE_29_FEBRUARY = (31 + 28) * 24
PLACES = 4


def write_profiles(raw: Raw, datasets: Path) -> None:
    """Write ``profiles/capacity_factors_2012.csv.gz``: 8,760 hours in UTC, a column a profile."""
    table = raw[RAW].set_index("hour_utc_2012")
    leap_day = range(HOURS_BEFORE_29_FEBRUARY, HOURS_BEFORE_29_FEBRUARY + 24)
    table = table.drop(index=table.index[list(leap_day)]).round(PLACES)
    table.index = pd.RangeIndex(len(table), name="hour_utc")
    table.columns = [name.replace("_", ":", 1) for name in table.columns]
    folder = datasets / "profiles"
    folder.mkdir(exist_ok=True)
    text = io.StringIO()
    table.to_csv(text, lineterminator="\n")
    # A fixed time and name in the header: the same table gives the same bytes.
    packed = gzip.compress(text.getvalue().encode(), compresslevel=9, mtime=0)
    (folder / "capacity_factors_2012.csv.gz").write_bytes(packed)
