"""What holds where a folder leaves out a table that is read by the names of its rows."""

from collections.abc import Mapping
from math import inf

from planner.data.inputs import Inputs

_CLUSTER_COSTS = {
    "server_network_multiplier": 1.0,
    "shell_usd_per_w_it": 0.0,
    "non_energy_opex_share_per_year": 0.0,
    "accelerator_life_years": inf,
    "accelerator_physical_life_years": inf,
    "redeployment_weeks": 0.0,
    "facility_life_years": inf,
}
"""Nothing but the price of an accelerator is paid, once and for ever."""
_SUPPLY_TERMS = {
    "ai_share": 1.0,
    "planned_region_share": 1.0,
    "growth_per_year_beyond_table": 0.0,
    "component_lag_years": 0.0,
}
"""All of a capacity is the buyers', in the year in which it is made, and stays as it is last."""


def cluster_costs(inputs: Inputs) -> Mapping[str, float]:
    """Item of ``cluster_costs`` to its value."""
    table = inputs.optional("cluster_costs")
    if table is None:
        return _CLUSTER_COSTS
    return {str(item): float(value) for item, value in table["value"].items()}


def supply_terms(inputs: Inputs, kind: str) -> Mapping[str, float]:
    """Term of ``supply_terms`` to its value, of a kind of resource."""
    table = inputs.optional("supply_terms")
    if table is None:
        return _SUPPLY_TERMS
    return {name: float(table.at[kind, name]) for name in _SUPPLY_TERMS if name in table}
