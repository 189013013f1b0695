"""What a plan says first: its money in words, and the table of other demands than computing."""

import pandas as pd

from planner.results.key_figures import retirements
from planner.results.plan import Plan
from planner.units import THOUSAND

NOT_SERVED = "(not served)"
NEGLIGIBLE = 1e-6
"""Share of what technologies could give below which what they don't is not told."""


def billions(busd: float) -> str:
    """Billion USD to the whole one, or to three figures where there are few."""
    return f"{busd:,.0f} billion USD" if abs(busd) >= 99.95 else f"{busd:,.3g} billion USD"


_SIZES = {"B": 1.0, "M": 1e-3, "k": 1e-6, "": 1e-9}
"""Dollars by the letter that follows a number of them, in billions."""


def dollar_unit(busd: float) -> tuple[str, float]:
    """The letter of dollars in which an amount is a number of one or more, and its size."""
    return next(((s, size) for s, size in _SIZES.items() if abs(busd) >= size), ("", 1e-9))


def dollars(busd: float) -> str:
    """An amount that is not negative, to three figures: ``$1.2B``, ``$479M``, ``$168``."""
    letter, size = dollar_unit(busd)
    return f"${busd / size:,.3g}{letter}"


def curtailment_sentence(plan: Plan) -> str:
    """How much of what technologies could give goes unused in all years; empty where none is."""
    if "curtailed_twh" not in plan["power"]:
        return ""
    lost = plan.total("power", "curtailed_twh")
    power = plan["power"]
    could = power.loc[power["curtailed_twh"] > 0, ["generation_twh", "curtailed_twh"]]
    whole = plan.years_each * float(could.to_numpy().sum())
    if not lost > NEGLIGIBLE * max(whole, 1.0):
        return ""
    return f"Curtailed: {lost:.3g} TWh, {lost / whole:.1%} of what these technologies could give."


def of_stated_demand(plan: Plan) -> pd.DataFrame:
    """Plants and what they give by year, load that is not served, or what is sent."""
    if plan["power"].empty and "goods" in plan.tables:
        return plan["goods"]
    plants = ["year", "site", "technology", "built_gw", "capacity_gw", "generation_twh"]
    if not retirements(plan).empty:
        plants.insert(plants.index("capacity_gw"), "retired_gw")
    table = plan["power"][plants].sort_values(["year", "site"], kind="stable")
    if "load" in plan.tables:
        load = plan["load"]
        unserved = (load["unserved_gw"] * load["weight_hours"] / THOUSAND).groupby(
            [load["year"], load["site"]]
        )
        missing = unserved.sum().rename("generation_twh").reset_index()
        missing = missing[missing["generation_twh"] > 0].assign(technology=NOT_SERVED)
        table = pd.concat([table, missing.reindex(columns=plants)])
    return table
