"""Rows of sites: IT load, shell, room and pace, water, and goods that are sent to them."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Any

from planner.audit.files import by_key, by_year, by_year_held
from planner.audit.halls import air_halls, needs_liquid, shut_years
from planner.audit.programme.average_load import drawn
from planner.audit.programme.decision_space import DecisionSpace
from planner.audit.programme.statement import NamedRows, Row, column, key

GWH_PER_TWH = 1e3


LIMITS = {
    "site_size_limit": ("place",),
    "shell_build_rate_limit": ("place", "year"),
    "site_load_limit": ("place", "year"),
    "goods_supply_limit": ("pool", "place", "year"),
    "site_water_limit": ("place", "year"),
    "facility_power_limit": ("year",),
}
"""Limits among these rows that a plan lists, and what their labels are."""


def siting(space: DecisionSpace) -> NamedRows:
    """What a site's units draw, what houses them, and how far and fast it grows."""
    evidence = space.evidence
    shut = shut_years(evidence)
    for s, place in evidence.places.items():
        grows = [y for t, y in space.shells if t == s]
        for y in evidence.years:
            load = column("it_load_gw", s, y)
            terms = {load: 1.0}
            for k in space.chips_at.get((s, y), ()):
                name = column("accelerators_running_million", k, s, y)
                terms[name] = -evidence.chips[k].power_gw
            yield "fleet_it_load_balance", key(s, y), Row(terms, 0.0, 0.0)
            shell = {column("shell_built_gw", s, v): -1.0 for v in grows if v <= y}
            most = place.stood_gw / place.pue
            # Where no hall is for air alone there is no such column.
            shell[column("hall_retrofitted_gw", s, y)] = shut
            yield "shell_capacity_limit", key(s, y), Row({load: 1.0, **shell}, upper=most)
        if grows and isfinite(place.room_gw):
            terms = {column("shell_built_gw", s, v): place.pue for v in grows}
            row = Row(terms, upper=place.room_gw - place.stood_gw)
            yield "site_size_limit", key(s), row
        for y in grows if isfinite(place.pace_gw) else ():
            most = evidence.files.length(y) * place.pace_gw
            row = Row({column("shell_built_gw", s, y): place.pue}, upper=most)
            yield "shell_build_rate_limit", key(s, y), row


def halls(space: DecisionSpace) -> NamedRows:
    """Units that need liquid run in halls with it, and a hall for air is converted once."""
    evidence = space.evidence
    shut = shut_years(evidence)
    for s, gw in air_halls(evidence).items():
        place = evidence.places[s]
        converted = [column("hall_retrofitted_gw", s, v) for v in evidence.years]
        yield "hall_retrofit_limit", key(s), Row(dict.fromkeys(converted, 1.0), upper=gw)
        for n, y in enumerate(evidence.years):
            terms = {
                column("accelerators_running_million", k, s, y): evidence.chips[k].power_gw
                for k in space.chips_at.get((s, y), ())
                if needs_liquid(evidence, k)
            }
            terms |= {
                column("shell_built_gw", t, v): -1.0 for t, v in space.shells if t == s and v <= y
            }
            terms |= dict.fromkeys(converted[: n + 1], -1.0)
            terms[converted[n]] += shut
            row = Row(terms, upper=place.stood_gw / place.pue - gw)
            yield "liquid_cooled_load_limit", key(s, y), row


def water(space: DecisionSpace) -> NamedRows:
    """What the cooling takes in a year, where a site has a limit."""
    evidence = space.evidence
    for s, place in evidence.places.items():
        if not place.water_in or not isfinite(place.water_limit):
            continue
        for y in evidence.years:
            each = sum(
                evidence.weights[h] * place.water_in.get(h, 0.0) / GWH_PER_TWH
                for h in space.slices[s, y]
            )
            row = Row({drawn(space, s, y): each}, upper=place.water_limit)
            yield "site_water_limit", key(s, y), row


def facility_budget(space: DecisionSpace) -> NamedRows:
    """Facility power of all sites within the model's limit."""
    evidence = space.evidence
    for y in evidence.years:
        most = by_year(evidence.files.definition["limits"]["facility_gw"], y)
        if most is not None:
            terms = {column("it_load_gw", s, y): place.pue for s, place in evidence.places.items()}
            terms |= {column("stated_peak_gw", *sy): 1.0 for sy in peaks(space) if sy[1] == y}
            yield "facility_power_limit", key(y), Row(terms, upper=most)


