"""Credits: what they take off, and what of a site's output loses them since nothing uses it."""

from __future__ import annotations

from collections.abc import Iterator

from planner.audit.credits import Credits
from planner.audit.power_money import overnight
from planner.audit.programme.choices import IntegerSearch
from planner.audit.programme.statement import Column, Row, Stated, add, column, key

MUST_RUN = ("variable", "baseload")
"""Kinds whose output is used or curtailed."""

Ranks = list[tuple[float, list[tuple[str, int]]]]
"""Credit on a delivered GWh, the least first, to the technologies and years of service that have
it, billion USD."""


def earning(choices: IntegerSearch) -> dict[tuple[str, int], Ranks]:
    """Site and year to the credits that its output may earn."""
    credits = Credits(choices.evidence)
    found: dict[tuple[str, int], dict[float, list[tuple[str, int]]]] = {}
    for g, s, v in choices.builds:
        row = credits.row(g, s, v)
        if row is None or not row["production_credit_usd_per_mwh"]:
            continue
        for y in choices.evidence.years:
            if rate := credits.rate(g, s, v, y):
                found.setdefault((s, y), {}).setdefault(rate, []).append((g, v))
    return {sy: sorted(ranks.items()) for sy, ranks in found.items()}


def losing(choices: IntegerSearch) -> dict[tuple[str, int], Ranks]:
    """Those whose credit may be lost: none where the model lets no output go unused."""
    surplus = choices.evidence.files.definition["power"].get("surplus", "curtailed")
    return earning(choices) if surplus == "curtailed" else {}


def curtailed(choices: IntegerSearch) -> list[tuple[str, int, str]]:
    """Site, year and slice of which the programme says what is not used."""
    return [(s, y, h) for s, y in losing(choices) for h in choices.slices[s, y]]


def uncredited(choices: IntegerSearch) -> list[tuple[str, int, str, int]]:
    """The same with the number of each credit, the least first."""
    return [
        (s, y, h, i)
        for (s, y), ranks in losing(choices).items()
        for h in choices.slices[s, y]
        for i in range(len(ranks))
    ]


def credits(choices: IntegerSearch) -> Stated:
    """What is not used loses its credit, beyond the output of those that have none."""
    of, evidence = Credits(choices.evidence), choices.evidence
    for (s, y), ranks in losing(choices).items():
        for h in choices.slices[s, y]:
            terms: dict[Column, float] = {column("curtailed_gw", s, y, h): -1.0}
            for g in choices.technologies_at.get((s, y), ()):
                if evidence.kind(g) in MUST_RUN:
                    add(terms, column("power_capacity_gw", g, s, y), of.can_give(g, s, h))
            for gsyh in choices.curtailed:
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


def credited(choices: IntegerSearch) -> Iterator[tuple[int, Column, float]]:
    """Year, column, and what it is credited, negative, or loses of it, billion USD."""
    evidence, of = choices.evidence, Credits(choices.evidence)
    price = overnight(evidence)
    for g, s, v in choices.builds:
        row = of.row(g, s, v)
        if row is None:
            continue
        payback = evidence.files.technologies[g]["payback_years"]
        each = evidence.files.charge(payback) * row["capital_share"] * price.get((g, v), 0.0)
        for y in evidence.years:
            due = evidence.files.falls_due(v, y, payback)
            yield y, column("power_built_gw", g, s, v), -due * each
    for (s, y), ranks in earning(choices).items():
        for h in choices.slices[s, y]:
            hours = evidence.weights[h]
            for i, (rate, vintages) in enumerate(ranks):
                yield y, column("uncredited_gw", s, y, h, i), hours * rate
                for g, v in vintages:
                    gwh = hours * of.gives(g, s, v, y, h)
                    yield y, column("power_built_gw", g, s, v), -rate * gwh
