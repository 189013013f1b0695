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

    Of a part of a year, and of a year whose part lies in the life, what is charged is worth as
    much as that part of a year's payments: :math:`(1 - q^f) / (1 - q)` of a year's for a part f of
    it, with :math:`q = 1 / (1 + r)`. So the charges of a whole life, of n years, have the same
    present value however they are cut into periods, and it is what was spent:
    :math:`\sum_i q^i (1 - q^{f_i}) / (1 - q) = (1 - q^n) / (1 - q)`.
    """
    ends = world.life_ends(built, life_years)
    growth = log1p(world.discount_rate)

    def charged(begin: float, length: float) -> float:
        part = min(max(ends - begin, 0.0), length) if built <= year else 0.0
        return expm1(-part * growth) / expm1(-growth) if growth else part

    return sum(
        charged(year + after, length) * (1 + world.discount_rate) ** -after
        for after, length in _payments(world, year)
    ) / _worth(world, year)


def share_paid_once(world: World, year: int) -> float:
    """Share of a planned year's worth that one payment is, made with the first of its payments."""
    _, length = _payments(world, year)[0]
    return _discount(world, 0.0, length) / _worth(world, year)


def discount_factor(world: World, year: int) -> float:
    """Present value of one unit a year, paid in `year` and all of what it stands for.

    It is that of the start of the first year, or of another one that the world names. A year's
    payments fall at its start, middle or end, as the world says, and those of a part of a year,
    which are that part of a year's, at its own.
    """
    base = world.years[0] if world.discount_base_year is None else world.discount_base_year
    paid_at = PAID_AT[world.discount_timing]
    return sum(
        length * (1 + world.discount_rate) ** -(year - base + paid_at * length + after)
        for after, length in _payments(world, year)
    )


def _payments(world: World, year: int) -> list[tuple[int, float]]:
    """The years of a planned one, or the part of a year that it is: its beginning and length."""
    length = world.length(year)
    if length < 1:
        return [(0, length)]
    return [(after, 1) for after in range(ceil(length))]


def _discount(world: World, after: float, length: float) -> float:
    """What a payment is worth beside the first of a whole year that begins with the period."""
    early = PAID_AT[world.discount_timing] * (length - 1)
    return (1 + world.discount_rate) ** -(after + early)


def _worth(world: World, year: int) -> float:
    """What one unit a year in a planned year is worth at the first payment of a whole year."""
    return sum(
        length * _discount(world, after, length) for after, length in _payments(world, year)
    )
