"""What a GWh of each technology costs as it is given: O&M, fuel, grid energy and its CO2."""

from __future__ import annotations

from collections.abc import Mapping

from planner.audit.credits import BUSD_PER_GWH
from planner.audit.power_money import fuel_prices, grid_prices
from planner.audit.programme.clean import factors
from planner.audit.programme.decision_space import TURNED, DecisionSpace


def running_costs(space: DecisionSpace) -> Mapping[tuple[str, str, int], float]:
    """Technology, site and year to billion USD a GWh."""
    evidence = space.evidence
    files, factor = evidence.files, factors(space)
    fuel, grid = fuel_prices(evidence), grid_prices(evidence)
    tonne = files.definition["prices"]["carbon_usd_per_t"] * 1e6 / 1e9
    found = {}
    for g, s, y in space.power:
        row = files.technologies[g]
        each = row["variable_om_usd_per_mwh"] * BUSD_PER_GWH
        if row["fuel"] != "none":
            usd = row["heat_rate_mmbtu_per_mwh"] * fuel.get(
                (row["fuel"], evidence.region(s), y), 0.0
            )
            each += usd * BUSD_PER_GWH
        if row["kind"] == "grid":
            each += grid(evidence.region(s), y) * BUSD_PER_GWH
        found[g, s, y] = each + tonne * factor[g, s, y]
    return found


def unused_outputs(space: DecisionSpace) -> Mapping[tuple[str, int], list[str]]:
    """Site and year to what is dispatchable, or storage, and may give what nothing uses.

    It gives the same in every slice, or each GWh of it is paid for.
    """
    found: dict[tuple[str, int], list[str]] = {}
    for (g, s, y), busd in running_costs(space).items():
        turned = space.kind(g) in TURNED
        if (turned and space.steady(g)) or (busd < 0 and (turned or space.kind(g) == "storage")):
            found.setdefault((s, y), []).append(g)
    return found
