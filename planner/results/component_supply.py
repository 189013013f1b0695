"""Supply of chips: how far each component is used, and what a decision about it is worth."""

from collections.abc import Iterator
from typing import Any

import pandas as pd
import pyomo.environ as pyo

from planner.results.limits import BINDING_SHARE, measured
from planner.results.worth import COST, Derivatives, gain_unit
from planner.solving.solve import SolvedWorld
from planner.system.supply import UNITS
from planner.units import THOUSAND

COST_CHANGE = "cost_change_musd_per_step"
WORTH_COST = "worth_cost_musd_per_step"
STEP_OF_A_SHARE = "percent of the supply"
OF_NATION = {
    "equipment_delivery_limit": "equipment",
    "national_construction_limit": "construction",
}
"""Families of rows whose limit is no resource of chips, to the kind that they are listed under."""
_OF_LINKS = (
    "component_supply_limit", "part_year_component_limit", "vendor_share_limit",
    "part_year_vendor_share_limit", *OF_NATION,
)  # fmt: skip
"""Families of rows that are links of the chain; first shipments are slices of them."""


def supply_table(solved: SolvedWorld, derivatives: Derivatives | None = None) -> pd.DataFrame:
    """One row a year for each node pool, packaging kind, memory pool, and each vendor's share.

    Scanners, electrical equipment and national construction have rows where the model
    limits them.

    ``capacity`` and ``used`` are in ``unit``, for shipment in ``year``. The
    worth is that of one more ``step`` of the cell of the inputs that is stated
    for the year, the same as in the table ``bottlenecks``: for a resource, of the
    world's capacity of one thousand wafers a month through ``year``, or of one
    EB made in it, whenever it ships and whoever gets it; for a vendor, of one
    percent of the same supply. Where one row of a table holds for later years
    too, its worth stands in the first of them and is that of all. It is told as
    in the table of limits: years of target that it delivers, by stage, and the
    change of the present cost when all is planned again, and the cost that it
    would save if no more were delivered; money is in million USD. All hold at
    the margin. A resource that the tables call not
    limited has its use, ``limited`` false, and neither capacity nor worth.
    """
    derivatives = derivatives or Derivatives.of(solved)
    stages = [stage for stage in derivatives.total if stage != COST]
    columns = [*map(_column, stages), COST_CHANGE, WORTH_COST]
    steps = _steps(solved, derivatives)
    table: list[dict[str, object]] = [
        {**row, **dict(zip(columns, steps.get((k, p, j, y), ()), strict=False))}
        for (k, p, j, y), row in _links(solved).items()
    ]
    table += _unlimited(solved)
    first = ["kind", "pool", "vendor", "year", "unit", "capacity", "used", "utilisation"]
    frame = pd.DataFrame(table, columns=[*first, "limited", "binding", "step", *columns])
    frame = frame.astype(dict.fromkeys(columns, float))
    return frame.sort_values(["kind", "pool", "vendor", "year"]).reset_index(drop=True)


Link = tuple[str, str, str, int]
"""Kind and pool of a resource, vendor or nobody, and year."""


def _links(solved: SolvedWorld) -> dict[Link, dict[str, object]]:
    """What is used of each link in a year, its parts added up."""
    book, m = solved.formulation.ledgers.limits, solved.formulation.model
    found: dict[Link, dict[str, Any]] = {}
    for family, limit, index, row in book.rows(m):
        if family not in _OF_LINKS:
            continue
        labels = limit.labels(index)
        kind = str(labels["kind"]) if "kind" in labels else OF_NATION[family]
        vendor, of_chips = str(labels.get("vendor", "")), family not in OF_NATION
        pool, year = str(labels["pool"]), int(str(labels["year"]))
        told = measured(limit, row, index)
        step = STEP_OF_A_SHARE if vendor else limit.unit(*index)  # type: ignore[operator]
        if not vendor and of_chips:
            step = solved.world.supply[kind, pool].step
        link = found.setdefault(
            (kind, pool, vendor, year),
            {
                **{"kind": kind, "pool": pool, "vendor": vendor, "year": year},
                **{"unit": limit.unit(*index), "capacity": 0.0, "used": 0.0},  # type: ignore[operator]
                **{"limited": True, "binding": False, "step": step},
            },
        )
        if not of_chips:
            link["capacity"] += told.capacity
        link["used"] += told.used
        full = told.capacity - told.used <= BINDING_SHARE * max(1.0, told.capacity)
        link["binding"] = link["binding"] or full
    for (kind, pool, vendor, year), link in found.items():
        if kind not in OF_NATION.values():
            whole = _of_year(solved, kind, pool, year)
            of_whom = solved.world.vendor_share[vendor, kind, pool, year] if vendor else 1.0
            link["capacity"] = of_whom * whole
        share = link["used"] / link["capacity"] if link["capacity"] else float("nan")
        link["utilisation"] = share
    return found


def _of_year(solved: SolvedWorld, kind: str, pool: str, year: int) -> float:
    """What buyers in the region can get of a resource in all parts of a year together.

    A part in which no generation draws on it has no row in the programme, and its share of
    the year all the same.
    """
    there_is = solved.formulation.ledgers.supply.total
    parts = range(1, solved.world.supply_periods + 1)
    return float(sum(pyo.value(there_is(kind, pool, year, t)) for t in parts))


def _steps(solved: SolvedWorld, derivatives: Derivatives) -> dict[Link, list[float]]:
    """What a step of each link's cell is worth: by stage, then in money by both accounts."""
    found: dict[Link, list[float]] = {}
    for lever in solved.formulation.ledgers.limits.levers(solved.formulation.model):
        cell = lever.cell
        if lever.limit not in _OF_LINKS or cell.year is None:
            continue
        kind = cell.kind or OF_NATION[lever.limit]
        if lever.limit not in OF_NATION and cell.step is None:
            continue
        moves = {name: lever.step.share * by for name, by in lever.moves.items()}
        changes = derivatives.along(moves)
        found[kind, cell.pool, cell.place, cell.year] = [
            *(-change for stage, change in changes.items() if stage != COST),
            THOUSAND * changes[COST],
            -THOUSAND * derivatives.along_alone(COST, moves),
        ]
    return found


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
