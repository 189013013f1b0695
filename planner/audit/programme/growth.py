"""Rows of growth: what a whole country may add and buyers may spend, from a count on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from planner.audit.files import number_or, records, rows_by
from planner.audit.programme.decision_space import DecisionSpace
from planner.audit.programme.prices import spent
from planner.audit.programme.statement import Column, NamedRows, Row, add, column, key

LIMITS = {"national_construction_limit": ("pool", "year"), "capex_growth_limit": ("year",)}
"""Limits among these rows that a plan lists, and what their labels are."""


def construction(space: DecisionSpace) -> NamedRows:
    """Shells of a country within the growth of what its builders added last."""
    files, places = space.evidence.files, space.evidence.places
    if "sites" in files.released or not files.definition["limits"].get("national_construction"):
        return
    of_region = rows_by(files.inputs["regions"], "region")
    home = {s: str(of_region[place.region]["country"]) for s, place in places.items()}
    for country, rows in files.inputs["construction_limits"].groupby("country"):
        if country not in home.values():
            continue
        of = _terms(rows)
        own: dict[int, dict[Column, float]] = {}
        for s, y in space.shells:
            if home[s] == country:
                own.setdefault(y, {})[column("shell_built_gw", s, y)] = places[s].pue
        counted = int(of["facility_added"]["year"])
        start = number_or(of.get("start", {}).get("value"), 0.0)
        base, growth = (float(of[term]["value"]) for term in ("facility_added", "growth"))
        for y, row in _grown(own, counted, base, growth, start):
            yield "national_construction_limit", key(country, y), row


def capital(space: DecisionSpace) -> NamedRows:
    """Capital of a year within what is guided for, grown since."""
    files = space.evidence.files
    if not files.definition["limits"].get("capex_growth"):
        return
    table = files.inputs["capex_limits"]
    own: dict[int, dict[Column, float]] = {}
    for y, name, busd in spent(space):
        if busd:
            add(own.setdefault(y, {}), name, busd)
    told = {term: _by_year(rows) for term, rows in table.groupby("term")}
    for y, terms in sorted(own.items()):
        if y < min(told["guided"]):
            continue
        busd = _told(told["guided"], y) * _told(told["planned_share"], y)
        since = max(t for t in told["guided"] if t <= y)
        while since < y:
            since += 1
            busd *= 1 + _told(told["growth"], since)
        yield "capex_growth_limit", key(y), Row(terms, upper=busd)


def _by_year(rows: pd.DataFrame) -> dict[int, float]:
    return {int(row["year"]): float(row["value"]) for row in records(rows)}


def _told(path: Mapping[int, float], year: int) -> float:
    """What the last row says that is not later than a year; before the first, what that says."""
    return path[max((t for t in path if t <= year), default=min(path))]


def _grown(
    own: Mapping[int, Mapping[Column, float]],
    counted: int,
    base: float,
    growth: float,
    start: float,
) -> Iterator[tuple[int, Row]]:
    """Each year's terms within what grew from those of the year before, or from a count."""
    last: Mapping[Column, float] = {}
    before = counted
    for y in sorted(y for y in own if y >= counted):
        factor = (1 + growth) ** (y - before)
        terms = dict(own[y])
        for name, each in last.items():
            add(terms, name, -factor * each)
        yield y, Row(terms, upper=start + factor * base)
        last, before, base = own[y], y, 0.0


def _terms(table: pd.DataFrame) -> dict[str, dict[str, Any]]:
    return rows_by(table, "term")
