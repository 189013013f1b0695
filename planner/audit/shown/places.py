"""Sites as they are shown: what they were planned as, their power, shell and accelerators."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite, nan
from typing import Any

import pandas as pd

from planner.audit.amounts import Amounts
from planner.audit.checks import Check, Comparison, cell, compared
from planner.audit.evidence import Evidence
from planner.audit.files import by_key, records
from planner.audit.programme.decision_space import DecisionSpace

GWH_PER_TWH = 1e3
MONTHS = 12
SMALLEST = 1e-6
"""Million units below which idle ones are the rounding of a solver."""


def place_checks(evidence: Evidence, space: DecisionSpace) -> list[Check]:
    """Tables of sites, clusters, accelerators and of what stands idle."""
    return [
        compared("sites", "a site is shown as the tables have it, pools with their members",
                 "unit of the column", _sites(evidence)),
        compared("clusters", "power, energy, shell and H100e of a site are what stands and runs "
                 "there", "unit of the column", _clusters(evidence, space)),
        compared("fleet", "H100e are those of the units, and what is idle is what does not run",
                 "million H100e or units", _fleet(evidence)),
        compared("idle", "what stands idle is told for as long, and at the cost, that it does",
                 "million months or billion USD", _idle(evidence)),
    ]  # fmt: skip


def _sites(evidence: Evidence) -> Iterator[Comparison]:
    told = {str(row["site"]): row for row in records(evidence.plan("sites"))}
    yield Comparison("sites, in all", float(len(told)), float(len(evidence.places)))
    for s in sorted({*told, *evidence.places}):
        if s not in told or s not in evidence.places:
            yield Comparison(s, float(s in told), float(s in evidence.places))
            continue
        row, place = told[s], evidence.places[s]
        right: dict[str, float] = {
            "members": float(len(place.members)),
            "existing_facility_gw": place.stood_gw,
            "max_facility_gw": place.room_gw,
            "build_facility_gw_per_year": place.pace_gw,
            "first_power_year": place.opens,
            "pue": place.pue,
            "onsite_generation": float(place.generates),
            "onsite_renewables": float(place.renews),
            "water_limit_million_m3": place.water_limit,
        }
        for column, value in right.items():
            yield cell(f"{column} of {s}", float(row[column]), value if isfinite(value) else nan)
        yield Comparison(f"region of {s}", float(row["region"] == place.region), 1.0)
    of_pools = by_key(evidence.plan("site_members"), ["site", "member"], "it_share")
    members = {(s, m): share for s, p in evidence.places.items() for m, share in p.members.items()}
    for pair in sorted({*of_pools, *members}):
        found, share = of_pools.get(pair, nan), members.get(pair, nan)
        yield cell(f"share of {pair[1]} in {pair[0]}", found, share)
    contracts = by_key(evidence.plan("site_contracts"), ["site", "year"], "contracted_facility_gw")
    mine = {(s, y): gw for s, p in evidence.places.items() for y, gw in p.contracted.items()}
    for s, y in sorted({*contracts, *mine}):
        found, gw = contracts.get((s, y), nan), mine.get((s, y), nan)
        yield cell(f"connection of {s} in {y}", found, gw)


def _clusters(evidence: Evidence, space: DecisionSpace) -> Iterator[Comparison]:
    h100e: Amounts[tuple[str, int]] = Amounts()
    for (k, s, y), units in evidence.running.items():
        h100e[s, y] += units * evidence.chips[k].told_h100e
    rows = {(str(r["site"]), int(r["year"])): r for r in records(evidence.plan("clusters"))}
    yield Comparison("clusters, in all", float(len(rows)), float(len(evidence.plan("clusters"))))
    for s, place in evidence.places.items():
        shell = place.stood_gw / place.pue
        for y in evidence.years:
            where = f"{s} in {y}"
            row: dict[Any, Any] | None = rows.pop((s, y), None)
            if row is None:
                yield Comparison(f"{where}, a row", 0.0, 1.0)
                continue
            it = float(row["it_gw"])
            shell += evidence.shell[s, y]
            hours = sum(evidence.weights[h] * place.pue_at(h) for h in space.slices[s, y])
            yield Comparison(f"facility power of {where}", row["facility_gw"], it * place.pue)
            average = evidence.average_gw[s, y]
            if not evidence.files.averages:
                yield Comparison(f"average load of {where}", average, it)
            energy = average * hours / GWH_PER_TWH
            yield Comparison(f"energy of {where}", row["energy_twh"], energy)
            yield Comparison(f"shell of {where}", row["shell_it_gw"], shell)
            right = h100e[s, y]
            yield Comparison(f"H100e of {where}", row["h100e_million"], right)
            yield Comparison(f"region of {where}", float(row["region"] == place.region), 1.0)
    for s, y in rows:
        yield Comparison(f"{s} in {y}, a row", 1.0, 0.0)


def _fleet(evidence: Evidence) -> Iterator[Comparison]:
    for name, keys, units in (
        ("accelerators", ["accelerator", "site", "year"], "running_million"),
        ("allocations", ["workload", "accelerator", "year"], "units_million"),
    ):
        table = evidence.plan(name)
        for row in records(table):
            where = ", ".join(str(row[key]) for key in keys)
            right = row[units] * evidence.chips[row["accelerator"]].told_h100e
            yield Comparison(f"{name} of {where}", row["h100e_million"], right)


def _idle(evidence: Evidence) -> Iterator[Comparison]:
    """Idle time by generation, site and year; what it waits for is a judgement of the plan."""
    costs = evidence.files.cluster_costs
    life = costs["accelerator_life_years"]
    idle = evidence.plan("idle")
    keys = ["accelerator", "site", "year"]
    months = by_key(idle, keys, "idle_million_months")
    capital = by_key(idle, keys, "capital_busd")
    stood = by_key(evidence.plan("accelerators"), keys, "idle_million")
    for k, s, y in sorted({*months, *(key for key, units in stood.items() if units > SMALLEST)}):
        units = stood[k, s, y]
        where = f"{k} at {s} in {y}"
        yield Comparison(f"months of {where}", months[k, s, y], MONTHS * units)
        bought = sum(
            evidence.files.serves(v, y, life) * evidence.bought[k, s, v] for v in evidence.years
        )
        each = evidence.files.charge(life) * evidence.chips[k].price_busd
        right = each * min(units, bought)
        yield Comparison(f"charge of {where}", capital[k, s, y], right)
    if not idle.empty:
        lost = pd.to_numeric(idle["idle_million_months"], errors="coerce").isna().sum()
        yield Comparison("rows without a number", float(lost), 0.0)
