"""Supply of chips: how far each component is used, and what a decision about it is worth."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pyomo.environ as pyo

from planner.results.limits import BINDING_SHARE, Worth, gain_unit, measured
from planner.solving.solve import SolvedWorld
from planner.system.supply import UNITS
from planner.units import THOUSAND

PERCENT = 0.01
COST_CHANGE = "cost_change_musd_per_step"
WORTH_COST = "worth_cost_musd_per_step"
STEP_OF_A_SHARE = "percent of the supply"


@dataclass(frozen=True)
class _Row:
    """A row of the programme whose right side is a share of what is available of a resource."""

    name: str
    kind: str
    pool: str
    vendor: str
    """Empty where the row is not one vendor's."""
    year: int
    part: int
    share: float
    """Right side over what is available in the year, or in its part."""
    whole: bool
    """Whether the row is the supply itself, or a vendor's share, and no other slice of it."""
    used: float
    capacity: float


def supply_table(solved: SolvedWorld) -> pd.DataFrame:
    """One row a year for each node pool, packaging kind, memory pool, and each vendor's share.

    Scanners and electrical equipment have rows where the model limits them.

    ``capacity`` and ``used`` are in ``unit``, for shipment in ``year``. The
    worth is that of one more ``step``: for a resource, of the world's capacity
    of one thousand wafers a month through ``year``, or of one EB made in it,
    whenever it ships and whoever gets it; for a vendor, of one percent of the
    same supply. It is told as in the table of limits: years of target that it
    delivers, by stage, and the change of the present cost when all is planned
    again, and the cost that it would save if no more were delivered; money is
    in million USD. All hold at the margin. A resource that the tables call not
    limited has its use, ``limited`` false, and neither capacity nor worth.
    """
    rows = list(_rows(solved))
    worth = Worth.of(solved)
    derivatives = {
        **{_column(stage): worth.total[stage] for stage in worth.total if stage != "cost"},
        COST_CHANGE: _in_millions(worth.total["cost"], -1.0),
        WORTH_COST: _in_millions(worth.partial["cost"], 1.0),
    }
    table: list[dict[str, object]] = []
    keys = dict.fromkeys((r.kind, r.pool, r.vendor, r.year) for r in rows if r.whole)
    for kind, pool, vendor, year in keys:
        own = [
            r
            for r in rows
            if r.whole and (r.kind, r.pool, r.vendor, r.year) == (kind, pool, vendor, year)
        ]
        limit = solved.world.supply[kind, pool]
        share = solved.world.vendor_share[vendor, kind, pool, year] if vendor else 1.0
        capacity = share * _of_year(solved, kind, pool, year)
        used = sum(r.used for r in own)
        full = [r.capacity - r.used <= BINDING_SHARE * max(1.0, r.capacity) for r in own]
        table.append(
            {
                "kind": kind,
                "pool": pool,
                "vendor": vendor,
                "year": year,
                "unit": limit.unit,
                "capacity": capacity,
                "used": used,
                "utilisation": used / capacity if capacity else float("nan"),
                "limited": True,
                "binding": any(full),
                "step": STEP_OF_A_SHARE if vendor else limit.step,
                **{
                    column: _worth(solved, rows, found, kind, pool, vendor, year)
                    for column, found in derivatives.items()
                },
            }
        )
    table += _unlimited(solved)
    table += _equipment(solved, derivatives)
    first = ["kind", "pool", "vendor", "year", "unit", "capacity", "used", "utilisation"]
    columns = [*first, "limited", "binding", "step", *derivatives]
    frame = pd.DataFrame(table, columns=columns)
    return frame.sort_values(["kind", "pool", "vendor", "year"]).reset_index(drop=True)


def _of_year(solved: SolvedWorld, kind: str, pool: str, year: int) -> float:
    """What buyers in the region can get of a resource in all parts of a year together.

    A part in which no generation draws on it has no row in the programme, and its share of
    the year all the same.
    """
    there_is = solved.formulation.ledgers.supply.total
    parts = range(1, solved.world.supply_periods + 1)
    return float(sum(pyo.value(there_is(kind, pool, year, t)) for t in parts))


def _unlimited(solved: SolvedWorld) -> Iterator[dict[str, Any]]:
    """What each year's purchases draw on resources without a limit."""
    m, world = solved.formulation.model, solved.world
    for kind, pool in sorted(world.unlimited_supply):
        used = dict.fromkeys(m.YEARS, 0.0)
        for (k, _, y), bought in m.accelerators_bought_million.items():
            used[y] += world.accelerators[k].uses.get((kind, pool), 0.0) * pyo.value(bought)
        for y, amount in used.items():
            yield {
                **{"kind": kind, "pool": pool, "vendor": "", "year": y, "unit": UNITS[kind]},
                **{"used": amount, "limited": False, "binding": False, "step": ""},
            }


