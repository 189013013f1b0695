"""The tables of money: every line that is charged, spent or emitted, and their sums."""

import json
from collections.abc import Iterator

import pandas as pd

from planner.formulation.annuity import discount_factor
from planner.formulation.ledger import YearLedger
from planner.formulation.lines import Entry
from planner.solving.solve import SolvedWorld

COLUMNS = [
    "ledger", "term", "item", "site", "year", "vintage", "quantity", "quantity_unit",
    "price_per_unit", "share", "amount", "unit", "price_scale", "price_cells", "share_cells",
]  # fmt: skip


def ledger(solved: SolvedWorld) -> pd.DataFrame:
    """One row for each line of cost, capital, value and emissions: quantity, price and share.

    ``price_per_unit`` and ``amount`` are in ``unit``; ``vintage`` is the year in which the item
    was bought or built, where that matters. The cells behind price and share are lists of table,
    key and column, as JSON; ``price_scale`` times the product of the price's cells is the price.
    """
    rows = [
        (
            name, entry.term, line.item, line.site, line.year, line.vintage, entry.quantity,
            line.unit, line.price.amount, line.share, entry.amount, book.unit, line.price.scale,
            json.dumps(line.price.cells), json.dumps(line.share_cells),
        )
        for name, book in solved.formulation.ledgers.yearly.items()
        for entry in entries(solved, book)
        for line in (entry.line,)
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=COLUMNS)
    return table.astype({"year": int, "vintage": "Int64", "price_scale": float})


def entries(solved: SolvedWorld, book: YearLedger) -> Iterator[Entry]:
    """The solved lines of a ledger, term by term."""
    return book.entries(solved.formulation.model.YEARS)


def capex(solved: SolvedWorld) -> pd.DataFrame:
    """Capital as spent, undiscounted: year, component, item, site, billion USD."""
    rows = [
        (entry.line.year, entry.term, entry.line.item, entry.line.site, entry.amount)
        for entry in entries(solved, solved.formulation.ledgers.capex)
    ]
    return pd.DataFrame(rows, columns=["year", "component", "item", "site", "capex_busd"])


def cost(solved: SolvedWorld) -> pd.DataFrame:
    """What each year is charged, by term; the present values add up to the objective."""
    rows = (
        (y, term, busd, discount_factor(solved.world, y) * busd)
        for y, term, busd in by_term(solved, solved.formulation.ledgers.cost)
    )
    return pd.DataFrame(rows, columns=["year", "term", "cost_busd", "present_cost_busd"])


def present_value_of_compute(solved: SolvedWorld) -> float:
    """What all compute that has a price is worth, at the start of the first year, billion USD."""
    rows = by_term(solved, solved.formulation.ledgers.value)
    return sum(discount_factor(solved.world, y) * busd for y, _, busd in rows)


def emissions(solved: SolvedWorld) -> pd.DataFrame:
    """CO2 by year and term, Mt."""
    rows = by_term(solved, solved.formulation.ledgers.emissions)
    return pd.DataFrame(rows, columns=["year", "term", "emissions_mt"])


def by_term(solved: SolvedWorld, book: YearLedger) -> Iterator[tuple[int, str, float]]:
    """Year, term and the sum of its lines, for every year and term."""
    amounts: dict[tuple[int, str], list[float]] = {}
    for entry in entries(solved, book):
        amounts.setdefault((entry.line.year, entry.term), []).append(entry.amount)
    for y in solved.formulation.model.YEARS:
        for term in book.terms:
            yield y, term, sum(amounts.get((y, term), ()), 0.0)
