"""Ledgers: sums of named terms, so that a breakdown adds up to what the solver saw."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyomo.environ as pyo
from pyomo.core.expr import LinearExpression

from planner.formulation.limits import LimitRegistry
from planner.formulation.lines import Entry, Line, Lines, Price
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


@dataclass
class YearLedger(Ledger):
    """A ledger over years whose terms are lines, so that what adds up is told by item and price."""

    makers: dict[str, Lines] = field(default_factory=dict)
    _made: dict[str, dict[int, list[Line]]] = field(default_factory=dict)

    def enter_lines(self, term: str, lines: Lines, *, parts: Parts | None = None) -> None:
        """Add a term as its lines; they are made when they are first asked for.

        `parts` gives the same sums for many years at once.
        Raises ValueError when the term is there already.
        """
        self.makers[term] = lines

        def rule(y: int) -> Any:
            return pyo.quicksum(line.coefficient * line.quantity for line in self.lines(term, y))

        self.enter(term, rule, parts=parts)

    def lines(self, term: str, year: int) -> Sequence[Line]:
        """The lines of a term in a year."""
        if term not in self.makers:
            # A term of a block that says no more than its sum is a line of its own.
            made = self._made.setdefault(term, {})
            if year not in made:
                whole = self.terms[term](year)
                made[year] = [Line(year, term.replace("_", " "), whole, self.unit, Price(1.0))]
            return made[year]
        if term not in self._made:
            by_year: dict[int, list[Line]] = {}
            for line in self.makers[term]():
                if line.coefficient:
                    by_year.setdefault(line.year, []).append(line)
            self._made[term] = by_year
        return self._made[term].get(year, ())

    def entries(self, years: Iterable[int]) -> Iterator[Entry]:
        """All lines of these years with their solved quantities, term by term; none of nothing."""
        known: dict[int, float] = {}

        def quantity(expression: Any) -> float:
            # Terms that are paid by the same energy share the expression of it.
            if id(expression) not in known:
                known[id(expression)] = float(pyo.value(expression))
            return known[id(expression)]

        wanted = list(years)
        for term in self.terms:
            for y in wanted:
                for line in self.lines(term, y):
                    if amount := quantity(line.quantity):
                        yield Entry(term, line, amount)


def at_most(total: Any, most: float) -> Any:
    """The row that holds a total to a limit, where there may be nothing to add up.

    A total without a term is a number, of which Pyomo makes no row or one without
    its limit: the row stands without a variable then, so that every answer finds it.
    """
    return (LinearExpression() if isinstance(total, (int, float)) else total) <= most


LoadRows = Callable[[str, int, str], Iterable[tuple[Any, float]]]
"""Site, year and slice to the rows that one more GW of load tightens, and by how much; where it
gives them room instead, by a negative number."""


@dataclass(frozen=True)
class MeasuringVariable:
    """A variable that stands in no objective and is what its rows make it, such as a peak."""

    variable: Any
    rows: frozenset[str]
    """The constraints that hold it to what it measures."""
    most: bool
    """Whether it is the greatest that they allow, or the least."""


@dataclass
class Ledgers:
    """The ledgers that the blocks share."""

    cost: YearLedger = field(default_factory=lambda: YearLedger("cost", "billion USD", ("year",)))
    """What a year is charged: annuities of capital, and running costs."""
    capex: YearLedger = field(
        default_factory=lambda: YearLedger("capex", "billion USD", ("year",))
    )
    """Capital as it is spent, undiscounted, in all years that a planned year stands for."""
    power: Ledger = field(default_factory=lambda: Ledger("power", "GW", ("site", "year", "slice")))
    """Supply of power less its use."""
    value: YearLedger = field(
        default_factory=lambda: YearLedger("value", "billion USD", ("year",))
    )
    """What a year's compute is worth where demand has a price; the last stage takes it off the
    cost. Empty where all targets come first."""
    emissions: YearLedger = field(
        default_factory=lambda: YearLedger("emissions", "Mt CO2", ("year",))
    )
    """What a year emits."""
    water: Ledger = field(default_factory=lambda: Ledger("water", "million m3", ("site", "year")))
    """What cooling takes at a site."""
    supply: Ledger = field(
        default_factory=lambda: Ledger(
            "supply", "thousand wafers or EB", ("kind", "pool", "year", "part")
        )
    )
    """What there is of a resource for shipment in a part of a year."""
    load_in: dict[str, LoadRows] = field(default_factory=dict)
    """Constraints that the load of a site stands in, besides that of its accelerators: what more
    of it asks of their rows. A row that is left out is left out of the price of power."""
    limits: LimitRegistry = field(default_factory=LimitRegistry)
    runs: list[Any] = field(default_factory=list)
    """Variables that say how a site runs in a year once what is built there stands."""
    measures: list[MeasuringVariable] = field(default_factory=list)
    """Variables that only measure: an optimum may hold them elsewhere, a plan tells what is."""

    def load(self, *balance: Any) -> Any:
        """All load of a site, year and slice, GW: that of accelerators and what tables state."""
        return -(self.power.terms["load"](*balance) + self.power.terms["stated_load"](*balance))

    @property
    def yearly(self) -> Mapping[str, YearLedger]:
        """The ledgers whose terms are told line by line."""
        return {book.name: book for book in (self.cost, self.capex, self.value, self.emissions)}
