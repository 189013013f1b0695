"""Credits: what they take off, and what of a site's output loses them since nothing uses it."""

from __future__ import annotations

from collections.abc import Iterator

from planner.audit.credits import Credits
from planner.audit.power_money import overnight
from planner.audit.programme.decision_space import DecisionSpace
from planner.audit.programme.statement import Column, NamedRows, Row, add, column, key

MUST_RUN = ("variable", "baseload")
"""Kinds whose output is used or curtailed."""

Ranks = list[tuple[float, list[tuple[str, int]]]]
"""Credit on a delivered GWh, the least first, to the technologies and years of service that have
it, billion USD."""


def earning(space: DecisionSpace) -> dict[tuple[str, int], Ranks]:
    """Site and year to the credits that its output may earn."""
    credits = Credits(space.evidence)
    found: dict[tuple[str, int], dict[float, list[tuple[str, int]]]] = {}
    for g, s, v in space.builds:
        row = credits.row(g, s, v)
        if row is None or not row["production_credit_usd_per_mwh"]:
            continue
        for y in space.evidence.years:
            if rate := credits.rate(g, s, v, y):
                found.setdefault((s, y), {}).setdefault(rate, []).append((g, v))
    return {sy: sorted(ranks.items()) for sy, ranks in found.items()}


def losing(space: DecisionSpace) -> dict[tuple[str, int], Ranks]:
    """Those whose credit may be lost: none where the model lets no output go unused."""
    surplus = space.evidence.files.definition["power"].get("surplus", "curtailed")
    return earning(space) if surplus == "curtailed" else {}


def curtailed(space: DecisionSpace) -> list[tuple[str, int, str]]:
    """Site, year and slice of which the programme says what is not used."""
    return [(s, y, h) for s, y in losing(space) for h in space.slices[s, y]]


def uncredited(space: DecisionSpace) -> list[tuple[str, int, str, int]]:
    """The same with the number of each credit, the least first."""
    return [
        (s, y, h, i)
        for (s, y), ranks in losing(space).items()
        for h in space.slices[s, y]
        for i in range(len(ranks))
    ]


def credits(space: DecisionSpace) -> NamedRows:
    """What is not used loses its credit, beyond the output of those that have none."""
    of, evidence = Credits(space.evidence), space.evidence
    for (s, y), ranks in losing(space).items():
        for h in space.slices[s, y]:
            terms: dict[Column, float] = {column("curtailed_gw", s, y, h): -1.0}
            for g in space.technologies_at.get((s, y), ()):
                if evidence.kind(g) in MUST_RUN:
                    add(terms, column("power_capacity_gw", g, s, y), of.can_give(g, s, h))
            for gsyh in space.curtailed:
                if gsyh[1:] == (s, y, h):
                    terms[column("weather_curtailed_gw", *gsyh)] = -1.0
            for i, (_, vintages) in enumerate(ranks):
                lost = column("uncredited_gw", s, y, h, i)
                terms[lost] = 1.0
                own = {lost: 1.0}
                for g, v in vintages:
                    built = column("power_built_gw", g, s, v)
                    add(terms, built, -of.gives(g, s, v, y, h))
                    add(own, built, -of.gives(g, s, v, y, h))
                if i + 1 < len(ranks):
                    yield "uncredited_output_limit", key(s, y, h, i), Row(own, upper=0.0)
            yield "uncredited_output_requirement", key(s, y, h), Row(terms, lower=0.0)


def credited(space: DecisionSpace) -> Iterator[tuple[int, Column, float]]:
    """Year, column, and what it is credited, negative, or loses of it, billion USD."""
    evidence, of = space.evidence, Credits(space.evidence)
    price = overnight(evidence)
    for g, s, v in space.builds:
        row = of.row(g, s, v)
        if row is None:
            continue
        payback = evidence.files.technologies[g]["payback_years"]
        each = evidence.files.charge(payback) * row["capital_share"] * price.get((g, v), 0.0)
        for y in evidence.years:
            due = evidence.files.falls_due(v, y, payback)
            yield y, column("power_built_gw", g, s, v), -due * each
    for (s, y), ranks in earning(space).items():
        for h in space.slices[s, y]:
            hours = evidence.weights[h]
            for i, (rate, vintages) in enumerate(ranks):
                yield y, column("uncredited_gw", s, y, h, i), hours * rate
                for g, v in vintages:
                    gwh = hours * of.gives(g, s, v, y, h)
                    yield y, column("power_built_gw", g, s, v), -rate * gwh
