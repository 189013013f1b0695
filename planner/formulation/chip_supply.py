r"""Chip supply: wafers, packaging and memory, each within what the region and a vendor can get.

Sets
    :math:`(q, p)`  kind and pool of a resource: logic wafers of a node, packaging wafers, HBM; where a model asks for it, exposures of EUV scanners, which the wafers of all nodes share  ``supply``
    :math:`j \in J`  vendors of accelerators  ``vendor``
    :math:`k \in K`  generations, :math:`s \in S` sites, :math:`y \in Y` years

Parameters
    :math:`u_{kqp}`  draw on the resource, thousand wafers, EB or million exposures a million units  ``uses``
    :math:`A_{qpy}`  what buyers in the region can get for shipment in year y, the ledger ``supply``: announced, and built beyond it
    :math:`\sigma_{jqpy}`  the most that vendor j gets of it; 1 where nothing is stated  ``vendor_share``
    :math:`\phi_{ky}`  share of year y in which the generation ships  ``ship_share``

:math:`A` is derived from the tables: capacity, times the share that AI can
use, times the region's share, and shifted by the lag from component to
shipment; beyond the last year of a table it grows at a stated rate. Where a model lets supply
expand, it is a variable: see ``supply_expansion``. A model that cuts the year
of supply into parts has the rows of ``part_year_supply`` instead of these.

Constraint ``component_supply_limit``, for every q, p, y (thousand wafers or EB).
Its dual is the worth of one more thousand wafers, or EB, for shipment in y:

.. math:: \sum_{ks} u_{kqp}\, b_{ksy} \le A_{qpy}

with :math:`b_{ksy}` the units bought, ``accelerators_bought_million``.

Constraint ``vendor_share_limit``, for every j, q, p, y with a stated share (thousand wafers or
EB). Packaging slots and memory are allotted by contract, so what one vendor leaves another can't
simply take; without this row the plan would give all wafers to the one best design. Its dual is
the worth of one more thousand wafers, or EB, that the vendor gets out of the same supply:

.. math:: \sum_{k \in j} \sum_s u_{kqp}\, b_{ksy} \le \sigma_{jqpy} A_{qpy}

Constraint ``first_year_shipment_limit``, for every k of vendor j and every resource in the year
of its volume ship date, when it ships for less than the whole year (thousand wafers or EB):

.. math:: \sum_{s} u_{kqp}\, b_{ksy} \le \phi_{ky} \sigma_{jqpy} A_{qpy}
"""

from collections.abc import Iterator

import pyomo.environ as pyo

from planner.formulation.ledger import Ledgers
from planner.formulation.limits import Amount, Effect, measure, times
from planner.formulation.supply_cells import debut_effect, supply_effects, vendor_effect


def build(m: pyo.ConcreteModel, ledgers: Ledgers) -> None:
    """Add the block to `m`, after ``accelerators`` and all that enters the ledger of supply.

    It has no rows where years are cut into parts.
    """
    world = m.world
    if world.supply_periods > 1:
        return
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

    def drawn(q: str, p: str, y: int) -> pyo.Expression:
        return pyo.quicksum(draw(k, (q, p), y) for k in users((q, p), y))

    def there_is(q: str, p: str, y: int) -> pyo.Expression:
        return ledgers.supply.total(q, p, y, 1)

    m.SUPPLIES = [
        (*resource, y)
        for resource, limit in world.supply.items()
        for y in m.YEARS
        if y in limit.available and users(resource, y)
    ]
    m.DEBUTS = [
        (k, *resource, y)
        for k, y in sites_of
        if 0 < world.accelerators[k].ship_share(y) < 1
        for resource in world.accelerators[k].uses
        if (*resource, y) in set(m.SUPPLIES)
    ]

    @m.Constraint(m.SUPPLIES)
    def component_supply_limit(m, q, p, y):
        return drawn(q, p, y) <= there_is(q, p, y)

    def of_vendor(j: str, q: str, p: str, y: int) -> pyo.Expression:
        return world.vendor_share.get((j, q, p, y), 1.0) * there_is(q, p, y)

    def drawn_by_vendor(j: str, q: str, p: str, y: int) -> pyo.Expression:
        own = [k for k in users((q, p), y) if world.accelerators[k].vendor == j]
        return pyo.quicksum(draw(k, (q, p), y) for k in own)

    def of_debut(k: str, q: str, p: str, y: int) -> pyo.Expression:
        chip = world.accelerators[k]
        return chip.ship_share(y) * of_vendor(chip.vendor, q, p, y)

    m.ALLOTMENTS = [
        (j, q, p, y)
        for j in sorted({world.accelerators[k].vendor for k, _ in sites_of})
        for q, p, y in m.SUPPLIES
        if (j, q, p, y) in world.vendor_share
        and any(world.accelerators[k].vendor == j for k in users((q, p), y))
    ]

    @m.Constraint(m.ALLOTMENTS)
    def vendor_share_limit(m, j, q, p, y):
        return drawn_by_vendor(j, q, p, y) <= of_vendor(j, q, p, y)

    @m.Constraint(m.DEBUTS)
    def first_year_shipment_limit(m, k, q, p, y):
        return draw(k, (q, p), y) <= of_debut(k, q, p, y)

    def available(q: str, p: str, y: int) -> Amount:
        if (q, p) in world.expansion:
            return lambda: float(pyo.value(there_is(q, p, y)))
        return world.supply[q, p].available[y]

    def of_share(j: str, q: str, p: str, y: int) -> Iterator[Effect]:
        share = world.vendor_share.get((j, q, p, y), 1.0)
        yield from vendor_effect(world, j, q, p, y, times(share, available(q, p, y)))
        yield from supply_effects(world, q, p, y, share=share)

    def of_date(k: str, q: str, p: str, y: int) -> Iterator[Effect]:
        chip = world.accelerators[k]
        share = world.vendor_share.get((chip.vendor, q, p, y), 1.0)
        yield from debut_effect(world, k, y, times(share, available(q, p, y)))
        for cell, by in of_share(chip.vendor, q, p, y):
            yield cell, times(chip.ship_share(y), by)

    ledgers.limits.declare(
        "component_supply_limit",
        "supply of",
        unit=lambda q, p, y: world.supply[q, p].unit,
        index=("kind", "pool", "year"),
        measure=lambda q, p, y: measure(there_is(q, p, y), drawn(q, p, y)),
        cells=lambda q, p, y: supply_effects(world, q, p, y),
    )
    ledgers.limits.declare(
        "vendor_share_limit",
        "vendor's share of components",
        unit=lambda j, q, p, y: world.supply[q, p].unit,
        index=("vendor", "kind", "pool", "year"),
        measure=lambda j, q, p, y: measure(of_vendor(j, q, p, y), drawn_by_vendor(j, q, p, y)),
        cells=of_share,
    )
    ledgers.limits.declare(
        "first_year_shipment_limit",
        "first shipments of",
        unit=lambda k, q, p, y: world.supply[q, p].unit,
        index=("accelerator", "kind", "pool", "year"),
        measure=lambda k, q, p, y: measure(of_debut(k, q, p, y), draw(k, (q, p), y)),
        cells=of_date,
    )
