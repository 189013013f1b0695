r"""Chip supply: wafers, packaging and memory, each within what the region can get.

Sets
    :math:`(q, p)`  kind and pool of a resource: logic wafers of a node, packaging wafers, HBM  ``supply``
    :math:`k \in K`  generations, :math:`s \in S` sites, :math:`y \in Y` years

Parameters
    :math:`u_{kqp}`  draw on the resource, thousand wafers or EB a million units  ``uses``
    :math:`A_{qpy}`  what buyers in the region can get for shipment in year y  ``available``
    :math:`\phi_{ky}`  share of year y in which the generation ships  ``ship_share``

:math:`A` is derived from the tables: capacity, times the share that AI can
use, times the region's share, and shifted by the lag from component to
shipment; beyond the last year of a table it grows at a stated rate.

Constraint ``components_within_supply``, for every q, p, y (thousand wafers or EB).
Its dual is the worth of one more thousand wafers, or EB, for shipment in y:

.. math:: \sum_{ks} u_{kqp}\, b_{ksy} \le A_{qpy}

with :math:`b_{ksy}` the units bought, ``accelerators_bought_million``.

Constraint ``first_year_of_a_generation``, for every k and resource in the year of its volume ship
date, when it ships for less than the whole year (thousand wafers or EB):

.. math:: \sum_{s} u_{kqp}\, b_{ksy} \le \phi_{ky} A_{qpy}
"""

import pyomo.environ as pyo

from planner.formulation.ledger import Ledgers


def build(m: pyo.ConcreteModel, books: Ledgers) -> None:
    """Add the block to `m`; it needs ``accelerators``."""
    world = m.world
    sites_of: dict[tuple[str, int], list[str]] = {}
    for k, s, v in m.SALES:
        sites_of.setdefault((k, v), []).append(s)

    def draw(k: str, resource: tuple[str, str], y: int) -> pyo.Expression:
        amount = world.accelerators[k].uses[resource]
        return amount * pyo.quicksum(
            m.accelerators_bought_million[k, s, y] for s in sites_of[k, y]
        )

    def users(resource: tuple[str, str], y: int) -> list[str]:
        return [k for k, v in sites_of if v == y and world.accelerators[k].uses.get(resource)]

    m.SUPPLIES = [
        (*resource, y)
        for resource, limit in world.supply.items()
        for y in m.YEARS
        if y in limit.available and users(resource, y)
    ]
    m.DEBUTS = [
        (k, *resource, y)
        for k, y in sites_of
        if (share := ship_share(world.accelerators[k].ship_year, y)) < 1 and share > 0
        for resource in world.accelerators[k].uses
        if (*resource, y) in set(m.SUPPLIES)
    ]

    @m.Constraint(m.SUPPLIES)
    def components_within_supply(m, q, p, y):
        used = pyo.quicksum(draw(k, (q, p), y) for k in users((q, p), y))
        return used <= world.supply[q, p].available[y]

    @m.Constraint(m.DEBUTS)
    def first_year_of_a_generation(m, k, q, p, y):
        share = ship_share(world.accelerators[k].ship_year, y)
        return draw(k, (q, p), y) <= share * world.supply[q, p].available[y]

    books.limits.declare(
        "components_within_supply",
        "supply of",
        unit="thousand wafers or EB a year",
        table="node_capacity, packaging_capacity, hbm_supply",
        index=("kind", "pool", "year"),
    )
    books.limits.declare(
        "first_year_of_a_generation",
        "first shipments of",
        unit="thousand wafers or EB a year",
        table="accelerators",
        index=("generation", "kind", "pool", "year"),
    )


def ship_share(ship_year: float, year: int) -> float:
    """Share of `year` in which a generation ships, from 0 to 1."""
    return min(max(year + 1 - ship_year, 0.0), 1.0)
