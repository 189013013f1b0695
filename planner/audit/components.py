"""Components: wafers, packaging and memory that the purchases draw, against what there is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import floor

import pandas as pd

from planner.audit.checks import Check, Comparison, compared
from planner.audit.evidence import Evidence
from planner.audit.files import by_key

_CAPACITY = {
    "node": ("node_capacity", "node_pool"),
    "packaging": ("packaging_capacity", "packaging"),
    "hbm": ("hbm_supply", "hbm_pool"),
}


def component_checks(evidence: Evidence) -> list[Check]:
    """Use of every component against its capacity, and against what the plan tells of both."""
    if "chip_supply" in evidence.files.released or evidence.files.inputs["supply_terms"].empty:
        return []
    limits = available(evidence)
    return [
        compared(
            "components",
            "shipments draw no more of a component than can be had, and no vendor more than its "
            "share",
            "thousand wafers or EB",
            _within(evidence, limits),
        ),
        compared(
            "component_use",
            "use and capacity of a component are told as its tables give them",
            "thousand wafers or EB",
            _told(evidence, limits),
        ),
        compared(
            "shipments", "what ships in a year is what the sites buy", "million units",
            _shipped(evidence),
        ),
    ]  # fmt: skip


def _expanding(evidence: Evidence) -> frozenset[str]:
    """Kinds of which the plan may build more than is announced: their capacity is its own."""
    return frozenset(evidence.files.definition["supply"].get("expansion", ()))


def available(evidence: Evidence) -> Mapping[tuple[str, str, int, int], float]:
    """Kind, pool, year and its part to what buyers in the region can get for shipment then."""
    parts = evidence.files.definition["supply"]["periods_per_year"]
    terms = {
        row["resource_kind"]: row
        for row in evidence.files.inputs["supply_terms"].to_dict("records")
    }
    found = {}
    for kind, (name, pool_column) in _CAPACITY.items():
        term = terms[kind]
        share = term["ai_share"] * term["planned_region_share"]
        lag, growth = term["component_lag_years"], term["growth_per_year_beyond_table"]
        for pool, rows in evidence.files.inputs[name].groupby(pool_column):
            made = _by_year(kind, rows)
            for y in evidence.years:
                for t in range(1, parts + 1):
                    begin, end = y + (t - 1) / parts - lag, y + t / parts - lag
                    total = sum(
                        (min(end, v + 1) - max(begin, v)) * _grown(made, v, growth)
                        for v in range(floor(begin), floor(end) + 1)
                        if min(end, v + 1) > max(begin, v)
                    )
                    found[kind, str(pool), y, t] = float(share * total)
    return found


def _by_year(kind: str, rows: pd.DataFrame) -> dict[int, float]:
    """Year to what all of the world's AI chips can have, thousand wafers or EB."""
    if kind == "node":
        amounts = rows["capacity_kwpm"] * 12 * rows["ai_share"]
    else:
        amounts = rows["wafers_k_per_year" if kind == "packaging" else "supply_eb"]
    return {int(y): float(a) for y, a in amounts.groupby(rows["year"]).sum().items()}


def _grown(made: Mapping[int, float], year: int, growth: float) -> float:
    last = max(made)
    beyond = max(0, year - last)
    return float(made.get(min(year, last), 0.0) * (1 + growth) ** beyond)


def _shares(evidence: Evidence) -> Mapping[tuple[str, str, str, int], float]:
    """Vendor, kind, pool and year to the share of the supply that it can have."""
    table = evidence.files.inputs["vendor_shares"].sort_values("year")
    found = {}
    for key, rows in table.groupby(["vendor", "resource_kind", "pool"]):
        for y in evidence.years:
            known = rows.loc[rows["year"] <= y, "share"]
            if len(known):
                found[(*key, y)] = float(known.iloc[-1])
    return found


def _drawn(evidence: Evidence) -> dict[tuple[str, str, str, int, int], float]:
    """Generation, kind, pool, year and its part to what its shipments draw."""
    table = by_key(evidence.plan("shipments"), ["accelerator", "year", "part"], "shipped_million")
    return {
        (k, kind, pool, y, t): amount * units
        for (k, y, t), units in table.items()
        for (kind, pool), amount in evidence.chips[k].draws.items()
    }


def _within(
    evidence: Evidence, limits: Mapping[tuple[str, str, int, int], float]
) -> Iterator[Comparison]:
    parts = evidence.files.definition["supply"]["periods_per_year"]
    shares = _shares(evidence)
    of_all: dict[tuple[str, str, int, int], float] = {}
    of_vendor: dict[tuple[str, str, str, int, int], float] = {}
    for (k, kind, pool, y, t), amount in _drawn(evidence).items():
        if (kind, pool, y, t) not in limits or kind in _expanding(evidence):
            continue
        chip = evidence.chips[k]
        of_all[kind, pool, y, t] = of_all.get((kind, pool, y, t), 0.0) + amount
        key = (chip.vendor, kind, pool, y, t)
        of_vendor[key] = of_vendor.get(key, 0.0) + amount
        share = shares.get((chip.vendor, kind, pool, y), 1.0)
        ships = min(1.0, max(0.0, (y + t / parts - chip.ships) * parts))
        most = ships * share * limits[kind, pool, y, t]
        yield Comparison(f"{kind} {pool} for {k} in {y}", amount, most, "<")
    for (kind, pool, y, t), amount in of_all.items():
        yield Comparison(f"{kind} {pool} in {y}", amount, limits[kind, pool, y, t], "<")
    for (j, kind, pool, y, t), amount in of_vendor.items():
        most = shares.get((j, kind, pool, y), 1.0) * limits[kind, pool, y, t]
        yield Comparison(f"{kind} {pool} for {j} in {y}", amount, most, "<")


def _told(
    evidence: Evidence, limits: Mapping[tuple[str, str, int, int], float]
) -> Iterator[Comparison]:
    table = evidence.plan("supply")
    world = table[table["vendor"] == ""]
    used: dict[tuple[str, str, int], float] = {}
    for (_, kind, pool, y, _), amount in _drawn(evidence).items():
        used[kind, pool, y] = used.get((kind, pool, y), 0.0) + amount
    for row in world.to_dict("records"):
        kind, pool, y = row["kind"], row["pool"], int(row["year"])
        if kind not in _CAPACITY:
            continue
        where = f"{kind} {pool} in {y}"
        yield Comparison(f"use of {where}", row["used"], used.get((kind, pool, y), 0.0))
        if kind in _expanding(evidence):
            continue
        most = sum(
            amount for (q, p, when, _), amount in limits.items() if (q, p, when) == (kind, pool, y)
        )
        yield Comparison(f"capacity of {where}", row["capacity"], most)


def _shipped(evidence: Evidence) -> Iterator[Comparison]:
    shipped = by_key(evidence.plan("shipments"), ["accelerator", "year"], "shipped_million")
    bought: dict[tuple[str, int], float] = {}
    for (k, _, y), units in evidence.bought.items():
        bought[k, y] = bought.get((k, y), 0.0) + units
    for k, y in sorted({*shipped, *bought}):
        yield Comparison(f"{k} in {y}", shipped.get((k, y), 0.0), bought.get((k, y), 0.0))
        last = y + 1 > evidence.chips[k].ships
        if not last:
            yield Comparison(f"{k} in {y}, before it ships", bought.get((k, y), 0.0), 0.0)
