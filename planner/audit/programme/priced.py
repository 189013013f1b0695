"""Priced demand: steps of the curves, their rows, and what the compute served in them is worth."""

from __future__ import annotations

from collections.abc import Iterator

from planner.audit.evidence import Evidence
from planner.audit.files import by_key
from planner.audit.programme.decision_space import DecisionSpace
from planner.audit.programme.statement import Column, NamedRows, Row, column, key

LIMITS = {"demand_step_limit": ("pool", "year", "place")}
"""Limits among these rows that a plan lists, and what their labels are."""
RUN = "training_run"
SERVED = "compute_served_million_h100e"
H100_FLOP_A_DAY = 1979e12 * 86_400 * 1e6
"""What a million H100 train in a day at their peak, in 8-bit dense numbers."""


def hours(space: DecisionSpace, w: str, y: int) -> float:
    """Hours of a year for which a workload wants compute."""
    if space.workloads[w]["kind"] == RUN:
        return 24.0 * float(space.run_days[w, y])
    return space.evidence.files.hours


def at_work(space: DecisionSpace, w: str, k: str) -> float:
    """H100e of one unit at a workload."""
    chip = space.evidence.chips[k]
    if space.workloads[w]["kind"] == RUN:
        return chip.flop_per_day / H100_FLOP_A_DAY
    return space.evidence.served_h100e(space.workloads[w], k)


def priced(space: DecisionSpace) -> NamedRows:
    """A step is served as far as it is wanted, and no compute that is not there."""
    served: dict[tuple[str, int], dict[Column, float]] = {}
    for (w, y, j), (wanted, _) in space.steps.items():
        name = column(SERVED, w, y, j)
        yield "demand_step_limit", key(w, y, j), Row({name: 1.0}, upper=wanted)
        served.setdefault((w, y), {})[name] = 1.0
    for (w, y), terms in served.items():
        for k in space.chips_in[y]:
            terms[column("compute_allocated_million", w, k, y)] = -at_work(space, w, k)
        yield "compute_demand_balance", key(w, y), Row(terms, upper=0.0)


def earned(space: DecisionSpace) -> Iterator[tuple[int, Column, float]]:
    """Year, column, and what one of it is worth in it, billion USD."""
    for (w, y, j), (_, usd) in space.steps.items():
        yield y, column(SERVED, w, y, j), usd * hours(space, w, y) * 1e6 / 1e9


def values_by_year(evidence: Evidence, space: DecisionSpace) -> dict[int, float]:
    """Year to what the compute is worth that the plan tells as served, at the tables' prices."""
    if not space.steps:
        return {}
    told = by_key(
        evidence.plan("compute_steps"), ["workload", "year", "step"], "served_h100e_million"
    )
    total = dict.fromkeys(evidence.years, 0.0)
    for (w, y, j), million in told.items():
        _, usd = space.steps.get((w, y, j), (0.0, float("nan")))
        total[y] += million * usd * hours(space, w, y) / 1e3
    return total
