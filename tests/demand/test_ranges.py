"""How ends combine."""

import pytest

from planner.demand.ranges import Range, oom_spread, spread


def test_one_factor_keeps_its_own_ends():
    ends = oom_spread(2.0, 10.0, 50.0)

    assert spread(10.0, [ends]) == Range(pytest.approx(2.0), 10.0, pytest.approx(50.0))


def test_independent_factors_add_in_quadrature():
    # Three orders and four orders above: sqrt(9 + 16) = 5.
    assert spread(1.0, [(0.0, 3.0), (0.0, 4.0)]).high == pytest.approx(1e5)


def test_a_factor_that_divides_swaps_its_ends():
    # A divisor of 1, at most 10: the quotient is at most its centre, at least a tenth.
    assert oom_spread(1.0, 1.0, 10.0, power=-1) == (pytest.approx(1.0), 0.0)


def test_an_end_of_zero_widens_nothing():
    assert oom_spread(0.0, 5.0, 5.0) == (0.0, 0.0)
