"""Outlook: what a solved plan means, read off its tables and the inputs, without a solver."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pandas as pd

from planner.analysis.outlook.affordability import affordability, build_outs
from planner.analysis.outlook.capability import capability
from planner.analysis.outlook.milestones import milestones
from planner.analysis.outlook.thresholds import thresholds
from planner.data.inputs import Inputs
from planner.results import Plan

__all__ = ["TABLES", "with_outlook"]

TABLES: Mapping[str, Callable[[Inputs, Plan], pd.DataFrame]] = {
    "capability": capability,
    "thresholds": thresholds,
    "affordability": affordability,
    "build_outs": build_outs,
    "milestones": milestones,
}
"""Name of each table to what makes it from the inputs and the plan."""


def with_outlook(inputs: Inputs, plan: Plan) -> Plan:
    """The plan with the tables of its outlook beside its own."""
    made = {name: make(inputs, plan) for name, make in TABLES.items()}
    return replace(plan, tables={**plan.tables, **made})
