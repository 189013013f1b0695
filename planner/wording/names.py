"""Names of rows: the one place where a reader's name is chosen for what a table names by a key.

A table with a column ``name`` says what its rows are called. Its key, such as
``nvidia_vr200``, is for commands and files; terminal, report and workbook ask
here for the name, and get the key in words where the table gives none.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from planner.wording.links import NAMES, pool_name

NAME = "name"
SITES, WORKLOADS, ACCELERATORS, REGIONS, TECHNOLOGIES = (
    "sites", "workloads", "accelerators", "regions", "power_technologies",
)  # fmt: skip
NAMED = (
    SITES, REGIONS, WORKLOADS, ACCELERATORS, TECHNOLOGIES, "equipment_lead_times",
    "process_nodes", "packaging",
)  # fmt: skip
"""Tables whose rows plans speak of by key and readers by name."""
COLUMNS = {
    "site": SITES,
    "region": REGIONS,
    "workload": WORKLOADS,
    "accelerator": ACCELERATORS,
    "technology": TECHNOLOGIES,
}
"""Columns of a plan's tables to the table whose keys they hold."""
OF_ANY = ("item", "what", "subject", "pool")
"""Columns of a plan's tables that hold keys of several tables, and words of their own."""
_NO_WORDS = ("process_nodes", "packaging")
"""Tables whose keys are abbreviations, such as ``efb``: none is a word of the language."""
_GROUP = "build_limit"
"""Column of the power technologies that names a limit which several keep together."""


@dataclass(frozen=True)
class Names:
    """Table to key to the name of a row; empty where nothing is known of the tables."""

    tables: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    limits: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """A limit of building to the names of the technologies that keep it together."""

    @classmethod
    def of(cls, tables: Mapping[str, pd.DataFrame]) -> "Names":
        """Those of input tables, whose first column, or else index, is the key."""
        found: dict[str, dict[str, str]] = {}
        limits: dict[str, list[str]] = {}
        for table in NAMED:
            rows = tables.get(table)
            if rows is None:
                continue
            if rows.index.name is not None:
                rows = rows.reset_index()
            found[table] = {str(key): str(key) for key in rows[rows.columns[0]]}
            if NAME in rows:
                called = zip(rows[rows.columns[0]], rows[NAME], strict=True)
                own = {str(key): name for key, name in called if _filled(name)}
                found[table] |= own
            if table == TECHNOLOGIES and {NAME, _GROUP} <= set(rows):
                for limit, name in zip(rows[_GROUP], rows[NAME], strict=True):
                    if _filled(limit) and _filled(name):
                        limits.setdefault(str(limit), []).append(name)
        return cls(found, {limit: tuple(names) for limit, names in limits.items()})

    @classmethod
    def all_of(cls, names: Iterable["Names"]) -> "Names":
        """Those of several runs together; of a row in more than one, the first's."""
        found: dict[str, dict[str, str]] = {}
        limits: dict[str, tuple[str, ...]] = {}
        for one in names:
            for table, rows in one.tables.items():
                found[table] = {**rows, **found.get(table, {})}
            limits = {**one.limits, **limits}
        return cls(found, limits)

    def has(self, table: str, key: str) -> bool:
        """Whether a table has a row of this key."""
        return key in self.tables.get(table, {})

    def called(self, table: str, key: str) -> str:
        """The name of a row by its key; the key in words where it has none."""
        name = self.tables.get(table, {}).get(key, key)
        return in_words(key) if name == key else name

    def workload(self, key: str) -> str:
        """A workload by its name up to the colon."""
        called = self.called(WORKLOADS, key)
        # A colon in the key itself, where there is no name, is a part of it.
        return called if called == in_words(key) else called.partition(":")[0]

    def figure(self, key: str) -> str:
        """A figure of a plan, such as ``run_least_share``: the name of its workload, and what."""
        for workload in self.tables.get(WORKLOADS, {}):
            if key.startswith(f"{workload}_"):
                return f"{self.workload(workload)}: {in_words(key.removeprefix(f'{workload}_'))}"
        return key

    def item(self, key: str, among: Iterable[str] = NAMED) -> str:
        """The name of whatever row has this key in one of the tables; else the key as it is."""
        for table in among:
            if self.has(table, key):
                return self.workload(key) if table == WORKLOADS else self.called(table, key)
        return key

    def shown(self, frame: pd.DataFrame) -> pd.DataFrame:
        """A table of a plan for a reader: names in the columns that hold keys."""
        shown = frame.copy()
        for column, table in COLUMNS.items():
            if column in shown:
                give = self.workload if table == WORKLOADS else _of(self, table)
                shown[column] = [_told(cell, give) for cell in frame[column]]
        for column in OF_ANY:
            if column in shown:
                shown[column] = [_told(cell, self.cell) for cell in frame[column]]
        return shown

    def link(self, pool: str) -> str:
        """A pool of supply or a limit of building as a reader knows it."""
        named = self.cell(pool)
        return named if named != pool else pool_name(pool) if pool in NAMES else pool

    def cell(self, text: str) -> str:
        """A cell that is a key, or words with keys among them."""
        named = self.item(text)
        return named if named != text else self.told(text)

    def told(self, sentence: str, *keys: str) -> str:
        """A sentence with names in place of keys: those given, and those no word looks like.

        What a reader types or finds in a file, such as ``sites.abilene.pue``, stays as it is.
        """
        wanted = {key for key in keys if key}
        known = self._unlike_words

        def name(found: re.Match[str]) -> str:
            key = found[0]
            called = self.item(key) if key in wanted or key in known else key
            # A name may begin with its key: "ERCOT (Texas)" is told already.
            return key if sentence.startswith(called, found.start()) else called

        return _TOKEN.sub(name, sentence)

    @cached_property
    def _unlike_words(self) -> frozenset[str]:
        return frozenset(
            key
            for table in NAMED
            for key in self.tables.get(table, {})
            if table in _NO_WORDS or "_" in key or key.isupper() or any(map(str.isdigit, key))
        )


_TOKEN = re.compile(r"(?<!\brow )(?<![\w./=:-])\w+(?![\w/=]|[.:]\w)")
"""A word that is no part of a path, of a file's name, or of an option, and no row of a file."""


def in_words(key: str) -> str:
    """A key as one reads it, where nothing has a name for it."""
    return key.replace("_", " ")


def _filled(cell: Any) -> bool:
    return isinstance(cell, str) and bool(cell)


def _of(names: Names, table: str) -> Any:
    return lambda key: names.called(table, key)


def _told(cell: Any, give: Any) -> Any:
    """A cell with its name; what is no text, such as a blank, as it is."""
    return give(cell) if _filled(cell) else cell
