"""Ledgers: sums of named terms, so that a breakdown adds up to what the solver saw."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyomo.environ as pyo

from planner.lp.row_family import Part

Term = Callable[..., Any]
Parts = Callable[[Sequence[Any]], Sequence[Part]]
"""Indices to what a term adds at each, in a row for each of them."""


@dataclass
class Ledger:
    """A sum of named terms over one index, in one unit.

    A block enters its own term, so no block needs to know the others. The
    plan reads the same terms, so a printed breakdown adds up to the total.
    """

    name: str
    unit: str
    index_names: tuple[str, ...]
    terms: dict[str, Term] = field(default_factory=dict)
    uses: dict[str, tuple[str, ...]] = field(default_factory=dict)
    arrays: dict[str, Parts] = field(default_factory=dict)
    """Those terms as arrays that have many members; a test holds them to their rules."""

    def enter(
        self, term: str, rule: Term, *, uses: Iterable[str] = (), parts: Parts | None = None
    ) -> None:
        """Add a term; `rule` takes the index and returns an expression.

        `uses` names the input columns that it is made of, as ``table.column``;
        `parts` gives the same as the rule for many indices at once.
        Raises ValueError when the term is there already.
        """
        if term in self.terms:
            raise ValueError(f"ledger {self.name!r} already has a term {term!r}")
        self.terms[term] = rule
        self.uses[term] = tuple(uses)
        if parts is not None:
            self.arrays[term] = parts

    def parts(self, indices: Sequence[Any]) -> list[Part]:
        """All terms that have arrays, at these indices, with a row for each index."""
        return [part for parts in self.arrays.values() for part in parts(indices)]

    def has_arrays_only(self) -> bool:
        """Whether the total is the sum of the arrays."""
        return self.arrays.keys() == self.terms.keys()

    def rest(self, *index: Any) -> Any:
        """The sum of the terms that have no arrays, at one index."""
        rules = (rule for term, rule in self.terms.items() if term not in self.arrays)
        return pyo.quicksum(rule(*index) for rule in rules)

    def total(self, *index: Any) -> Any:
        """The sum of all terms at one index, as a Pyomo expression."""
        return pyo.quicksum(rule(*index) for rule in self.terms.values())

    def values(self, *index: Any) -> Iterator[tuple[str, float]]:
        """Each term with its value at one index, once the variables hold a solution."""
        for term, rule in self.terms.items():
            yield term, float(pyo.value(rule(*index)))


def at_most(total: Any, most: float) -> Any:
    """The row that holds a total to a limit, where there may be nothing to add up.

    A total without a term is a number, of which Pyomo makes no row: nothing can
    be spent, drawn or emitted, and only a negative limit would be broken.
    """
    if isinstance(total, (int, float)):
        return pyo.Constraint.Feasible if total <= most else pyo.Constraint.Infeasible
    return total <= most


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
class Limit:
    """What a constraint stands for to a reader."""

    what: str
    """The limited thing in words, such as "room at sites"."""
    unit: str | Callable[..., str]
    """Its unit, or the index to it where rows differ."""
    table: str
    """The input table that states it."""
    index_names: tuple[str, ...]
    """What the index of the constraint holds, the year among it where there is one."""
    measure: Callable[..., Measure] | None = None
    """Index to the limit in its own terms, once the variables hold a solution; without it
    the right side of the constraint is the capacity, and the left side what is used."""


@dataclass
class LimitBook:
    """The limits that blocks declare, by constraint name; the plan reports each with its dual."""

    entries: dict[str, Limit] = field(default_factory=dict)

    def declare(
        self,
        constraint: str,
        what: str,
        *,
        unit: str | Callable[..., str],
        table: str,
        index: Iterable[str],
        measure: Callable[..., Measure] | None = None,
    ) -> None:
        """Say that `constraint` is a limit, in `unit`; without a `measure` its right side is it."""
        self.entries[constraint] = Limit(what, unit, table, tuple(index), measure)


@dataclass
class Ledgers:
    """The ledgers that the blocks share."""

    cost: Ledger = field(default_factory=lambda: Ledger("cost", "billion USD a year", ("year",)))
    """What a year is charged: annuities of capital, and running costs."""
    capex: Ledger = field(default_factory=lambda: Ledger("capex", "billion USD", ("year",)))
    """Capital as it is spent, undiscounted."""
    power: Ledger = field(default_factory=lambda: Ledger("power", "GW", ("site", "year", "slice")))
    """Supply of power less its use."""
    emissions: Ledger = field(default_factory=lambda: Ledger("emissions", "Mt CO2", ("year",)))
    water: Ledger = field(default_factory=lambda: Ledger("water", "million m3", ("site", "year")))
    """What cooling takes at a site."""
    supply: Ledger = field(
        default_factory=lambda: Ledger(
            "supply", "thousand wafers or EB", ("kind", "pool", "year", "part")
        )
    )
    """What there is of a resource for shipment in a part of a year."""
    limits: LimitBook = field(default_factory=LimitBook)
    runs: list[Any] = field(default_factory=list)
    """Variables that say how a site runs in a year once what is built there stands."""
