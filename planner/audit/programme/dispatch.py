"""Rows of dispatch: what technologies give in every slice, and the load that it serves."""

from __future__ import annotations

from math import inf

from planner.audit.calendar import WHOLE_YEAR
from planner.audit.files import by_year
from planner.audit.programme.choices import TURNED, IntegerSearch
from planner.audit.programme.credits import curtailed
from planner.audit.programme.sites import unserved
from planner.audit.programme.statement import Column, Row, Stated, add, column, key


def running_hours(choices: IntegerSearch, g: str, s: str) -> float:
    """Hours of full output that a technology can give at a site in a year, before overhauls."""
    files, slices = choices.evidence.files, choices.evidence.calendar.slices
    if choices.kind(g) == "variable":
        return choices.evidence.full_hours(g, choices.evidence.region(s))
    if any(name == g for name, _ in files.running_share):
        return sum(piece.weight_hours * files.runs(g, h) for h, piece in slices.items())
    return files.hours * files.runs(g, WHOLE_YEAR)


def weather(choices: IntegerSearch, g: str, s: str, h: str) -> float:
    """What sun or wind gives in a slice, GW a GW, of what can run."""
    return choices.evidence.gives(g, choices.evidence.region(s), h)


def outputs(choices: IntegerSearch) -> Stated:
    """What is dispatched is within what can run, in the year and in every slice."""
    evidence = choices.evidence
    files = evidence.files
    varying = {g for g, _ in files.running_share}
    every = list(evidence.calendar.slices)
    yield from _curtailment(choices)
    for g, s, y in choices.power:
        if choices.kind(g) not in TURNED:
            continue
        name = column("power_capacity_gw", g, s, y)
        flat = column("flat_output_gw", g, s, y)
        slices = choices.slices[s, y]
        most = max(files.runs(g, h) for h in every) if g in varying else files.runs(g, WHOLE_YEAR)
        yield "output_capacity_limit", key(g, s, y), Row({flat: 1.0, name: -most}, upper=0.0)
        cut = slices != [WHOLE_YEAR] and not choices.steady(g)
        down = {h: column("turned_down_gw", g, s, y, h) for h in slices} if cut else {}
        for h, less in down.items():
            row = Row({less: 1.0, flat: -1.0}, upper=0.0)
            yield "turn_down_limit", key(g, s, y, h), row
            if g in varying and files.runs(g, h) < most:
                terms = {flat: 1.0, less: -1.0, name: -files.runs(g, h)}
                yield "output_slice_limit", key(g, s, y, h), Row(terms, upper=0.0)
        overhauls = float(files.technologies[g].get("scheduled_outage_share", 0.0))
        given = {flat: files.hours} | {less: -evidence.weights[h] for h, less in down.items()}
        if overhauls > 0:
            hours = (1 - overhauls) * running_hours(choices, g, s)
            row = Row({**given, name: -hours}, upper=0.0)
            yield "scheduled_outage_limit", key(g, s, y), row
        if choices.flexible(g):
            mean = files.runs(g, WHOLE_YEAR)
            mean = running_hours(choices, g, s) / files.hours if g in varying else mean
            kept = mean * (files.hours - _cut_hours(choices))
            row = Row({**given, name: -kept}, upper=0.0)
            yield "flexible_connection_curtailment", key(g, s, y), row


def _curtailment(choices: IntegerSearch) -> Stated:
    """No more of sun and wind is curtailed than the weather gives, and overhauls take energy."""
    weights = choices.evidence.weights
    years: dict[tuple[str, str, int], dict[Column, float]] = {}
    for g, s, y, h in choices.curtailed:
        name, cut = (
            column("power_capacity_gw", g, s, y),
            column("weather_curtailed_gw", g, s, y, h),
        )
        row = Row({cut: 1.0, name: -weather(choices, g, s, h)}, upper=0.0)
        yield "curtailment_limit", key(g, s, y, h), row
        years.setdefault((g, s, y), {})[cut] = -weights[h]
    for (g, s, y), given in years.items():
        out = float(choices.evidence.files.technologies[g].get("scheduled_outage_share", 0.0))
        if out > 0:
            # All that the weather gives less what is cut, within what overhauls leave of it.
            name = column("power_capacity_gw", g, s, y)
            row = Row({**given, name: out * running_hours(choices, g, s)}, upper=0.0)
            yield "scheduled_outage_limit", key(g, s, y), row


