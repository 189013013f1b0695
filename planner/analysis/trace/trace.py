"""From a table, a column and some labels to the terms of the number that stands there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from planner.analysis.trace import money, quantities
from planner.analysis.trace.cells import Run, Term, Tracer
from planner.errors import Fault, InputError, did_you_mean, listed

TRACERS: Mapping[tuple[str, str], tuple[Tracer, str]] = {
    ("capex", "capex_busd"): (money.capex, "billion USD"),
    ("cost", "cost_busd"): (money.cost, "billion USD"),
    ("cost", "present_cost_busd"): (money.present_cost, "billion USD, present value"),
    ("compute_price", "value_busd"): (money.value, "billion USD"),
    ("compute_steps", "value_busd"): (money.value_of_step, "billion USD"),
    ("emissions", "emissions_mt"): (money.emissions, "Mt CO2"),
    ("clusters", "it_gw"): (quantities.it_gw, "GW"),
    ("clusters", "facility_gw"): (quantities.facility_gw, "GW"),
    ("power", "capacity_gw"): (quantities.capacity_gw, "GW"),
    ("limits", "capacity"): (quantities.limit, "the limit's own unit"),
    ("supply", "capacity"): (quantities.supply, "the row's own unit"),
    ("targets", "target"): (quantities.target, "FLOP or H100e"),
}
"""Table and column to what traces it, and its unit."""
DECISIONS = {
    ("accelerators", "bought_million"): "planner why RUN --accelerator",
    ("accelerators", "running_million"): "planner why RUN --accelerator",
    ("power", "built_gw"): "planner why RUN --technology",
    ("power", "retired_gw"): "planner why RUN --technology",
    ("compute_price", "served_h100e_million"): "planner show RUN -t compute_steps",
    ("compute_steps", "served_h100e_million"): "planner show RUN -t compute_price",
    ("clusters", "shell_built_it_gw"): "planner why RUN --site",
    ("allocations", "units_million"): "planner show RUN -t targets",
}
"""Columns that the plan itself decides, and what asks on."""
ADDS_UP = 1e-6
"""Relative difference up to which terms and number are the same."""


@dataclass(frozen=True)
class Trace:
    """A reported number with its terms."""

    quantity: str
    where: Mapping[str, str]
    rows: int
    value: float
    unit: str
    terms: tuple[Term, ...]
    notes: tuple[str, ...]

    @property
    def total(self) -> float:
        """The terms, added up."""
        return sum(term.value for term in self.terms)

    @property
    def adds_up(self) -> bool:
        """Whether the terms make the number."""
        return abs(self.total - self.value) <= ADDS_UP * max(abs(self.value), 1e-3)


def trace(
    run: Run,
    tables: Mapping[str, pd.DataFrame],
    quantity: str,
    where: Mapping[str, str] | Sequence[str],
) -> Trace:
    """The terms of the rows of ``table.column`` that have these labels, added over the rows.

    Labels may be texts, ``site=abilene,year=2028``, of one or more columns each.
    Raises InputError for a quantity or label that there isn't.
    """
    table, _, column = quantity.partition(".")
    if table not in tables or column not in tables[table]:
        names = [f"{t}.{c}" for t, c in (*TRACERS, *DECISIONS)]
        expected = "a table and column of the plan, such as capex.capex_busd"
        fix = did_you_mean(quantity, names) or f"traced are {listed(names, 20)}"
        raise InputError([Fault("QUANTITY", repr(quantity), expected, fix)])
    if len(tables[table]) and not pd.api.types.is_numeric_dtype(tables[table][column]):
        text = f"{quantity} is no number"
        numbers = tables[table].select_dtypes("number").columns.drop("year", errors="ignore")
        expected = f"a column of numbers: {listed(map(str, numbers), 20)}"
        raise InputError([Fault("QUANTITY", text, expected)])
    if not isinstance(where, Mapping):
        where = labels_of(where, tables[table])
    rows = _rows(tables[table], table, where)
    value = float(rows[column].astype(float).sum())
    if (table, column) in DECISIONS:
        asks = DECISIONS[table, column]
        note = f"This is a decision of the plan: no cell states it. {asks} says what bears on it."
        return Trace(quantity, where, len(rows), value, "", (), (note,))
    if (table, column) not in TRACERS:
        known = listed([f"{t}.{c}" for t, c in TRACERS], 20)
        note = f"{quantity} is traced no further; traced are {known}."
        return Trace(quantity, where, len(rows), value, "", (), (note,))
    tracer, unit = TRACERS[table, column]
    terms: list[Term] = []
    notes: list[str] = []
    for row in rows.to_dict("records"):
        labelled: dict[str, Any] = {str(name): cell for name, cell in row.items()}
        found = tracer(run, labelled)
        terms += found.terms
        notes += [found.note] if found.note else []
    if len(rows) == 1 and "unit" in rows:
        unit = str(rows["unit"].iloc[0])
    distinct = tuple(dict.fromkeys(notes))
    return Trace(quantity, where, len(rows), value, unit, tuple(terms), distinct)


def labels_of(texts: Sequence[str], frame: pd.DataFrame) -> dict[str, str]:
    """Column to label, of texts such as ``site=abilene,year=2028``.

    A comma begins the next label where a column of the table and ``=`` follow it, so that names
    may hold both signs. Raises InputError for a text without a label.
    """
    columns = "|".join(re.escape(str(c)) for c in sorted(frame.columns, key=len, reverse=True))
    begins = re.compile(rf",(?=\s*(?:{columns})\s*=)")
    labels = {}
    for text in (part for whole in texts if whole for part in begins.split(whole)):
        name, sign, value = text.partition("=")
        if not sign:
            raise InputError([Fault("--where", repr(text), "name=value,name=value")])
        labels[name.strip()] = value.strip()
    return labels


def _rows(frame: pd.DataFrame, table: str, where: Mapping[str, str]) -> pd.DataFrame:
    """The rows with these labels; InputError with those there are where none has."""
    rows = frame
    for name, wanted in where.items():
        if name not in frame:
            fix = did_you_mean(name, frame.columns)
            expected = f"a column of {table}: {listed(map(str, frame.columns), 20)}"
            raise InputError([Fault("--where", f"no column {name!r}", expected, fix)])
        texts = rows[name].map(str)
        if not (texts == wanted).any():
            known = sorted(set(texts))
            fix = did_you_mean(wanted, known)
            expected = f"one of {listed(known, 20)}"
            raise InputError([Fault("--where", f"{name}={wanted}", expected, fix)])
        rows = rows[texts == wanted]
    return rows
