"""Cells that state the supply of chips, which rows of several blocks rest on.

A row of a table is what is made in a year. It ships over one or two years, and widens every row
that is a share of what ships then: the supply itself, a vendor's share of it, and the first
shipments of a new generation. So one more of what is made in a year has one worth.
"""

from collections.abc import Iterator
from math import isfinite

from planner.config.stated_values import span_of
from planner.formulation.limits import ANY, Amount, Cell, Effect, Label, Step, times
from planner.system import World
from planner.units import MONTHS_PER_YEAR, PERCENT

_TABLES = {
    "euv": ("euv_scanners", "running", ("foundry_share", "exposures_k_per_scanner", "ai_share")),
    "node": ("node_capacity", "capacity_kwpm", ("ai_share",)),
    "packaging": ("packaging_capacity", "wafers_k_per_year", ()),
    "hbm": ("hbm_supply", "supply_eb", ()),
}
"""Kind to its table, the column of what is made, and those that it is multiplied by."""
_STEPS = {
    "node": ("1,000 more {pool} wafers a month", 1000.0, "wafers a month"),
    "packaging": ("1,000 more {pool} packaging wafers a month", 1000.0, "wafers a month"),
    "hbm": ("1 EB more {pool} memory a year", 1.0, "EB"),
    "euv": ("1 more EUV scanner", 1.0, "scanners"),
}
"""Kind to one step of it in words, how many units it is, and of what."""


def supply_effects(
    world: World, q: str, p: str, y: int, t: int = 1, share: float = 1.0
) -> Iterator[Effect]:
    """The cells behind what there is for shipment in part `t` of `y`, of which a row has `share`."""
    for made, amount in _made(world, q, p, y, t).items():
        yield _made_in(world, q, p, made), share * amount


def headroom_effects(world: World, q: str, p: str, v: int) -> Iterator[Effect]:
    """The cells of what is announced, with what they do to the additions that it leaves room for."""
    limit = world.supply[q, p]
    rows = {row for _, _, row in limit.stated}
    for (when, made), more in world.expansion[q, p].headroom_gain.items():
        row = min(made, max(limit.row_steps, default=made))
        if when == v and more and row in rows:
            announced = limit.row_steps[row] * (1 + limit.growth) ** (made - row)
            yield _made_in(world, q, p, row), more * announced


def vendor_effect(
    world: World, j: str, q: str, p: str, y: int, amount: Amount
) -> Iterator[Effect]:
    """The cell of a vendor's share, where the row has `amount` by it."""
    share = world.vendor_share.get((j, q, p, y), 0.0)
    if not share or not isfinite(share):
        return
    span = span_of(world.vendor_share, {when: (j, q, p, when) for when in world.years}, y)
    shipped = f"{span.first} on" if span.onwards else str(span.first)
    words = f"each percentage point more of {q} {p} for {j}, shipped in {shipped},"
    cell = Cell(
        table="vendor_shares", key=(j, q, p, span.row or y), column="share",
        what="vendor's share of components", kind=q, pool=p, place=j, value=share,
        unit="of the supply", year=span.first, onwards=span.onwards, most=max(0.0, 1 / share - 1),
        step=Step(words, 1.0, "% of the supply", PERCENT / share), weighs=callable(amount),
    )  # fmt: skip
    yield cell, amount


def debut_effect(
    k: str, ships: float, y: int, amount: Amount, parts: int = 1, part: int = 1
) -> Iterator[Effect]:
    """The date `ships` of a generation, where a whole part of a year would have `amount`."""
    months = (ships - (y + (part - 1) / parts)) * MONTHS_PER_YEAR
    cell = Cell(
        table="accelerators", key=(k,), column="volume_ship_year", what="first shipments of",
        pool=k, value=ships, unit="years", year=y, sense="sooner",
        most=max(months, 0.0) / MONTHS_PER_YEAR, weighs=callable(amount),
        step=Step(
            f"shipping {k} a month before {_month(ships)}", 1.0, "months", 1 / MONTHS_PER_YEAR
        ),
    )  # fmt: skip
    yield cell, times(parts, amount)


def _month(date: float) -> str:
    year = int(date)
    return f"{_MONTHS[int((date - year) * MONTHS_PER_YEAR)]} {year}"


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def _made(world: World, q: str, p: str, y: int, t: int) -> dict[int, float]:
    """Year of the table's row to what ships of it; without rows, the year's own supply."""
    limit = world.supply[q, p]
    if limit.stated:
        return {
            row: by for (when, part, row), by in limit.stated.items() if (when, part) == (y, t)
        }
    return {y: limit.available[y] if world.supply_periods == 1 else limit.parts[y, t]}


def _made_in(world: World, q: str, p: str, made: int) -> Cell:
    """What is made in a year, as far as buyers here get it."""
    limit = world.supply[q, p]
    table, column, factors = _TABLES[q]
    key: tuple[Label, ...] = (p, made)
    if q == "packaging":
        key = (p, ANY, made)
    elif q == "euv":
        key = (made,)
    total = sum(by for (_, _, row), by in limit.stated.items() if row == made)
    # Beyond the table its last row grows, and stands for all later years.
    rows = sorted({row for _, _, row in limit.stated})
    onwards = bool(rows) and made == rows[-1] and any(when > made for _, _, when in limit.gain)
    made_in = f"{made} on" if onwards else str(made)
    step = None
    if steps := limit.row_steps.get(made):
        words, size, unit = _STEPS[q]
        step = Step(f"{words.format(pool=p)} made in {made_in}", size, unit, 1.0 / steps)
    return Cell(
        table=table, key=key, column=column, what="output of", kind=q, pool=p, factors=factors,
        value=total or limit.available.get(made, 0.0), unit=limit.unit, year=made,
        onwards=onwards, step=step,
    )  # fmt: skip
