"""What a plan says first: its money in words, and the table of other demands than computing."""

import pandas as pd

from planner.results.plan import Plan
from planner.units import THOUSAND

NOT_SERVED = "(not served)"


def billions(busd: float) -> str:
    """Billion USD to the whole one, or to three figures where there are few."""
    return f"{busd:,.0f} billion USD" if abs(busd) >= 99.95 else f"{busd:,.3g} billion USD"


def of_stated_demand(plan: Plan) -> pd.DataFrame:
    """Plants and what they give by year, load that is not served, or what is sent."""
    if plan["power"].empty and "goods" in plan.tables:
        return plan["goods"]
    plants = ["year", "site", "technology", "built_gw", "capacity_gw", "generation_twh"]
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
