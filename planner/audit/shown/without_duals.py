"""Prices that no dual tells: where the solver gave no basis, they are blank and never nothing."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from planner.audit.checks import Check, Comparison, compared
from planner.audit.evidence import Evidence
from planner.audit.proof import Proof
from planner.audit.shown.bottlenecks import percent_column
from planner.audit.shown.limits import derivatives, worth_column


def without_duals_checks(evidence: Evidence, proof: Proof) -> list[Check]:
    """One check, without rows where each stage has its duals.

    Limits, compute and carbon are held to the same beside their duals, see the other modules.
    """
    return [
        compared("prices without duals", "a price that no dual tells is blank", "cells",
                 _blank(evidence, proof)),
    ]  # fmt: skip


def _blank(evidence: Evidence, proof: Proof) -> Iterator[Comparison]:
    partial, total = derivatives(proof)
    unknown = [name for name, found in total.items() if np.isnan(found).any()]
    for stage in unknown:
        yield _filled(evidence, "bottlenecks", percent_column(stage))
        last = stage == "cost"
        column = "cost_change_musd_per_step" if last else worth_column(stage, "step")
        yield _filled(evidence, "supply", column)
    if "cost" in partial and np.isnan(partial["cost"]).any():
        yield _filled(evidence, "supply", "worth_cost_musd_per_step")
        yield _filled(evidence, "load", "price_usd_per_mwh")
    if len(unknown) == len(total):
        rows = float(len(evidence.plan("bottlenecks")))
        yield Comparison("rows of bottlenecks", rows, 0.0)


def _filled(evidence: Evidence, name: str, column: str) -> Comparison:
    table = evidence.plan(name)
    found = float(table[column].notna().sum()) if column in table else 0.0
    return Comparison(f"{column} of {name}", found, 0.0)
