"""Rows of average load: what units at work draw, and the hour in which all draw rated power."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from planner.audit.demand_charges import billed
from planner.audit.evidence import Evidence
from planner.audit.programme import topology
from planner.audit.programme.decision_space import DecisionSpace
from planner.audit.programme.statement import Column, NamedRows, Row, column, key


def drawn(space: DecisionSpace, s: str, y: int) -> Column:
    """The column of the IT load that takes energy."""
    return column("average_load_gw" if space.evidence.files.averages else "it_load_gw", s, y)


def factor(evidence: Evidence, kind: str) -> float:
    """Average over rated power of units that work for a kind of workload."""
    return float(evidence.files.power_terms[f"load_factor_{kind}"])


def idle(evidence: Evidence) -> float:
    """The same of units without work."""
    return float(evidence.files.power_terms["idle_power_share"])


def working(space: DecisionSpace) -> Iterator[tuple[str, str, int]]:
    """Workload, site and year in which units may work for it."""
    if space.evidence.files.averages:
        for w, y in space.asked:
            for s in space.evidence.places:
                yield w, s, y


def drawers(space: DecisionSpace) -> list[tuple[str, str, int]]:
    """Connections that are billed by what is drawn in the hour of rated power."""
    if not space.evidence.files.averages:
        return []
    return list(dict.fromkeys((g, s, y) for _, g, s, y in billed(space)))


def average_load(space: DecisionSpace) -> NamedRows:
    """What a site draws on average is what its units at work draw, and those without any."""
    evidence = space.evidence
    if not evidence.files.averages:
        return
    spare = idle(evidence)
    for s in evidence.places:
        for y in evidence.years:
            rated, own = column("it_load_gw", s, y), [w for w, when in space.asked if when == y]
            mean = {column("average_load_gw", s, y): 1.0, rated: -spare}
            for w in own:
                share = factor(evidence, space.workloads[w]["kind"])
                mean[column("working_gw", w, s, y)] = spare - share
            yield "average_load_balance", key(s, y), Row(mean, 0.0, 0.0)
            if own:
                at_work = {column("working_gw", w, s, y): 1.0 for w in own}
                yield "working_load_limit", key(s, y), Row({**at_work, rated: -1.0}, upper=0.0)
    for w, y in space.asked:
        terms = {column("working_gw", w, s, y): 1.0 for s in evidence.places}
        for k in space.chips_in[y]:
            terms[column("compute_allocated_million", w, k, y)] = -evidence.chips[k].power_gw
        yield "working_load_balance", key(w, y), Row(terms, 0.0, 0.0)
    yield from _hosted(space)
    for g, s, y in drawers(space):
        of = {column("peak_draw_gw", g, s, y): 1.0, column("flat_output_gw", g, s, y): -1.0}
        yield "average_draw_limit", key(g, s, y), Row(of, lower=0.0)


def _hosted(space: DecisionSpace) -> NamedRows:
    """A run that is bound to campuses draws where its units are."""
    of = topology.spread(space)
    if of is None:
        return
    for (w, y), hosts in of.places.items():
        for s in hosts:
            terms = {column("working_gw", w, s, y): 1.0}
            for k in space.chips_at[s, y]:
                power = space.evidence.chips[k].power_gw
                terms[column("training_units_million", w, k, s, y)] = -power
            yield "hosted_load_balance", key(w, s, y), Row(terms, 0.0, 0.0)


def peak_row(design: dict[Column, float], of_site: list[tuple[str, str, int]]) -> Row:
    """What billed connections must give in the hour of rated power, from the row of capacity."""
    capacity = {column("power_capacity_gw", *gsy): column("peak_draw_gw", *gsy) for gsy in of_site}
    rest = {name: each for name, each in design.items() if name not in capacity}
    return Row(rest | dict.fromkeys(capacity.values(), 1.0), 0.0, inf)
