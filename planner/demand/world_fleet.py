r"""The world's fleet: from its stock, or from what is invested each year.

Spending :math:`I_y` that grows by a factor G a year, at p a H100-equivalent,
buys :math:`I_y / p`, and all that was bought before is a geometric series:

.. math:: H_y = \frac{I_y}{p\,(1 - 1/G)}
"""

from collections.abc import Iterable

from planner.demand.drivers import Drivers
from planner.demand.ranges import Range, spread


def from_stock(drivers: Drivers, years: Iterable[int]) -> dict[int, Range]:
    """Year to the world's H100e, from a stock and its growth."""
    stock, growth = drivers["world_stock_h100e"], drivers["world_stock_growth_oom"]
    base_year = drivers.value("world_stock_base_year")
    return {
        y: spread(
            stock.value * 10 ** (growth.value * (y - base_year)),
            [stock.oom_spread(), growth.slope(y - base_year)],
        )
        for y in years
    }


def from_investment(drivers: Drivers, years: Iterable[int]) -> dict[int, Range]:
    """Year to the world's H100e, from investment and its growth; retirement is left out."""
    spend, growth = drivers["world_investment_usd"], drivers["world_investment_growth_oom"]
    price = drivers["world_investment_usd_per_h100e"]
    base_year = drivers.value("world_investment_base_year")
    still_new = 1 - 10**-growth.value
    return {
        y: spread(
            spend.value * 10 ** (growth.value * (y - base_year)) / price.value / still_new,
            [
                spend.oom_spread(),
                price.oom_spread(-1),
                growth.slope(y - base_year),
            ],
        )
        for y in years
    }
