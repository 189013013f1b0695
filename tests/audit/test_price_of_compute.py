"""The price of compute beside the steps of its curve: no dual is asked, and none can hide it."""

import pytest

from tests.audit.planting import Planted, cell, certified


@pytest.mark.parametrize(("factor", "caught"), [(1.1, True), (0.9, True), (1.0, False)])
def test_the_price_of_a_step_that_is_served_in_part_is_its_own(factor, caught):
    # Of each year's third step, at 4.136 USD, some is served and some is not: the price is that.
    change = cell("compute_price", "price_usd_per_h100e_hour", lambda usd: factor * usd)

    failed = certified(Planted("another price", "priced", plan=change)).failed

    assert ("compute_price between steps" in {check.family for check in failed}) is caught
