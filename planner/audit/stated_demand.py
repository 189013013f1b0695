"""Stated demands: loads, connections and goods of a problem of one's own, checked and charged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from math import nan
from typing import Any

from planner.audit.amounts import Amounts
from planner.audit.checks import Check, Comparison, compared
from planner.audit.evidence import Evidence
from planner.audit.files import by_key, by_year_held, number_or, records

BUSD_PER_GWH = 1e3 / 1e9
"""Of a price in USD a MWh."""
BUSD_PER_THOUSAND = 1e3 / 1e9
"""Of a price in USD a unit."""
UNITS_PER_MILLION = 1e3
"""Thousand units in a million."""


def of_slices(evidence: Evidence, column: str) -> Mapping[tuple[str, int, str], float]:
    """Site, year and slice to a column of ``site_load``; a slice's own row goes before ``all``.

    Nothing where the row that holds is blank, whatever an earlier one says.
    """
    stated: dict[tuple[str, str], dict[int, float]] = {}
    for row in records(evidence.files.inputs["site_load"]):
        when = stated.setdefault((str(row["site"]), str(row["slice"])), {})
        when[int(row["year"])] = number_or(row.get(column), nan)
    found: dict[tuple[str, int, str], float] = {}
    for s in dict.fromkeys(site for site, _ in stated):
        for h in evidence.calendar.slices:
            for y in evidence.years:
                for name in (h, "all"):
                    known = {v: n for v, n in stated.get((s, name), {}).items() if v <= y}
                    if known:
                        value = known[max(known)]
                        if value == value:
                            found[s, y, h] = value
                        break
    return found


def at(values: Mapping[tuple[str, int, str], float], s: str, y: int, h: str) -> float | None:
    """The value of a slice; for a site that is balanced once a year that of any slice."""
    if (s, y, h) in values or h != "year":
        return values.get((s, y, h))
    return next((v for (site, year, _), v in values.items() if (site, year) == (s, y)), None)


def stated_charges(evidence: Evidence) -> dict[tuple[int, str], float]:
    """Year and term to what unserved load, and goods with their way, are charged, billion USD."""
    total: Amounts[tuple[int, str]] = Amounts()
    worth = of_slices(evidence, "unserved_usd_per_mwh") if _has(evidence, "site_load") else {}
    for (s, y, h), terms in evidence.terms.items():
        if gw := terms["unserved"]:
            usd = at(worth, s, y, h)
            cost = float("nan") if usd is None else usd * BUSD_PER_GWH
            busd = gw * evidence.weights[h] * cost
            total[y, "unserved_load"] += busd
    files = evidence.files
    price = origin_prices(evidence)
    way = by_key(files.inputs["freight"], ["good", "origin", "site"], "freight_usd_per_unit")
    for (c, i, s, y), thousand in _sent(evidence).items():
        each = price[c, i, y] + way.get((c, i, s), float("nan"))
        busd = each * BUSD_PER_THOUSAND * thousand
        total[y, "freight"] += busd
    return total


def origin_prices(evidence: Evidence) -> Amounts[Any]:
    """Good, origin and year to its price there, USD a unit."""
    table = evidence.files.inputs["goods_supply"]
    return by_year_held(table, ["good", "origin"], "cost_usd_per_unit", evidence.years)


def stated_checks(evidence: Evidence) -> list[Check]:
    """Loads are those of the tables, and goods come from where there are any."""
    found = []
    if _has(evidence, "site_load"):
        what = (
            "load is that of the tables, and no more goes unserved, nor where all must be served"
        )
        found.append(compared("stated_load", what, "GW", _loads(evidence)))
        what = "no site draws more than its size and its pace allow"
        found.append(compared("site_draw", what, "GW of facility power", _draws(evidence)))
    if _has(evidence, "goods_supply"):
        what = "no place sends more than it has, and what is needed arrives"
        found.append(compared("goods", what, "thousand units", _goods(evidence)))
    return found


def _has(evidence: Evidence, name: str) -> bool:
    return not evidence.files.inputs[name].empty


def _loads(evidence: Evidence) -> Iterator[Comparison]:
    stated = of_slices(evidence, "load_gw")
    worth = of_slices(evidence, "unserved_usd_per_mwh")
    told = evidence.terms
    balanced: dict[tuple[str, int], set[str]] = {}
    for s, y, h in told:
        balanced.setdefault((s, y), set()).add(h)
    for (s, y, h), gw in stated.items():
        if s not in evidence.places or balanced.get((s, y)) == {"year"}:
            continue
        found = -told.get((s, y, h), Amounts())["stated_load"]
        yield Comparison(f"{s} in {y}, {h}", found, gw)
    for (s, y, h), terms in told.items():
        right = at(stated, s, y, h) or 0.0
        yield Comparison(f"{s} in {y}, {h}", -terms["stated_load"], right)
        most = right if at(worth, s, y, h) is not None else 0.0
        yield Comparison(f"unserved of {s} in {y}, {h}", terms["unserved"], most, "<")


def peaks(evidence: Evidence) -> dict[tuple[str, int], float]:
    """Site and year to the most that is served of its stated load in any slice, GW."""
    found: Amounts[tuple[str, int]] = Amounts()
    for (s, y, _), terms in evidence.terms.items():
        served = -terms["stated_load"] - terms["unserved"]
        found[s, y] = max(found[s, y], served)
    return found


def _draws(evidence: Evidence) -> Iterator[Comparison]:
    """Of the sites with a stated load: it and that of the accelerators together."""
    for (s, y), served in peaks(evidence).items():
        if not served:
            continue
        place = evidence.places[s]
        growing = [v for v in evidence.years if v <= y and place.opens < v + 1]
        years = sum(evidence.files.length(v) for v in growing)
        pace = place.pace_gw * years if growing else 0.0
        most = min(max(place.room_gw, place.stood_gw), place.stood_gw + pace)
        drawn = served + place.pue * evidence.it_gw[s, y]
        yield Comparison(f"{s} in {y}", drawn, most, "<")


def _sent(evidence: Evidence) -> dict[tuple[str, str, str, int], float]:
    return by_key(evidence.plan("goods"), ["good", "origin", "site", "year"], "sent_thousand")


def _goods(evidence: Evidence) -> Iterator[Comparison]:
    files, sent = evidence.files, _sent(evidence)
    supply = by_year_held(
        files.inputs["goods_supply"], ["good", "origin"], "supply_thousand", evidence.years
    )
    need = by_year_held(
        files.inputs["goods_demand"], ["good", "site"], "demand_thousand", evidence.years
    )
    bought = cache(lambda c, s, y: UNITS_PER_MILLION * evidence.bought[c, s, y])
    away: Amounts[tuple[str, str, int]] = Amounts()
    arrived: Amounts[tuple[str, str, int]] = Amounts()
    for (c, i, s, y), thousand in sent.items():
        away[c, i, y] += thousand
        arrived[c, s, y] += thousand
    for (c, i, y), thousand in away.items():
        yield Comparison(f"{c} of {i} in {y}", thousand, supply[c, i, y], "<")
    goods = {c for c, _, _ in supply}
    wanted = set(need) | {(c, s, y) for c, s, y in evidence.bought if c in goods}
    for c, s, y in sorted(wanted):
        if s in evidence.places:
            least = need[c, s, y] + bought(c, s, y)
            yield Comparison(f"{c} at {s} in {y}", arrived[c, s, y], least, ">")
