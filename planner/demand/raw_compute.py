r"""Raw training compute: a base run, growth in orders of magnitude, a change of slope.

With :math:`B` the base run (FLOP), :math:`y_0` its year, :math:`\gamma` the
growth until the end of year :math:`c` and :math:`\gamma'` after it (OOM a year):

.. math:: C_y = B \cdot 10^{\,\gamma (\min(y, c) - y_0) + \gamma' \max(0, y - \max(c, y_0))}
"""

from collections.abc import Iterable

from planner.demand.drivers import Drivers
from planner.demand.ranges import Range, Spread, spread


def raw_compute(drivers: Drivers, years: Iterable[int]) -> dict[int, Range]:
    """Year to the compute of the largest run, FLOP, before any limit of data."""
    base = drivers["raw_compute_base_flop"]
    return {
        y: spread(
            base.value * 10 ** growth_oom(drivers, y),
            [base.oom_spread(), *slopes(drivers, y)],
        )
        for y in years
    }


def growth_oom(drivers: Drivers, year: int) -> float:
    """Orders of magnitude of raw training compute above the base run."""
    before, after = spans(drivers, year)
    growth, later = drivers["raw_compute_growth_oom"], drivers["raw_compute_growth_after_oom"]
    return growth.value * before + later.value * after


def slopes(drivers: Drivers, year: int) -> list[Spread]:
    """Ends of the growth until `year`, in orders of magnitude, one pair for each slope."""
    before, after = spans(drivers, year)
    return [
        drivers["raw_compute_growth_oom"].slope(before),
        drivers["raw_compute_growth_after_oom"].slope(after),
    ]


def spans(drivers: Drivers, year: int) -> tuple[float, float]:
    """Years of the first slope and of the second until `year`."""
    base, change = (drivers.value(f"raw_compute_{name}_year") for name in ("base", "change"))
    after = max(0.0, year - max(change, base))
    return year - base - after, after
