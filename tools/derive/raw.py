"""The raw tables, read once each, from one or more folders."""

from __future__ import annotations

import gzip
import io
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pandas as pd

LISTED = Path(__file__).parent / "raw_tables" / "tables.toml"


class MissingRawError(Exception):
    """A raw table that none of the folders holds."""

    def __init__(self, name: str) -> None:
        super().__init__(f"no raw table {name}")
        self.name = name


class UnreadableRawError(ValueError):
    """A raw table that is no table, or lacks columns."""


@cache
def columns_by_table() -> Mapping[str, list[str]]:
    """The columns that each raw table must have, as ``tables.toml`` states them."""
    tables = tomllib.loads(LISTED.read_text(encoding="utf-8"))["table"]
    return {table["path"]: table.get("columns") or table.get("header", []) for table in tables}


class Raw:
    """Folders of raw tables; ``raw["power/states.csv"]`` is one of them.

    The first folder that holds a table gives it, so that a folder of a few newer
    tables can lie over a whole one. A table may lie there compressed, as
    ``states.csv.gz``: its name is the same.
    """

    def __init__(self, *folders: Path) -> None:
        self.folders = folders
        self.read: dict[str, Path] = {}
        self._read = cache(self._read_one)

    def path(self, name: str) -> Path:
        """Where a table lies; raises MissingRawError where it lies nowhere."""
        for folder in self.folders:
            for path in (folder / name, folder / f"{name}.gz"):
                if path.is_file():
                    self.read[name] = path
                    return path
        raise MissingRawError(name)

    def content(self, name: str) -> bytes:
        """The bytes of a table or an outline, unpacked."""
        path = self.path(name)
        content = path.read_bytes()
        return gzip.decompress(content) if path.suffix == ".gz" else content

    def _read_one(self, name: str) -> pd.DataFrame:
        try:
            # "NA" would otherwise be read as missing; blanks alone are.
            content = io.BytesIO(self.content(name))
            table = pd.read_csv(content, keep_default_na=False, na_values=[""])
        except (ValueError, EOFError, gzip.BadGzipFile) as error:
            raise UnreadableRawError(f"{self.path(name)}: {error}") from error
        expected = columns_by_table().get(name, [])
        if missing := [column for column in expected if column not in table]:
            word = "column" if len(missing) == 1 else "columns"
            raise UnreadableRawError(
                f"{self.path(name)}: no {word} {', '.join(map(repr, missing))}; "
                f"expected {', '.join(expected)}"
            )
        return table

    def __getitem__(self, name: str) -> pd.DataFrame:
        """A copy of one table, so that no module changes it for another.

        Raises MissingRawError where no folder holds it, and UnreadableRawError, with file,
        missing and expected columns, where it lacks one that ``tables.toml`` names.
        """
        return self._read(name).copy()
