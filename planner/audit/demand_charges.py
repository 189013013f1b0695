"""Demand charges read again: what a tariff bills by GW, for capacity and wires."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

import pandas as pd

from planner.audit.amounts import Amounts
from planner.audit.evidence import Evidence
from planner.audit.files import Files, by_key, by_region_and_year
from planner.audit.programme.decision_space import DecisionSpace
from planner.audit.programme.statement import Column, NamedRows, Row, column, key

Billed = tuple[str, str, str, int]
"""What is charged, connection, site and year."""
UNITS = {
    "capacity": ("capacity_usd_per_mw_day", 365 * 1e3 / 1e9, "capacity_minimum_take"),
    "wires": ("wires_usd_per_kw_month", 12 * 1e6 / 1e9, "wires_minimum_take"),
}
"""What is charged by GW to its column, one of its unit in billion USD a GW and year, and its least
share."""


def tariffs(files: Files) -> pd.DataFrame:
    """The tariffs that the model asks for: none where it asks for another price."""
    asked = files.definition["power"]["electricity_price"] == "tariff"
    return files.inputs["grid_tariffs"] if asked else pd.DataFrame()


def regions_with_tariff(files: Files) -> frozenset[str]:
    """Regions that charge by a tariff."""
    table = tariffs(files)
    return frozenset() if table.empty else frozenset(table["region"].astype(str))


@lru_cache(maxsize=4)
def _paths(files: Files) -> dict[str, tuple[Callable[[str, int], float], ...]]:
    """What is charged to its price, billion USD a GW and year, and its minimum take."""
    table = tariffs(files)
    if table.empty:
        return {}
    found: dict[str, tuple[Callable[[str, int], float], ...]] = {}
    for what, (price, unit, least) in UNITS.items():
        of_unit = by_region_and_year(table.assign(price=table[price] * unit), "price")
        found[what] = of_unit, by_region_and_year(table, least)
    return found


def price(evidence: Evidence, what: str, s: str, y: int) -> float:
    """What a GW is charged at a site in a year, billion USD."""
    paths = _paths(evidence.files)
    return paths[what][0](evidence.region(s), y) if paths else 0.0


def billed(space: DecisionSpace) -> list[Billed]:
    """What is billed: a connection that may be cut needs no capacity."""
    return [
        (what, g, s, y)
        for what in UNITS
        for g, s, y in space.power
        if space.kind(g) == "grid"
        and price(space.evidence, what, s, y) > 0
        and not (what == "capacity" and space.flexible(g))
    ]


def bills(space: DecisionSpace) -> NamedRows:
    """What is billed is the most that is drawn, and no less than a share of what is contracted."""
    evidence = space.evidence
    for what, g, s, y in billed(space):
        name = column("billed_gw", what, g, s, y)
        most = column(most_drawn(evidence.files), g, s, y)
        drawn = Row({name: 1.0, most: -1.0}, lower=0.0)
        yield "peak_billing_requirement", key(what, g, s, y), drawn
        least = _paths(evidence.files)[what][1](evidence.region(s), y)
        if least > 0:
            taken = {name: 1.0, column("power_capacity_gw", g, s, y): -least}
            yield "minimum_take_requirement", key(what, g, s, y), Row(taken, lower=0.0)


def most_drawn(files: Files) -> str:
    """The variable of the most that is drawn, which is not the average where a model counts it."""
    return "peak_draw_gw" if files.averages else "flat_output_gw"


def charged_for(space: DecisionSpace) -> Iterator[tuple[int, Column, float]]:
    """Year, column, and what a GW that is billed is charged, billion USD."""
    for what, g, s, y in billed(space):
        yield y, column("billed_gw", what, g, s, y), price(space.evidence, what, s, y)


def bill_charges(evidence: Evidence) -> Amounts[tuple[str, int, str]]:
    """Site, year and term to what is charged by GW, from the table of bills, billion USD."""
    total: Amounts[tuple[str, int, str]] = Amounts()
    keys = ["component", "technology", "site", "year"]
    told = by_key(evidence.plan("demand_charges"), keys, "billed_gw")
    for (what, _, s, y), gw in told.items():
        total[s, y, f"grid_{what}"] += price(evidence, what, s, y) * gw
    return total
