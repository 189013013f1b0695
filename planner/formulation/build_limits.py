r"""Build limits: what the nation, a region and a queue allow in a year.

Sets
    :math:`g \in G`  power technologies, :math:`s \in S` sites, :math:`r \in R` regions,
    :math:`t` technologies that a limit is stated for (several technologies may share one),
    :math:`y, v \in Y` years

Parameters
    :math:`B_{ty}`  what data centres can get nationally in a year, GW  ``build_limit_gw``
    :math:`M_{gr}`  the most that a region holds of a technology, all years together, GW  ``technology_limit_gw``
    :math:`A_{ry}`  new load that a region can connect in a year, GW  ``grid_gw_per_year``
    :math:`C_{sy}`  facility power whose connection is contracted, cumulative, GW  ``contracted_gw``
    :math:`F^{0}_{s}`  facility power before the first year, GW  ``existing_facility_gw``

All constrain the capacity built, :math:`b_{gsv}`, ``power_built_gw`` (GW).

Constraint ``national_build_limit``, for every t, y. Its dual is the worth of one
more GW of the technology delivered to data centres in that year:

.. math:: \sum_{g \in t} \sum_s b_{gsy} \le B_{ty}

Constraint ``regional_build_limit``, for every g that only some regions hold, and r:

.. math:: \sum_{s \in r} \sum_v b_{gsv} \le M_{gr}

Constraint ``regional_connection_limit``, for every r, y; like the next, it holds firm
connections, since those that may be cut have a region's headroom for their limit:

.. math:: \sum_{s \in r} b_{\mathrm{grid}, sy} \le A_{ry}

Constraint ``contracted_connection_limit``, for every s, y before a new request could pass the queue:

.. math:: \sum_{v \le y} b_{\mathrm{grid}, sv} \le \max(0, C_{sy} - F^{0}_{s})
"""

from collections.abc import Iterator
from math import isfinite

import pyomo.environ as pyo

from planner.config.stated_values import span_of
from planner.formulation.ledger import Ledgers
from planner.formulation.limits import Cell, Effect, Measure, by_the_year
from planner.formulation.site_cells import contract_effect


def build(m: pyo.ConcreteModel, ledgers: Ledgers) -> None:
    """Add the block to `m`; it needs ``power_capacity``."""
    world = m.world
    region = {s: site.region for s, site in world.sites.items()}
    national: dict[tuple[str, int], list[tuple[str, str, int]]] = {}
    regional: dict[tuple[str, str], list[tuple[str, str, int]]] = {}
    connected: dict[tuple[str, int], list[tuple[str, str, int]]] = {}
    grid_of: dict[str, list[tuple[str, str, int]]] = {}
    for g, s, v in m.BUILDS:
        technology = world.technologies[g]
        if isfinite(world.build_limit_gw.get((technology.build_limit, v), float("inf"))):
            national.setdefault((technology.build_limit, v), []).append((g, s, v))
        if technology.region_limited:
            regional.setdefault((g, region[s]), []).append((g, s, v))
        if technology.kind == "grid" and not technology.flexible:
            connected.setdefault((region[s], v), []).append((g, s, v))
            grid_of.setdefault(s, []).append((g, s, v))

    def built(which: list[tuple[str, str, int]]) -> pyo.Expression:
        return pyo.quicksum(m.power_built_gw[gsv] for gsv in which)

    @m.Constraint(list(national))
    def national_build_limit(m, t, y):
        return built(national[t, y]) <= world.build_limit_gw[t, y]

    @m.Constraint(list(regional))
    def regional_build_limit(m, g, r):
        return built(regional[g, r]) <= world.regions[r].technology_limit_gw[g]

    @m.Constraint([(r, y) for r, y in connected if y in world.regions[r].grid_gw_per_year])
    def regional_connection_limit(m, r, y):
        return built(connected[r, y]) <= world.regions[r].grid_gw_per_year[y]

    queued = [
        (s, y)
        for s in grid_of
        for y in m.YEARS
        if not world.buildable(world.regions[region[s]].interconnection_lead_years, y)
        and any(v <= y for _, _, v in grid_of[s])
    ]

    @m.Constraint(queued)
    def contracted_connection_limit(m, s, y):
        site = world.sites[s]
        contracted = site.contracted_gw.get(y, 0.0) - site.existing_facility_gw
        return built([gsv for gsv in grid_of[s] if gsv[2] <= y]) <= max(0.0, contracted)

    def of_nation(t: str, y: int) -> Iterator[Effect]:
        limit, each = world.build_limit_gw[t, y], world.length(y)
        cell = Cell(
            table="build_limits", key=(t, y), column="feasible_gw_per_year",
            what="national deliveries of", pool=t, value=limit / each, unit=by_the_year("GW", world.year_lengths),
            year=y,
            factors=("data_center_share",),
        )  # fmt: skip
        yield cell, limit

    def of_resource(g: str, r: str) -> Iterator[Effect]:
        limit = world.regions[r].technology_limit_gw[g]
        cell = Cell(
            table="regional_limits", key=(r, g), column="max_total_gw",
            what="regional resource of", pool=g, place=r, value=limit, unit="GW",
        )  # fmt: skip
        yield cell, limit

    def of_region(r: str, y: int) -> Iterator[Effect]:
        path, each = world.regions[r].grid_gw_per_year, world.length(y)
        span = span_of(path, {when: when for when in path}, y)
        cell = Cell(
            table="grid_large_loads", key=(r, span.row or y), column="gw_per_year",
            what="new grid connections", place=r, value=path[y] / each, unit=by_the_year("GW", world.year_lengths),
            year=span.first, onwards=span.onwards,
        )  # fmt: skip
        yield cell, path[y] or float(each)

    def of_contract(s: str, y: int) -> Iterator[Effect]:
        yield contract_effect(world, s, y)

    def contract(s: str, y: int) -> Measure:
        site = world.sites[s]
        stands = site.existing_facility_gw
        built_by = sum(pyo.value(m.power_built_gw[gsv]) for gsv in grid_of[s] if gsv[2] <= y)
        return Measure(max(site.contracted_gw.get(y, 0.0), stands), stands + built_by)

    limits = ledgers.limits
    limits.declare(
        "national_build_limit",
        "national deliveries of",
        unit="GW",
        index=("pool", "year"),
        cells=of_nation,
    )
    limits.declare(
        "regional_build_limit",
        "regional resource of",
        unit="GW",
        index=("pool", "region"),
        cells=of_resource,
    )
    limits.declare(
        "regional_connection_limit",
        "new grid connections",
        unit="GW",
        index=("region", "year"),
        cells=of_region,
    )
    limits.declare(
        "contracted_connection_limit",
        "contracted connections",
        unit="GW",
        index=("site", "year"),
        cells=of_contract,
        measure=contract,
    )
