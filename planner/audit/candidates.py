"""Candidates: the sites that a model asks for and no table has, found again in the tables.

A need of so many GW in a region is met from announced campuses, from the connections of plants
that retire, and from the headroom of balancing areas: by first power, then by what is known best,
then by size, until there is enough. What the copy of the site table holds of them was made by the
planner, so such rows are left out here and made again.

Candidates are made from the tables as they lie on disk; what a model sets, or takes the high case
of, comes afterwards and may change a candidate like any other row: changes are taken back first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import floor, inf
from statistics import median
from typing import Any

import numpy as np
import pandas as pd

from planner.audit.files import Files, by_region_and_year, records, rows_by

Row = dict[str, Any]
_KEYS = {
    "sites": ("site",),
    "retiring_plants": ("plant",),
    "balancing_areas": ("balancing_area",),
    "regions": ("region",),
    "grid_large_loads": ("region", "year"),
    "power_technologies": ("technology",),
}
"""Table to the columns that name its rows."""
GENERATED = "Generated: "
"""How the note of a row begins that the planner made."""
SUREST_FIRST = ("verified", "reported", "estimate")
LEAST_GW = 0.1
OWN_POWER_GW = 0.15


@dataclass(frozen=True)
class Found:
    """Sites of a run: those of the table, those that were made for a need, and the chosen."""

    rows: Mapping[str, Row]
    """Site to its row, made or of the table."""
    chosen: tuple[str, ...]
    """Those that meet the needs, whichever they are."""
    made: frozenset[str]
    """Sites that the planner adds to the table, or would."""
    contracts: Mapping[str, tuple[int, float]]
    """Made site that takes a plant's connection over to the year from which it has it, and GW."""


def with_candidates(files: Files) -> Found:
    """The site table without what the planner added to it, and the candidates of every need."""
    stated = rows_by(files.inputs["sites"], "site")
    wishes = files.definition["sites"].get("candidates") or ()
    pools = bool(files.definition["sites"].get("new_campuses"))
    if not wishes and not pools:
        return Found(stated, (), frozenset(), {})
    tables = _unchanged(files)
    files, changes = replace(files, inputs={**files.inputs, **tables}), files.changes
    made = {f"plant_{plant}" for plant in tables["retiring_plants"]["plant"]}
    made |= {f"area_{area}" for area in tables["balancing_areas"]["balancing_area"]}
    made |= {f"new_{region}" for region in tables["regions"]["region"]}
    table = {
        s: row
        for s, row in rows_by(tables["sites"], "site").items()
        if not (s in made and str(row["note"]).startswith(GENERATED))
    }
    taken = {s for s, row in table.items() if _planned(files, s, row)}
    taken |= set(files.definition["sites"]["exclude"])
    chosen: dict[str, Row] = {}
    contracts: dict[str, tuple[int, float]] = {}
    for wish in wishes:
        by = wish.get("by") or files.definition["years"]["last"]
        found = [
            (s, kind, row)
            for kind in wish["kinds"]
            for s, row in _KINDS[kind](files, table, wish["region"], by)
            if row["first_power_year"] < by + 1 and s not in taken
        ]
        found.sort(key=_rank)
        room = 0.0
        for s, kind, row in found:
            if room >= wish["gw"]:
                break
            room += float(row["max_facility_gw"])
            chosen[s] = row
            taken.add(s)
            if kind == "retiring_plant" and s not in table:
                year = floor(row["first_power_year"])
                contracts[s] = (year, float(row["max_facility_gw"]))
    if pools:
        chosen |= dict(_of_regions(files, table))
    for name, key, column, _, new in changes:
        s = str(key[0])
        if name == "sites" and s in chosen and s not in table:
            chosen[s][column] = new
        elif name == "site_power" and s in contracts and key[1] == contracts[s][0]:
            contracts[s] = (contracts[s][0], float(new))
    # In the order of the planner's own table: what is added comes last.
    added = {s: row for s, row in chosen.items() if s not in table}
    rows = {**{s: stated[s] for s in table}, **added}
    return Found(rows, tuple(chosen), frozenset(made - table.keys()), contracts)


def _unchanged(files: Files) -> dict[str, pd.DataFrame]:
    """The tables that candidates come from, before cases and values that the model sets."""
    tables = {name: files.inputs[name].copy() for name in _KEYS}
    for name, key, column, old, _ in reversed(files.changes):
        if name in tables:
            table = tables[name]
            own = np.logical_and.reduce(
                [
                    table[k].astype(str) == str(part)
                    for k, part in zip(_KEYS[name], key, strict=True)
                ]
            )
            table[column] = table[column].astype(object).where(~own, old)
    return tables


