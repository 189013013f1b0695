"""Discounting: base years, and years that stand for several."""

from decimal import Decimal, localcontext

import pytest

from planner.formulation.annuity import (
    capital_recovery_factor,
    discount_factor,
    share_charged,
    yearly_charge,
)
from planner.system import World


@pytest.mark.parametrize(
    ("timing", "base", "years_past"),
    [("start", None, 1.0), ("middle", None, 1.5), ("end", None, 2.0), ("end", 2024, 4.0)],
)
def test_money_is_of_the_start_of_the_base_year(timing, base, years_past):
    world = World(
        years=(2026, 2027), discount_rate=0.1, discount_timing=timing, discount_base_year=base
    )

    assert discount_factor(world, 2027) == pytest.approx(1.1**-years_past)


def test_a_year_that_stands_for_three_costs_what_they_cost():
    world = World(
        years=(2026, 2029),
        year_lengths={2026: 3, 2029: 3},
        discount_rate=0.1,
        discount_timing="start",
    )

    assert discount_factor(world, 2029) == pytest.approx(1.1**-3 + 1.1**-4 + 1.1**-5)


@pytest.mark.parametrize("timing", ["start", "middle", "end"])
@pytest.mark.parametrize("life", [1, 4, 7])
def test_the_charges_of_a_life_are_worth_what_was_spent(timing, life):
    # Spent at the start of 2026; three periods of three years hold all of it.
    world = World(
        years=(2026, 2029, 2032),
        year_lengths=dict.fromkeys((2026, 2029, 2032), 3),
        discount_rate=0.1,
        discount_timing=timing,
    )

    worth = sum(
        discount_factor(world, y) * share_charged(world, 2026, y, life) for y in world.years
    )

    assert worth * yearly_charge(world, life) == pytest.approx(1.0)


@pytest.mark.parametrize("life", [1, 20, 30, 1000])
@pytest.mark.parametrize("rate", [1e-300, 1e-17, 1e-15, 1e-13, 1e-12, 1e-8, 0.07, 0.5])
def test_a_rate_may_be_as_small_as_it_likes(rate, life):
    # With 400 digits the plain formula loses none that count.
    with localcontext(prec=400):
        r = Decimal(rate)
        exact = r / (1 - (1 + r) ** -life)

    assert capital_recovery_factor(rate, life) == pytest.approx(float(exact), rel=1e-14)


def test_a_single_year_is_charged_whole_or_not():
    world = World(years=(2026, 2027), discount_rate=0.1)

    assert [share_charged(world, 2026, y, 1.0) for y in world.years] == [1.0, 0.0]
