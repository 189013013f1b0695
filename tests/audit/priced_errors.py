"""Errors planted into what is told where compute has a price."""

from dataclasses import replace
from typing import Any

import pandas as pd

from planner.results import Plan
from tests.audit.planting import Planted, cell, filled

_NEW = "nvidia_vr200"


def _energy_to_others(plan: Plan) -> Plan:
    """A tenth of the energy of what runs is told of what stands idle; the year's sum is right."""
    frame = plan.tables["generation_earnings"].copy()
    runs = frame["accelerator"] == _NEW
    for _, rows in frame.groupby("year"):
        moved = 0.1 * float(frame.loc[rows.index, "energy_busd"][runs].sum())
        of_row = pd.Series(moved, rows.index).where(~runs[rows.index], -moved)
        stands = frame["running_million"] + frame["idle_million"]
        frame.loc[rows.index, "energy_busd"] += of_row
        frame.loc[rows.index, "earned_busd"] -= of_row
        frame.loc[rows.index, "earned_usd_per_unit"] -= 1e3 * of_row / stands[rows.index]
    return replace(plan, tables={**plan.tables, "generation_earnings": frame})


def _one_for_another(table: str) -> "Planted":
    """A row is told twice and another one not at all, so that their number is right."""

    def plant(plan: Plan) -> Plan:
        frame = plan.tables[table]
        wrong = pd.concat([frame.iloc[1:], frame.tail(1)], ignore_index=True)
        return replace(plan, tables={**plan.tables, table: wrong})

    return Planted(f"a row of {table} for another", "priced", plan=plant)


def priced_errors() -> list[Planted]:
    """Earnings, payback, what is switched off, and the price beside its steps."""
    found = [
        Planted("energy told of idle units", "priced", plan=_energy_to_others),
        *map(_one_for_another, ("compute_steps", "compute_price", "generation_earnings", "payback",
                                "switched_off")),
    ]  # fmt: skip
    for model, column in (
        ("priced", "reason"),
        ("glut", "reason"),
        ("priced", "idle_million"),
        ("priced", "value_usd_per_unit_hour"),
        ("priced", "running_usd_per_unit_hour"),
    ):
        change = cell("switched_off", column, _other)
        found.append(Planted(f"switched_off.{column} of {model} changed", model, plan=change))
    why = cell("idle", "reason", _other)
    found.append(Planted("idle.reason changed where compute has a price", "priced", plan=why))
    target = cell("compute_price", "target_h100e_million", lambda old: 1.1 * old)
    found.append(Planted("compute_price.target_h100e_million changed", "priced", plan=target))
    return found


def blank_errors() -> list[Planted]:
    """Prices that are told where the solver gave no duals, by which alone they are known."""
    found = [
        Planted(f"{table}.{column} of nobody's duals", model, plan=filled(table, column, 0.0))
        for model, table, columns in _BLANK
        for column in columns
    ]
    reason = filled("switched_off", "reason", "running_cost")
    none = filled("switched_off", "reason", "power")
    return [
        *found,
        Planted("a reason of nobody's duals", "priced_no_basis", plan=reason),
        Planted("no power where it is dear", "glut", plan=none),
    ]


_BLANK = (
    ("no_basis_of_cost", "bottlenecks", ("cost_change_busd",)),
    ("no_basis", "limits", ("worth_shortfall_1_years_of_target_per_unit",
                            "cost_change_busd_per_unit", "worth_cost_busd_per_unit",
                            "price_in_its_year_busd_per_unit")),
    ("no_basis", "supply", ("worth_shortfall_1_years_of_target_per_step",
                            "cost_change_musd_per_step", "worth_cost_musd_per_step")),
    ("no_basis", "carbon_price", ("cap_usd_per_t", "price_usd_per_t")),
    ("priced_no_basis", "compute_price", ("price_usd_per_h100e_hour", "paid_busd")),
    ("priced_no_basis", "generation_earnings", ("value_busd", "earned_busd",
                                                "earned_usd_per_unit")),
    ("priced_no_basis", "payback", ("earned_usd_per_unit", "payback_years")),
    ("priced_no_basis", "switched_off", ("value_usd_per_unit_hour",)),
)  # fmt: skip
"""Model, table and its columns that are blank without duals."""


def _other(old: Any) -> Any:
    """Another reason, or a tenth more."""
    if isinstance(old, str):
        return "shell" if old != "shell" else "power"
    return 1.1 * old
