r"""Freight: goods that are sent from places of supply to the sites that need them.

Sets
    :math:`c \in C`  goods; an accelerator may be one
    :math:`i \in I_c`  places that supply a good, :math:`s \in S` sites, :math:`y \in Y` years

Parameters
    :math:`S_{ciy}`  the most that a place can send in a year, thousand units  ``supply``
    :math:`p_{ciy}`  price of the good there, billion USD a thousand units  ``price``
    :math:`t_{cis}`  cost of sending it, billion USD a thousand units; what has none can't be sent  ``freight``
    :math:`Q_{csy}`  what must arrive at a site in a year, thousand units  ``demand``

Variables
    :math:`x_{cisy} \ge 0`  sent in a year, thousand units  ``sent_thousand``

Constraint ``goods_supply_limit``, for every c, i, y (thousand units). Its dual is the worth of
one thousand more at the place:

.. math:: \sum_s x_{cisy} \le S_{ciy}

Constraint ``goods_demand_balance``, for every c, s, y that needs any (thousand units); where the good is
an accelerator, what the plan buys for the site must be sent too, with :math:`b_{csy}`,
``accelerators_bought_million``:

.. math:: \sum_i x_{cisy} \ge Q_{csy} + 1000\, b_{csy}

Cost term ``freight``, for every y (billion USD a year), which is both what is paid for the goods and
for their way: :math:`\sum_{cis} (p_{ciy} + t_{cis})\, x_{cisy}`
"""

from collections.abc import Iterator

import pyomo.environ as pyo

from planner.config.stated_values import span_of
from planner.formulation.ledger import Ledgers
from planner.formulation.limits import Cell, Effect
from planner.formulation.lines import CellKey, Line, Price
from planner.units import THOUSAND, USD_PER_BILLION


def build(m: pyo.ConcreteModel, ledgers: Ledgers) -> None:
    """Add the block to `m`; it needs ``accelerators``."""
    goods = m.world.goods
    m.SENDINGS = [
        (c, i, s, y) for c, good in goods.items() for i, s in good.freight
        for y in m.YEARS if (i, y) in good.supply
    ]  # fmt: skip
    m.sent_thousand = pyo.Var(m.SENDINGS, within=pyo.NonNegativeReals)
    to: dict[tuple[str, str, int], list[str]] = {}
    sent_from: dict[tuple[str, str, int], list[str]] = {}
    for c, i, s, y in m.SENDINGS:
        to.setdefault((c, s, y), []).append(i)
        sent_from.setdefault((c, i, y), []).append(s)
    bought = {(k, s, v) for k, s, v in m.SALES if k in goods}
    needed = [
        (c, s, y)
        for c, good in goods.items()
        for s in m.SITES
        for y in m.YEARS
        if good.demand.get((s, y)) or (c, s, y) in bought
    ]

    @m.Constraint(list(sent_from))
    def goods_supply_limit(m, c, i, y):
        sent = pyo.quicksum(m.sent_thousand[c, i, s, y] for s in sent_from[c, i, y])
        return sent <= goods[c].supply[i, y]

    @m.Constraint(needed)
    def goods_demand_balance(m, c, s, y):
        arrived = pyo.quicksum(m.sent_thousand[c, i, s, y] for i in to.get((c, s, y), ()))
        need = goods[c].demand.get((s, y), 0.0)
        if (c, s, y) in bought:
            need += THOUSAND * m.accelerators_bought_million[c, s, y]
        return arrived >= need

    def cost() -> Iterator[Line]:
        """The price of the good where it comes from, and that of its way."""
        for (c, i, s, y), thousand in m.sent_thousand.items():
            ways = (
                (
                    goods[c].price.get((i, y), 0.0),
                    ("goods_supply", (c, i, y), "cost_usd_per_unit"),
                ),
                (goods[c].freight[i, s], ("freight", (c, i, s), "freight_usd_per_unit")),
            )
            for amount, cell in ways:
                price = Price(amount, (CellKey(*cell),), THOUSAND / USD_PER_BILLION)
                yield Line(y, f"{c} from {i}", thousand, "thousand units", price, s)

    if m.SENDINGS:
        ledgers.cost.enter_lines("freight", cost)

    def of_supply(c: str, i: str, y: int) -> Iterator[Effect]:
        amount = goods[c].supply[i, y]
        span = span_of(goods[c].supply, {when: (i, when) for when in m.YEARS}, y)
        cell = Cell(
            table="goods_supply", key=(c, i, span.row or y), column="supply_thousand",
            what="supply of", pool=c, place=i, value=amount, unit="thousand units a year",
            year=span.first, onwards=span.onwards,
        )  # fmt: skip
        yield cell, amount or 1.0

    ledgers.limits.declare(
        "goods_supply_limit",
        "supply of goods",
        unit="thousand units",
        index=("pool", "site", "year"),
        cells=of_supply,
    )
    ledgers.limits.fact("goods_demand_balance", "a demand: what a site needs")
