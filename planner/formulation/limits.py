"""Limits: each is declared once, beside its rows, for every answer that speaks of it.

A block says of a family of constraints what it limits, in which unit, how it is measured, and
which cells of the inputs state it. What a change of a cell does follows from that: the headline,
the tables of limits and supply, bottlenecks, what would be needed, why, trace, report, workbook
and comparisons all read the same levers, so that "one percent more" of a thing is one thing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from math import inf
from types import MappingProxyType
from typing import Any, Literal

import pyomo.environ as pyo

from planner.config.stated_values import span_of
from planner.units import PERCENT

MODEL = "model"
"""Table of a cell that is a key of the model's own file."""


class Whatever(Enum):
    """What fits every value of a part of a key; no name does, not even one of a star."""

    ANY = "*"

    def __str__(self) -> str:
        return str(self.value)


ANY = Whatever.ANY
Label = str | int | Whatever
"""A part of a key: a name, a year, or whatever there is."""


def key_text(key: Iterable[Label]) -> str:
    """A key as JSON: a list in which null stands for whatever there is."""
    parts = [None if part is ANY else part for part in key]
    return json.dumps(parts, ensure_ascii=False)


Address = tuple[str, tuple[Label, ...], str]
"""Table, key of the row, and column."""

Sense = Literal["more", "less", "sooner"]
"""How a cell gives way: a limit is raised, a demand lowered, a date brought forward."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A limit as a reader knows it, where a constraint's own sides don't say it."""

    capacity: float
    used: float
    rows_per_unit: float = 1.0
    """By how much the constraint's right side moves with one unit of the limit."""


def measure(capacity: Any, used: Any) -> Measure:
    """The measure of a limit that has variables on both sides, once they hold a solution."""
    return Measure(float(pyo.value(capacity)), float(pyo.value(used)))


@dataclass(frozen=True, slots=True)
class Step:
    """One more of a limit, as something is decided about it."""

    words: str
    """The step as one says it, such as "1 EB more global memory"."""
    size: float
    """Units in it."""
    unit: str
    share: float
    """The step as a share of the limit; of a date, the years that it comes sooner."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of the inputs that states a limit, or the cells that are changed together."""

    table: str
    """Input table, or ``model`` for a key of the model's file."""
    key: tuple[Label, ...]
    """Key of its row, where ANY stands for any value. Of a model: the key in its file."""
    column: str = ""
    what: str
    """What it limits in words, such as "room at sites"."""
    value: float
    """The limit, in `unit`; a date in years."""
    unit: str
    kind: str = ""
    pool: str = ""
    place: str = ""
    year: int | None = None
    """The year that it is stated for; None where it holds for all."""
    quarter: int | None = None
    """The quarter of the year, from 1 on, where it is stated for one."""
    onwards: bool = False
    """Whether it holds for later years as well."""
    step: Step | None = None
    """Without one, a step is a unit."""
    most: float = inf
    """The largest relative change that makes sense."""
    sense: Sense = "more"
    weighs: bool = False
    """Whether it multiplies decisions of the plan: its worth is known at the margin, and no
    bound can be moved to see what more of it needs."""
    members: tuple[str, ...] = ()
    """Small sites whose rows are changed together, where the plan has one site for them."""
    factors: tuple[str, ...] = ()
    """Further columns of its row whose product with the cell is the limit."""

    @property
    def address(self) -> Address:
        """What makes it one cell: table, row and column."""
        return self.table, self.key, self.column

    @property
    def row(self) -> str:
        """The key as a path names it."""
        return ":".join(map(str, self.key))

    @property
    def when(self) -> str:
        """Its year in words; empty where it holds for all."""
        if self.year is None:
            return ""
        if self.quarter is not None:
            return f"quarter {self.quarter} of {self.year}"
        return f"{self.year} on" if self.onwards else str(self.year)

    @property
    def name(self) -> str:
        """The limit in words with its pool, place and year."""
        place = self.place
        if self.members:
            place = f"the {len(self.members)} small sites of {self.place}"
        words = " ".join(filter(None, (self.what, self.kind, self.pool)))
        words += f" at {place}" if place else ""
        return f"{words} in {self.when}" if self.when else words

    def changed(self, change: float) -> float:
        """The limit after a change of so much of itself; a date after so many years less."""
        if self.sense == "sooner":
            return self.value - change
        return self.value + (-change if self.sense == "less" else change) * (self.value or 1.0)


Amount = float | Callable[[], float]
"""A number, or what it is once the variables hold a solution."""

Effect = tuple[Cell, Amount]
"""A cell, and how far a row gives way when it is changed by as much as it is.

A limit of nothing is counted as one unit, since nothing is a share of it; a date is brought
forward by a year. A row gives way when an upper bound rises or a lower one falls. Of a cell that
weighs decisions it is a function, which asks the variables for them.
"""


def times(factor: float, amount: Amount) -> Amount:
    """An amount multiplied, now or when it is known."""
    return (lambda: factor * amount()) if callable(amount) else factor * amount