def _rank(candidate: tuple[str, str, Row]) -> tuple[float, int, float, str]:
    s, _, row = candidate
    sure = SUREST_FIRST.index(str(row["confidence"]))
    return float(row["first_power_year"]), sure, -float(row["max_facility_gw"]), s


def _planned(files: Files, site: str, row: Row) -> bool:
    """Whether the model takes a site of the table in anyway, alone or in a pool."""
    chosen = files.definition["sites"]
    fits = row["country"] in chosen["countries"]
    fits &= chosen["kinds"] == "all" or row["kind"] in chosen["kinds"]
    return bool(fits) or site in chosen["include"]


def _announced(
    files: Files, table: Mapping[str, Row], region: str, by: int
) -> Iterator[tuple[str, Row]]:
    for s, row in table.items():
        if row["region"] == region and row["kind"] in ("announced", "candidate"):
            yield s, row


def _retiring(
    files: Files, table: Mapping[str, Row], region: str, by: int
) -> Iterator[tuple[str, Row]]:
    """Connections of plants, the year after the last unit, and once a campus can be connected."""
    grid = files.technologies.get("grid", {"construction_years": 0.0})
    soonest = files.years[0] + float(grid["construction_years"])
    plants = files.inputs["retiring_plants"]
    for row in records(plants[plants["region"] == region]):
        gw, free = float(row["capacity_gw"]), float(row["last_retirement_year"]) + 1
        sure = str(row["confidence"])
        name = f"plant_{row['plant']}"
        yield name, _made(files, table, region, gw, max(free, soonest), sure)


def _headroom(
    files: Files, table: Mapping[str, Row], region: str, by: int
) -> Iterator[tuple[str, Row]]:
    """Each area's share, by firm capacity, of what its region connects until the year named."""
    queue = rows_by(files.inputs["regions"], "region")[region]["interconnection_lead_years"]
    connected = files.years[0] + float(queue)
    yearly = by_region_and_year(files.inputs["grid_large_loads"], "gw_per_year")
    total = sum(yearly(region, y) for y in range(floor(connected), by + 1))
    areas = files.inputs["balancing_areas"]
    own = areas[areas["region"] == region]
    firm = float(own["firm_capacity_gw"].sum())
    for row in records(own):
        gw = round(total * (float(row["firm_capacity_gw"]) / firm if firm else 0.0), 3)
        if gw >= LEAST_GW:
            name = f"area_{row['balancing_area']}"
            yield name, _made(files, table, region, gw, connected, "estimate")


def _of_regions(files: Files, table: Mapping[str, Row]) -> Iterator[tuple[str, Row]]:
    """Each region's new campuses: all that it connects once a first request is through."""
    asked, last = files.definition["sites"], files.definition["years"]["last"]
    countries, kinds = asked["countries"], asked["kinds"]
    yearly = by_region_and_year(files.inputs["grid_large_loads"], "gw_per_year")
    for region, row in rows_by(files.inputs["regions"], "region").items():
        name = f"new_{region}"
        if countries != "all" and row["country"] not in countries:
            continue
        if kinds != "all" and "fleet_pool" not in kinds and name not in asked["include"]:
            continue
        if name in asked["exclude"]:
            continue
        begins = files.years[0] + float(row["interconnection_lead_years"])
        connects = [yearly(region, y) for y in range(floor(begins), last + 1)]
        gw = round(sum(connects), 3)
        if gw > 0:
            of = _made(files, table, region, gw, begins, "estimate")
            own = {"kind": "fleet_pool", "build_rate_gw_per_year": max(connects)}
            yield name, {**of, **own}


_KINDS = {"announced": _announced, "retiring_plant": _retiring, "headroom": _headroom}


def _made(
    files: Files, table: Mapping[str, Row], region: str, gw: float, power: float, confidence: str
) -> Row:
    """What follows for a new campus from its size and region, and from campuses like it."""
    like = [row for row in table.values() if row["kind"] in ("announced", "candidate")]
    like = like or list(table.values())
    paces = [float(row["build_rate_gw_per_year"]) for row in like]
    fastest = max((gw for gw in paces if gw == gw), default=inf)
    land = any(row["onsite_renewables"] for row in like if row["region"] == region)
    return {
        "region": region,
        "kind": "candidate",
        "country": rows_by(files.inputs["regions"], "region")[region]["country"],
        "max_facility_gw": gw,
        "build_rate_gw_per_year": min(gw, fastest),
        "first_power_year": power,
        "pue": median(float(row["pue"]) for row in like),
        "onsite_generation": gw >= OWN_POWER_GW,
        "onsite_renewables": gw >= OWN_POWER_GW and land,
        "confidence": confidence,
        "note": GENERATED,
    }