def _equipment(
    solved: SolvedWorld, derivatives: dict[str, dict[str, float]]
) -> list[dict[str, object]]:
    """Rows of the equipment whose national deliveries are a limit; a step is one unit of it."""
    limit = solved.formulation.ledgers.limits.entries["equipment_delivery_limit"]
    rows = []
    for (name, year), row in solved.formulation.model.equipment_delivery_limit.items():
        found = measured(limit, row, (name, year))
        unit = solved.world.equipment[name].unit
        left = found.capacity - found.used
        rows.append(
            {
                "kind": "equipment",
                "pool": name,
                "vendor": "",
                "year": year,
                "unit": unit,
                "capacity": found.capacity,
                "used": found.used,
                "utilisation": found.used / found.capacity if found.capacity else float("nan"),
                "limited": True,
                "binding": left <= BINDING_SHARE * max(1.0, found.capacity),
                "step": unit,
                **{
                    column: -duals.get(row.name, float("nan"))
                    for column, duals in derivatives.items()
                },
            }
        )
    return rows


def shipments_table(solved: SolvedWorld) -> pd.DataFrame:
    """Units of each generation shipped in a year or its part, million, and their H100e."""
    m, world = solved.formulation.model, solved.world
    if world.supply_periods > 1:
        shipped = {key: pyo.value(v) for key, v in m.accelerators_shipped_million.items()}
    else:
        shipped = {}
        for (k, _, y), bought in m.accelerators_bought_million.items():
            shipped[k, y, 1] = shipped.get((k, y, 1), 0.0) + pyo.value(bought)
    rows = (
        (k, y, t, units, units * world.accelerators[k].reported_h100e)
        for (k, y, t), units in shipped.items()
        if units > 0
    )
    columns = ["accelerator", "year", "part", "shipped_million", "h100e_million"]
    return pd.DataFrame(list(rows), columns=columns)


def _column(stage: str) -> str:
    return f"worth_{stage}_{gain_unit(stage)}_per_step"


def _in_millions(derivatives: dict[str, float], sign: float) -> dict[str, float]:
    """Derivatives in million USD."""
    return {row: sign * THOUSAND * found for row, found in derivatives.items()}


def _rows(solved: SolvedWorld) -> Iterator[_Row]:
    """Every row whose right side moves with the supply, with its place."""
    m, world = solved.formulation.model, solved.world
    parts = world.supply_periods
    names = (
        ("component_supply_limit", "vendor_share_limit", "first_year_shipment_limit")
        if parts == 1
        else (
            "part_year_component_limit",
            "part_year_vendor_share_limit",
            "first_part_shipment_limit",
        )
    )
    for family in names:
        of_all = family in ("component_supply_limit", "part_year_component_limit")
        of_vendor = "vendor_share" in family
        for index, row in getattr(m, family).items():
            found = measured(solved.formulation.ledgers.limits.entries[family], row, index)
            who, index = ("", index) if of_all else (index[0], index[1:])
            kind, pool, year = index[:3]
            part = index[3] if parts > 1 else 1
            vendor = who if of_vendor or of_all else world.accelerators[who].vendor
            share = 1.0 if of_all else world.vendor_share.get((vendor, kind, pool, year), 1.0)
            if not of_all and not of_vendor:
                share *= world.accelerators[who].ship_share(year, part, parts)
            yield _Row(
                name=row.name,
                kind=kind,
                pool=pool,
                vendor=vendor,
                year=year,
                part=part,
                share=share,
                whole=of_all or of_vendor,
                used=found.used,
                capacity=found.capacity,
            )


def _worth(
    solved: SolvedWorld,
    rows: list[_Row],
    duals: dict[str, float],
    kind: str,
    pool: str,
    vendor: str,
    year: int,
) -> float:
    """By how much an optimum falls for one more step, at the margin; NaN where unknown.

    A step more of a resource widens every row that is a share of it: the
    supply, the vendors' shares and the first shipments of new generations.
    """
    limit = solved.world.supply[kind, pool]
    of_resource = [r for r in rows if (r.kind, r.pool) == (kind, pool)]
    if not duals or not (vendor or limit.gain):
        return float("nan")
    worth = 0.0
    for row in of_resource:
        if vendor:
            # First shipments of a new generation come out of its vendor's share, too.
            if (row.vendor, row.year) == (vendor, year):
                stated = solved.world.vendor_share[vendor, kind, pool, year]
                more = PERCENT * (row.capacity / stated if stated else 0.0)
                worth -= duals.get(row.name, 0.0) * more
        else:
            more = limit.gain.get((row.year, row.part, year), 0.0)
            worth -= duals.get(row.name, 0.0) * row.share * more
    if not vendor and (kind, pool) in solved.world.expansion:
        # What is announced also changes how much may be built beyond it.
        for (when, made), more in solved.world.expansion[kind, pool].headroom_gain.items():
            name = f"expansion_growth_limit[{kind},{pool},{when}]"
            worth -= duals.get(name, 0.0) * more * (made == year)
    return worth
