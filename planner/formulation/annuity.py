"""Annuities and discount factors: how money of different years is added."""

from math import isinf

from planner.world import World


def capital_recovery_factor(discount_rate: float, life_years: float) -> float:
    r"""Share of an overnight cost charged each year, :math:`r / (1 - (1 + r)^{-n})`.

    At a rate of zero it is 1/n, the limit of the formula; for an endless life
    it is the rate.
    """
    if isinf(life_years):
        return discount_rate
    if discount_rate == 0:
        return 1 / life_years
    return discount_rate / (1 - (1 + discount_rate) ** -life_years)


def discount_factor(world: World, year: int) -> float:
    """Present value, at the start of the first year, of one unit paid in `year`.

    A year's payments fall at its start, middle or end, as the world says.
    """
    offset = {"start": 0.0, "middle": 0.5, "end": 1.0}[world.discount_timing]
    return (1 + world.discount_rate) ** -(year - world.years[0] + offset)
