r"""Commitments: what is built, under construction, ordered or counted is no choice of the plan.

The tables of what stands end before the first year, and the year that is planned first has begun.
What is known of it is given: as a floor, since it will be there whether the plan wants it or not,
and as a ceiling for the time that is counted already. From the last quarter that is counted, and
beyond what is under construction, the plan is free.

Sets
    :math:`s \in S` sites, :math:`f` families of accelerators, :math:`k \in f` generations on sale, :math:`y, v \in Y` years
    :math:`t \in T`  parts of a year, where a model cuts it; else the year itself  ``supply_periods``

Parameters
    :math:`\underline{C}_{sy}, \overline{C}_{sy}`  least and most facility power at the end of a year, with what stood before, GW  ``site_commitments``
    :math:`\underline{N}_{fyt}, \overline{N}_{fyt}`  least and most units of a family for the planned sites, million  ``accelerator_commitments``
    :math:`F^{0}_{s}`  facility power of the existing shell, GW  ``existing_facility_gw``
    :math:`\pi_{s}`  power usage effectiveness that the site is built for  ``pue``

With :math:`a_{sv}` the shell built, ``shell_built_gw``, and :math:`z_{kyt}` the units shipped: those bought
at all sites, ``accelerators_bought_million``, or ``accelerators_shipped_million`` where years are cut. A
shell that is given may stand empty, and a unit dark.

Constraint ``site_commitment_requirement``, for every s, y with a floor above what stood (GW of facility). Its
dual is what the plan would save with one GW less committed:

.. math:: \sum_{v \le y} \pi_s a_{sv} \ge \underline{C}_{sy} - F^{0}_{s}

Constraint ``site_commitment_limit``, for every s, y with a ceiling (GW of facility):

.. math:: \sum_{v \le y} \pi_s a_{sv} \le \max(0, \overline{C}_{sy} - F^{0}_{s})

Constraint ``shipment_commitment_requirement``, for every f, y, t with a floor (million units):

.. math:: \sum_{k \in f} z_{kyt} \ge \underline{N}_{fyt}

Constraint ``shipment_commitment_limit``, for every f, y, t of which each quarter has a ceiling (million units):

.. math:: \sum_{k \in f} z_{kyt} \le \overline{N}_{fyt}
"""

from collections.abc import Callable, Iterator
from math import inf
from typing import Any

import pyomo.environ as pyo

from planner.formulation.ledger import Ledgers
from planner.formulation.limits import Cell, Effect, Measure, Sense, Step
from planner.system.objects.commitments import Bound, Row

SITE_UNIT, UNIT = "GW of facility power", "million units"


def build(m: pyo.ConcreteModel, ledgers: Ledgers) -> None:
    """Add the block to `m`, after ``part_year_supply`` and ``siting``."""
    _sites(m, ledgers)
    _shipments(m, ledgers)


def _sites(m: pyo.ConcreteModel, ledgers: Ledgers) -> None:
    world = m.world
    grows: dict[str, list[int]] = {}
    for s, v in m.SHELLS:
        grows.setdefault(s, []).append(v)

    def built(s: str, y: int) -> pyo.Expression:
        pue = world.sites[s].pue
        return pyo.quicksum(pue * m.shell_built_gw[s, v] for v in grows.get(s, ()) if v <= y)

    def known(bound: Bound) -> list[tuple[str, int]]:
        return [
            (s, y)
            for (of, s, y), commitment in world.site_commitments.items()
            if of == bound
            and y in m.YEARS
            and any(v <= y for v in grows.get(s, ()))
            and (bound == "ceiling" or commitment.amount > world.sites[s].existing_facility_gw)
        ]

    def amount(bound: Bound, s: str, y: int) -> float:
        return max(
            0.0, world.site_commitments[bound, s, y].amount - world.sites[s].existing_facility_gw
        )

    @m.Constraint(known("floor"))
    def site_commitment_requirement(m, s, y):
        return built(s, y) >= amount("floor", s, y)

    @m.Constraint(known("ceiling"))
    def site_commitment_limit(m, s, y):
        return built(s, y) <= amount("ceiling", s, y)

    def effects(bound: Bound) -> Callable[[str, int], Iterator[Effect]]:
        def of(s: str, y: int) -> Iterator[Effect]:
            site = world.sites[s]
            for row, gw in world.site_commitments[bound, s, y].stated.items():
                # A figure below what stands there moves nothing before it passes that.
                if site.pool is None and gw < site.existing_facility_gw:
                    continue
                cell, sign = _cell("site_commitments", "facility_gw", row, gw, bound, "GW")
                yield cell, sign * (gw or 1.0)

        return of

    def measured(bound: Bound) -> Callable[[str, int], Measure]:
        def of(s: str, y: int) -> Measure:
            stood = world.sites[s].existing_facility_gw
            there = stood + float(pyo.value(built(s, y)))
            given = stood + amount(bound, s, y)
            return Measure(there, given) if bound == "floor" else Measure(given, there)

        return of

    ledgers.limits.declare(
        "site_commitment_requirement", "committed facility power", unit=SITE_UNIT,
        index=("site", "year"), measure=measured("floor"), cells=effects("floor"),
    )  # fmt: skip
    ledgers.limits.declare(
        "site_commitment_limit", "facility power that is known", unit=SITE_UNIT,
        index=("site", "year"), measure=measured("ceiling"), cells=effects("ceiling"),
    )  # fmt: skip


