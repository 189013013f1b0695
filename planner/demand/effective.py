r"""Effective compute: raw compute times efficiency, counted above GPT-4.

The table of *Situational Awareness*, stacked by year, in orders of magnitude:
raw compute, algorithmic efficiency, and "unhobbling" (tools, scaffolding and
training after the run), each growing at its own rate; their sum is effective
compute. The four factors of performance (training compute, training efficiency,
inference compute, inference efficiency) are counted in the same way: a product
becomes a sum of orders.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from planner.demand.drivers import Drivers
from planner.demand.ranges import Range
from planner.demand.raw_compute import growth_oom, slopes

EFFECTIVE = {
    "algorithmic_efficiency": "algorithmic_efficiency_growth_oom",
    "unhobbling": "unhobbling_growth_oom",
}
PERFORMANCE = {
    "training_efficiency": "training_efficiency_growth_oom",
    "inference_compute": "inference_compute_growth_oom",
    "inference_efficiency": "inference_efficiency_growth_oom",
}
"""Contribution to the driver of its growth, beside raw training compute."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """One layer of a year's stack, in orders of magnitude above the base run."""

    index: str
    """``effective_compute`` or ``performance``."""
    year: int
    contribution: str
    oom: Range


def contributions(drivers: Drivers, years: Iterable[int]) -> tuple[Contribution, ...]:
    """Every layer of both indices in each year, from the bottom up."""
    return tuple(
        Contribution(index, y, name, layer)
        for index, first, others in (
            ("effective_compute", "raw_compute", EFFECTIVE),
            ("performance", "training_compute", PERFORMANCE),
        )
        for y in years
        for name, layer in _stack(drivers, y, first, others)
    )


def _stack(
    drivers: Drivers, year: int, first: str, others: Mapping[str, str]
) -> Iterable[tuple[str, Range]]:
    central = growth_oom(drivers, year)
    ends = slopes(drivers, year)
    yield (
        first,
        Range(
            central - sum(down for down, _ in ends), central, central + sum(up for _, up in ends)
        ),
    )
    span = year - drivers.value("raw_compute_base_year")
    for name, growth in others.items():
        driver = drivers[growth]
        down, up = driver.slope(span)
        central = driver.value * span
        yield name, Range(central - down, central, central + up)
