"""Limit cells: the limits of a plan, each with the rows that move when its cell is changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from math import inf, isfinite

import pyomo.environ as pyo

from planner.formulation.assemble import Formulation
from planner.system import World

_TABLES = {
    "euv": ("euv_scanners", "running"),
    "node": ("node_capacity", "capacity_kwpm"),
    "packaging": ("packaging_capacity", "wafers_k_per_year"),
    "hbm": ("hbm_supply", "supply_eb"),
}


class Any(Enum):
    """What fits every value of a part of a key; no name does, not even one of a star."""

    ANY = "*"

    def __str__(self) -> str:
        return str(self.value)


ANY = Any.ANY
Label = str | int | Any


@dataclass(frozen=True)
class LimitCell:
    """A cell of the inputs that states a limit.

    A relative change of the cell by one moves the bound of each row in
    `moves` by so much, in the row's unit; a limit of zero is counted as one
    unit, since nothing is a share of zero.
    """

    what: str
    unit: str
    value: float
    """The limit, in `unit`."""
    table: str
    """Input table, or ``model`` for a key of the model file."""
    key: tuple[Label, ...]
    """Key of the row, where ANY stands for any value. Of a model: the key in its file."""
    column: str
    moves: dict[str, float] = field(default_factory=dict)
    """Name of a row to the change of its bound."""
    most: float = inf
    """The largest relative change that makes sense."""

    @property
    def row(self) -> str:
        """The key as a path names it."""
        return ":".join(map(str, self.key))

    @property
    def year(self) -> int | None:
        """The year of the row; None where it holds for all. A name of digits is none."""
        last = self.key[-1]
        return last if isinstance(last, int) else None

    def changed(self, change: float) -> float:
        """The limit after a relative change."""
        return self.value + change * (self.value or 1.0)


def limit_cells(formulation: Formulation) -> list[LimitCell]:
    """Every limit that can be loosened by changing a cell."""
    m, world = formulation.model, formulation.model.world
    return [
        *_caps(m, world),
        *_budgets(m, world),
        *_of_sites(m, world),
        *_of_power(m, world),
        *_of_components(m, world),
        *_of_vendors(m, world),
    ]


def _caps(m: pyo.ConcreteModel, world: World) -> Iterator[LimitCell]:
    for y, row in m.emissions_cap_limit.items():
        cap = world.emissions_cap_mt[y]
        yield LimitCell(
            f"emissions limit of {y}", "Mt CO2", cap, "model",
            ("limits.emissions_mt_per_year", y), "", {row.name: cap or 1.0},
        )  # fmt: skip
    by_site: dict[str, dict[str, float]] = {}
    for (s, _), row in m.site_water_limit.items():
        by_site.setdefault(s, {})[row.name] = world.sites[s].water_limit or 1.0
    for s, moves in by_site.items():
        yield LimitCell(
            f"water of {s} in a year", "million m3", world.sites[s].water_limit, "site_cooling",
            (s,), "water_limit_million_m3_per_year", moves,
        )  # fmt: skip


def _budgets(m: pyo.ConcreteModel, world: World) -> Iterator[LimitCell]:
    for family, key, what, unit, budget in (
        ("capex_budget_limit", "capex_busd_per_year", "capital budget", "billion USD",
         world.capex_budget),
        ("facility_power_limit", "facility_gw", "facility power of all sites", "GW",
         world.facility_budget_gw),
    ):  # fmt: skip
        for y, row in getattr(m, family).items():
            yield LimitCell(
                f"{what} of {y}", unit, budget[y], "model", (f"limits.{key}", y), "",
                {row.name: budget[y] or 1.0},
            )  # fmt: skip
    for row in m.present_cost_limit.values():
        budget_of_all = world.cost_budget or 0.0
        yield LimitCell(
            "budget of present cost", "billion USD", budget_of_all, "model",
            ("limits.present_cost_busd",), "", {row.name: budget_of_all or 1.0},
        )  # fmt: skip


def _of_sites(m: pyo.ConcreteModel, world: World) -> Iterator[LimitCell]:
    for s, row in m.site_size_limit.items():
        room = world.sites[s].max_facility_gw
        yield LimitCell(
            f"room at {s}", "GW of facility power", room, "sites", (s,), "max_facility_gw",
            {row.name: room},
        )  # fmt: skip
    by_site: dict[str, dict[str, float]] = {}
    for (s, _), row in m.shell_build_rate_limit.items():
        by_site.setdefault(s, {})[row.name] = world.sites[s].build_gw_per_year or 1.0
    for s, moves in by_site.items():
        pace = world.sites[s].build_gw_per_year
        yield LimitCell(
            f"pace of building at {s}", "GW of facility power a year", pace, "sites", (s,),
            "build_rate_gw_per_year", moves,
        )  # fmt: skip
    for (s, y), row in m.contracted_connection_limit.items():
        contracted = world.sites[s].contracted_gw.get(y, 0.0)
        # A connection that is contracted stands for later years, too, until the next step.
        yield LimitCell(
            f"contracted connection of {s} by {y}", "GW", contracted, "site_power", (s, y),
            "contracted_facility_gw", {row.name: contracted or 1.0},
        )  # fmt: skip


def _of_power(m: pyo.ConcreteModel, world: World) -> Iterator[LimitCell]:
    for (t, y), row in m.national_build_limit.items():
        limit = world.build_limit_gw[t, y]
        yield LimitCell(
            f"national deliveries of {t} in {y}", "GW", limit, "build_limits", (t, y),
            "feasible_gw_per_year", {row.name: limit or 1.0},
        )  # fmt: skip
    for (g, r), row in m.regional_build_limit.items():
        limit = world.regions[r].technology_limit_gw[g]
        yield LimitCell(
            f"{g} that {r} holds", "GW", limit, "regional_limits", (r, g), "max_total_gw",
            {row.name: limit or 1.0},
        )  # fmt: skip
    for (e, y), row in m.equipment_delivery_limit.items():
        limit = world.equipment[e].deliveries[y]
        yield LimitCell(
            f"national deliveries of {e} in {y}", world.equipment[e].unit, limit,
            "equipment_supply", (e, y), "deliveries_per_year", {row.name: limit or 1.0},
        )  # fmt: skip
    by_region: dict[str, dict[str, float]] = {}
    for (r, y), row in m.regional_connection_limit.items():
        by_region.setdefault(r, {})[row.name] = world.regions[r].grid_gw_per_year[y] or 1.0
    for r, moves in by_region.items():
        # All years move together, in proportion; the most that one of them connects is told.
        limit = max(world.regions[r].grid_gw_per_year.values())
        yield LimitCell(
            f"new grid connections of {r} in a year", "GW", limit, "grid_large_loads", (r, ANY),
            "gw_per_year", moves,
        )  # fmt: skip


def _of_components(m: pyo.ConcreteModel, world: World) -> Iterator[LimitCell]:
    """A row of the supply tables moves the whole supply, vendors' shares and first shipments."""
    parts = world.supply_periods
    whole = "component_supply_limit" if parts == 1 else "part_year_component_limit"
    shared = "vendor_share_limit" if parts == 1 else "part_year_vendor_share_limit"
    first = "first_year_shipment_limit" if parts == 1 else "first_part_shipment_limit"
    slices: dict[tuple[str, str], list[tuple[str, int, int, float]]] = {}
    for family in (whole, shared, first):
        for index, row in getattr(m, family).items() if hasattr(m, family) else ():
            who, of_what = ("", index) if family == whole else (index[0], index[1:])
            kind, pool, y = of_what[:3]
            t = of_what[3] if parts > 1 else 1
            share = 1.0
            if who:
                vendor = who if family == shared else world.accelerators[who].vendor
                share = world.vendor_share.get((vendor, kind, pool, y), 1.0)
            if family == first:
                share *= world.accelerators[who].ship_share(y, t, parts)
            slices.setdefault((kind, pool), []).append((row.name, y, t, share))
    for (kind, pool), rows in slices.items():
        limit = world.supply[kind, pool]
        table, column = _TABLES[kind]
        years = sorted({made for _, _, made in limit.stated}) or sorted(limit.available)
        # Beyond the table its last row grows, and stands for all later years.
        grown = any(made > years[-1] for _, _, made in limit.gain)
        for made in years:
            moves = {
                name: share * amount
                for name, y, t, share in rows
                if (amount := _from_row(limit.stated, limit.available, y, t, made))
            }
            if moves:
                key: tuple[Label, ...] = (pool, made)
                if kind == "packaging":
                    key = (pool, ANY, made)
                elif kind == "euv":
                    key = (made,)
                total = sum(amount for (_, _, row), amount in limit.stated.items() if row == made)
                when = f"{made} and after" if grown and made == years[-1] else str(made)
                yield LimitCell(
                    f"{kind} {pool} made in {when}, as far as buyers here get it", limit.unit,
                    total or limit.available[made], table, key, column, moves,
                )  # fmt: skip


