r"""Ordered equipment: shells that nobody has ordered take as long as their equipment does.

Only where the model counts what is ordered; otherwise a shell can be built in any year in which its
site is open, though a transformer for it would have had to be ordered years before the plan begins.

Sets
    :math:`s \in S`  sites, :math:`y, v \in Y` years

Parameters
    :math:`\ell`  the longest time from order to service of a shell and of its transformers, switchgear and backup generators, years  ``equipment_lead_years``
    :math:`C_{sy}`  facility power that is contracted, in service or under construction, at the end of a year, GW  ``contracted_gw``
    :math:`\underline{C}_{sy}`  the same that is committed, where it is given, GW  ``site_commitments``
    :math:`F^{0}_{s}`  facility power of the existing shell, GW  ``existing_facility_gw``
    :math:`\pi_{s}`  power usage effectiveness that the site is built for  ``pue``

Constraint ``ordered_equipment_limit``, for every s with a shell that could be built, and every y that ends
before what is ordered at the plan's beginning is there, :math:`y + 1 < y_0 + \ell` (GW of facility), with
:math:`z_{sv}` the shells built, ``shell_built_gw``. Whoever has contracted for power has ordered what it needs:

.. math:: \sum_{v \le y} \pi_s z_{sv} \le \max(C_{sy}, \underline{C}_{sy}, F^{0}_{s}) - F^{0}_{s}

Its dual is the worth of one more GW that had been ordered in time.
"""

from collections.abc import Iterator

import pyomo.environ as pyo

from planner.formulation.ledger import Ledgers
from planner.formulation.limits import Cell, Effect, Measure
from planner.formulation.site_cells import UNIT, contract_effect
from planner.system import World


def build(m: pyo.ConcreteModel, ledgers: Ledgers) -> None:
    """Add the block to `m`, after ``siting``; it has no rows unless a model asks."""
    world = m.world
    grows: dict[str, list[int]] = {}
    for s, v in m.SHELLS:
        grows.setdefault(s, []).append(v)

    def built(s: str, y: int) -> pyo.Expression:
        pue = world.sites[s].pue
        return pyo.quicksum(pue * m.shell_built_gw[s, v] for v in grows[s] if v <= y)

    def stands(s: str) -> float:
        return float(world.sites[s].existing_facility_gw)

    @m.Constraint(
        [
            (s, y)
            for s in grows
            for y in m.YEARS
            if not world.buildable(world.equipment_lead_years, y) and any(v <= y for v in grows[s])
        ]
    )
    def ordered_equipment_limit(m, s, y):
        return built(s, y) <= ordered_gw(world, s, y) - stands(s)

    def cells(s: str, y: int) -> Iterator[Effect]:
        contracted = world.sites[s].contracted_gw
        if y in contracted and contracted[y] >= _committed(world, s, y):
            yield contract_effect(world, s, y)
            return
        # Where nothing is contracted the row stands for a date: it goes with it, or not at all.
        yield (
            Cell(
                table="equipment_lead_times", key=(world.longest_lead,), column="lead_years",
                what="lead time of", pool=world.longest_lead, value=world.equipment_lead_years,
                unit="years", sense="less", most=1.0,
            ),
            0.0,
        )  # fmt: skip

    def measured(s: str, y: int) -> Measure:
        return Measure(ordered_gw(world, s, y), stands(s) + float(pyo.value(built(s, y))))

    ledgers.limits.declare(
        "ordered_equipment_limit", "shells whose equipment is ordered", unit=UNIT,
        index=("site", "year"), measure=measured, cells=cells,
    )  # fmt: skip


def ordered_gw(world: World, s: str, y: int) -> float:
    """Facility power at the end of a year whose shell and equipment are ordered, GW."""
    site = world.sites[s]
    contracted = site.contracted_gw.get(y, 0.0)
    return max(contracted, _committed(world, s, y), site.existing_facility_gw)


def _committed(world: World, s: str, y: int) -> float:
    floor = world.site_commitments.get(("floor", s, y))
    return floor.amount if floor else 0.0
