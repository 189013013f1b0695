"""Credits that output of a site may earn, and where it may lose them."""

from __future__ import annotations

from planner.audit.credits import Credits
from planner.audit.programme.decision_space import DecisionSpace

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


def lets_output_spill(space: DecisionSpace) -> bool:
    """Whether the model lets output go unused that was taken."""
    surplus = space.evidence.files.definition["power"].get("surplus", "curtailed")
    return bool(surplus == "curtailed")


def losing(space: DecisionSpace) -> dict[tuple[str, int], Ranks]:
    """Those that may be lost: where all that is taken is used, of what need not be taken."""
    ranks = earning(space)
    if lets_output_spill(space):
        return ranks
    own = {sy: [rank for rank in found if rank[1]] for sy, found in ranks.items()}
    return {sy: found for sy, found in own.items() if found}


def curtailed(space: DecisionSpace) -> list[tuple[str, int, str]]:
    """Site, year and slice of which the programme says what is not used."""
    told = losing(space) if lets_output_spill(space) else {}
    return [(s, y, h) for s, y in told for h in space.slices[s, y]]


def uncredited(space: DecisionSpace) -> list[tuple[str, int, str, int]]:
    """Site, year and slice with the number of each credit that may be lost, the least first."""
    return [
        (s, y, h, i)
        for (s, y), ranks in losing(space).items()
        for h in space.slices[s, y]
        for i in range(len(ranks))
    ]
