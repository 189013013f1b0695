r"""Equipment supply: transformers and switchgear that the nation can deliver in a year.

Sets
    :math:`e \in E`  electrical equipment  ``equipment``
    :math:`s \in S` sites, :math:`y \in Y` years
    :math:`g \in G`  power technologies: connections to the grid, and what is generated or stored on site and not let by the year

Parameters
    :math:`Q_{ey}`  what data centres of the nation can get delivered in a year, GVA or GW  ``deliveries``
    :math:`f_e, c_e, o_e`  units of it that a GW of facility, of grid connection and of generation on site takes  ``per_facility``, ``per_grid``, ``per_onsite``
    :math:`\pi_{s}`  facility over IT power that the site is built for  ``pue``

Constraint ``equipment_delivery_limit``, for every e, y (GVA or GW), with :math:`a_{sy}` the
shell built, ``shell_built_gw``, and :math:`b_{gsy}` the capacity built, ``power_built_gw``:

.. math:: \sum_s f_e \pi_s a_{sy} + \sum_s \sum_{g\ \mathrm{grid}} c_e b_{gsy}
    + \sum_s \sum_{g\ \mathrm{on\ site}} o_e b_{gsy} \le Q_{ey}

Its dual is the worth of one more unit delivered in that year. Years and lead times don't add up
twice: a lead time says how long before its delivery a unit must be ordered, and the deliveries of a
year are those that were ordered in time.
"""

from collections.abc import Iterator

import pyomo.environ as pyo

from planner.config.stated_values import span_of
from planner.formulation.ledger import Ledgers
from planner.formulation.limits import Cell, Effect, measure


def build(m: pyo.ConcreteModel, ledgers: Ledgers) -> None:
    """Add the block to `m`; it needs ``siting`` and ``power_capacity``."""
    world = m.world
    shells: dict[int, list[str]] = {}
    for s, y in m.SHELLS:
        shells.setdefault(y, []).append(s)
    connections: dict[int, list[tuple[str, str, int]]] = {}
    on_site: dict[int, list[tuple[str, str, int]]] = {}
    for g, s, y in m.BUILDS:
        if world.technologies[g].kind == "grid":
            connections.setdefault(y, []).append((g, s, y))
        elif not world.technologies[g].rented:
            on_site.setdefault(y, []).append((g, s, y))

    def taken(e: str, y: int) -> pyo.Expression:
        kind = world.equipment[e]
        built = m.power_built_gw
        parts = []
        if kind.per_facility:
            facility = (world.sites[s].pue * m.shell_built_gw[s, y] for s in shells.get(y, ()))
            parts.append(kind.per_facility * pyo.quicksum(facility))
        if kind.per_grid:
            new = (built[gsy] for gsy in connections.get(y, ()))
            parts.append(kind.per_grid * pyo.quicksum(new))
        if kind.per_onsite:
            parts.append(kind.per_onsite * pyo.quicksum(built[gsy] for gsy in on_site.get(y, ())))
        return pyo.quicksum(parts)

    def takes(e: str, y: int) -> bool:
        kind = world.equipment[e]
        users = (
            (kind.per_facility, shells),
            (kind.per_grid, connections),
            (kind.per_onsite, on_site),
        )
        return any(each and y in years for each, years in users)

    limited = [
        (e, y) for e, kind in world.equipment.items() for y in kind.deliveries if takes(e, y)
    ]

    @m.Constraint(limited)
    def equipment_delivery_limit(m, e, y):
        return taken(e, y) <= world.equipment[e].deliveries[y]

    def of_nation(e: str, y: int) -> Iterator[Effect]:
        kind = world.equipment[e]
        span = span_of(kind.deliveries, {when: when for when in kind.deliveries}, y)
        limit = kind.deliveries[y]
        cell = Cell(
            table="equipment_supply", key=(e, span.row or y), column="deliveries_per_year",
            what="national deliveries of", pool=e, value=limit, unit=f"{kind.unit} a year",
            year=span.first, onwards=span.onwards,
        )  # fmt: skip
        yield cell, limit or 1.0

    ledgers.limits.declare(
        "equipment_delivery_limit",
        "national deliveries of",
        unit=lambda e, y: world.equipment[e].unit,
        cells=of_nation,
        index=("pool", "year"),
        measure=lambda e, y: measure(world.equipment[e].deliveries[y], taken(e, y)),
    )