def _shipments(m: pyo.ConcreteModel, ledgers: Ledgers) -> None:
    world = m.world
    cut = world.supply_periods > 1
    sites_of: dict[tuple[str, int], list[str]] = {}
    for k, s, v in m.SALES:
        sites_of.setdefault((k, v), []).append(s)
    shipped = m.accelerators_shipped_million if cut else {}

    def units(bound: Bound, f: str, y: int, t: int = 1) -> pyo.Expression:
        chips = world.accelerator_commitments[bound, f, y, t].chips
        if cut:
            return pyo.quicksum(shipped[k, y, t] for k in chips if (k, y, t) in shipped)
        return pyo.quicksum(
            m.accelerators_bought_million[k, s, y] for k in chips for s in sites_of.get((k, y), ())
        )

    def amount(bound: Bound, f: str, y: int, t: int = 1) -> float:
        return world.accelerator_commitments[bound, f, y, t].amount

    def known(bound: Bound) -> list[tuple[str | int, ...]]:
        return [
            (f, y, t) if cut else (f, y)
            for (of, f, y, t), commitment in world.accelerator_commitments.items()
            if of == bound
            and (bound == "ceiling" or commitment.amount > 0)
            and any((k, y, t) in shipped if cut else (k, y) in sites_of for k in commitment.chips)
        ]

    @m.Constraint(known("floor"))
    def shipment_commitment_requirement(m, *fyt):
        return units("floor", *fyt) >= amount("floor", *fyt)

    @m.Constraint(known("ceiling"))
    def shipment_commitment_limit(m, *fyt):
        return units("ceiling", *fyt) <= amount("ceiling", *fyt)

    def effects(bound: Bound) -> Callable[..., Iterator[Effect]]:
        def of(f: str, y: int, t: int = 1) -> Iterator[Effect]:
            given = world.accelerator_commitments[bound, f, y, t]
            for row, number in given.stated.items():
                table = "accelerator_commitments"
                cell, sign = _cell(table, "units_k", row, number, bound, "thousand units")
                yield cell, sign * given.per_unit * (number or 1.0)

        return of

    def measured(bound: Bound) -> Callable[..., Measure]:
        def of(*fyt: Any) -> Measure:
            bought, given = float(pyo.value(units(bound, *fyt))), amount(bound, *fyt)
            return Measure(bought, given) if bound == "floor" else Measure(given, bought)

        return of

    index = ("pool", "year", *(("part",) if cut else ()))
    ledgers.limits.declare(
        "shipment_commitment_requirement", "committed purchases of", unit=UNIT,
        index=index, measure=measured("floor"), cells=effects("floor"),
    )  # fmt: skip
    ledgers.limits.declare(
        "shipment_commitment_limit", "what is counted of", unit=UNIT, index=index,
        measure=measured("ceiling"), cells=effects("ceiling"),
    )  # fmt: skip


def _cell(
    table: str, column: str, row: Row, value: float, bound: Bound, unit: str
) -> tuple[Cell, float]:
    """The cell of a row, and which way its change moves a bound: a row of both is one cell.

    Less of what is committed lets a floor give way, and tightens a ceiling.
    """
    sense: Sense = "more" if row[-1] == "ceiling" else "less"
    name, year = str(row[0]), int(row[1])
    quarter = int(row[2]) if table == "accelerator_commitments" else None
    when = str(year) if quarter is None else f"quarter {quarter} of {year}"
    what = "commitment" if quarter is None else "commitment of"
    cell = Cell(
        table=table, key=row, column=column, what=what, value=value, unit=unit, year=year,
        quarter=quarter, sense=sense, most=1.0 if sense == "less" else inf,
        step=Step(f"1 {unit} {sense} of {name} in {when}", 1.0, unit, 1.0 / (value or 1.0)),
        pool="" if quarter is None else name,
        place=name if quarter is None else "",
    )  # fmt: skip
    eases = "more" if bound == "ceiling" else "less"
    return cell, 1.0 if sense == eases else -1.0
