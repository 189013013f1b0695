"""Rows of dispatch: what technologies give in every slice, and the load that it serves."""

from __future__ import annotations

from math import inf

from planner.audit.calendar import WHOLE_YEAR
from planner.audit.files import by_year
from planner.audit.programme.average_load import drawers, drawn, peak_row
from planner.audit.programme.credit_ranks import curtailed
from planner.audit.programme.decision_space import TURNED, DecisionSpace
from planner.audit.programme.sites import unserved
from planner.audit.programme.statement import Column, NamedRows, Row, add, column, key


def running_hours(space: DecisionSpace, g: str, s: str) -> float:
    """Hours of full output that a technology can give at a site in a year, before overhauls."""
    files, slices = space.evidence.files, space.evidence.calendar.slices
    if space.kind(g) == "variable":
        return space.evidence.full_hours(g, space.evidence.region(s))
    if any(name == g for name, _ in files.running_share):
        return sum(piece.weight_hours * files.runs(g, h) for h, piece in slices.items())
    return files.hours * files.runs(g, WHOLE_YEAR)


def weather(space: DecisionSpace, g: str, s: str, h: str) -> float:
    """What sun or wind gives in a slice, GW a GW, of what can run."""
    return space.evidence.gives(g, space.evidence.region(s), h)


def outputs(space: DecisionSpace) -> NamedRows:
    """What is dispatched is within what can run, in the year and in every slice."""
    evidence = space.evidence
    files = evidence.files
    varying = {g for g, _ in files.running_share}
    every = list(evidence.calendar.slices)
    yield from _curtailment(space)
    for g, s, y in space.power:
        if space.kind(g) not in TURNED:
            continue
        name = column("power_capacity_gw", g, s, y)
        flat = column("flat_output_gw", g, s, y)
        slices = space.slices[s, y]
        runs = [files.runs(g, h) for h in every] if g in varying else [files.runs(g, WHOLE_YEAR)]
        most = min(runs) if space.steady(g) else max(runs)
        yield "output_capacity_limit", key(g, s, y), Row({flat: 1.0, name: -most}, upper=0.0)
        cut = slices != [WHOLE_YEAR] and not space.steady(g)
        down = {h: column("turned_down_gw", g, s, y, h) for h in slices} if cut else {}
        for h, less in down.items():
            row = Row({less: 1.0, flat: -1.0}, upper=0.0)
            yield "turn_down_limit", key(g, s, y, h), row
            if g in varying and files.runs(g, h) < most:
                terms = {flat: 1.0, less: -1.0, name: -files.runs(g, h)}
                yield "output_slice_limit", key(g, s, y, h), Row(terms, upper=0.0)
        overhauls = float(files.technologies[g]["scheduled_outage_share"])
        given = {flat: files.hours} | {less: -evidence.weights[h] for h, less in down.items()}
        if overhauls > 0:
            hours = (1 - overhauls) * running_hours(space, g, s)
            row = Row({**given, name: -hours}, upper=0.0)
            yield "scheduled_outage_limit", key(g, s, y), row
        if space.flexible(g):
            mean = files.runs(g, WHOLE_YEAR)
            mean = running_hours(space, g, s) / files.hours if g in varying else mean
            kept = mean * (files.hours - _cut_hours(space))
            row = Row({**given, name: -kept}, upper=0.0)
            yield "flexible_connection_curtailment", key(g, s, y), row


def _curtailment(space: DecisionSpace) -> NamedRows:
    """No more of sun and wind is curtailed than the weather gives, and overhauls take energy."""
    weights = space.evidence.weights
    years: dict[tuple[str, str, int], dict[Column, float]] = {}
    for g, s, y, h in space.curtailed:
        name, cut = (
            column("power_capacity_gw", g, s, y),
            column("weather_curtailed_gw", g, s, y, h),
        )
        row = Row({cut: 1.0, name: -weather(space, g, s, h)}, upper=0.0)
        yield "curtailment_limit", key(g, s, y, h), row
        years.setdefault((g, s, y), {})[cut] = -weights[h]
    for (g, s, y), given in years.items():
        out = float(space.evidence.files.technologies[g]["scheduled_outage_share"])
        if out > 0:
            # All that the weather gives less what is cut, within what overhauls leave of it.
            name = column("power_capacity_gw", g, s, y)
            row = Row({**given, name: out * running_hours(space, g, s)}, upper=0.0)
            yield "scheduled_outage_limit", key(g, s, y), row


