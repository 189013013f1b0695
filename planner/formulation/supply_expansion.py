r"""Supply expansion: fabs, packaging lines and memory beyond what is announced.

Sets
    :math:`(q, p)`  kind and pool of a resource: logic wafers of a node, packaging wafers, HBM  ``supply``
    :math:`(q, p, v)`  resource and year from which more of it may run: the order is placed when the first year begins, or later  ``EXPANSIONS``
    :math:`y \in Y`  years of shipment, :math:`t \in T` their parts, one where years are whole

Parameters
    :math:`A_{qpyt}`  announced: what buyers in the region can get for shipment in a part of a year  ``available``, ``parts``
    :math:`g_{qpytm}`  what one step of the world's capacity, running through year m, adds to it  ``gain``
    :math:`\phi_{qpv}`  share of year v in which the first line that can be ordered runs, 1 for later ones  ``running_share``
    :math:`n_{qp}`  life of a line, years  ``life_years``
    :math:`\ell_{qp}`  decision to first wafer, years: no line runs before  ``lead_years``
    :math:`\gamma_{qp}`  the most that is added in a year, as a share of what stands  ``growth_share``
    :math:`H_{qpv}`  additions that the announced ones leave room for, :math:`\max(0, \gamma K_{v-1} - (K_v - K_{v-1}))` with K the announced capacity of the world  ``headroom``
    :math:`c_{qp}`  capital of a step, billion USD  ``cost``
    :math:`s_{qpv}`  share of it that the region's buyers carry: that of the output which they get  ``paid_share``
    :math:`\phi_{vy}(n)`  share of year y in which what was built in v is charged over n years, 1 or 0 where a year stands for itself  ``share_charged``
    :math:`\rho_{qp}`  share of the capital charged in each year of life  ``yearly_charge``

A step is a thousand wafers a month, or memory of an exabyte a year. A line that is added is one
more of the same: other users and regions get their shares of it, as of those that stand, and the
vendors' shares hold for it. It runs within a year as they do, and ships after the same lag.

Variables
    :math:`e_{qpv} \ge 0`  steps that run from year v on, in the world  ``capacity_expanded``

Ledger ``supply`` (thousand wafers or EB), which the rows of ``chip_supply`` and
``part_year_supply`` take for what there is: ``announced``, :math:`A_{qpyt}`, and ``expanded``,
:math:`\sum_v \sum_{v \le m < v + n_{qp}} \phi_{qpv}^{[m = v]} g_{qpytm}\, e_{qpv}`.

Constraint ``expansion_growth_limit``, for every q, p, v (thousand wafers a month, or EB a year).
Growth that is announced counts against the same share, so that no growth is counted twice:

.. math:: e_{qpv} \le H_{qpv} + \gamma_{qp} \sum_{u \le v - 1 < u + n_{qp}} e_{qpu}

Cost term ``supply_expansion_capital``, for every y (billion USD a year):
:math:`\sum_{qp} \sum_{v \le y} \phi_{vy}(n_{qp})\, \rho_{qp} s_{qpv} c_{qp} e_{qpv}`

Capex term ``supply_expansion``, for every y (billion USD):
:math:`\sum_{qp} s_{qpy} c_{qp} e_{qpy}`
"""

from collections.abc import Iterator
from math import isfinite

import pyomo.environ as pyo

from planner.formulation.capital import Investment, enter_capital
from planner.formulation.ledger import Ledgers
from planner.formulation.limits import Cell, Effect, Step, measure
from planner.formulation.lines import CellKey, Price
from planner.formulation.supply_cells import headroom_effects
from planner.system import World
from planner.units import PERCENT


