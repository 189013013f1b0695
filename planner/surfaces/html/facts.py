"""What the sections of a report are made from: a run as it stands on disk."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from planner.data.confidence import count_confidence
from planner.results import Plan
from planner.results.bottlenecks import TABLE, bottlenecks
from planner.surfaces.html.derived import (
    CHECKS,
    certificate_table,
    check_table,
    program_table,
)
from planner.wording.names import Names
from planner.wording.numbers import Form, printed
from planner.wording.query import Condition, How, Query, answer
from planner.wording.text import Name, Number, Text, say

Unit = Literal["billion", "million", "thousand", ""]
UNITS: dict[Unit, float] = {"billion": 1e9, "million": 1e6, "thousand": 1e3, "": 1.0}


def suited(value: float, unit: Unit) -> Unit:
    """The largest unit in which a positive value, given in `unit`, is one or more."""
    names = list(UNITS)
    for smaller in names[names.index(unit) + 1 :]:
        if 0 < value < 1:
            value *= UNITS[unit] / UNITS[smaller]
            unit = smaller
    return unit


@dataclass(frozen=True)
class Facts:
    """One run: its plan, its manifest, its input rows, and what else lies in its folder."""

    plan: Plan
    manifest: Mapping[str, Any]
    inputs: Mapping[str, pd.DataFrame]
    """Input tables as the run used them, by name."""
    extras: Mapping[str, Any] = field(default_factory=dict)
    """What other commands left in the folder: ``certificate``, ``sensitivity``."""
    folder: Path = Path()
    prefix: str = ""
    """Before the names of tables in queries: whose they are, where several runs are told of."""

    @property
    def years(self) -> list[int]:
        """The years of the plan."""
        return [int(year) for year in self.plan.summary["years"]]

    @property
    def last(self) -> int:
        """The last year."""
        return self.years[-1]

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables that numbers are looked up in: the plan's, and those made from its folder."""
        return {
            **self.plan.tables,
            **({} if TABLE in self.plan.absent else {TABLE: bottlenecks(self.plan)}),
            "certificate": certificate_table(self.extras.get("certificate")),
            CHECKS: check_table(self.extras.get("certificate")),
            "confidence": count_confidence(self.inputs),
            "program": program_table(self.manifest, self.plan.summary),
        }

    @property
    def untold(self) -> str:
        """Why nothing is told of what limits bring, where an earlier version wrote the plan."""
        fault = self.plan.absent.get(TABLE)
        return f"{fault.found}; {fault.fix}" if fault else ""

    @cached_property
    def named_tables(self) -> dict[str, pd.DataFrame]:
        """The same tables by the names that queries have for them."""
        return {f"{self.prefix}{name}": table for name, table in self.tables.items()}

    @property
    def run_id(self) -> str:
        """What tells this run from others: model, time, and the start of its programme's sum."""
        checksum = str(self.manifest.get("program", {}).get("checksum", ""))[:8]
        created = str(self.manifest.get("created", ""))[:16].replace("T", " ")
        return " ".join(filter(None, (str(self.manifest.get("model", "")), created, checksum)))

    def number(
        self,
        table: str,
        column: str,
        how: How = "sum",
        *,
        form: Form = "plain",
        by: str = "",
        scale: float = 1.0,
        over: Query | None = None,
        **where: Condition,
    ) -> Number:
        """A number of a table, as a sentence prints it."""
        query = Query(self.prefix + table, column, how, tuple(where.items()), by, over, scale)
        value = answer(query, self.named_tables)
        return Number(printed(value, form), value, query)

    def amount(
        self,
        table: str,
        column: str,
        how: How = "sum",
        *,
        unit: Unit,
        sign: float = 1.0,
        **where: Condition,
    ) -> Text:
        """A number of a column in billions or millions, in the unit that suits its size."""
        table = self.prefix + table
        value = abs(answer(Query(table, column, how, tuple(where.items())), self.named_tables))
        best = suited(value, unit)
        scale = sign * UNITS[unit] / UNITS[best]
        query = Query(table, column, how, tuple(where.items()), scale=scale)
        value = answer(query, self.named_tables)
        number = Number(printed(value), value, query)
        return say("{number} {unit}" if best else "{number}", number=number, unit=best)

    def called(self, table: str, key: str) -> Name:
        """The name of a row of an input table by its key; the key in words where it has none."""
        return Name(self.names.called(table, key))

    @cached_property
    def names(self) -> Names:
        """What the rows of the input tables are called."""
        return Names.of(self.inputs)
