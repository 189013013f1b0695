"""The world's fleet, against AI 2027 and by hand."""

import pytest

from planner.demand.world_fleet import from_investment, from_stock


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026, 2027])
def test_the_stock_grows_as_in_ai_2027(drivers, published, year):
    # published_projections, AI2027_world, h100e_stock: rounded to one or two figures there.
    row = published[f"ai2027_world_h100e_stock_{year}"]

    assert from_stock(drivers, [year])[year].central == pytest.approx(row["central"], rel=0.15)


def test_investment_buys_the_difference_of_two_stocks(drivers):
    # At 50,000 USD, 150 billion in 2024 buy 3 million; the stock doubles, so half of it is new.
    stock = from_investment(drivers, [2023, 2024])

    assert stock[2024].central - stock[2023].central == pytest.approx(3e6)
    assert stock[2024].central == pytest.approx(6e6)
