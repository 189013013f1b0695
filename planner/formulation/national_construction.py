r"""National construction: what the builders of a country can add in a year, and its growth.

Sets
    :math:`n \in N`  countries whose additions are limited  ``construction``
    :math:`s \in S_n`  sites of a country, :math:`y \in Y` years
    :math:`y \in Y_n`  years from the one that was counted on in which some site of the country can grow

Parameters
    :math:`t_n`  year that was counted  ``base_year``
    :math:`B_n`  facility power that was added in it, GW  ``added_gw``
    :math:`\gamma_n`  the most that additions grow in a year, as a share  ``growth``
    :math:`\sigma_n`  what may be added in a year beside that growth, GW a year  ``start_gw``
    :math:`\pi_{s}`  facility over IT power that the site is built for  ``pue``

Crews, contractors and makers of plant grow by what they build, so the limit of a year is made of
what was added before it, and not of a date: an idle year is no rehearsal for a large one. The form is that
of the growth constraint of energy-system models, with a start for a country in which nothing was
built. Sites have shells only where computing is asked for, and a plan with computing goes by single years.

Constraint ``national_construction_limit``, for every n and y of :math:`Y_n` (GW of facility),
with :math:`a_{ny} = \sum_{s \in S_n} \pi_s z_{sy}` of the shells built, ``shell_built_gw``, and
:math:`y'` the year of :math:`Y_n` before y:

.. math:: a_{ny} \le \sigma_n + (1 + \gamma_n)^{y - y'} a_{ny'}

In the first year of :math:`Y_n`, :math:`t_n` stands for :math:`y'` and :math:`B_n` for :math:`a_{ny'}`. The dual is the
worth of one more GW that could be added in the year, with what it lets later years add.
"""

from collections.abc import Iterator
from typing import Any

import pyomo.environ as pyo

from planner.formulation.ledger import Ledgers
from planner.formulation.limits import Cell, Effect, Step, measure
from planner.formulation.site_cells import UNIT
from planner.units import PERCENT


def build(m: pyo.ConcreteModel, ledgers: Ledgers) -> None:
    """Add the block to `m`; it needs ``siting``."""
    world = m.world
    shells: dict[str, dict[int, list[str]]] = {}
    for s, y in m.SHELLS if world.construction else ():
        n = world.regions[world.sites[s].region].country
        if n in world.construction:
            shells.setdefault(n, {}).setdefault(y, []).append(s)
    before: dict[tuple[str, int], int | None] = {}
    for n, years in shells.items():
        limited = sorted(y for y in years if y >= world.construction[n].base_year)
        before |= {(n, y): known for y, known in zip(limited, [None, *limited], strict=False)}

    def added(n: str, y: int) -> pyo.Expression:
        return pyo.quicksum(world.sites[s].pue * m.shell_built_gw[s, y] for s in shells[n][y])

    def since(n: str, y: int) -> int:
        return y - (before[n, y] or world.construction[n].base_year)

    def grown(n: str, y: int) -> float:
        return (1 + world.construction[n].growth) ** since(n, y)

    def added_before(n: str, y: int) -> pyo.Expression:
        known = before[n, y]
        return world.construction[n].added_gw if known is None else added(n, known)

    def may_be_added(n: str, y: int) -> pyo.Expression:
        return world.construction[n].start_gw + grown(n, y) * added_before(n, y)

    @m.Constraint(list(before))
    def national_construction_limit(m, n, y):
        return added(n, y) <= may_be_added(n, y)

    def counted(n: str, y: int) -> Effect:
        of = world.construction[n]
        what = "facility power added in"
        cell = _cell(n, "facility_added", what, of.added_gw, "GW", year=of.base_year)
        return cell, grown(n, y) * (of.added_gw or 1.0)

    def growth(n: str, y: int) -> Effect:
        share = world.construction[n].growth
        words = f"each percentage point more of growth a year of construction in {n}"
        cell = _cell(
            n, "growth", "growth of construction in", share, "a year", weighs=True,
            step=Step(words, 1.0, "% a year", PERCENT / (share or 1.0)),
        )  # fmt: skip
        rise = since(n, y) * grown(n, y) / (1 + share) * (share or 1.0)
        return cell, lambda: rise * float(pyo.value(added_before(n, y)))

    def start(n: str, y: int) -> Effect:
        gw = world.construction[n].start_gw
        cell = _cell(n, "start", "construction beside its growth in", gw, "GW a year")
        return cell, gw

    def cells(n: str, y: int) -> Iterator[Effect]:
        if before[n, y] is None:
            yield counted(n, y)
        if since(n, y):
            yield growth(n, y)
        if world.construction[n].start_gw:
            yield start(n, y)

    ledgers.limits.declare(
        "national_construction_limit",
        "national construction in",
        unit=lambda *_: UNIT,
        index=("pool", "year"),
        measure=lambda n, y: measure(may_be_added(n, y), added(n, y)),
        cells=cells,
    )


def _cell(n: str, term: str, what: str, value: float, unit: str, **more: Any) -> Cell:
    return Cell(
        table="construction_limits", key=(n, term), column="value", what=what, pool=n,
        value=value, unit=unit, **more,
    )  # fmt: skip
