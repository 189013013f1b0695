"""Rows of growth: what a whole country may add and buyers may spend, held to what came before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from planner.audit.files import number_or, rows_by
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
        of = _terms(rows)
        own: dict[int, dict[Column, float]] = {}
        for s, y in space.shells:
            if home[s] == country:
                own.setdefault(y, {})[column("shell_built_gw", s, y)] = places[s].pue
        counted = int(of["facility_added"]["year"])
        start = number_or(of.get("start", {}).get("value"), 0.0)
        base, growth = (float(of[term]["value"]) for term in ("facility_added", "growth"))
        for y, row in _grown(space, own, counted, base, growth, start):
            yield "national_construction_limit", key(country, y), row


def capital(space: DecisionSpace) -> NamedRows:
    """Capital of a year within the growth of what was spent before."""
    files = space.evidence.files
    if not files.definition["limits"].get("capex_growth"):
        return
    of = _terms(files.inputs["capex_limits"])
    own: dict[int, dict[Column, float]] = {}
    for y, name, busd in spent(space):
        if busd:
            add(own.setdefault(y, {}), name, busd)
    base = float(of["guided"]["value"]) * float(of["planned_share"]["value"])
    growth = float(of["growth"]["value"])
    for y, row in _grown(space, own, int(of["guided"]["year"]), base, growth):
        yield "capex_growth_limit", key(y), row


def _grown(
    space: DecisionSpace,
    own: Mapping[int, Mapping[Column, float]],
    counted: int,
    base: float,
    growth: float,
    start: float = 0.0,
) -> Iterator[tuple[int, Row]]:
    """Each year's terms within what grew from those of the year before, or from a count."""
    last_rate: dict[Column, float] = {}
    last_middle = counted + 0.5
    years = list(space.evidence.years)
    for y, following in zip(
        years, [*years[1:], years[-1] + space.evidence.files.step], strict=True
    ):
        if y not in own or following <= counted:
            continue
        length, middle = following - y, (y + following) / 2
        factor = length * (1 + growth) ** max(0.0, middle - last_middle)
        terms = dict(own[y])
        for name, rate in last_rate.items():
            add(terms, name, -factor * rate)
        yield y, Row(terms, upper=length * start + factor * base)
        last_rate = {name: each / length for name, each in own[y].items()}
        last_middle, base = middle, 0.0


def _terms(table: pd.DataFrame) -> dict[str, dict[str, Any]]:
    return rows_by(table, "term")
