"""What a column of a plan holds over the years that a planned one stands for.

A planned year may stand for several. Then a flow is that of each of them, what is built or spent
that of all together, and a state that of the mean of them. Whoever adds over years, or tells a
rate, asks here; where each year stands for itself the difference is nothing.
"""

from collections.abc import Mapping

EACH_YEAR: Mapping[str, tuple[str, ...]] = {
    "cost": ("cost_busd",),
    "emissions": ("emissions_mt",),
    "power": ("generation_twh", "curtailed_twh", "not_taken_twh"),
    "clusters": ("energy_twh",),
    "idle": ("capital_busd",),
    "water": ("water_million_m3",),
    "goods": ("sent_thousand", "cost_busd"),
}
"""Table to its columns that each of the years has anew: their sum over years is weighted."""

ALL_YEARS: Mapping[str, tuple[str, ...]] = {
    "cost": ("present_cost_busd",),
    "power": ("built_gw",),
    "capex": ("capex_busd",),
    "clusters": ("shell_built_it_gw",),
    "halls": ("retrofitted_it_gw",),
    "accelerators": ("bought_million",),
    "expansion": ("built", "capex_busd"),
}
"""Table to its columns that all of the years have together: a rate is a share of them."""


def weight(table: str, column: str, years_each: int) -> int:
    """How often a column's value of a planned year counts in a sum over years."""
    return years_each if column in EACH_YEAR.get(table, ()) else 1


def per_year(table: str, column: str, years_each: int) -> float:
    """What a column's value is multiplied with to be a rate by the year."""
    return 1 / years_each if column in ALL_YEARS.get(table, ()) else 1.0
