r"""Reserve: what is generated on site has spare capacity, since no grid stands behind it.

Sets
    :math:`g \in G`  power technologies by kind, :math:`s \in S` sites, :math:`y \in Y` years

Parameters
    :math:`\mu`  firm capacity beyond the part of the load that is served on site, as a share of it  ``reserve_margin``
    :math:`\alpha_{g}`  share of nameplate that can run in every slice  ``firm``
    :math:`K^{0}_{gs}`  capacity that the tables say stands, as far as it is kept, GW  ``stood_gw``
    :math:`\pi_{s}`  power usage effectiveness  ``pue``
    :math:`D_{sy}`  peak of the load that is stated beside that of accelerators, GW  ``stated_load``
    :math:`u_{g}`  what trips at once of a technology, GW  ``unit_gw``
    :math:`F_{sy}`  the most that a site can draw by a year, GW: its size and pace, ``reachable_facility_gw``; without accelerators at most its stated load

Firm are dispatchable technologies and baseload. Weather gives nothing in its worst hours and storage
is empty after some of them, so neither counts: they save fuel, not engines.

Constraint ``onsite_reserve_margin_requirement``, for every s, y with a technology on site that can be built (GW). With
the capacity :math:`k_{gsy}`, ``power_capacity_gw``, and the IT load :math:`l_{sy}`,
``it_load_gw``, the part served on site is :math:`\pi_s l_{sy} + D_{sy}` less what the connections can
import; where they carry everything, the constraint is slack:

.. math:: \sum_{g\ \mathrm{firm}} \alpha_g \left( k_{gsy} + \mu K^{0}_{gs} \right) \ge (1 + \mu) \Big( \pi_s l_{sy} + D_{sy} - \sum_{g\ \mathrm{grid}} \alpha_g k_{gsy} \Big)

What the tables say stands serves as it does, without a margin. Availability takes mean
outages off already; the margin is for more of them at once.

Constraint ``n_minus_1_requirement``, for every firm g, s, y where the model asks for N-1 (GW): the
rest serves the part of the load that is served on site when the largest unit of g is out.

.. math:: \sum_{j\ \mathrm{firm}} \alpha_j k_{jsy} - \lambda_{gsy}\, \alpha_g \left( k_{gsy} - K^{0}_{gs} \right) \ge \pi_s l_{sy} + D_{sy} - \sum_{j\ \mathrm{grid}} \alpha_j k_{jsy}, \quad \lambda_{gsy} = \frac{\alpha_g u_g}{F_{sy} + \alpha_g u_g}

A unit is whole, so what its outage takes is :math:`\min(u_g, k_{gsy})`, which no row of a linear
programme can ask for: it would have to lose all of a small plant and only one unit of a large one.
The row takes a share instead. For a site that is as full as it can be on one technology, the share is
that technology's unit: :math:`\alpha_g k_{gsy} = F_{sy} + \alpha_g u_g`. Beyond that it is more than
a unit, and on the safe side. Where a site is not full, or several technologies share it, the share is
less than a unit, by at most :math:`\alpha_g u_g`; the plan table ``security`` says what whole units
leave there. It is what a choice between none of a technology and a whole unit to lose comes to when
fractions of the choice are allowed. The grid counts as one that keeps its load when a line is out.
"""

from collections.abc import Iterator
from math import isfinite

import pyomo.environ as pyo

from planner.formulation.ledger import Ledgers
from planner.formulation.limits import Cell, Effect
from planner.formulation.sets import slice_of
from planner.formulation.site_cells import pace_cell, size_cell

FIRM = ("dispatchable", "baseload")


