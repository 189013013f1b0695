"""Rows of computing: the fleet in life, what workloads use of it, and what leaves training."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from planner.audit.amounts import Amounts
from planner.audit.files import in_service
from planner.audit.programme.decision_space import DecisionSpace
from planner.audit.programme.statement import Column, NamedRows, Row, add, column, key

LIMITS = {"training_fleet_share_limit": ("pool", "year")}
"""Limits among these rows that a plan lists, and what their labels are."""


RUN = "training_run"
WEEKS_PER_YEAR = 365.25 / 7


def per_million(space: DecisionSpace, w: str, k: str, y: int) -> float:
    """Share of a target that a million units deliver in a year."""
    chip, target = space.evidence.chips[k], space.targets[w, y]
    row = space.workloads[w]
    if row["kind"] == RUN:
        return float(space.run_days[w, y] * row["mfu"] * chip.flop_per_day / target)
    return space.evidence.served_h100e(row, k) * 1e6 / target


def computing(space: DecisionSpace) -> NamedRows:
    """Fleet, targets and shares; with one-way redeployment the cohorts of training too."""
    yield from _fleet(space)
    yield from _targets(space)
    if space.evidence.files.definition["fleet"]["redeployment"] == "one_way":
        yield from _one_way(space)


def _fleet(space: DecisionSpace) -> NamedRows:
    evidence, life = space.evidence, space.evidence.stays_years
    sold: dict[tuple[str, str], list[int]] = {}
    for k, s, v in space.sales:
        sold.setdefault((k, s), []).append(v)
    for k, s, y in space.fleet:
        terms = {column("accelerators_running_million", k, s, y): 1.0}
        for v in sold.get((k, s), ()):
            if serves := evidence.files.serves(v, y, life):
                terms[column("accelerators_bought_million", k, s, v)] = -serves
        stood = sum(
            million
            for (chip, v), million in evidence.places[s].existing_units.items()
            if chip == k and in_service(v, y, life)
        )
        yield "accelerator_vintage_balance", key(k, s, y), Row(terms, upper=stood)


def _targets(space: DecisionSpace) -> NamedRows:
    evidence = space.evidence
    running: dict[int, dict[str, dict[Column, float]]] = {}
    for k, s, y in space.fleet:
        name = column("accelerators_running_million", k, s, y)
        running.setdefault(y, {}).setdefault(k, {})[name] = 1.0
    spread = evidence.files.definition["training"]["topology"] != "pooled"
    for w, y in space.insisted:
        run = space.workloads[w]["kind"] == RUN
        terms = {
            column("compute_allocated_million", w, k, y): per_million(space, w, k, y)
            for k in space.chips_in[y]
        }
        terms[column("shortfall_share", w, y)] = 1.0
        if run and spread:
            terms[column("training_lost_share", w, y)] = -1.0
        yield "compute_target_requirement", key(w, y), Row(terms, lower=1.0)
    for w, y in space.asked:
        share = space.most_of_fleet(w)
        if share < 1:
            used: dict[Column, float] = {}
            for k in space.chips_in[y]:
                each = evidence.chips[k].h100e
                used[column("compute_allocated_million", w, k, y)] = each
                for name in running[y][k]:
                    add(used, name, -share * each)
            yield "training_fleet_share_limit", key(w, y), Row(used, upper=0.0)
    for k, y in sorted({(k, y) for _, k, y in space.allocations}):
        terms = {
            column("compute_allocated_million", w, k, y): 1.0
            for w, when in space.asked
            if when == y
        }
        terms |= dict.fromkeys(running[y][k], -1.0)
        yield "fleet_compute_limit", key(k, y), Row(terms, upper=0.0)


def cohorts(space: DecisionSpace) -> Iterator[tuple[str, int, int]]:
    """Generation, year in which its units were bought or installed, and year they can serve in."""
    begun = {(k, v) for k, _, v in space.sales}
    begun |= {kv for place in space.evidence.places.values() for kv in place.existing_units}
    for k, y in sorted({(k, y) for _, k, y in space.allocations}):
        for j, v in sorted(begun):
            if j == k and in_service(v, y, space.evidence.stays_years):
                yield k, v, y


def has_runs(space: DecisionSpace) -> bool:
    """Whether the model has a training run that units can leave."""
    return any(row["kind"] == RUN for row in space.workloads.values())


def _one_way(space: DecisionSpace) -> NamedRows:
    if not has_runs(space):
        return
    first, step = space.evidence.years[0], 1
    stood: Amounts[tuple[str, int]] = Amounts()
    for place in space.evidence.places.values():
        for cohort, million in place.existing_units.items():
            stood[cohort] += million
    sold: dict[tuple[str, int], list[str]] = {}
    for k, s, v in space.sales:
        sold.setdefault((k, v), []).append(s)
    for (k, v), sites in sold.items():
        terms = {column("cohort_million", k, v): 1.0}
        for s in sites:
            terms[column("accelerators_bought_million", k, s, v)] = -1.0
        yield "cohort_purchase_balance", key(k, v), Row(terms, 0.0, 0.0)
    serving = set(cohorts(space))
    alive: dict[tuple[str, int], list[int]] = {}
    for k, v, y in serving:
        alive.setdefault((k, y), []).append(v)
    for k, v, y in serving:
        terms, most = {column("kept_for_training_million", k, v, y): 1.0}, 0.0
        if (k, v, y - step) in serving:
            terms[column("kept_for_training_million", k, v, y - step)] = -1.0
        else:
            most = stood[k, v]
            if (k, v) in sold:
                terms[column("cohort_million", k, v)] = -1.0
        yield "one_way_redeployment_limit", key(k, v, y), Row(terms, upper=most)
    weeks = space.evidence.files.cluster_costs.get("redeployment_weeks", 0.0)
    wait = weeks / WEEKS_PER_YEAR
    for k, y in sorted({(k, y) for _, k, y in space.allocations}):
        kinds = {w: space.workloads[w]["kind"] for w, when in space.asked if when == y}
        training = {column("compute_allocated_million", w, k, y): 1.0
                    for w, kind in kinds.items() if kind == RUN}  # fmt: skip
        others = {column("compute_allocated_million", w, k, y): 1.0
                  for w, kind in kinds.items() if kind != RUN}  # fmt: skip
        most = 0.0
        inference = bool(others)
        for v in alive.get((k, y), ()):
            kept = column("kept_for_training_million", k, v, y)
            training[kept] = -1.0
            most += stood[k, v]
            if (k, v) in sold:
                others[column("cohort_million", k, v)] = -1.0
            add(others, kept, 1.0)
            if y > first and (k, v, y - step) in serving:
                add(others, column("kept_for_training_million", k, v, y - step), wait)
                add(others, kept, -wait)
        yield "cohort_training_balance", key(k, y), Row(training, upper=0.0)
        if inference:
            yield "redeployment_downtime", key(k, y), Row(others, -inf, most)
