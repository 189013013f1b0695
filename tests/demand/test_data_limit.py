"""The largest run that data supports, against the published year of full use."""

import pytest

from planner.demand.data_limit import largest_run, parameters_of, tokens
from planner.demand.raw_compute import raw_compute


def test_the_stock_of_2028_is_the_published_one(drivers, published):
    # published_projections, DATAWALL, tokens_at_full_use 2028: 4e14 tokens.
    row = published["datawall_tokens_at_full_use_2028"]

    assert tokens(drivers, 2028).central == pytest.approx(row["central"], rel=0.03)


def test_the_run_at_full_use_is_the_published_one(drivers, published):
    # published_projections, DATAWALL, training_compute_at_full_use 2028: 5e28 FLOP, printed to
    # one figure. 6 x (3e14 x 1.07^4)^2 / 20 = 4.6e28.
    row = published["datawall_training_compute_at_full_use_2028"]

    run = largest_run(drivers, [2028])[2028].central
    assert float(f"{run:.0e}") == row["central"]


def test_the_trend_meets_the_data_limit_in_the_published_years(drivers, published):
    # published_projections, DATAWALL, full_use_year 2028 (2026 to 2032).
    row = published["datawall_full_use_year_2028"]
    years = range(2024, 2036)
    runs, limits = raw_compute(drivers, years), largest_run(drivers, years)

    first = next(y for y in years if runs[y].central > limits[y].central)
    assert row["low"] <= first <= row["high"]


def test_the_limit_without_growth_has_the_ends_of_the_stock(changed, published):
    # C goes with the square of the tokens, so the ends of the stock alone count twice.
    drivers = changed(data_stock_growth_per_year=0.0)
    row = published["datawall_effective_public_text_stock"]

    low, high = row["low"] / row["central"], row["high"] / row["central"]
    found = largest_run(drivers, [2024])[2024]
    # Repetition may take away to 0.6 and add up to three times.
    assert found.low / found.central < low**2
    assert found.high / found.central > high**2


def test_half_the_tokens_synthetic_doubles_them_and_quadruples_the_run(drivers, changed):
    half = changed(data_synthetic_share=0.5)

    assert tokens(half, 2026).central == pytest.approx(2 * tokens(drivers, 2026).central)
    assert largest_run(half, [2026])[2026].central == pytest.approx(
        4 * largest_run(drivers, [2026])[2026].central
    )


def test_a_compute_optimal_run_has_twenty_tokens_a_parameter(drivers):
    # Chinchilla: 70e9 parameters on 1.4e12 tokens take 6 x 70e9 x 1.4e12 FLOP.
    assert parameters_of(drivers, 6 * 70e9 * 1.4e12) == pytest.approx(70e9)
