"""Credits: what they take off, and what of a site's output loses them since nothing uses it."""

from __future__ import annotations

from collections.abc import Iterator

from planner.audit.credits import Credits
from planner.audit.power_money import overnight
from planner.audit.programme.decision_space import TURNED, DecisionSpace
from planner.audit.programme.statement import Column, NamedRows, Row, add, column, key

MUST_RUN = ("variable", "baseload")
"""Kinds whose output is used or curtailed."""

Ranks = list[tuple[float, str, list[tuple[str, int]]]]
"""Credit on a delivered GWh, the least first, billion USD; the sun or wind that has it to itself,
or nothing; and the technologies and years of service that have it."""


def earning(space: DecisionSpace) -> dict[tuple[str, int], Ranks]:
    """Site and year to the credits that its output may earn.

    Sun and wind of which less may be taken than there is lose no credit but their own by it.
    """
    credits = Credits(space.evidence)
    found: dict[tuple[str, int], dict[tuple[float, str], list[tuple[str, int]]]] = {}
    for g, s, v in space.builds:
        row = credits.row(g, s, v)
        if row is None or not row["production_credit_usd_per_mwh"]:
            continue
        of = g if space.cuts(g) else ""
        for y in space.evidence.years:
            if rate := credits.rate(g, s, v, y):
                found.setdefault((s, y), {}).setdefault((rate, of), []).append((g, v))
    return {sy: [(*k, ranks[k]) for k in sorted(ranks)] for sy, ranks in found.items()}


def _spills(space: DecisionSpace) -> bool:
    """Whether the model lets output go unused that was taken."""
    surplus = space.evidence.files.definition["power"].get("surplus", "curtailed")
    return bool(surplus == "curtailed")


def losing(space: DecisionSpace) -> dict[tuple[str, int], Ranks]:
    """Those that may be lost: where all that is taken is used, of what need not be taken."""
    ranks = earning(space)
    if _spills(space):
        return ranks
    own = {sy: [rank for rank in found if rank[1]] for sy, found in ranks.items()}
    return {sy: found for sy, found in own.items() if found}


def curtailed(space: DecisionSpace) -> list[tuple[str, int, str]]:
    """Site, year and slice of which the programme says what is not used."""
    told = losing(space) if _spills(space) else {}
    return [(s, y, h) for s, y in told for h in space.slices[s, y]]


def _steady(space: DecisionSpace, s: str, y: int) -> list[str]:
    """Dispatchable technologies at a site that give the same in every slice of a year."""
    there = space.technologies_at.get((s, y), ())
    return [g for g in there if space.kind(g) in TURNED and space.steady(g)]


def flat_curtailed(space: DecisionSpace) -> list[tuple[str, int, str]]:
    """Site, year and slice in which what nothing uses may be output that no slice turns down."""
    return [(s, y, h) for s, y, h in curtailed(space) if _steady(space, s, y)]


def uncredited(space: DecisionSpace) -> list[tuple[str, int, str, int]]:
    """Site, year and slice with the number of each credit that may be lost, the least first."""
    return [
        (s, y, h, i)
        for (s, y), ranks in losing(space).items()
        for h in space.slices[s, y]
        for i in range(len(ranks))
    ]


def credits(space: DecisionSpace) -> NamedRows:
    """What is not used, or not taken, loses its credit, beyond the output of those without one."""
    of, spills = Credits(space.evidence), _spills(space)
    for (s, y), ranks in losing(space).items():
        for h in space.slices[s, y]:
            for i, (_, _, vintages) in enumerate(ranks[:-1]):
                limit: dict[Column, float] = {column("uncredited_gw", s, y, h, i): 1.0}
                for g, v in vintages:
                    add(limit, column("power_built_gw", g, s, v), -of.gives(g, s, v, y, h))
                yield "uncredited_output_limit", key(s, y, h, i), Row(limit, upper=0.0)
            if spills:
                terms = _beyond_free(space, of, (s, y, h), ranks)
                yield "uncredited_output_requirement", key(s, y, h), Row(terms, lower=0.0)
                if flat := _steady(space, s, y):
                    given = {column("flat_output_gw", g, s, y): -1.0 for g in flat}
                    given[column("flat_curtailed_gw", s, y, h)] = 1.0
                    yield "flat_curtailment_limit", key(s, y, h), Row(given, upper=0.0)
            for g in sorted({own for _, own, _ in ranks if own}):
                terms = _beyond_free(space, of, (s, y, h), ranks, g)
                yield "uncredited_weather_requirement", key(g, s, y, h), Row(terms, lower=0.0)


def _beyond_free(
    space: DecisionSpace, of: Credits, syh: tuple[str, int, str], ranks: Ranks, only: str = ""
) -> dict[Column, float]:
    """Credits lost, less what is not delivered, and the output that has no credit to lose.

    Of the whole site, or of one sun or wind by what is not taken of it.
    """
    s, y, h = syh
    terms: dict[Column, float] = {} if only else {column("curtailed_gw", s, y, h): -1.0}
    if not only and _steady(space, s, y):
        terms[column("flat_curtailed_gw", s, y, h)] = 1.0
    for g in [only] if only else space.technologies_at.get((s, y), ()):
        if space.evidence.kind(g) in MUST_RUN:
            add(terms, column("power_capacity_gw", g, s, y), of.can_give(g, s, h))
        if space.cuts(g):
            terms[column("weather_curtailed_gw", g, s, y, h)] = -1.0
    for i, (_, own, vintages) in enumerate(ranks):
        if own == only or not only:
            terms[column("uncredited_gw", s, y, h, i)] = 1.0
            for g, v in vintages:
                add(terms, column("power_built_gw", g, s, v), -of.gives(g, s, v, y, h))
    return terms


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
            for rate, _, vintages in ranks:
                for g, v in vintages:
                    gwh = hours * of.gives(g, s, v, y, h)
                    yield y, column("power_built_gw", g, s, v), -rate * gwh
    for (s, y), ranks in losing(space).items():
        for h in space.slices[s, y]:
            for i, (rate, _, _) in enumerate(ranks):
                yield y, column("uncredited_gw", s, y, h, i), evidence.weights[h] * rate
