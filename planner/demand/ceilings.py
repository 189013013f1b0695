r"""Ceilings of the largest run, by the arithmetic of *Can AI scaling continue through 2030*.

A run on :math:`h` H100-equivalents takes :math:`h f \mu D` FLOP, with f the peak of an H100, its
utilisation and its length. What limits h:

- **power**, of one campus or of a share of all US power for AI, over the power of
  an H100-equivalent, which falls by a factor a year;
- **chips**: a share of the stock, to which each year adds more and better ones.

Data and latency limit the FLOP themselves; data is in :mod:`planner.demand.data_limit`.
"""

from dataclasses import dataclass

from planner.demand.data_limit import largest_run, tokens
from planner.demand.drivers import Drivers
from planner.units import SECONDS_PER_DAY

W_PER_GW = 1e9
CHIPS_BASE_YEAR = 2023
POWER_BASE_YEAR = 2024


@dataclass(frozen=True, slots=True)
class Ceilings:
    """What limits the largest run of a year: powers in GW, fleets in H100e, runs in FLOP."""

    campus_gw: float
    us_ai_gw: float
    distributed_gw: float
    chips_h100e: float
    data_tokens: float
    run_campus: float
    run_distributed: float
    run_chips: float
    run_data: float
    run_latency: float


def ceilings(drivers: Drivers, year: int) -> Ceilings:
    """The four ceilings in `year`; power for other data centres is stated for 2030."""
    value = drivers.value
    share = value("ceiling_share_in_one_run")
    grown = value("ceiling_us_dc_growth") ** (year - POWER_BASE_YEAR)
    us_ai_gw = max(0.0, value("ceiling_us_dc_gw") * grown - value("ceiling_other_dc_gw"))
    w_per_h100e = value("ceiling_w_per_h100") / value("ceiling_w_per_flop_gain") ** (
        year - CHIPS_BASE_YEAR
    )
    flop_per_h100e = (
        value("ceiling_flop_per_s")
        * value("ceiling_utilisation")
        * value("ceiling_run_days")
        * SECONDS_PER_DAY
    )
    flop_per_gw = W_PER_GW / w_per_h100e * flop_per_h100e
    chips = share * world_chips_h100e(drivers, year)
    return Ceilings(
        campus_gw=value("ceiling_campus_gw"),
        us_ai_gw=us_ai_gw,
        distributed_gw=share * us_ai_gw,
        chips_h100e=chips,
        data_tokens=tokens(drivers, year).central,
        run_campus=value("ceiling_campus_gw") * flop_per_gw,
        run_distributed=share * us_ai_gw * flop_per_gw,
        run_chips=chips * flop_per_h100e,
        run_data=largest_run(drivers, [year])[year].central,
        run_latency=value("ceiling_latency_flop"),
    )


def world_chips_h100e(drivers: Drivers, year: int) -> float:
    """Stock of 2023 and all that is made until the end of `year`, H100e; none retires."""
    value = drivers.value
    better = value("ceiling_gpu_growth") * value("ceiling_gpu_flops_gain")
    made = sum(better**n for n in range(1, year - CHIPS_BASE_YEAR + 1))
    return value("ceiling_gpu_stock") + value("ceiling_gpu_per_year") * made
