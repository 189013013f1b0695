r"""Run length: fixed, or growing from GPT-4's up to a cap.

.. math:: D_y = \min(\hat D, \; D_0 \cdot 10^{\,\delta (y - y_0)})

with :math:`D_0` the days of the base run, :math:`\delta` its growth (OOM a
year) and :math:`\hat D` the cap. A run longer than about nine months, or by an
older count 1.2 years, loses to one that starts later on better chips. A longer
run needs fewer accelerators for the same compute.
"""

from collections.abc import Iterable

from planner.demand.drivers import Drivers


def growing_run_days(drivers: Drivers, years: Iterable[int]) -> dict[int, float]:
    """Year to the days of the largest run, growing up to the cap."""
    base_year = drivers.value("raw_compute_base_year")
    growth = drivers.value("run_length_growth_oom")
    base, cap = drivers.value("run_length_base_days"), drivers.value("run_length_cap_days")
    return {y: min(cap, base * 10 ** (growth * (y - base_year))) for y in years}
