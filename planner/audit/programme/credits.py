"""Credits: what they take off, and what of a site's output loses them since nothing uses it."""

from __future__ import annotations

from collections.abc import Iterator

from planner.audit.credits import Credits
from planner.audit.power_money import overnight
from planner.audit.programme.clean import gives
from planner.audit.programme.credit_ranks import (
    Ranks,
    curtailed,
    earning,
    lets_output_spill,
    losing,
)
from planner.audit.programme.decision_space import DecisionSpace
from planner.audit.programme.running_costs import unused_outputs
from planner.audit.programme.statement import Column, NamedRows, Row, add, column, key
from planner.audit.stores import energy_price

MUST_RUN = ("variable", "baseload")
"""Kinds whose output is used or curtailed."""


def dispatched_curtailed(space: DecisionSpace) -> list[tuple[str, int, str]]:
    """Site, year and slice in which what nothing uses may be output of what is dispatched."""
    some = unused_outputs(space)
    return [(s, y, h) for s, y, h in curtailed(space) if (s, y) in some]


def credits(space: DecisionSpace) -> NamedRows:
    """What is not used, or not taken, loses its credit, beyond the output of those without one."""
    of, spills, unused = Credits(space.evidence), lets_output_spill(space), unused_outputs(space)
    for (s, y), ranks in losing(space).items():
        for h in space.slices[s, y]:
            for i, (_, _, vintages) in enumerate(ranks[:-1]):
                limit: dict[Column, float] = {column("uncredited_gw", s, y, h, i): 1.0}
                for g, v in vintages:
                    add(limit, column("power_built_gw", g, s, v), -of.gives(g, s, v, y, h))
                yield "uncredited_output_limit", key(s, y, h, i), Row(limit, upper=0.0)
            if spills:
                terms = _beyond_free(space, of, (s, y, h), ranks)
                if (s, y) in unused:
                    terms[column("dispatched_curtailed_gw", s, y, h)] = 1.0
                    given = {column("dispatched_curtailed_gw", s, y, h): 1.0}
                    for g in unused[s, y]:
                        for name, sign in gives(space, g, s, y, h).items():
                            # Of storage what it gives back, whatever it takes in meanwhile.
                            if name != column("charge_gw", g, s, y, h):
                                given[name] = -sign
                    yield "dispatched_curtailment_limit", key(s, y, h), Row(given, upper=0.0)
                yield "uncredited_output_requirement", key(s, y, h), Row(terms, lower=0.0)
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
    price, of_energy = overnight(evidence), energy_price(evidence)
    for g, s, v in space.builds:
        row = of.row(g, s, v)
        if row is None:
            continue
        payback = evidence.files.technologies[g]["payback_years"]
        share = evidence.files.charge(payback) * row["capital_share"]
        for y in evidence.years:
            due = share * evidence.files.falls_due(v, y, payback)
            yield y, column("power_built_gw", g, s, v), -due * price.get((g, v), 0.0)
            if space.apart(g):
                yield y, column("storage_energy_built_gwh", g, s, v), -due * of_energy[g, v]
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