def ways(space: DecisionSpace) -> dict[tuple[str, str, str, int], float]:
    """Good, origin, site and year of what can be sent, to the cost of its way, USD a unit."""
    evidence = space.evidence
    files = evidence.files
    supply = _held(space, "goods_supply", ["good", "origin"], "supply_thousand")
    way = by_key(files.inputs["freight"], ["good", "origin", "site"], "freight_usd_per_unit")
    return {
        (c, i, s, y): usd
        for (c, i, s), usd in way.items()
        for y in evidence.years
        if s in evidence.places and (c, i, y) in supply
    }


def goods(space: DecisionSpace) -> NamedRows:
    """No place sends more than it has, and what a site needs or buys arrives."""
    evidence, sent = space.evidence, ways(space)
    supply = _held(space, "goods_supply", ["good", "origin"], "supply_thousand")
    need = _held(space, "goods_demand", ["good", "site"], "demand_thousand")
    for c, i, y in dict.fromkeys((c, i, y) for c, i, _, y in sent):
        terms = {
            column("sent_thousand", *way): 1.0 for way in sent if (*way[:2], way[3]) == (c, i, y)
        }
        yield "goods_supply_limit", key(c, i, y), Row(terms, upper=supply[c, i, y])
    traded = {c for c, _, _ in (*supply, *need)}
    bought = {(k, s, v) for k, s, v in space.sales if k in traded}
    wanted = {csy for csy, thousand in need.items() if thousand and csy[1] in evidence.places}
    for c, s, y in sorted(wanted | bought):
        terms = {column("sent_thousand", *way): 1.0 for way in sent
                 if (way[0], way[2], way[3]) == (c, s, y)}  # fmt: skip
        if (c, s, y) in bought:
            terms[column("accelerators_bought_million", c, s, y)] = -1e3
        yield "goods_demand_balance", key(c, s, y), Row(terms, lower=need.get((c, s, y), 0.0))


def stated_load(space: DecisionSpace) -> NamedRows:
    """No more goes unserved than there is, and what is served fits the site."""
    evidence, lost, of_peak = space.evidence, set(unserved(space)), set(peaks(space))
    for (s, y), slices in space.slices.items():
        if (s, y) not in of_peak:
            continue
        peak = column("stated_peak_gw", s, y)
        for h in slices:
            if gw := space.load_gw(s, y, h):
                terms = {peak: 1.0}
                if (s, y, h) in lost:
                    terms[column("unserved_gw", s, y, h)] = 1.0
                yield "stated_load_peak", key(s, y, h), Row(terms, lower=gw)
        if isfinite(most := space.reached(s, y)):
            drawn = {column("it_load_gw", s, y): evidence.places[s].pue, peak: 1.0}
            yield "site_load_limit", key(s, y), Row(drawn, upper=most)
    for s, y, h in unserved(space):
        row = Row({column("unserved_gw", s, y, h): 1.0}, upper=space.load_gw(s, y, h))
        yield "unserved_load_limit", key(s, y, h), row


def peaks(space: DecisionSpace) -> list[tuple[str, int]]:
    """Site and year with a stated load, where the site or all sites together have a limit."""
    limit = space.evidence.files.definition["limits"]["facility_gw"]
    return [
        (s, y)
        for (s, y), slices in space.slices.items()
        if any(space.load_gw(s, y, h) for h in slices)
        and (isfinite(space.reached(s, y)) or by_year(limit, y) is not None)
    ]


def unserved(space: DecisionSpace) -> list[tuple[str, int, str]]:
    """Site, year and slice whose stated load may go unserved at a cost."""
    return [
        (s, y, h)
        for (s, y), slices in space.slices.items()
        for h in slices
        if space.stated(space.worth, s, y, h) is not None and space.load_gw(s, y, h)
    ]


def _held(space: DecisionSpace, table: str, keys: list[str], value: str) -> Mapping[Any, float]:
    files = space.evidence.files
    return by_year_held(files.inputs[table], keys, value, space.evidence.years)
