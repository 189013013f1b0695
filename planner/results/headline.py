"""What a plan says first: its money in words, and the table of other demands than computing."""

import pandas as pd

from planner.results.key_figures import retirements
from planner.results.plan import Plan
from planner.units import THOUSAND
from planner.wording.numbers import to_figures, to_percent

NOT_SERVED = "(not served)"
NEGLIGIBLE = 1e-6
"""Share of what technologies could give below which what they don't is not told."""

GENERATING = ("dispatchable", "baseload", "variable", "grid")
"""Kinds of power technologies whose energy adds up; storage gives back what it took of them."""


def generating(power: pd.DataFrame) -> pd.DataFrame:
    """The rows of the table power whose energy may be added up: all but storage."""
    return power[power["kind"].isin(GENERATING)]


def curtailment_sentence(plan: Plan) -> str:
    """How much of what technologies could give goes unused in all years; empty where none is."""
    if "curtailed_twh" not in plan["power"]:
        return ""
    lost = plan.total("power", "curtailed_twh")
    power = plan["power"]
    some = power.loc[power["curtailed_twh"] > 0, "technology"].unique()
    of_them = power["technology"].isin(some)
    could = power.loc[of_them, ["year", "generation_twh", "curtailed_twh"]]
    years = could.pop("year").map(plan.lengths)
    whole = float((could.sum(axis=1) * years).sum())
    if not lost > NEGLIGIBLE * max(whole, 1.0):
        return ""
    return (
        f"Curtailed: {to_figures(lost)} TWh, {to_percent(lost / whole)} of what "
        "these technologies could give."
    )


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
