r"""What grows by a constant number of orders of magnitude a year: targets, and run length.

Run length is fixed, or grows from GPT-4's up to a cap:

.. math:: D_y = \min(\hat D, \; D_0 \cdot 10^{\,\delta (y - y_0)})

with :math:`D_0` the days of the base run, :math:`\delta` its growth (OOM a
year) and :math:`\hat D` the cap. A run longer than about nine months, or by an
older count 1.2 years, loses to one that starts later on better chips. A longer
run needs fewer accelerators for the same compute.
"""

from collections.abc import Iterable

from planner.demand.drivers import Drivers


def trend(
    base_value: float, base_year: float, growth_oom_per_year: float, years: Iterable[int]
) -> dict[int, float]:
    r"""Year to :math:`B \cdot 10^{\,\gamma (y - y_B)}`, in the unit of the base value.

    `base_value` is :math:`B`, `base_year` :math:`y_B`, and
    `growth_oom_per_year` :math:`\gamma`, in orders of magnitude a year.
    """
    return {y: base_value * 10 ** (growth_oom_per_year * (y - base_year)) for y in years}


def growing_run_days(drivers: Drivers, years: Iterable[int]) -> dict[int, float]:
    """Year to the days of the largest run, growing up to the cap."""
    base_year = drivers.value("raw_compute_base_year")
    growth = drivers.value("run_length_growth_oom")
    base, cap = drivers.value("run_length_base_days"), drivers.value("run_length_cap_days")
    return {y: min(cap, days) for y, days in trend(base, base_year, growth, years).items()}