def _cut_hours(choices: IntegerSearch) -> float:
    """Full hours in a year for which the grid may take a flexible connection back."""
    terms = choices.evidence.files.power_terms
    return terms.get("flexible_load_share", 0.0) * terms.get("flexible_load_hours", 0.0)


def shedding(choices: IntegerSearch) -> list[tuple[str, int]]:
    """Site and year with a connection that may be cut."""
    return list(dict.fromkeys((s, y) for g, s, y in choices.power if choices.flexible(g)))


def shed(choices: IntegerSearch) -> Stated:
    """Load is shed for some hours and by some share, as far as a flexible connection goes."""
    evidence = choices.evidence
    share = evidence.files.power_terms.get("flexible_load_share", 0.0)
    for s, y in shedding(choices):
        terms = {column("shed_gw", s, y, h): evidence.weights[h] for h in choices.slices[s, y]}
        for g in choices.technologies_at[s, y]:
            if choices.flexible(g):
                terms[column("power_capacity_gw", g, s, y)] = -_cut_hours(choices)
        yield "load_shedding_hours_limit", key(s, y), Row(terms, upper=0.0)
        for h in choices.slices[s, y]:
            most = {
                column("shed_gw", s, y, h): 1.0,
                column("it_load_gw", s, y): -share * evidence.places[s].pue,
            }
            yield "load_shedding_share_limit", key(s, y, h), Row(most, upper=0.0)


def balance(choices: IntegerSearch) -> Stated:
    """In every slice supply is at least the load; capacity suffices in the worst hour."""
    evidence = choices.evidence
    lost, sheds = set(unserved(choices)), set(shedding(choices))
    told = set(curtailed(choices))
    dumped = evidence.files.definition["power"].get("surplus", "curtailed") == "curtailed"
    for (s, y), slices in choices.slices.items():
        place = evidence.places[s]
        load = column("it_load_gw", s, y)
        for h in slices:
            terms: dict[Column, float] = {load: -place.pue_at(h)}
            design: dict[Column, float] = {load: -place.pue}
            for g in choices.technologies_at.get((s, y), ()):
                kind, name = choices.kind(g), column("power_capacity_gw", g, s, y)
                if kind in TURNED:
                    terms[column("flat_output_gw", g, s, y)] = 1.0
                    if h != WHOLE_YEAR and not choices.steady(g):
                        terms[column("turned_down_gw", g, s, y, h)] = -1.0
                    add(design, name, evidence.files.runs(g, h))
                elif kind == "baseload":
                    add(terms, name, evidence.files.runs(g, h))
                    add(design, name, evidence.files.runs(g, h))
                elif kind == "variable":
                    add(terms, name, weather(choices, g, s, h))
                    if choices.cuts(g):
                        terms[column("weather_curtailed_gw", g, s, y, h)] = -1.0
                    add(design, name, weather(choices, g, s, h))
                else:
                    terms[column("discharge_gw", g, s, y, h)] = 1.0
                    terms[column("charge_gw", g, s, y, h)] = -1.0
                    add(design, name, evidence.files.runs(g, h))
            if (s, y) in sheds:
                terms[column("shed_gw", s, y, h)] = design[column("shed_gw", s, y, h)] = 1.0
            if (s, y, h) in lost:
                terms[column("unserved_gw", s, y, h)] = 1.0
            load_gw = choices.load_gw(s, y, h)
            balance = Row(terms, lower=load_gw, upper=inf if dumped else load_gw)
            if (s, y, h) in told:
                terms[column("curtailed_gw", s, y, h)] = -1.0
                balance = Row(terms, load_gw, load_gw)
            yield "site_power_balance", key(s, y, h), balance
            if place.pue_in:
                yield "design_load_requirement", key(s, y, h), Row(design, lower=0.0)


def clean_share(choices: IntegerSearch) -> dict[int, float]:
    """Year to the share of its load that carbon-free power is to cover in every slice."""
    stated = choices.evidence.files.definition["limits"]["clean_share_hourly"]
    found = {y: by_year(stated, y) for y in choices.evidence.years}
    return {y: share for y, share in found.items() if share}
