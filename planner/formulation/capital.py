"""Capital: what is spent once, and charged to the years of its life.

A block states its investments, and both ledgers follow: the capital as it is spent, and the
annuities, which are always the term of the same name with ``_capital`` behind it.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import chain
from typing import Any, NamedTuple

from planner.formulation.annuity import share_charged, yearly_charge
from planner.formulation.ledger import Ledgers
from planner.formulation.lines import RATE, CellKey, Line, Lines, Price
from planner.system import World

CHARGED = "_capital"
"""Ending of the cost terms that charge capital which the ledger of capital holds as spent."""


class Investment(NamedTuple):
    """Something that is bought or built in a year, at a price, for a life."""

    year: int
    item: str
    quantity: Any
    """A variable, or an expression of them."""
    unit: str
    price: Price
    life_years: float
    """Economic life, over which it is charged."""
    site: str = ""
    life_cells: tuple[CellKey, ...] = ()
    rented: bool = False
    """Whether others own it: then it is spent, but charged by the terms of the rent."""


def enter_capital(
    ledgers: Ledgers,
    world: World,
    component: str,
    investments: Callable[[], Iterable[Investment]],
    rents: Lines = lambda: (),
) -> None:
    """Enter `component` as capital, and ``<component>_capital`` as what years are charged.

    `rents` are charges of what is rented, in the same term.
    """

    def spent() -> Iterator[Line]:
        for one in investments():
            yield Line(one.year, one.item, one.quantity, one.unit, one.price, one.site, one.year)

    def charged() -> Iterator[Line]:
        @cache
        def share(built: int, year: int, life_years: float) -> float:
            due = share_charged(world, built, year, life_years)
            return due and due * yearly_charge(world, life_years)

        for one in investments():
            if one.rented:
                continue
            for y in world.years:
                if y >= one.year and (charge := share(one.year, y, one.life_years)):
                    yield Line(
                        y, one.item, one.quantity, one.unit, one.price, one.site, one.year,
                        charge, (*one.life_cells, RATE),
                    )  # fmt: skip

    ledgers.cost.enter_lines(f"{component}{CHARGED}", lambda: chain(charged(), rents()))
    ledgers.capex.enter_lines(component, spent)