def _cut_hours(space: DecisionSpace) -> float:
    """Full hours in a year for which the grid may take a flexible connection back."""
    terms = space.evidence.files.power_terms
    return terms.get("flexible_load_share", 0.0) * terms.get("flexible_load_hours", 0.0)


def shedding(space: DecisionSpace) -> list[tuple[str, int]]:
    """Site and year with a connection that may be cut."""
    return list(dict.fromkeys((s, y) for g, s, y in space.power if space.flexible(g)))


def shed(space: DecisionSpace) -> NamedRows:
    """Load is shed for some hours and by some share, as far as a flexible connection goes."""
    evidence = space.evidence
    share = evidence.files.power_terms.get("flexible_load_share", 0.0)
    for s, y in shedding(space):
        terms = {column("shed_gw", s, y, h): evidence.weights[h] for h in space.slices[s, y]}
        for g in space.technologies_at[s, y]:
            if space.flexible(g):
                terms[column("power_capacity_gw", g, s, y)] = -_cut_hours(space)
        yield "load_shedding_hours_limit", key(s, y), Row(terms, upper=0.0)
        for h in space.slices[s, y]:
            most = {
                column("shed_gw", s, y, h): 1.0,
                drawn(space, s, y): -share * evidence.places[s].pue,
            }
            yield "load_shedding_share_limit", key(s, y, h), Row(most, upper=0.0)


def balance(space: DecisionSpace) -> NamedRows:
    """In every slice supply is at least the load; capacity suffices in the worst hour."""
    evidence = space.evidence
    lost, sheds = set(unserved(space)), set(shedding(space))
    told = set(curtailed(space))
    pays = set(drawers(space))
    dumped = evidence.files.definition["power"].get("surplus", "curtailed") == "curtailed"
    for (s, y), slices in space.slices.items():
        place = evidence.places[s]
        load = column("it_load_gw", s, y)
        for h in slices:
            terms: dict[Column, float] = {drawn(space, s, y): -place.pue_at(h)}
            design: dict[Column, float] = {load: -place.pue}
            for g in space.technologies_at.get((s, y), ()):
                kind, name = space.kind(g), column("power_capacity_gw", g, s, y)
                if kind in TURNED:
                    terms[column("flat_output_gw", g, s, y)] = 1.0
                    if h != WHOLE_YEAR and not space.steady(g):
                        terms[column("turned_down_gw", g, s, y, h)] = -1.0
                    add(design, name, evidence.files.runs(g, h))
                elif kind == "baseload":
                    add(terms, name, evidence.files.runs(g, h))
                    add(design, name, evidence.files.runs(g, h))
                elif kind == "variable":
                    add(terms, name, weather(space, g, s, h))
                    if space.cuts(g):
                        terms[column("weather_curtailed_gw", g, s, y, h)] = -1.0
                    add(design, name, weather(space, g, s, h))
                else:
                    terms[column("discharge_gw", g, s, y, h)] = 1.0
                    terms[column("charge_gw", g, s, y, h)] = -1.0
                    add(design, name, evidence.files.runs(g, h))
            if (s, y) in sheds:
                terms[column("shed_gw", s, y, h)] = design[column("shed_gw", s, y, h)] = 1.0
            if (s, y, h) in lost:
                terms[column("unserved_gw", s, y, h)] = 1.0
            load_gw = space.load_gw(s, y, h)
            balance = Row(terms, lower=load_gw, upper=inf if dumped else load_gw)
            if (s, y, h) in told:
                terms[column("curtailed_gw", s, y, h)] = -1.0
                balance = Row(terms, load_gw, load_gw)
            yield "site_power_balance", key(s, y, h), balance
            if place.pue_in or evidence.files.averages:
                yield "design_load_requirement", key(s, y, h), Row(design, lower=0.0)
            own = [(g, s, y) for g in space.technologies_at.get((s, y), ()) if (g, s, y) in pays]
            if own:
                yield "peak_draw_requirement", key(s, y, h), peak_row(design, own)


def clean_share(space: DecisionSpace) -> dict[int, float]:
    """Year to the share of its load that carbon-free power is to cover in every slice."""
    stated = space.evidence.files.definition["limits"]["clean_share_hourly"]
    found = {y: by_year(stated, y) for y in space.evidence.years}
    return {y: share for y, share in found.items() if share}
