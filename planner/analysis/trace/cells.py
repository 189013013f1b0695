"""What a trace is made of: terms, and the input cells behind them with their sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from planner.audit.evidence import Evidence
from planner.audit.files import Files
from planner.data.schema import Schema

MODEL = "model"
"""Table of what stands in the model's own file."""


@dataclass(frozen=True)
class Cell:
    """An input cell as the run used it."""

    table: str
    row: str
    column: str
    value: object
    unit: str
    source_id: str
    source: str
    confidence: str
    changed: str = ""
    """What the model put in the place of what; empty where it changed nothing."""


@dataclass(frozen=True)
class Term:
    """A part of a number: what it is in words, its value, and the cells in it."""

    words: str
    value: float
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Traced:
    """The terms of a number."""

    terms: tuple[Term, ...]
    note: str = ""
    """Where the trace ends, or what else has a part in it."""


@dataclass(frozen=True, eq=False)
class Run:
    """A run's tables and inputs, for looking up cells."""

    files: Files
    schema: Schema
    changes: tuple[tuple[Any, ...], ...]
    sources: Mapping[str, str]
    """Source to title."""
    ledger: pd.DataFrame
    """The plan's lines of cost, capital and emissions."""
    extra: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    """Input tables that the certificate doesn't read."""

    @cached_property
    def evidence(self) -> Evidence:
        """The inputs as the certificate understands them."""
        return Evidence.of(self.files)

    def table(self, name: str) -> pd.DataFrame:
        """An input table of the run."""
        return self.extra[name] if name in self.extra else self.files.inputs[name]

    def cell(self, table: str, row: str | tuple[object, ...], column: str) -> Cell:
        """A cell by the key of its row. KeyError when there is none."""
        key = row if isinstance(row, tuple) else (row,)
        names = self.schema[table].key
        frame = self.table(table)
        fits = pd.Series(True, index=frame.index)
        for name, part in zip(names, key, strict=True):
            fits &= frame[name].astype(str) == str(part)
        found = frame[fits]
        if len(found) != 1:
            raise KeyError(f"{table}.{':'.join(map(str, key))}")
        held = found.iloc[0]
        source = _text(held, "source_id")
        return Cell(
            table=table,
            row=":".join(map(str, key)),
            column=column,
            value=held[column],
            unit=self.schema[table].fields[column].unit or _text(held, "unit"),
            source_id=source,
            source=self.sources.get(source, ""),
            confidence=_text(held, "confidence"),
            changed=self._changed(table, key, column),
        )

    def cells(self, table: str, row: str | tuple[object, ...], *columns: str) -> tuple[Cell, ...]:
        """The cells of a row, or none where the tables leave the row out and a default holds."""
        try:
            return tuple(self.cell(table, row, column) for column in columns)
        except KeyError:
            return ()

    def held(
        self, table: str, thing: tuple[object, ...], year: int, *columns: str, first: bool = False
    ) -> tuple[Cell, ...]:
        """The cells that hold in a year: of the last row by then, of the key's parts `thing`.

        None where there is no such row; with `first` a row holds before its year, too.
        """
        frame = self.table(table)
        others = [name for name in self.schema[table].key if name != "year"]
        if frame.empty:
            return ()
        fits = pd.Series(True, index=frame.index)
        for name, part in zip(others, thing, strict=True):
            fits &= frame[name].astype(str) == str(part)
        for column in columns:
            fits &= frame[column].notna()
        years = sorted(int(y) for y in frame.loc[fits, "year"])
        known = [y for y in years if y <= year] or (years[:1] if first else [])
        if not known:
            return ()
        found = dict(zip(others, thing, strict=True)) | {"year": known[-1]}
        return self.cells(table, tuple(found[name] for name in self.schema[table].key), *columns)

    def cell_as_of(self, table: str, key: tuple[object, ...], column: str) -> Cell | None:
        """The cell of the last row by the year in the key, else of the first one after it.

        A slice without a row of its own has that of all slices. None where no row fits.
        """
        if table not in self.extra and table not in self.files.inputs:
            return None
        names = self.schema[table].key
        rows = self.table(table)
        for name, part in zip(names, key, strict=True):
            if name != "year":
                own = rows[rows[name].astype(str) == str(part)]
                rows = rows[rows[name] == "all"] if name == "slice" and own.empty else own
        if rows.empty or column not in rows:
            return None
        if "year" in names:
            wanted = int(str(key[names.index("year")]))
            earlier = rows[rows["year"] <= wanted]
            rows = earlier.nlargest(1, "year") if len(earlier) else rows.nsmallest(1, "year")
        return self.cell(table, tuple(rows.iloc[0][name] for name in names), column)

    def of_model(self, key: str, value: object, unit: str = "") -> Cell:
        """A value of the model's file."""
        return Cell(MODEL, "", key, value, unit, "", "the model's definition", "")

    def model_value(self, key: str) -> object:
        """What the model says of a dotted key, whose end may hold dots itself; None if nothing."""
        found: object = self.files.definition
        while isinstance(found, Mapping):
            if key in found:
                return found[key]
            first, _, key = key.partition(".")
            found = found.get(first)
        return None

    def _changed(self, table: str, key: tuple[object, ...], column: str) -> str:
        wanted = [str(part) for part in key]
        for name, where, what, old, new in self.changes:
            parts = where if isinstance(where, list | tuple) else [where]
            if name == table and what == column and [str(p) for p in parts] == wanted:
                return f"{old} became {new}, by the model"
        return ""


def _text(row: pd.Series, column: str) -> str:
    """A cell of text; empty where it is blank, or its column is left out."""
    found = row.get(column, "")
    return "" if pd.isna(found) else str(found)


Row = Mapping[str, Any]
"""A row of a table of the plan."""
Tracer = Callable[[Run, Row], Traced]
