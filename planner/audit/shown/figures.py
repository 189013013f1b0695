"""Figures as they are shown first: the summary of a run, its stages, targets and statuses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import inf, log10
from typing import Any

from planner.audit.amounts import Amounts
from planner.audit.checks import Check, Comparison, compared
from planner.audit.evidence import Evidence
from planner.audit.files import records
from planner.audit.programme.computing import RUN
from planner.audit.programme.decision_space import DecisionSpace
from planner.audit.programme.priced import values_by_year
from planner.audit.programme.statement import column
from planner.audit.proof import Proof
from planner.audit.shown.power import Values
from planner.audit.shown.presence import same_rows

LOST = 1e-7
"""Share of a target below which a miss is rounding."""


def figure_checks(
    evidence: Evidence, space: DecisionSpace, proof: Proof, values: Values
) -> list[Check]:
    """What ``run.json`` tells beside the plan, and what is told of targets."""
    return [
        compared("summary", "the run tells the model, the stages and the programme that it has",
                 "unit of the figure", _summary(evidence, space, proof)),
        compared("targets", "a target is missed by what the last stage leaves of it", "share",
                 _targets(evidence, space, values)),
        compared("missed", "a stage's objective is the sum of the shares that are missed",
                 "years of target", _missed(evidence, space)),
        compared("choice", "the search for whole numbers is told as it ended, within its gap, and "
                 "the plan is no better than its bound", "unit of the stage or share",
                 _choice(evidence, proof)),
    ]  # fmt: skip


def _summary(evidence: Evidence, space: DecisionSpace, proof: Proof) -> Iterator[Comparison]:
    files, manifest = evidence.files, evidence.files.manifest
    summary: Mapping[str, Any] = manifest.get("summary", {})
    stages: Mapping[str, Any] = manifest.get("stages", {})
    for name, told in (
        ("years", list(evidence.years)),
        ("h100e_basis", files.definition["h100e_basis"]),
        ("electricity_price", files.definition["power"]["electricity_price"]),
        ("discount_timing", files.definition["discount_timing"]),
        ("objective_unit", {stage: of["unit"] for stage, of in stages.items()}),
        ("status", {stage: of["status"] for stage, of in stages.items()}),
    ):
        yield Comparison(name, float(summary.get(name) == told), 1.0)
    rate = files.definition["discount_rate"]
    yield Comparison("discount_rate", float(summary.get("discount_rate", inf)), rate)
    told_stages = {*summary.get("objective", {}), *stages, *proof.stages}
    for stage in sorted(told_stages):
        own = proof.stages.get(stage)
        right = float(own.costs @ own.values) + own.constant if own else inf
        shown = float(summary.get("objective", {}).get(stage, inf))
        yield Comparison(f"objective of {stage}", shown, right)
        solved = float(stages[stage]["objective"]) if stage in stages else inf
        yield Comparison(f"objective of {stage}, as it was solved", solved, right)
    if space.steps:
        worth = values_by_year(evidence, space)
        total = sum(files.present(y) * busd for y, busd in worth.items())
        shown = float(summary.get("present_value_of_compute_busd", inf))
        yield Comparison("value of compute", shown, total)
    program = manifest.get("program", {})
    for name, count in (
        ("rows", proof.own_rows),
        ("columns", len(proof.column_names)),
        ("nonzeros", proof.matrix.nnz),
    ):
        yield Comparison(f"{name} of the programme", float(program.get(name, inf)), float(count))


def _targets(evidence: Evidence, space: DecisionSpace, values: Values) -> Iterator[Comparison]:
    told = {(str(r["workload"]), int(r["year"])): r for r in records(evidence.plan("targets"))}
    for w, y in sorted({*told, *space.insisted}):
        where = f"{w} in {y}"
        row = told.get((w, y))
        if row is None or (w, y) not in space.insisted:
            yield Comparison(
                f"{where}, a row", float(row is not None), float((w, y) in space.insisted)
            )
            continue
        missed = min(1.0, max(0.0, values.get(column("shortfall_share", w, y), 1.0)))
        share = 1.0 if missed < LOST else 1 - missed
        target = space.targets[w, y]
        yield Comparison(f"share of {where}", row["delivered_share"], share)
        yield Comparison(f"target of {where}", row["target"] / target, 1.0)
        yield Comparison(f"delivered of {where}", row["delivered"] / target, share)
        yield Comparison(f"whether {where} is met", float(row["met"]), float(missed < LOST))
        right = log10(share) if share > 0 else -inf
        yield Comparison(f"gap of {where}", row["gap_oom"], right)
        run = space.workloads[w]["kind"] == RUN
        yield Comparison(
            f"unit of {where}", float(row["unit"] == ("FLOP" if run else "H100e")), 1.0
        )
        priority = space.workloads[w]["priority"]
        yield Comparison(f"priority of {where}", float(row["priority"]), float(priority))


def _missed(evidence: Evidence, space: DecisionSpace) -> Iterator[Comparison]:
    """The shares that the tables tell; later stages may lose no more than a rounding of them."""
    total: Amounts[str] = Amounts()
    for row in records(evidence.plan("targets")):
        stage = f"shortfall_{int(space.workloads[row['workload']]['priority'])}"
        total[stage] += 1 - row["delivered_share"]
    stages = evidence.files.manifest.get("stages", {})
    for stage, missed in total.items():
        yield Comparison(stage, float(stages.get(stage, {}).get("objective", inf)), missed)


def _choice(evidence: Evidence, proof: Proof) -> Iterator[Comparison]:
    """The table of the search beside the manifest, where anything must be whole.

    What a bound is worth is the solver's own word: no file proves that nothing better is whole.
    """
    told = {str(row["stage"]): row for row in records(evidence.plan("choice"))}
    yield from same_rows("choice", told, proof.stages if len(proof.whole) else ())
    stages: Mapping[str, Any] = evidence.files.manifest.get("stages", {})
    for stage, row in told.items():
        found: Mapping[str, Any] = stages.get(stage, {}).get("choice", {})
        for name in ("objective", "bound", "gap", "nodes"):
            yield Comparison(f"{name} of {stage}", float(row[name]), float(found.get(name, inf)))
        same = row["unit"] == stages.get(stage, {}).get("unit") and bool(row["duals_hold"])
        yield Comparison(f"unit of {stage}, and what its duals hold for", float(same), 1.0)
        objective, bound = float(row["objective"]), float(row["bound"])
        yield Comparison(f"bound of {stage}", bound, objective, "<")
        apart = objective - bound
        gap = apart / abs(objective) if objective else 0.0
        yield Comparison(f"gap of {stage}, told", float(row["gap"]), gap)
        most = float(evidence.files.definition["solver"]["mip_gap"])
        yield Comparison(f"gap of {stage}, that is allowed", float(row["gap"]), most, "<")
        own = proof.stages.get(stage)
        reached = float(own.costs @ own.values) + own.constant if own else inf
        yield Comparison(f"what {stage} reaches, beside its bound", reached, bound, ">")
