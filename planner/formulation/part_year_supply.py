r"""Part-year supply: half-years or quarters in which components must suffice by themselves.

Where a model cuts the year of supply into parts, this block takes the place of the rows of
``chip_supply``. A line that is idle in one part can't be used in another, and a generation that
ships from the fourth quarter draws on that quarter's components, not on a quarter of the year's.

Sets
    :math:`t \in T`  parts of a year, each as long as the others  ``supply_periods``
    :math:`(q, p)`  kind and pool of a resource, :math:`j \in J` vendors, as in ``chip_supply``
    :math:`k \in K`  generations, :math:`s \in S` sites, :math:`y \in Y` years

Parameters
    :math:`u_{kqp}`  draw on the resource, thousand wafers, EB or million exposures a million units  ``uses``
    :math:`A_{qpyt}`  what buyers in the region can get for shipment in a part of a year, lagged by that part's own time and made within a year evenly or as ``supply_quarters`` has it, the ledger ``supply``
    :math:`\sigma_{jqpy}`  the most that vendor j gets of it; 1 where nothing is stated  ``vendor_share``
    :math:`\phi_{kyt}`  share of the part in which the generation ships  ``ship_share``

Variables
    :math:`z_{kyt} \ge 0`  units shipped in a part of a year, million  ``accelerators_shipped_million``

Constraint ``part_year_shipment_balance``, for every k, y (million units), with :math:`b_{ksy}` the units
bought, ``accelerators_bought_million``:

.. math:: \sum_t z_{kyt} = \sum_s b_{ksy}

Constraint ``part_year_component_limit``, for every q, p, y, t (thousand wafers or EB). Its dual is
the worth of one more thousand wafers, or EB, for shipment in that part:

.. math:: \sum_k u_{kqp}\, z_{kyt} \le A_{qpyt}

Constraint ``part_year_vendor_share_limit``, for every j, q, p, y, t with a stated share (thousand wafers
or EB):

.. math:: \sum_{k \in j} u_{kqp}\, z_{kyt} \le \sigma_{jqpy} A_{qpyt}

Constraint ``first_part_shipment_limit``, for every k of vendor j and every resource in the part
of its volume ship date, when it ships for less than the whole part (thousand wafers or EB):

.. math:: u_{kqp}\, z_{kyt} \le \phi_{kyt} \sigma_{jqpy} A_{qpyt}
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pyomo.environ as pyo

from planner.formulation.ledger import Ledgers
from planner.formulation.limits import Amount, Effect, Measure, measure, times
from planner.formulation.supply_cells import debut_effect, supply_effects, vendor_effect


def build(m: pyo.ConcreteModel, ledgers: Ledgers) -> None:
    """Add the block to `m`; it needs ``accelerators``, and has no rows for whole years."""
    world = m.world
    count = world.supply_periods
    if count == 1:
        return
    sites_of: dict[tuple[str, int], list[str]] = {}
    for k, s, v in m.SALES:
        if set(world.accelerators[k].uses) & set(world.supply):
            sites_of.setdefault((k, v), []).append(s)
    parts = range(1, count + 1)
    m.SHIPMENTS = [
        (k, y, t)
        for k, y in sites_of
        for t in parts
        if world.accelerators[k].ship_share(y, t, count) > 0
    ]
    shipping: dict[tuple[int, int], list[str]] = {}
    for k, y, t in m.SHIPMENTS:
        shipping.setdefault((y, t), []).append(k)
    m.accelerators_shipped_million = pyo.Var(m.SHIPMENTS, within=pyo.NonNegativeReals)

    def users(q: str, p: str, y: int, t: int) -> list[str]:
        return [k for k in shipping.get((y, t), ()) if world.accelerators[k].uses.get((q, p))]

    def draw(chips: list[str], q: str, p: str, y: int, t: int) -> pyo.Expression:
        return pyo.quicksum(
            world.accelerators[k].uses[q, p] * m.accelerators_shipped_million[k, y, t]
            for k in chips
        )

    def drawn(q: str, p: str, y: int, t: int) -> pyo.Expression:
        return draw(users(q, p, y, t), q, p, y, t)

    def drawn_by_vendor(j: str, q: str, p: str, y: int, t: int) -> pyo.Expression:
        own = [k for k in users(q, p, y, t) if world.accelerators[k].vendor == j]
        return draw(own, q, p, y, t)

    def of_vendor(j: str, q: str, p: str, y: int, t: int) -> pyo.Expression:
        return world.vendor_share.get((j, q, p, y), 1.0) * ledgers.supply.total(q, p, y, t)

    def of_debut(k: str, q: str, p: str, y: int, t: int) -> pyo.Expression:
        chip = world.accelerators[k]
        return chip.ship_share(y, t, count) * of_vendor(chip.vendor, q, p, y, t)

    m.PART_SUPPLIES = [
        (*resource, y, t)
        for resource, limit in world.supply.items()
        for y, t in limit.parts
        if users(resource[0], resource[1], y, t)
    ]

    @m.Constraint(list(sites_of))
    def part_year_shipment_balance(m, k, y):
        shipped = [(k, y, t) for t in parts if (k, y, t) in m.accelerators_shipped_million]
        return pyo.quicksum(m.accelerators_shipped_million[kyt] for kyt in shipped) == (
            pyo.quicksum(m.accelerators_bought_million[k, s, y] for s in sites_of[k, y])
        )

    @m.Constraint(m.PART_SUPPLIES)
    def part_year_component_limit(m, q, p, y, t):
        return drawn(q, p, y, t) <= ledgers.supply.total(q, p, y, t)

    @m.Constraint(
        [
            (j, q, p, y, t)
            for q, p, y, t in m.PART_SUPPLIES
            for j in sorted({world.accelerators[k].vendor for k in users(q, p, y, t)})
            if (j, q, p, y) in world.vendor_share
        ]
    )
    def part_year_vendor_share_limit(m, j, q, p, y, t):
        return drawn_by_vendor(j, q, p, y, t) <= of_vendor(j, q, p, y, t)

    @m.Constraint(
        [
            (k, q, p, y, t)
            for q, p, y, t in m.PART_SUPPLIES
            for k in users(q, p, y, t)
            if world.accelerators[k].ship_share(y, t, count) < 1
        ]
    )
    def first_part_shipment_limit(m, k, q, p, y, t):
        return draw([k], q, p, y, t) <= of_debut(k, q, p, y, t)

    def available(q: str, p: str, y: int, t: int) -> Amount:
        if (q, p) in world.expansion:
            return lambda: float(pyo.value(ledgers.supply.total(q, p, y, t)))
        return world.supply[q, p].parts[y, t]

    def of_share(j: str, q: str, p: str, y: int, t: int) -> Iterator[Effect]:
        share = world.vendor_share.get((j, q, p, y), 1.0)
        yield from vendor_effect(world, j, q, p, y, times(share, available(q, p, y, t)))
        yield from supply_effects(world, q, p, y, t, share)

    def of_date(k: str, q: str, p: str, y: int, t: int) -> Iterator[Effect]:
        chip = world.accelerators[k]
        share = world.vendor_share.get((chip.vendor, q, p, y), 1.0)
        amount = times(share, available(q, p, y, t))
        yield from debut_effect(k, chip.ship_year, y, amount, count, t)
        for cell, by in of_share(chip.vendor, q, p, y, t):
            yield cell, times(chip.ship_share(y, t, count), by)

    of_what = ("kind", "pool", "year", "part")
    for constraint, what, whose, capacity, used, cells in (
        (
            "part_year_component_limit",
            "supply of",
            (),
            ledgers.supply.total,
            drawn,
            partial(supply_effects, world),
        ),
        (
            "part_year_vendor_share_limit",
            "vendor's share of components",
            ("vendor",),
            of_vendor,
            drawn_by_vendor,
            of_share,
        ),
        (
            "first_part_shipment_limit",
            "first shipments of",
            ("accelerator",),
            of_debut,
            lambda k, *qpyt: draw([k], *qpyt),
            of_date,
        ),
    ):
        ledgers.limits.declare(
            constraint,
            what,
            unit=lambda *index: world.supply[index[-4:-2]].unit,
            index=(*whose, *of_what),
            measure=partial(_measured, capacity, used),
            cells=cells,
        )


def _measured(
    capacity: Callable[..., Any], used: Callable[..., Any], *index: str | int
) -> Measure:
    return measure(capacity(*index), used(*index))
