"""Trends, against a published line."""

import pytest

from planner.demand.trend import trend


def test_half_an_order_of_magnitude_a_year_is_a_hundredfold_in_four_years():
    # Situational Awareness counts +2 OOM from the end of 2022 to 2026
    # (published_projections, SA_cluster 2026 training_compute_vs_gpt4_cluster).
    targets = trend(2.1e25, 2022, 0.5, [2022, 2026])

    assert targets == {2022: pytest.approx(2.1e25), 2026: pytest.approx(2.1e27)}