def build(m: pyo.ConcreteModel, ledgers: Ledgers) -> None:
    """Add the block to `m` and its terms to `ledgers`; blocks of supply come after it."""
    world = m.world
    m.EXPANSIONS = list(_expansions(world))
    m.capacity_expanded = pyo.Var(m.EXPANSIONS, within=pyo.NonNegativeReals)
    years: dict[tuple[str, str], list[int]] = {}
    for q, p, v in m.EXPANSIONS:
        years.setdefault((q, p), []).append(v)

    def announced(q: str, p: str, y: int, t: int) -> float:
        limit = world.supply[q, p]
        return limit.available[y] if world.supply_periods == 1 else limit.parts[y, t]

    def expanded(q: str, p: str, y: int, t: int) -> pyo.Expression:
        return pyo.quicksum(
            gain * m.capacity_expanded[q, p, v]
            for v in years.get((q, p), ())
            if (gain := shipped_of(world, q, p, v, y, t))
        )

    def standing(q: str, p: str, v: int) -> pyo.Expression:
        """What was added before v and stands when it begins."""
        life = world.expansion[q, p].life_years
        return pyo.quicksum(
            m.capacity_expanded[q, p, u]
            for u in years[q, p]
            if u < v and world.in_life(u, v - 1, life)
        )

    def may_be_added(q: str, p: str, v: int) -> pyo.Expression:
        expansion = world.expansion[q, p]
        if not isfinite(expansion.growth_share):
            return expansion.growth_share
        return expansion.headroom.get(v, 0.0) + expansion.growth_share * standing(q, p, v)

    capped = [qpv for qpv in m.EXPANSIONS if isfinite(world.expansion[qpv[:2]].growth_share)]

    @m.Constraint(capped)
    def expansion_growth_limit(m, q, p, v):
        return m.capacity_expanded[q, p, v] <= may_be_added(q, p, v)

    def added() -> Iterator[Investment]:
        """Capital of what is added, as far as the region's buyers carry it."""
        for (q, p, v), steps in m.capacity_expanded.items():
            expansion = world.expansion[q, p]
            cells = [
                CellKey("supply_expansion", (q, p), "capex_busd_per_step"),
                CellKey("supply_terms", (q,), "ai_share"),
                CellKey("supply_terms", (q,), "planned_region_share"),
            ]
            cells += [CellKey("node_capacity", (p, v), "ai_share")] if q == "node" else []
            yield Investment(
                v, f"{q} {p}", steps, expansion.unit,
                Price(expansion.paid_share[v] * expansion.cost, tuple(cells)),
                expansion.life_years,
                life_cells=(CellKey("supply_expansion", (q, p), "life_years"),),
            )  # fmt: skip

    ledgers.supply.enter("announced", announced)
    ledgers.supply.enter("expanded", expanded, uses=["supply_expansion.growth_share"])
    enter_capital(ledgers, world, "supply_expansion", added)

    def growth(q: str, p: str, v: int) -> Iterator[Effect]:
        expansion = world.expansion[q, p]
        share = expansion.growth_share
        cell = Cell(
            table="supply_expansion", key=(q, p), column="growth_share_per_year",
            what="growth of the capacity of", kind=q, pool=p, value=share, unit="a year",
            weighs=True, step=Step(
                f"each percentage point more of growth a year of the capacity of {q} {p}", 1.0,
                "% a year", PERCENT / (share or 1.0),
            ),
        )  # fmt: skip
        # Where what is announced grows faster already, a little more room for growth is none.
        announced = expansion.standing.get(v - 1, 0.0) if v in expansion.headroom else 0.0
        yield cell, lambda: share * (announced + float(pyo.value(standing(q, p, v))))
        yield from headroom_effects(world, q, p, v)

    ledgers.limits.declare(
        "expansion_growth_limit",
        "new capacity of",
        unit=lambda q, p, v: world.expansion[q, p].unit,
        index=("kind", "pool", "year"),
        measure=lambda *qpv: measure(may_be_added(*qpv), m.capacity_expanded[qpv]),
        cells=growth,
    )


def running_share(world: World, q: str, p: str, v: int) -> float:
    """Share of year `v` in which a line runs that is ordered when the first year begins."""
    lead = world.expansion[q, p].lead_years
    return min(max(world.serves_by(v) - world.years[0] - lead, 0.0), 1.0)


def shipped_of(world: World, q: str, p: str, v: int, y: int, t: int) -> float:
    """What a step that runs from year `v` on adds to the shipments of part `t` of year `y`."""
    gain, life = world.supply[q, p].gain, world.expansion[q, p].life_years
    first = running_share(world, q, p, v)
    return sum(
        (first if made == v else 1.0) * gain.get((y, t, made), 0.0)
        for made in range(v, y + 1)
        if world.in_life(v, made, life)
    )


def _expansions(world: World) -> Iterator[tuple[str, str, int]]:
    """Additions that can run, that growth leaves room for, and of which something ships."""
    parts = range(1, world.supply_periods + 1)
    for q, p in world.expansion:
        expansion = world.expansion[q, p]
        room = not isfinite(expansion.growth_share)
        for v in world.years:
            if running_share(world, q, p, v) <= 0:
                continue
            room = room or expansion.headroom.get(v, 0.0) > 0
            ships = any(
                shipped_of(world, q, p, v, y, t) > 0 for y in world.years if y >= v for t in parts
            )
            if room and ships:
                yield q, p, v