@dataclass(frozen=True, slots=True)
class Limit:
    """What a constraint stands for to a reader."""

    what: str
    """The limited thing in words, such as "room at sites"."""
    unit: str | Callable[..., str]
    """Its unit, or the index to it where rows differ."""
    index_names: tuple[str, ...]
    """What the index of the constraint holds, the year among it where there is one."""
    measure: Callable[..., Measure] | None = None
    """Index to the limit in its own terms, once the variables hold a solution; without it
    the right side of the constraint is the capacity, and the left side what is used."""
    cells: Callable[..., Iterable[Effect]] | None = None
    """Index to the cells that state it, the one that it is named after first."""
    no_cell: str = ""
    """Why no cell states it, where none does."""
    listed: bool = True
    """Whether the plan lists its rows one by one; a rule that all sites keep is not."""

    def labels(self, index: tuple[object, ...]) -> dict[str, object]:
        """What each part of an index is, by name."""
        return dict(zip(self.index_names, index, strict=True))

    def effects(self, index: tuple[object, ...]) -> list[Effect]:
        """The cells of a row, with what they do to it."""
        return [] if self.cells is None else list(self.cells(*index))


@dataclass(frozen=True, slots=True)
class Lever:
    """A cell that states a limit, with every row that gives way when it is changed."""

    cell: Cell
    limit: str
    """The family of rows that it is named after."""
    moves: Mapping[str, float]
    """Name of a row to how far it gives way for a change of the cell by as much as it is."""

    @property
    def step(self) -> Step:
        """One step of it, a unit where nothing else is said."""
        if self.cell.step is not None:
            return self.cell.step
        unit = self.cell.unit
        if self.cell.sense == "less":
            share = PERCENT / (self.cell.value or 1.0)
            words = f"each percentage point less of the {self.cell.name}"
            return Step(words, 1.0, f"% {unit}", share)
        words = f"each {'GW' if unit.startswith('GW of') else unit} more of {self.cell.name}"
        return Step(words, 1.0, unit, 1.0 / (self.cell.value or 1.0))


@dataclass
class LimitRegistry:
    """The limits that blocks declare, by constraint; the plan reports each with its dual."""

    entries: dict[str, Limit] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    """Constraints with a bound that is no limit, and why: what stands already, a demand."""

    def declare(
        self,
        constraint: str,
        what: str,
        *,
        unit: str | Callable[..., str],
        index: Iterable[str],
        cells: Callable[..., Iterable[Effect]] | None = None,
        no_cell: str = "",
        measure: Callable[..., Measure] | None = None,
        listed: bool = True,
    ) -> None:
        """Say that `constraint` is a limit, in `unit`; without a `measure` its right side is it.

        `cells` gives, for an index, the cells of the inputs that state the limit.
        Raises ValueError where there are neither cells nor a reason for none.
        """
        if cells is None and not no_cell:
            raise ValueError(f"no cell states {constraint}, and no reason is given")
        self.entries[constraint] = Limit(what, unit, tuple(index), measure, cells, no_cell, listed)

    def fact(self, constraint: str, reason: str) -> None:
        """Say that the bound of `constraint` is no limit that could be loosened, and why."""
        self.facts[constraint] = reason

    def rows(self, m: pyo.ConcreteModel) -> Iterator[tuple[str, Limit, tuple[object, ...], Any]]:
        """Every row of every limit: family, limit, index and the constraint."""
        for family, limit in self.entries.items():
            for index, row in getattr(m, family).items():
                yield family, limit, index if isinstance(index, tuple) else (index,), row

    def years(self, m: pyo.ConcreteModel) -> dict[str, int]:
        """Name of a row to its year, of those that have one."""
        labelled = ((row.name, limit.labels(index)) for _, limit, index, row in self.rows(m))
        return {name: int(str(labels["year"])) for name, labels in labelled if "year" in labels}

    def levers(self, m: pyo.ConcreteModel, *, planned: bool = True) -> list[Lever]:
        """Every cell that states a limit, once, with all rows that it moves.

        The variables of the model hold a solution, where the effect of a cell
        is taken that weighs decisions; without one (`planned` false) such
        cells are left out.
        """
        cells: dict[Address, Cell] = {}
        moves: dict[Address, dict[str, float]] = {}
        named: dict[Address, tuple[bool, str]] = {}
        for family, limit, index, row in self.rows(m):
            effects = limit.effects(index)
            alone = len({cell.table for cell, _ in effects}) == 1
            for cell, effect in effects:
                if callable(effect) and not planned:
                    continue
                by = effect() if callable(effect) else effect
                cells.setdefault(cell.address, cell)
                own = moves.setdefault(cell.address, {})
                if by:
                    own[row.name] = own.get(row.name, 0.0) + by
                # It is named after the rows that cells of its table alone state.
                if not named.get(cell.address, (False, ""))[0]:
                    first = named.get(cell.address, (False, family))[1]
                    named[cell.address] = (alone, family if alone else first)
        return [
            Lever(cell, named[address][1], moves[address])
            for address, cell in cells.items()
            if moves[address]
        ]


def by_the_year(unit: str, lengths: Mapping[int, float]) -> str:
    """The unit of a cell that states an amount a year, where some planned years are not one."""
    return f"{unit} a year" if any(length != 1 for length in lengths.values()) else unit


def of_model(
    key: str,
    what: str,
    unit: str,
    values: Mapping[int, float],
    year: int,
    lengths: Mapping[int, float] = MappingProxyType({}),
    **more: Any,
) -> Iterator[Effect]:
    """A key of the model's file that states a limit for one year, or for all of them at once.

    The limit is of as many years together as `lengths` says of its own, where the key states one
    year's; one that is not there stands for itself.
    """
    each = lengths.get(year, 1)
    span = span_of(values, {y: y for y in values}, year)
    limit = values[year]
    cell = Cell(
        table=MODEL, key=(key,) if span.row is None else (key, span.row), what=what,
        value=limit / each, unit=by_the_year(unit, lengths), year=span.first, onwards=span.onwards,
        **more,
    )  # fmt: skip
    yield cell, limit or float(each)
