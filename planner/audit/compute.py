"""Compute: what the allocated accelerators deliver, against the targets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from planner.audit.amounts import Amounts
from planner.audit.checks import Check, Comparison, compared
from planner.audit.evidence import Evidence
from planner.audit.files import by_key, records, rows_by


def compute_checks(evidence: Evidence) -> list[Check]:
    """A target is delivered by units that run, each used once."""
    return [
        compared(
            "compute_delivered",
            "what is told to be delivered is what the allocated units can compute",
            "share of the target",
            _delivered(evidence),
        ),
        compared(
            "compute_allocated",
            "no unit is allocated that does not run, nor more of the fleet to one run than it may "
            "use",
            "million units or H100e",
            _allocated(evidence),
        ),
    ]


def most_compute_checks(
    evidence: Evidence, stages: Mapping[str, Mapping[str, Any]]
) -> list[Check]:
    """Where the most compute was sought, it is what the units that run come to."""
    if "compute" not in stages:
        return []
    last = max(evidence.files.years)
    every = evidence.files.definition["objective"]["compute_in"] == "every_year"
    total = sum(
        million * evidence.chips[k].h100e
        for (k, _, y), million in evidence.running.items()
        if every or y == last
    )
    told = -float(stages["compute"]["objective"])
    return [
        compared(
            "compute_in_service",
            "the most compute is that of the units that run",
            "million H100e-years",
            [Comparison("all years" if every else f"in {last}", told, total)],
        )
    ]


def _delivered(evidence: Evidence) -> Iterator[Comparison]:
    units = by_key(
        evidence.plan("allocations"), ["workload", "accelerator", "year"], "units_million"
    )
    loads = rows_by(evidence.files.inputs["workloads"], "workload")
    demand = evidence.plan("demand")
    days = by_key(demand[demand["quantity"] == "run_length"], ["workload", "year"], "central")
    asked = by_key(demand[demand["quantity"] == "target"], ["workload", "year"], "central")
    for row in records(evidence.plan("targets")):
        w, y = row["workload"], int(row["year"])
        own = {k: million for (load, k, when), million in units.items() if (load, when) == (w, y)}
        if loads[w]["kind"] == "training_run":
            per_unit = {k: evidence.chips[k].flop_per_day for k in own}
            total = sum(per_unit[k] * million for k, million in own.items())
            total *= days[w, y] * loads[w]["mfu"]
        else:
            of = {k: evidence.served_h100e(loads[w], k) for k in own}
            total = sum(of[k] * million * 1e6 for k, million in own.items())
        yield Comparison(f"{w} in {y}", row["delivered_share"], total / row["target"], "<")
        yield Comparison(f"target of {w} in {y}", row["target"] / asked[w, y], 1.0)


def _allocated(evidence: Evidence) -> Iterator[Comparison]:
    used = by_key(evidence.plan("allocations"), ["accelerator", "year"], "units_million")
    runs: Amounts[tuple[str, int]] = Amounts()
    fleet: Amounts[int] = Amounts()
    for (k, _, y), million in evidence.running.items():
        runs[k, y] += million
        fleet[y] += million * evidence.chips[k].h100e
    for (k, y), million in used.items():
        yield Comparison(f"{k} in {y}", million, runs[k, y], "<")
    loads = rows_by(evidence.files.inputs["workloads"], "workload")
    table = by_key(
        evidence.plan("allocations"), ["workload", "accelerator", "year"], "units_million"
    )
    in_use: Amounts[tuple[str, int]] = Amounts()
    for (w, k, y), million in table.items():
        in_use[w, y] += million * evidence.chips[k].h100e
    for (w, y), h100e in in_use.items():
        share = loads[w]["max_share_of_fleet"]
        if not pd.isna(share):
            yield Comparison(f"{w} in {y}", h100e, share * fleet[y], "<")
