r"""Contracted supply: a vendor takes no less of its lines than a share of the year before.

Packaging and memory are made for a vendor under contracts of several years, in which it pays for
lines and volumes ahead. So a vendor's shipments don't stop for a year because the next generation is
better, and buyers who compete take what is made. How far a vendor's take may fall is what counted
vendors' did.

Sets
    :math:`j \in J`  vendors of accelerators  ``vendor``
    :math:`q \in Q`  kinds of resource with a share, and :math:`p` their limited pools  ``supply``
    :math:`k \in j`  generations of a vendor, :math:`s \in S` sites, :math:`y \in Y` years

Parameters
    :math:`u_{kqp}`  draw on the resource, thousand wafers or EB a million units  ``uses``
    :math:`\varphi_{q}`  the least that a vendor takes in a year, as a share of the year before  ``contracted_share``

Constraint ``contracted_supply_requirement``, for every j and q, and every y after the first in which the
vendor sells something that draws on q, as in the year :math:`y'` before it (thousand wafers or EB),
with :math:`b_{ksy}` the units bought, ``accelerators_bought_million``:

.. math:: \sum_{k \in j} \sum_{sp} u_{kqp}\, b_{ksy}
          \ge \varphi_q^{\,y - y'} \sum_{k \in j} \sum_{sp} u_{kqp}\, b_{ksy'}

The first year is free. A vendor that takes nothing owes nothing. The dual is what the plan would save
with one thousand wafers, or EB, less that must be taken.
"""

from collections.abc import Iterator

import pyomo.environ as pyo

from planner.formulation.ledger import Ledgers
from planner.formulation.limits import Cell, Effect, Measure, Step
from planner.units import PERCENT


def build(m: pyo.ConcreteModel, ledgers: Ledgers) -> None:
    """Add the block to `m`, after ``accelerators``; it has no rows unless a model asks."""
    world = m.world
    before = dict(zip(world.years[1:], world.years, strict=False))
    draws = {
        (k, q): sum(
            u for (kind, p), u in chip.uses.items() if kind == q and (q, p) in world.supply
        )
        for k, chip in world.accelerators.items()
        for q in world.contracted_share
    }
    bought: dict[tuple[str, int], list[tuple[str, str]]] = {}
    for k, s, v in m.SALES if world.contracted_share else ():
        bought.setdefault((world.accelerators[k].vendor, v), []).append((k, s))

    def sold(j: str, q: str, y: int) -> list[tuple[str, str]]:
        return [(k, s) for k, s in bought.get((j, y), ()) if draws[k, q]]

    def taken(j: str, q: str, y: int) -> pyo.Expression:
        return pyo.quicksum(
            draws[k, q] * m.accelerators_bought_million[k, s, y] for k, s in sold(j, q, y)
        )

    def due(j: str, q: str, y: int) -> pyo.Expression:
        return share(q, y) * taken(j, q, before[y])

    def share(q: str, y: int) -> float:
        return float(world.contracted_share[q] ** (y - before[y]))

    @m.Constraint(
        [
            (j, q, y)
            for j in sorted({vendor for vendor, _ in bought})
            for q in world.contracted_share
            for y in before
            if sold(j, q, y) and sold(j, q, before[y])
        ]
    )
    def contracted_supply_requirement(m, j, q, y):
        return taken(j, q, y) - due(j, q, y) >= 0.0

    def cells(j: str, q: str, y: int) -> Iterator[Effect]:
        least = world.contracted_share[q]
        words = f"each percentage point less that a vendor takes of its {q} of the year before"
        cell = Cell(
            table="supply_contracts", key=(q,), column="least_share",
            what="least that vendors take of", kind=q, value=least,
            unit="of the year before", sense="less", most=1.0, weighs=True,
            step=Step(words, 1.0, "% of the year before", PERCENT / (least or 1.0)),
        )  # fmt: skip
        years = y - before[y]
        yield cell, lambda: years * float(pyo.value(due(j, q, y)))

    def measured(j: str, q: str, y: int) -> Measure:
        return Measure(float(pyo.value(taken(j, q, y))), float(pyo.value(due(j, q, y))))

    ledgers.limits.declare(
        "contracted_supply_requirement",
        "contracted supply of",
        unit=lambda j, q, y: next(of.unit for (kind, _), of in world.supply.items() if kind == q),
        index=("vendor", "kind", "year"),
        measure=measured,
        cells=cells,
    )
