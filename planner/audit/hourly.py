"""Hourly files beside the tables, which a run has no copy of: read as they are now."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pandas as pd

from planner.config.locations import bundled
from planner.errors import Fault, InputError


def hourly(path: Path) -> pd.DataFrame:
    """A file of 8,760 hours; the one that ships where the folder has none."""
    technology = path if path.is_file() else bundled("datasets") / "profiles" / path.name
    if not technology.is_file():
        raise InputError([Fault(str(path), "no such file", "hours that the run was made from")])
    stat = technology.stat()
    return _read(technology, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=8)
def _read(path: Path, changed: int, size: int) -> pd.DataFrame:
    """The file, read again when it was changed."""
    return pd.read_csv(path, index_col=0)
