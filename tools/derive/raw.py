"""The raw tables, read once each."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd


class Raw:
    """The folder of raw tables; ``raw["power/states.csv"]`` is one of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read = cache(self._read_one)

    def _read_one(self, path: str) -> pd.DataFrame:
        # "NA" would otherwise be read as missing; blanks alone are.
        return pd.read_csv(self.folder / path, keep_default_na=False, na_values=[""])

    def __getitem__(self, path: str) -> pd.DataFrame:
        """A copy of one table, so that no module changes it for another."""
        return self._read(path).copy()
