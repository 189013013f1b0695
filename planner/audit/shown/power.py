"""Power as it is shown: balances, what technologies gave, and what security leaves."""

from __future__ import annotations

from collections.abc import Iterator

from planner.audit.amounts import Amounts
from planner.audit.checks import Check, Comparison, compared
from planner.audit.evidence import Evidence
from planner.audit.files import by_key, records
from planner.audit.programme.average_load import drawn
from planner.audit.programme.clean import energy
from planner.audit.programme.decision_space import ON_SITE, TURNED, DecisionSpace
from planner.audit.programme.dispatch import weather
from planner.audit.programme.power import firm as share
from planner.audit.programme.statement import Column, column

GWH_PER_TWH = 1e3
SMALLEST = 1e-6
Values = Amounts[Column]
"""Column to what the last stage of the solver gave it."""


def power_checks(evidence: Evidence, space: DecisionSpace, values: Values) -> list[Check]:
    """Tables of dispatch, generation, clean power and security."""
    return [
        compared("dispatch", "the terms of a balance are what was decided", "GW",
                 _terms(evidence, space, values)),
        compared("generation", "what a technology gave is the sum over the slices", "TWh",
                 _generation(evidence, space, values)),
        compared("matching", "clean power that covers load, and the load, are what was decided",
                 "GW", _matching(evidence, space, values)),
        compared("security", "with the largest unit out so much is left on site", "GW",
                 _security(evidence, space, values)),
    ]  # fmt: skip


def _terms(evidence: Evidence, space: DecisionSpace, values: Values) -> Iterator[Comparison]:
    hours = by_key(evidence.plan("dispatch"), ["site", "year", "slice", "term"], "weight_hours")
    for (s, y, h, term), weight in hours.items():
        yield Comparison(
            f"hours of {term} of {s} in {y}, {h}", weight, evidence.weights.get(h, 0.0)
        )
    told = {
        (s, y, h, term): gw
        for (s, y, h), terms in evidence.terms.items()
        for term, gw in terms.items()
    }
    mine: dict[tuple[str, int, str, str], float] = {}
    for (s, y), slices in space.slices.items():
        place = evidence.places[s]
        for h in slices:
            of: Amounts[str] = Amounts()
            it = values[drawn(space, s, y)]
            of["load"] = -it * place.pue_at(h)
            of["stated_load"] = -space.load_gw(s, y, h)
            of["shed"] = values[column("shed_gw", s, y, h)]
            of["unserved"] = values[column("unserved_gw", s, y, h)]
            of["curtailed"] = -values[column("curtailed_gw", s, y, h)]
            for g in space.technologies_at.get((s, y), ()):
                term, gw = _gives(evidence, space, values, (g, s, y), h)
                of[term] += gw
            mine |= {(s, y, h, term): gw for term, gw in of.items() if gw}
    for key in sorted({*told, *mine}):
        s, y, h, term = key
        where = f"{term} of {s} in {y}, {h}"
        yield Comparison(where, told.get(key, 0.0), mine.get(key, 0.0))


def _gives(
    evidence: Evidence, space: DecisionSpace, values: Values, gsy: tuple[str, str, int], h: str
) -> tuple[str, float]:
    """The term that a technology belongs to, and what it gives in a slice, GW."""
    g, s, _ = gsy
    kind = space.kind(g)
    capacity = values[column("power_capacity_gw", *gsy)]
    if kind in TURNED:
        flat = values[column("flat_output_gw", *gsy)]
        return "dispatch", flat - values[column("turned_down_gw", *gsy, h)]
    if kind == "baseload":
        return "baseload", evidence.files.runs(g, h) * capacity
    if kind == "variable":
        cut = values[column("weather_curtailed_gw", *gsy, h)]
        return "weather", weather(space, g, s, h) * capacity - cut
    back, into = (values[column(f"{way}charge_gw", *gsy, h)] for way in ("dis", ""))
    return "storage", back - into


