"""What a column of a plan holds over the years that a planned one stands for.

A planned year may stand for several. Then a flow is that of each of them, what is built or spent
that of all together, and a state that of the mean of them. Whoever adds over years, or tells a
rate, asks here; where each year stands for itself the difference is nothing.
"""

from collections.abc import Mapping

import pandas as pd

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


Lengths = Mapping[int, float]
"""Planned year to the years that it stands for; one that is not there stands for itself."""


def weight(table: str, column: str, year: int, lengths: Lengths) -> float:
    """How often a column's value of a planned year counts in a sum over years."""
    return lengths.get(year, 1) if column in EACH_YEAR.get(table, ()) else 1


def weights(table: str, column: str, years: pd.Series, lengths: Lengths) -> pd.Series:
    """The same for the year of each row."""
    return years.map(lambda year: weight(table, column, year, lengths))


def by_the_year(table: str, column: str, values: pd.Series, lengths: Lengths) -> pd.Series:
    """Values of a column, indexed by year among other keys, as rates by the year."""
    if column not in ALL_YEARS.get(table, ()):
        return values
    years = values.index.get_level_values("year")
    return values / [lengths.get(year, 1) for year in years]
