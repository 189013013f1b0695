"""Rows of power: capacity in service, what may be built, and what stands behind it on site."""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite

from planner.audit.programme.decision_space import ON_SITE, DecisionSpace
from planner.audit.programme.statement import Column, NamedRows, Row, add, column, key

LIMITS = {
    "national_build_limit": ("pool", "year"),
    "regional_build_limit": ("pool", "place"),
    "regional_connection_limit": ("place", "year"),
    "contracted_connection_limit": ("place", "year"),
}
"""Limits among these rows that a plan lists, and what their labels are."""


def built(builds: Iterable[tuple[str, str, int]]) -> dict[Column, float]:
    """The sum of what is built."""
    return {column("power_built_gw", g, s, v): 1.0 for g, s, v in builds}


def capacity(space: DecisionSpace) -> NamedRows:
    """What stood, what was built and is in life, and what is rented."""
    evidence = space.evidence
    begun: dict[tuple[str, str], list[int]] = {}
    for g, s, v in space.builds:
        begun.setdefault((g, s), []).append(v)
    for g, s, y in space.power:
        row = evidence.files.technologies[g]
        stood = evidence.places[s].stood(g, y)
        terms = {column("power_capacity_gw", g, s, y): 1.0}
        if (g, s, y) in space.retirable:
            gone = column("power_retired_gw", g, s, y)
            terms[gone] = 1.0
            yield "retirement_limit", key(g, s, y), Row({gone: 1.0}, upper=stood)
            before = evidence.files.before(y)
            if before is not None and (g, s, before) in space.retirable:
                was = {gone: 1.0, column("power_retired_gw", g, s, before): -1.0}
                row_of = Row(was, lower=-evidence.ended(g, s, y))
                yield "retirement_balance", key(g, s, y), row_of
        if row["rented"]:
            rented = column("power_rented_gw", g, s, y)
            terms[rented] = -1.0
            stays = {
                rented: 1.0,
                column("power_rented_gw", g, s, evidence.files.before(y)): -1.0,
                column("power_built_gw", g, s, y): -1.0,
            }
            yield "rented_capacity_balance", key(g, s, y), Row(stays, upper=0.0)
        else:
            for v in begun.get((g, s), ()):
                if serves := evidence.files.serves(v, y, row["lifetime_years"]):
                    terms[column("power_built_gw", g, s, v)] = -serves
        yield "power_capacity_balance", key(g, s, y), Row(terms, stood, stood)


def build_limits(space: DecisionSpace) -> NamedRows:
    """What the nation delivers, a region holds and connects, and what is contracted."""
    evidence = space.evidence
    builds = [(g, s, v, evidence.region(s)) for g, s, v in space.builds]
    limit = {g: str(evidence.files.technologies[g]["build_limit"]) for g in space.technologies}
    national: dict[tuple[str, int], list[tuple[str, str, int]]] = {}
    held: dict[tuple[str, str], list[tuple[str, str, int]]] = {}
    connected: dict[tuple[str, int], list[tuple[str, str, int]]] = {}
    of_site: dict[str, list[tuple[str, str, int]]] = {}
    for g, s, v, region in builds:
        if (limit[g], v) in space.deliveries:
            national.setdefault((limit[g], v), []).append((g, s, v))
        if evidence.files.technologies[g]["region_limited"]:
            held.setdefault((g, region), []).append((g, s, v))
        elif space.kind(g) == "grid":
            connected.setdefault((region, v), []).append((g, s, v))
            of_site.setdefault(s, []).append((g, s, v))
    for where, own in national.items():
        row = Row(built(own), upper=space.deliveries[where])
        yield "national_build_limit", key(*where), row
    for (g, region), own in held.items():
        row = Row(built(own), upper=space.held[g, region])
        yield "regional_build_limit", key(g, region), row
    for (region, y), own in connected.items():
        most = space.connects(region, y)
        if isfinite(most):
            yield "regional_connection_limit", key(region, y), Row(built(own), upper=most)
    for s, own in of_site.items():
        place = evidence.places[s]
        for y in evidence.years:
            before = [gsv for gsv in own if gsv[2] <= y]
            if before and not space.in_time(space.queues[place.region], y):
                most = max(0.0, place.contracted.get(y, 0.0) - place.stood_gw)
                yield "contracted_connection_limit", key(s, y), Row(built(before), upper=most)


def firm(space: DecisionSpace, g: str) -> float:
    """Share of nameplate that can run in every slice."""
    row = space.evidence.files.technologies[g]
    varying = [a for (name, _), a in space.evidence.files.running_share.items() if name == g]
    worst = min(varying, default=float(row["availability"]))
    overhauled = row["kind"] == "baseload" and row["scheduled_outage_share"]
    return worst * (1 - float(row["forced_outage_share"])) * (1 - float(overhauled))


def security(space: DecisionSpace) -> NamedRows:
    """A margin behind what is generated on site, or as much as serves with a unit out, or both."""
    evidence = space.evidence
    asked = evidence.files.definition["power"]["security"]
    margin = evidence.files.power_terms.get("onsite_reserve_margin")
    for (s, y), there in space.technologies_at.items():
        place = evidence.places[s]
        load: dict[Column, float] = {column("it_load_gw", s, y): -place.pue}
        for g in there:
            if space.kind(g) in (*ON_SITE, "grid"):
                add(load, column("power_capacity_gw", g, s, y), firm(space, g))
        peak = space.peak(s, y)
        on_site = any(space.kind(g) != "grid" for g in there)
        if asked != "n_minus_1" and margin is not None and on_site:
            yield _spare(space, s, y, float(margin), peak)
        if asked != "reserve_margin":
            for g in there:
                unit = firm(space, g) * evidence.files.technologies[g]["unit_size_mw"] / 1e3
                if space.kind(g) not in ON_SITE or not unit:
                    continue
                most = space.reached(s, y)
                # Without accelerators no more can be drawn than the load that is stated.
                most = most if space.chips_at.get((s, y)) else min(most, peak)
                share = unit / (most + unit)
                taken = share * firm(space, g)
                terms = dict(load)
                add(terms, column("power_capacity_gw", g, s, y), -taken)
                if (g, s, y) in space.retirable:
                    add(terms, column("power_retired_gw", g, s, y), -taken)
                least = peak - taken * place.stood(g, y)
                yield "n_minus_1_requirement", key(g, s, y), Row(terms, lower=least)


def _spare(
    space: DecisionSpace, s: str, y: int, margin: float, peak: float
) -> tuple[str, tuple[str, ...], Row]:
    """Firm capacity on site covers the part of the load that no connection does, and a margin."""
    place = space.evidence.places[s]
    terms: dict[Column, float] = {column("it_load_gw", s, y): -(1 + margin) * place.pue}
    least = (1 + margin) * peak
    for g in space.technologies_at[s, y]:
        name = column("power_capacity_gw", g, s, y)
        if space.kind(g) in ON_SITE:
            add(terms, name, firm(space, g))
            # What stood before the plan serves without a margin.
            least -= margin * firm(space, g) * place.stood(g, y)
            if (g, s, y) in space.retirable:
                add(terms, column("power_retired_gw", g, s, y), -margin * firm(space, g))
        elif space.kind(g) == "grid":
            add(terms, name, (1 + margin) * firm(space, g))
    return "onsite_reserve_margin_requirement", key(s, y), Row(terms, lower=least)
