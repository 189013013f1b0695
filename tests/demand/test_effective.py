"""Effective compute and the four factors of performance."""

import pytest

from planner.demand.effective import contributions


def layers(drivers, index, year):
    return {c.contribution: c.oom for c in contributions(drivers, [year]) if c.index == index}


def test_four_years_of_efficiency_are_one_to_three_orders(drivers, published):
    # published_projections, SA_trend, algorithmic_efficiency_growth: 0.5 OOM a year; its text
    # counts 1 to 3 orders from 2023 to 2027, best guess 2.
    before, after = (
        layers(drivers, "effective_compute", year)["algorithmic_efficiency"]
        for year in (2023, 2027)
    )
    growth = published["sa_trend_algorithmic_efficiency_growth"]["central"]

    assert after.central - before.central == pytest.approx(4 * growth)
    assert after.low - before.low == pytest.approx(1)
    assert after.high - before.high == pytest.approx(3)


def test_nothing_lies_above_the_base_run_in_its_year(drivers):
    assert all(
        layer.oom.low == layer.oom.central == layer.oom.high == 0
        for layer in contributions(drivers, [2022])
    )


def test_performance_is_a_product_of_four_factors(drivers):
    # Four years: training compute 4 x 0.5, both efficiencies 4 x log10 3, fleet 4 x log10 3.3.
    stack = layers(drivers, "performance", 2026)

    assert list(stack) == [
        "training_compute",
        "training_efficiency",
        "inference_compute",
        "inference_efficiency",
    ]
    product = 10 ** sum(layer.central for layer in stack.values())
    assert product == pytest.approx(10**2 * 3**4 * 3.3**4 * 3**4, rel=1e-4)
