"""Stores that are paid for each MWh that they give back, whether anything uses it or not."""

from __future__ import annotations

from planner.audit.amounts import Amounts
from planner.audit.evidence import Evidence
from planner.audit.files import by_year_held


def paid_back(evidence: Evidence) -> Amounts[tuple[str, int, str]]:
    """Site, year and slice to what stores give back that are paid for it, GW."""
    files = evidence.files
    table = files.inputs["fuel_prices"]
    fuel = by_year_held(table, ["fuel", "region"], "price_usd_per_mmbtu", evidence.years)
    tonne = files.definition["prices"]["carbon_usd_per_t"]
    found: Amounts[tuple[str, int, str]] = Amounts()
    for (g, s, y, h), (_, back) in evidence.stored.items():
        row = files.technologies[g]
        usd = row["variable_om_usd_per_mwh"] + tonne * row["co2_t_per_mwh"]
        if row["fuel"] != "none":
            burned = fuel[row["fuel"], evidence.region(s), y]
            usd += row["heat_rate_mmbtu_per_mwh"] * burned
        if usd < 0:
            found[s, y, h] += back
    return found
