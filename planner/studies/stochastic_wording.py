"""What a study of uncertainty calls its policies, and how its objectives read."""

TOGETHER, MEAN, KNOWN = "all scenarios", "the mean", "known from the start"
"""Policies beside those for a single scenario: the joint plan, a plan for the mean of the changes,
and who knows in time which scenario comes true."""
TOTAL, COST = "total", "cost"
ORDERS = {
    "accelerators_bought_million": "accelerators",
    "shell_built_gw": "shell",
    "hall_retrofitted_gw": "hall retrofit",
    "power_built_gw": "power",
    "power_retired_gw": "power retired",
    "capacity_expanded": "supply",
}
"""What is ordered, as a table has it."""


def unit_of_stage(stage: str) -> str:
    """Unit of an objective."""
    return "billion USD" if stage in (TOTAL, COST) else "years of target"
