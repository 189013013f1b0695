"""Steps: the limits of a plan in the units in which something is decided about them."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from planner.formulation.assemble import Formulation
from planner.lp.linear_program import LinearProgram
from planner.results.limits import measured
from planner.solving.limit_cells import LimitCell, limit_cells
from planner.units import MONTHS_PER_YEAR

PERCENT = 0.01
_SUPPLY = {
    "node": ("1,000 more {pool} wafers a month", 1000.0, "wafers a month"),
    "packaging": ("1,000 more {pool} packaging wafers a month", 1000.0, "wafers a month"),
    "hbm": ("1 EB more {pool} memory a year", 1.0, "EB"),
    "euv": ("1 more EUV scanner", 1.0, "scanners"),
}
"""Kind of a resource to one step of it in words, how many units it is, and of what."""
_TABLES = {
    "node_capacity": "node",
    "packaging_capacity": "packaging",
    "hbm_supply": "hbm",
    "euv_scanners": "euv",
}


@dataclass(frozen=True)
class Step:
    """One step more of a limit, and the rows that give way by it."""

    limit: str
    """Family of the rows."""
    words: str
    """The step as one says it."""
    size: float
    """Units in a step."""
    unit: str
    value: float
    """The limit itself, in the unit of its cell, or of its row."""
    percent: float
    """Steps in one percent of the limit."""
    most: float
    """Steps beyond which it makes no sense to look: a doubling, or what is the whole."""
    year: int | None
    """Of the cell; None where it holds for all years."""
    table: str
    row: str
    column: str
    moves: Mapping[int, float]
    """Row of the programme to how far its bound gives way for a step."""


def steps(formulation: Formulation, program: LinearProgram) -> list[Step]:
    """Every limit that a cell states, and those of shares, in steps.

    The variables of the formulation hold a solution, of which shares are taken.
    """
    place = {name: i for i, name in enumerate(program.row_names)}
    found = [
        *(_of_cell(formulation, program, limit, place) for limit in limit_cells(formulation)),
        *_of_shares(formulation, place),
        *_of_debuts(formulation, place),
    ]
    return [step for step in found if step.moves]


def _of_cell(
    formulation: Formulation, program: LinearProgram, limit: LimitCell, place: Mapping[str, int]
) -> Step:
    value = limit.value or 1.0
    words, size, unit = f"each {limit.unit} more of {limit.what}", 1.0, limit.unit
    share = 1.0 / value
    if limit.unit.startswith("GW"):
        words = f"each GW more of {limit.what}"
    elif limit.table == "vendor_shares":
        vendor, kind, pool, shipped = limit.key
        words = f"1 % more of {kind} {pool} for {vendor}, shipped in {shipped},"
        unit = "% of the supply"
        share = PERCENT / value
    elif limit.table in _TABLES:
        kind = _TABLES[limit.table]
        pool = str(limit.key[0]) if kind != "euv" else "scanners"
        own = _step_of_supply(formulation, kind, pool, limit.year or 0)
        if own:
            said, size, unit = _SUPPLY[kind]
            words, share = f"{said.format(pool=pool)} made in {limit.year}", own
    moves = {place[name]: by * share for name, by in limit.moves.items() if name in place}
    return Step(
        limit=program.row_keys[next(iter(moves))].family if moves else "",
        words=words,
        size=size,
        unit=unit,
        value=limit.value,
        percent=PERCENT / share,
        most=min(1.0, limit.most) / share,
        year=limit.year,
        table=limit.table,
        row=limit.row,
        column=limit.column,
        moves=moves,
    )


def _step_of_supply(formulation: Formulation, kind: str, pool: str, made: int) -> float | None:
    """Share of its year's capacity that a step in the world's capacity is; None if unknown."""
    limit = formulation.model.world.supply[kind, pool]
    for (y, t, when), more in limit.gain.items():
        stated = limit.stated.get((y, t, when), 0.0)
        if when == made and stated:
            return float(more / stated)
    return None


def _of_shares(formulation: Formulation, place: Mapping[str, int]) -> Iterator[Step]:
    """The largest share of the fleet for a run: a step is one percent of the fleet."""
    limit = formulation.ledgers.limits.entries["run_fleet_share_limit"]
    for (w, y), row in formulation.model.run_fleet_share_limit.items():
        found = measured(limit, row, (w, y))
        share = found.capacity
        yield Step(
            limit="run_fleet_share_limit", words=f"1 % more of the fleet for {w} in {y}", size=1.0,
            unit="% of the fleet", value=share, percent=share, most=(1 - share) / PERCENT,
            year=y, table="workloads", row=w, column="max_share_of_fleet",
            moves={place[row.name]: PERCENT * found.rows_per_unit},
        )  # fmt: skip


def _of_debuts(formulation: Formulation, place: Mapping[str, int]) -> Iterator[Step]:
    """The first year of a generation: a step is a month sooner."""
    m, world = formulation.model, formulation.model.world
    parts = world.supply_periods
    family = "first_year_shipment_limit" if parts == 1 else "first_part_shipment_limit"
    if not hasattr(m, family):
        return
    moves: dict[tuple[str, int], dict[int, float]] = {}
    for index, row in getattr(m, family).items():
        k, kind, pool, y = index[:4]
        part = index[4] if parts > 1 else 1
        supply = world.supply[kind, pool]
        there_is = supply.available[y] if parts == 1 else supply.parts[y, part]
        share = world.vendor_share.get((world.accelerators[k].vendor, kind, pool, y), 1.0)
        by = share * there_is * parts / MONTHS_PER_YEAR
        moves.setdefault((k, y), {})[place[row.name]] = by
    for (k, y), rows in moves.items():
        months = (world.accelerators[k].ship_year - y) * MONTHS_PER_YEAR
        begins = f"{month_name[int(months) + 1]} {y}"
        yield Step(
            limit=family, words=f"shipping {k} a month before {begins}", size=1.0,
            unit="months", value=world.accelerators[k].ship_year, percent=PERCENT * months,
            most=max(months, 0.0) if parts == 1 else 1.0, year=y, table="accelerators", row=k,
            column="volume_ship_year", moves=rows,
        )  # fmt: skip
