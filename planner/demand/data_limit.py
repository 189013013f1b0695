r"""Data limit: the largest run that there are tokens for.

A compute-optimal run of N parameters and :math:`D = \rho N` tokens takes

.. math:: C = 6 N D = 6 D^2 / \rho

FLOP. The tokens of year y are the stock of public text (worth after quality and
repetition) with its growth, times further repetition, and more where a share
:math:`\sigma` of the training tokens is synthetic:

.. math:: D_y = S\,(1 + g)^{y - y_S}\, e \,/\, (1 - \sigma)
"""

from collections.abc import Iterable
from math import inf, log10, sqrt

from planner.demand.drivers import Drivers
from planner.demand.ranges import Range, spread

FLOP_PER_PARAMETER_AND_TOKEN = 6.0
"""Forward and backward pass of training; a forward pass alone takes a third."""
ALL_BUT_SYNTHETIC = 0.999


def tokens(drivers: Drivers, year: int) -> Range:
    """Tokens that the largest run of a year can be trained on."""
    stock, repeats = drivers["data_stock_tokens"], drivers["data_repetition_factor"]
    growth, synthetic = drivers["data_stock_growth_per_year"], drivers["data_synthetic_share"]
    span = year - drivers.value("data_stock_base_year")
    central = stock.value * (1 + growth.value) ** span * repeats.value / _real(synthetic.value)
    grown = [log10(1 + g) * span for g in (growth.low, growth.value, growth.high)]
    more = [-log10(_real(s)) for s in (synthetic.low, synthetic.value, synthetic.high)]
    return spread(
        central,
        [
            stock.oom_spread(),
            repeats.oom_spread(),
            *((max(0.0, x[1] - min(x)), max(0.0, max(x) - x[1])) for x in (grown, more)),
        ],
    )


def largest_run(drivers: Drivers, years: Iterable[int]) -> dict[int, Range]:
    """Year to the compute of the largest run that data supports, FLOP."""
    ratio = drivers["data_tokens_per_parameter"]
    runs = {}
    for y in years:
        data = tokens(drivers, y)
        central = FLOP_PER_PARAMETER_AND_TOKEN * data.central**2 / ratio.value
        ends = (2 * log10(data.central / data.low), 2 * log10(data.high / data.central))
        runs[y] = spread(central, [ends, ratio.oom_spread(-1)])
    return runs


def parameters_of(drivers: Drivers, flop: float) -> float:
    """Parameters of a compute-optimal run."""
    ratio = drivers.value("data_tokens_per_parameter")
    return sqrt(flop / (FLOP_PER_PARAMETER_AND_TOKEN * ratio)) if ratio else inf


def _real(synthetic: float) -> float:
    """The share of tokens that people wrote."""
    return 1 - min(synthetic, ALL_BUT_SYNTHETIC)