def build(m: pyo.ConcreteModel, ledgers: Ledgers) -> None:
    """Add the block to `m`; it needs ``siting`` and ``power_capacity``."""
    world = m.world
    margin = world.reserve_margin
    on_site = {(s, y) for g, s, y in m.POWER if world.technologies[g].kind != "grid"}
    m.RESERVES = (
        [] if margin is None else [(s, y) for s in m.SITES for y in m.YEARS if (s, y) in on_site]
    )

    m.OUTAGES = [
        (g, s, y)
        for g, s, y in m.POWER
        if world.unit_outage
        and world.technologies[g].kind in FIRM
        and world.technologies[g].unit_gw
    ]

    hosts = {(s, y) for _, s, y in m.FLEET}

    def available(s: str, y: int, *kinds: str) -> pyo.Expression:
        return pyo.quicksum(
            world.technologies[g].firm * m.power_capacity_gw[g, s, y]
            for g in m.technologies_at.get((s, y), ())
            if world.technologies[g].kind in kinds
        )

    def most_drawn(s: str, y: int) -> float:
        """Facility power that a site can draw; without accelerators at most its stated load."""
        most = world.reachable_facility_gw(s, y)
        return most if (s, y) in hosts else min(most, world.sites[s].peak(y))

    def stood(s: str, y: int) -> pyo.Expression:
        site = world.sites[s]
        return pyo.quicksum(
            world.technologies[g].firm * m.stood_gw[g, s, y]
            for g in site.standing_technologies
            if world.technologies[g].kind in FIRM and (g, s, y) in m.stood_gw
        )

    def served_on_site(s: str, y: int) -> pyo.Expression:
        site = world.sites[s]
        load = site.pue * m.it_load_gw[s, y] + site.peak(y)
        return load - available(s, y, "grid")

    @m.Constraint(m.RESERVES)
    def onsite_reserve_margin_requirement(m, s, y):
        firm = available(s, y, *FIRM) + margin * stood(s, y)
        return firm >= (1 + margin) * served_on_site(s, y)

    @m.Constraint(m.OUTAGES)
    def n_minus_1_requirement(m, g, s, y):
        technology = world.technologies[g]
        unit = technology.firm * technology.unit_gw
        share = unit / (most_drawn(s, y) + unit)
        new = m.power_capacity_gw[g, s, y] - m.stood_gw.get((g, s, y), 0.0)
        return available(s, y, *FIRM) - share * technology.firm * new >= served_on_site(s, y)

    def of_margin(s: str, y: int) -> Iterator[Effect]:
        cell = Cell(
            table="power_terms", key=("onsite_reserve_margin",), column="value",
            what="spare capacity on site", value=margin, unit="of the load",
            sense="less", most=1.0, weighs=True,
        )  # fmt: skip
        yield (
            cell,
            lambda: (
                (margin or 1.0) * float(pyo.value(served_on_site(s, y)) - pyo.value(stood(s, y)))
            ),
        )

    ledgers.limits.declare(
        "onsite_reserve_margin_requirement",
        "spare capacity on site",
        unit="GW",
        index=("site", "year"),
        cells=of_margin,
        listed=False,
    )

    def of_size(g: str, s: str, y: int) -> Iterator[Effect]:
        """A site that can be larger loses a smaller share of itself with a unit."""
        site, technology = world.sites[s], world.technologies[g]
        unit = technology.firm * technology.unit_gw
        reached = most_drawn(s, y)
        by_share = unit / (reached + unit) ** 2 * technology.firm
        if reached < world.reachable_facility_gw(s, y):
            return  # The load that is stated is what limits it, and no cell of the site.
        full = reached >= site.max_facility_gw
        cell = size_cell(world, s) if full else pace_cell(world, s)
        grows = site.max_facility_gw if full else reached - site.existing_facility_gw
        if isfinite(cell.value) and grows > 0:
            new = m.power_capacity_gw[g, s, y] - m.stood_gw.get((g, s, y), 0.0)
            yield cell, lambda: by_share * grows * float(pyo.value(new))

    ledgers.limits.declare(
        "n_minus_1_requirement",
        "what serves with the largest unit on site out",
        unit="GW",
        index=("pool", "site", "year"),
        cells=of_size,
        listed=False,
    )

    def at_peak(s: str, y: int, h: str) -> float:
        """By how much the site's peak rises with its load in a slice.

        Slices that share the peak have it by their hours: together they are the peak.
        """
        site, own = world.sites[s], [k for site, year, k in m.BALANCES if (site, year) == (s, y)]
        tops = [k for k in own if site.load_at(y, k) >= site.peak(y)]
        hours = sum(slice_of(world, k).weight_hours for k in tops)
        return slice_of(world, h).weight_hours / hours if h in tops else 0.0

    reserves = set(m.RESERVES)
    ledgers.load_in["onsite_reserve_margin_requirement"] = lambda s, y, h: (
        [((s, y), (1 + margin) * at_peak(s, y, h))] if (s, y) in reserves else []
    )
    ledgers.load_in["n_minus_1_requirement"] = lambda s, y, h: [
        ((g, s, y), at_peak(s, y, h)) for g, site, year in m.OUTAGES if (site, year) == (s, y)
    ]
