"""Annuities and discount factors: how money of different years is added."""

from math import ceil, expm1, isinf, log1p

from planner.config.values import PAID_AT
from planner.system import World


def capital_recovery_factor(discount_rate: float, life_years: float) -> float:
    r"""Share of an overnight cost charged each year, :math:`r / (1 - (1 + r)^{-n})`.

    At a rate of zero it is 1/n, the limit of the formula; for an endless life
    it is the rate. The difference from one is taken without a difference: of a
    rate of 1e-15, 1 + r keeps one digit, and of 1e-17 none.
    """
    if isinf(life_years):
        return discount_rate
    if discount_rate == 0:
        return 1 / life_years
    return discount_rate / -expm1(-life_years * log1p(discount_rate))


def yearly_charge(world: World, life_years: float) -> float:
    r"""Share of an overnight cost that each year of its life is charged, :math:`\rho`.

    Capital is spent when its first year of service begins, and the charges
    fall where the world's payments do, so that their present value over a
    whole life is the overnight cost:
    :math:`\rho = \mathrm{CRF}(r, \lceil n \rceil) / (1 + r)^{1 - \theta}`. Where the
    world has a rate of annuities of its own, that is r here.
    """
    payments = life_years if isinf(life_years) else ceil(life_years)
    rate = world.discount_rate if world.annuity_rate is None else world.annuity_rate
    factor = capital_recovery_factor(rate, payments)
    return factor / (1 + rate) ** (1 - PAID_AT[world.discount_timing])


def share_charged(world: World, built: int, year: int, life_years: float) -> float:
    r"""Share of a planned year's worth in which what was built in `built` is still charged.

    One or zero where a planned year stands for itself; where it stands for
    several, its years in life over all of them, each weighed by its discount.
    """
    weights = [(1 + world.discount_rate) ** -i for i in range(world.length(year))]
    charged = [w for i, w in enumerate(weights) if world.in_life(built, year + i, life_years)]
    return sum(charged) / sum(weights)


def discount_factor(world: World, year: int) -> float:
    """Present value of one unit paid in `year`, and in each later year that it stands for.

    It is that of the start of the first year, or of another one that the world
    names. A year's payments fall at its start, middle or end, as the world says.
    """
    base = world.years[0] if world.discount_base_year is None else world.discount_base_year
    elapsed = year - base + PAID_AT[world.discount_timing]
    return sum((1 + world.discount_rate) ** -(elapsed + i) for i in range(world.length(year)))