def _generation(evidence: Evidence, space: DecisionSpace, values: Values) -> Iterator[Comparison]:
    kinds = {str(row["technology"]): str(row["kind"]) for row in records(evidence.plan("power"))}
    for g, kind in kinds.items():
        yield Comparison(f"kind of {g}", float(kind == space.kind(g)), 1.0)
    for g, s, y in space.power:
        if space.kind(g) == "variable":
            gw = values[column("power_capacity_gw", g, s, y)]
            hours = sum(
                piece.weight_hours * weather(space, g, s, h)
                for h, piece in evidence.calendar.slices.items()
            )
            gwh = hours * gw
        elif space.kind(g) == "storage":
            gwh = sum(
                evidence.weights[h] * values[column("discharge_gw", g, s, y, h)]
                for h in space.slices[s, y]
            )
        else:
            of = energy(space, g, s, y)
            gwh = sum(each * values[name] for name, each in of.items())
        found = evidence.output[g, s, y]
        yield Comparison(f"{g} at {s} in {y}", found, gwh / GWH_PER_TWH)
    cut: Amounts[tuple[str, str, int]] = Amounts()
    by_slice: Amounts[tuple[str, str, int, str]] = Amounts()
    for g, s, y, h in space.curtailed:
        gw = by_slice[g, s, y, h] = values[column("weather_curtailed_gw", g, s, y, h)]
        cut[g, s, y] += gw * evidence.weights[h] / GWH_PER_TWH
    for name in sorted({*by_slice, *evidence.not_taken_gw}):
        g, s, y, h = name
        told, right = evidence.not_taken_gw[name], by_slice[name]
        yield Comparison(f"{g} at {s} in {y}, {h}, not taken, GW", told, right)
    for row in records(evidence.plan("not_taken")):
        hours, right = float(row["weight_hours"]), evidence.weights.get(row["slice"], 0.0)
        where = f"hours of {row['technology']} at {row['site']} in {row['year']}, {row['slice']}"
        yield Comparison(where, hours, right)
    for g, s, y in sorted({*cut, *evidence.not_taken}):
        told, right = evidence.not_taken[g, s, y], cut[g, s, y]
        yield Comparison(f"{g} at {s} in {y}, not taken", told, right)


def _matching(evidence: Evidence, space: DecisionSpace, values: Values) -> Iterator[Comparison]:
    table = evidence.plan("matching")
    keys = ["site", "year", "slice"]
    matched, load = (by_key(table, keys, name) for name in ("matched_gw", "load_gw"))
    wanted = {
        (name[1], int(name[2]), name[3]): gw
        for name, gw in values.items()
        if name[0] == "matched_gw"
    }
    for s, y, h in sorted({*matched, *wanted}):
        where = f"{s} in {y}, {h}"
        yield Comparison(f"matched of {where}", matched[s, y, h], wanted.get((s, y, h), 0.0))
        it = values[drawn(space, s, y)]
        right = it * evidence.places[s].pue_at(h) + space.load_gw(s, y, h)
        yield Comparison(f"load of {where}", load[s, y, h], right)


def _security(evidence: Evidence, space: DecisionSpace, values: Values) -> Iterator[Comparison]:
    """A technology gives what can run in every slice; a unit that trips takes its own part."""
    told = {(str(r["site"]), int(r["year"])): r for r in records(evidence.plan("security"))}
    for (s, y), there in space.technologies_at.items():
        gives = {g: share(space, g) * values[column("power_capacity_gw", g, s, y)] for g in there}
        grid = sum(gw for g, gw in gives.items() if space.kind(g) == "grid")
        firm = {g: gw for g, gw in gives.items() if space.kind(g) in ON_SITE and gw > SMALLEST}
        own = evidence.places[s].pue * values[column("it_load_gw", s, y)]
        load = own + space.peak(s, y) - grid
        row = told.pop((s, y), None)
        needed = load > SMALLEST and bool(firm)
        if row is None or not needed:
            if (row is not None) != needed and abs(load - SMALLEST) > SMALLEST:
                yield Comparison(f"{s} in {y}, a row", float(row is not None), float(needed))
            continue
        units = {
            g: min(gw, share(space, g) * evidence.files.technologies[g]["unit_size_mw"] / 1e3)
            for g, gw in firm.items()
        }
        out = max(units.values())
        left = sum(firm.values()) - out
        for name, right in (
            ("load_on_site_gw", load),
            ("firm_gw", sum(firm.values())),
            ("unit_out_gw", out),
            ("left_gw", left),
            ("short_gw", max(0.0, load - left)),
        ):
            size = max(1.0, sum(firm.values()))
            yield Comparison(f"{name} of {s} in {y}", float(row[name]), right, size=size)
        yield Comparison(f"unit of {s} in {y}", units.get(row["largest_unit"], 0.0), out)
    for s, y in told:
        yield Comparison(f"{s} in {y}, a row", 1.0, 0.0)
