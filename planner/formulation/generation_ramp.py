r"""Generation ramp: a generation comes into its vendor's lines by quarters, and older ones leave.

A new generation can't have all lines of its vendor from its first day: masks, yields and boards
come up over two years, and the lines make its predecessor meanwhile. The shares are those of
other generations, counted by quarters from their first volume shipment.

Sets
    :math:`g \in G`  generations: accelerators of one vendor with the same compute dies, :math:`k \in g`  ``ramps``
    :math:`o(g)`  accelerators of all families of its vendor that are older than the family that g begins
    :math:`(q, p)`  packaging and memory, by kind and pool, :math:`s \in S` sites, :math:`y \in Y` years
    :math:`t \in T`  parts of a year, where a model cuts it; else the year itself  ``supply_periods``

Parameters
    :math:`u_{kqp}`  draw on the resource, thousand wafers or EB a million units  ``uses``
    :math:`A_{qpyt}`  what buyers in the region can get for shipment in a part of a year, the ledger ``supply``
    :math:`\sigma_{jqpy}`  the most that vendor j gets of it; 1 where nothing is stated  ``vendor_share``
    :math:`r_{qn}`  share of its vendor's lines that a generation has in its n-th quarter  ``shares``
    :math:`d_{qn}`  share that older families have in the n-th quarter of the generation that replaces them  ``shares``
    :math:`w_{gytn}`  share of the part of a year that the n-th quarter covers, counted from the volume ship date  ``weights``
    :math:`\rho_{gqyt}`  the mean share of g: 0 before its ship date, 1 after the last quarter stated, and :math:`\sum_n w_{gytn} r_{qn}` between  ``share``
    :math:`\delta_{gqyt}`  the mean share of what g replaces: 1 before its ship date, the last stated after it, and :math:`\sum_n w_{gytn} d_{qn}` between  ``share``

With :math:`z_{kyt}` the units shipped: those bought at all sites, ``accelerators_bought_million``, or
``accelerators_shipped_million`` where years are cut.

Constraint ``generation_ramp_limit``, for every g of vendor j, packaging and memory, y and t with
:math:`\rho < 1`, where the model asks for ramps (thousand wafers or EB). Its dual is the worth of one
more thousand wafers, or EB, of its vendor's lines for the generation:

.. math:: \sum_{k \in g} u_{kqp}\, z_{kyt} \le \rho_{gqyt} \sigma_{jqpy} A_{qpyt}

Constraint ``predecessor_decline_limit``, for every g of vendor j that begins a family, packaging and memory, y
and t with :math:`\delta < 1`, where the model asks for declines (thousand wafers or EB):

.. math:: \sum_{k \in o(g)} u_{kqp}\, z_{kyt} \le \delta_{gqyt} \sigma_{jqpy} A_{qpyt}
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import pyomo.environ as pyo

from planner.formulation.ledger import Ledgers
from planner.formulation.limits import Amount, Cell, Effect, Measure, Step, measure, times
from planner.formulation.supply_cells import debut_effect, supply_effects, vendor_effect
from planner.system.objects.ramps import ALL, Phase
from planner.units import PERCENT, QUARTERS_PER_YEAR

Row = tuple[str | int, ...]
"""Generation, kind, pool and year, and the part of the year where it is cut."""
_FAMILIES: dict[Phase, tuple[str, str]] = {
    "ramp": ("generation_ramp_limit", "ramp of"),
    "decline": ("predecessor_decline_limit", "decline of what is replaced by"),
}


def build(m: pyo.ConcreteModel, ledgers: Ledgers) -> None:
    """Add the block to `m`, after ``part_year_supply``; it has no rows unless a model asks."""
    world = m.world
    parts = world.supply_periods
    sites_of: dict[tuple[str, int], list[str]] = {}
    for k, s, v in m.SALES:
        sites_of.setdefault((k, v), []).append(s)

    def users(phase: Phase, g: str, q: str, p: str, y: int, t: int) -> list[str]:
        return [
            k
            for k in world.ramps[phase, g].chips
            if (k, y) in sites_of
            and world.accelerators[k].uses.get((q, p))
            and (parts == 1 or (k, y, t) in m.accelerators_shipped_million)
        ]

    def drawn(phase: Phase, g: str, q: str, p: str, y: int, t: int = 1) -> pyo.Expression:
        def units(k: str) -> pyo.Expression:
            if parts > 1:
                return m.accelerators_shipped_million[k, y, t]
            return pyo.quicksum(m.accelerators_bought_million[k, s, y] for s in sites_of[k, y])

        of = users(phase, g, q, p, y, t)
        return pyo.quicksum(world.accelerators[k].uses[q, p] * units(k) for k in of)

    def of_vendor(phase: Phase, g: str, q: str, p: str, y: int) -> float:
        return world.vendor_share.get((world.ramps[phase, g].vendor, q, p, y), 1.0)

    def most(phase: Phase, g: str, q: str, p: str, y: int, t: int = 1) -> pyo.Expression:
        share = world.ramps[phase, g].share(q, y, t, parts) * of_vendor(phase, g, q, p, y)
        return share * ledgers.supply.total(q, p, y, t)

    def rows(phase: Phase) -> Iterator[Row]:
        for (of, g), ramp in world.ramps.items():
            for q, p in world.supply if of == phase else ():
                for y in m.YEARS if q in ramp.shares else ():
                    for t in range(1, parts + 1):
                        limited = ramp.share(q, y, t, parts) < 1
                        if limited and users(phase, g, q, p, y, t):
                            yield (g, q, p, y, t) if parts > 1 else (g, q, p, y)

    def available(q: str, p: str, y: int, t: int) -> Amount:
        if (q, p) in world.expansion:
            return lambda: float(pyo.value(ledgers.supply.total(q, p, y, t)))
        limit = world.supply[q, p]
        return limit.available[y] if parts == 1 else limit.parts[y, t]

    def cells(phase: Phase, g: str, q: str, p: str, y: int, t: int = 1) -> Iterator[Effect]:
        ramp, of_whom = world.ramps[phase, g], of_vendor(phase, g, q, p, y)
        lines = times(of_whom, available(q, p, y, t))
        for n, weight in ramp.weights(q, y, t, parts)[1].items():
            share = ramp.shares[q][n - 1]
            cell = _cell(phase, ramp.rows, q, n, share, weighs=callable(lines))
            yield cell, times(weight * (share or 1.0), lines)
        if more := ramp.sooner(q, y, t, parts):
            sooner = times(more / parts, lines)
            for cell, by in debut_effect(ramp.dated_by, ramp.begins, y, sooner, parts, t):
                yield replace(cell, most=max(cell.most, 1 / QUARTERS_PER_YEAR)), by
        share = ramp.share(q, y, t, parts)
        for cell, by in vendor_effect(world, ramp.vendor, q, p, y, lines):
            yield cell, times(share, by)
        yield from supply_effects(world, q, p, y, t, share * of_whom)

    for phase, (family, what) in _FAMILIES.items():
        rule = partial(_row, partial(drawn, phase), partial(most, phase))
        setattr(m, family, pyo.Constraint(list(rows(phase)), rule=rule))
        ledgers.limits.declare(
            family,
            what,
            unit=lambda *index: world.supply[index[1:3]].unit,
            index=("accelerator", "kind", "pool", "year", *(("part",) if parts > 1 else ())),
            measure=partial(_measured, partial(drawn, phase), partial(most, phase)),
            cells=partial(cells, phase),
        )


def _row(
    drawn: Callable[..., Any], most: Callable[..., Any], m: pyo.ConcreteModel, *index: str | int
) -> pyo.Expression:
    return drawn(*index) <= most(*index)


def _measured(drawn: Callable[..., Any], most: Callable[..., Any], *index: str | int) -> Measure:
    return measure(most(*index), drawn(*index))


def _cell(phase: Phase, rows: str, q: str, n: int, share: float, *, weighs: bool) -> Cell:
    """The share of a quarter, as all rows of the plan that it states have it."""
    of = "a generation" if phase == "ramp" else "what a generation replaces"
    what = f"share of {of} in quarter {n} of"
    return Cell(
        table="accelerator_ramp", key=(phase, rows, q, n), column="share", what=what, kind=q,
        pool="" if rows == ALL else rows, value=share, unit="of its vendor's lines",
        most=max(0.0, 1 / share - 1) if share else 1.0, weighs=weighs,
        step=Step(
            f"each percentage point more of the {what} its vendor's {q}", 1.0,
            "% of the lines", PERCENT / (share or 1.0),
        ),
    )  # fmt: skip
