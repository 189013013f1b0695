"""What a sweep of one input at a time found, as far as it is of the plan that is reported."""

from math import isclose
from pathlib import Path

import pandas as pd

from planner.analysis.sweep_ranking import ends
from planner.errors import Fault, InputError
from planner.results import Plan

COLUMNS = ("scenario", "key", "value", "status")
COST = "cost_busd"
SAME = 1e-6
"""Relative difference of the cost up to which the sweep's base is the plan."""


def tornado_file(folder: Path, model: str) -> Path:
    """Where ``planner sweep MODEL`` leaves its table, beside the run in `folder`."""
    return folder.absolute().parent / f"{model}_tornado" / "scenarios.csv"


def read_tornado(path: Path, plan: Plan) -> pd.DataFrame | None:
    """Input, the figure with it low and high, the figure as planned, and the figure's unit.

    The figure is the least share of a target that the plan misses, the most
    important first, or the present cost where none is missed. None where there
    is no sweep, or its base is another plan. Raises InputError when the table
    lacks a column.
    """
    if not path.is_file():
        return None
    table = pd.read_csv(path, keep_default_na=False, na_values={COST: [""]})
    missing = [name for name in (*COLUMNS, COST) if name not in table]
    if missing:
        expected = "the table of planner sweep"
        raise InputError([Fault(str(path), f"no column {missing[0]!r}", expected)])
    done = table[table["status"] == "done"]
    base = done[done["key"] == ""]
    cost = pd.to_numeric(base[COST])
    if base.empty or not isclose(float(cost.iloc[0]), plan.cost_busd, rel_tol=SAME):
        return None
    figure, unit = _figure(plan, table)
    found = ends(table, figure)
    return found.drop(columns=["low_is", "high_is"]).assign(unit=unit)


def _figure(plan: Plan, table: pd.DataFrame) -> tuple[str, str]:
    targets = plan["targets"]
    missed = targets[~targets["met"].astype(bool)].sort_values("priority", kind="stable")
    for workload in missed["workload"].unique():
        if f"{workload}_least_share" in table:
            return f"{workload}_least_share", f"least share of the target of {workload}"
    return COST, "present cost, billion USD"