def _from_row(
    stated: Mapping[tuple[int, int, int], float],
    available: Mapping[int, float],
    y: int,
    t: int,
    made: int,
) -> float:
    """What a shipment has from a row of the table; without rows, its year's own supply."""
    if stated:
        return float(stated.get((y, t, made), 0.0))
    return float(available[y]) if y == made else 0.0


def _of_vendors(m: pyo.ConcreteModel, world: World) -> Iterator[LimitCell]:
    parts = world.supply_periods
    family = "vendor_share_limit" if parts == 1 else "part_year_vendor_share_limit"
    by_cell: dict[tuple[str, str, str, int], dict[str, float]] = {}
    for index, row in getattr(m, family).items() if hasattr(m, family) else ():
        j, kind, pool, y = index[:4]
        supply = world.supply[kind, pool]
        amount = supply.available[y] if parts == 1 else supply.parts[y, index[4]]
        share = world.vendor_share[j, kind, pool, y]
        by_cell.setdefault((j, kind, pool, y), {})[row.name] = share * amount
    for (j, kind, pool, y), moves in by_cell.items():
        share = world.vendor_share[j, kind, pool, y]
        if share and isfinite(share):
            yield LimitCell(
                f"share of {j} in {kind} {pool} shipped in {y}", "of the supply", share,
                "vendor_shares", (j, kind, pool, y), "share", moves,
                most=max(0.0, 1 / share - 1),
            )  # fmt: skip
