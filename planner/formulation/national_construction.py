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
    :math:`D_y`  years that a planned year stands for  ``length_years``
    :math:`\Delta_y`  years from the middle of the planned year :math:`y' \in Y_n` before y to the middle of y, of the first one from the middle of :math:`t_n`, and not below 0  ``years_apart``
    :math:`\pi_{s}`  facility over IT power that the site is built for  ``pue``

Crews, contractors and makers of plant grow by what they build, so the limit of a year is made of
what was added before it, and not of a date: an idle year is no rehearsal for a large one. Planned
years of any length are compared by what they add in a year. The form is that of the growth
constraint of energy-system models, with a start for a country in which nothing was built.

Constraint ``national_construction_limit``, for every n and y of :math:`Y_n` (GW of facility),
with :math:`a_{ny} = \sum_{s \in S_n} \pi_s z_{sy}` of the shells built, ``shell_built_gw``:

.. math:: a_{ny} \le D_y \left( \sigma_n + (1 + \gamma_n)^{\Delta_y} a_{ny'} / D_{y'} \right)

In the first year of :math:`Y_n`, :math:`B_n` stands for :math:`a_{ny'} / D_{y'}`. The dual is the
worth of one more GW that could be added in the year, with what it lets later years add.
"""

from collections.abc import Iterator
from typing import Any

import pyomo.environ as pyo

from planner.formulation.growth import chain, factor, slope, years_since
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
    before = {
        (n, y): known
        for n, years in shells.items()
        for y, known in chain(world, years, world.construction[n].base_year).items()
    }

    def added(n: str, y: int) -> pyo.Expression:
        return pyo.quicksum(world.sites[s].pue * m.shell_built_gw[s, y] for s in shells[n][y])

    def since(n: str, y: int) -> float:
        return years_since(world, y, before[n, y], world.construction[n].base_year)

    def rate_before(n: str, y: int) -> pyo.Expression:
        """What was added in a year of the planned year before, GW a year."""
        known = before[n, y]
        if known is None:
            return world.construction[n].added_gw
        return added(n, known) / world.length_years(known)

    def may_be_added(n: str, y: int) -> pyo.Expression:
        of = world.construction[n]
        grown = factor(world, y, since(n, y), of.growth) * rate_before(n, y)
        return world.length_years(y) * of.start_gw + grown

    @m.Constraint(list(before))
    def national_construction_limit(m, n, y):
        return added(n, y) <= may_be_added(n, y)

    def counted(n: str, y: int) -> Effect:
        of = world.construction[n]
        what = "facility power added in"
        cell = _cell(n, "facility_added", what, of.added_gw, "GW", year=of.base_year)
        return cell, factor(world, y, since(n, y), of.growth) * (of.added_gw or 1.0)

    def growth(n: str, y: int) -> Effect:
        share = world.construction[n].growth
        words = f"each percentage point more of growth a year of construction in {n}"
        cell = _cell(
            n, "growth", "growth of construction in", share, "a year", weighs=True,
            step=Step(words, 1.0, "% a year", PERCENT / (share or 1.0)),
        )  # fmt: skip
        rise = slope(world, y, since(n, y), share) * (share or 1.0)
        return cell, lambda: rise * float(pyo.value(rate_before(n, y)))

    def start(n: str, y: int) -> Effect:
        gw = world.construction[n].start_gw
        cell = _cell(n, "start", "construction beside its growth in", gw, "GW a year")
        return cell, world.length_years(y) * gw

    def cells(n: str, y: int) -> Iterator[Effect]:
        if before[n, y] is None:
            yield counted(n, y)
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
