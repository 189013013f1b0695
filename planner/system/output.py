"""What the world makes of a resource: by year, and within a year."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from planner.data.inputs import Inputs
from planner.units import QUARTERS_PER_YEAR


@dataclass(frozen=True, slots=True)
class Output:
    """What is made of one resource for all of the world's AI accelerators."""

    capacity: Mapping[int, float]
    """Year to what is made in it: thousand wafers, EB or million exposures."""
    per_step: Callable[[int], float]
    """What a step more of capacity makes in a year."""
    quarters: Mapping[int, tuple[float, ...]] = field(default_factory=dict)
    """Year to the share of it that each of its quarters has; even where none is stated."""

    def made_between(self, year: int, begin: float, end: float) -> float:
        """The share of what is made in a year that is made between two dates."""
        first, last = max(begin, year), min(end, year + 1)
        if last <= first:
            return 0.0
        if year not in self.quarters:
            return last - first
        lasts = 1 / QUARTERS_PER_YEAR
        return sum(
            share * max(0.0, min(last, opens + lasts) - max(first, opens)) / lasts
            for share, opens in zip(
                self.quarters[year], (year + n * lasts for n in range(QUARTERS_PER_YEAR)),
                strict=True,
            )
        )  # fmt: skip


def quarters(inputs: Inputs, kind: str, pool: str) -> dict[int, tuple[float, ...]]:
    """Year to the shares of its quarters, where the table states them."""
    found: dict[int, dict[int, float]] = {}
    for (of, name, year, quarter), share in inputs.column(
        "supply_quarters", "share_of_year"
    ).items():
        if (of, name) == (kind, pool):
            found.setdefault(int(year), {})[int(quarter)] = float(share)
    return {
        year: tuple(share for _, share in sorted(shares.items())) for year, shares in found.items()
    }


def by_year(years: "pd.Series[int]", amount: "pd.Series[float]") -> dict[int, float]:
    """Year to the sum of its rows."""
    return {int(y): float(total) for y, total in amount.groupby(years).sum().items()}


def at_year(capacity: Mapping[int, float], year: int, growth: float) -> float:
    """Capacity of a year, zero before the table, grown from its last year after it."""
    last = max(capacity)
    if year > last:
        return capacity[last] * (1 + growth) ** (year - last)
    if year < min(capacity):
        return 0.0
    return capacity[year]
