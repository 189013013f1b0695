"""Rows of growth: what a whole country may add, held to what was added before."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from planner.audit.files import number_or, rows_by
from planner.audit.programme.decision_space import DecisionSpace
from planner.audit.programme.statement import Column, NamedRows, Row, add, column, key

LIMITS = {"national_construction_limit": ("pool", "year")}
"""Limits among these rows that a plan lists, and what their labels are."""


def construction(space: DecisionSpace) -> NamedRows:
    """Shells of a country within the growth of what its builders added last."""
    files, places = space.evidence.files, space.evidence.places
    if "sites" in files.released or not files.definition["sites"].get("national_construction"):
        return
    of_region = rows_by(files.inputs["regions"], "region")
    home = {s: str(of_region[place.region]["country"]) for s, place in places.items()}
    for country, (counted, gw, growth, start) in _stated(files.inputs["construction_limits"]):
        last_rate: dict[Column, float] = {}
        last_middle, constant = counted + 0.5, gw
        years = list(space.evidence.years)
        for y, following in zip(years, [*years[1:], years[-1] + files.step], strict=True):
            length, middle = following - y, (y + following) / 2
            own = {column("shell_built_gw", s, y): places[s].pue
                   for s, v in space.shells if v == y and home[s] == country}  # fmt: skip
            if not own or y + length <= counted:
                continue
            factor = length * (1 + growth) ** max(0.0, middle - last_middle)
            terms = dict(own)
            for name, rate in last_rate.items():
                add(terms, name, -factor * rate)
            row = Row(terms, upper=length * start + factor * constant)
            yield "national_construction_limit", key(country, y), row
            last_rate = {name: each / length for name, each in own.items()}
            last_middle, constant = middle, 0.0


def _stated(table: pd.DataFrame) -> Iterator[tuple[str, tuple[int, float, float, float]]]:
    """Country to the year that was counted, what was added in it, its growth and its start."""
    for country, rows in table.groupby("country"):
        of = rows_by(rows, "term")
        counted = of["facility_added"]
        start = number_or(of.get("start", {}).get("value"), 0.0)
        yield str(country), (
            int(counted["year"]), float(counted["value"]), float(of["growth"]["value"]), start
        )  # fmt: skip
