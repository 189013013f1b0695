"""The demand curve of computing, from rents and revenue to the prices of its steps, by hand."""

from math import sqrt

import pandas as pd
import pytest

from tools.derive.compute_demand import (
    INDEX,
    compute_demand_rows,
    rental_anchor,
    revenue_growth,
    step_prices,
)


def revenue(scope, years):
    return [
        {"scope": scope, "year": year, "revenue_busd_low": None, "revenue_busd": busd,
         "revenue_busd_high": None}
        for year, busd in years.items()
    ]  # fmt: skip


@pytest.fixture
def raw():
    """Two months of an H100, 2 USD for 10 days and 3 for 30, and one of an H200 at 4."""
    table = pd.DataFrame(
        [("H100 SXM", 2.0, 10), ("H100 SXM", 3.0, 30), ("H200", 4.0, 30)],
        columns=["gpu", "mean_usd_per_gpu_hour", "days"],
    )
    return {INDEX: table}


def test_the_anchor_is_the_mean_by_days_between_the_cheapest_and_the_dearest_by_the_h100e(raw):
    # (2 x 10 + 3 x 30) / 40 = 2.75; an H200 of 0.8 H100e rents for 5 USD a H100e-hour.
    anchor = rental_anchor(raw, {"nvidia_h100": 1.0, "nvidia_h200": 0.8})

    assert anchor == pytest.approx({"low": 2.0, "central": 2.75, "high": 5.0})


def test_revenue_grows_to_the_end_of_the_year():
    # Between years of 100, 400 and 1,600 the years end at 200 and 800, over 100 in 2026. The low
    # path is half in 2026 and a sixteenth of 400 in 2027: it ends at sqrt(50 x 25) over its 50.
    # The leader's own path is of another scope and counts for nothing.
    rows = revenue("industry", {2026: 100.0, 2027: 400.0, 2028: 1600.0})
    rows[0]["revenue_busd_low"], rows[1]["revenue_busd_low"] = 50.0, 25.0
    rows += revenue("leader", {2026: 2.0, 2027: 2.0, 2028: 32.0})
    growth = revenue_growth(rows)

    low_2026, low_2027 = sqrt(50 * 25) / 50, sqrt(25 * 1600) / 50
    assert growth[2026] == pytest.approx({"low": low_2026, "central": 2.0, "high": 2.0})
    assert growth[2027] == pytest.approx({"low": low_2027, "central": 8.0, "high": 8.0})


def test_a_step_is_cheaper_by_its_multiple_to_the_inverse_elasticity():
    # Four times what is wanted at 2 USD: at an elasticity of one 0.5 USD. Low is 1 USD over
    # 4^(1/0.7), with half the revenue half of it; high is 3 USD over 4^(1/1.4).
    low, central, high = step_prices(
        4.0, {"low": 1.0, "central": 2.0, "high": 3.0}, {"low": 1.0, "central": 2.0, "high": 2.0}
    )

    assert central == pytest.approx(0.5)
    assert low == pytest.approx(0.5 * 4 ** (-1 / 0.7))
    assert high == pytest.approx(3 * 4 ** (-1 / 1.4))


def test_the_curve_falls_in_every_case_and_its_steps_add_up_to_the_last_multiple(raw):
    # 1 million H100e at the end of 2025 that grow four times a year are 2 million in mid-2026, and
    # revenue that doubles in a year is 1.414 times as much at its end: 64 times 2.828 million.
    load = {
        "workload": "rest_of_industry", "base_year": 2025, "base_value": 1e6,
        "growth_oom_per_year": 0.6020599913,
    }  # fmt: skip
    rows = compute_demand_rows(
        raw, [load], revenue("industry", {2026: 1e3, 2027: 2e3}), {"nvidia_h100": 1.0,
                                                                  "nvidia_h200": 1.0}
    )  # fmt: skip

    assert sum(row["quantity_h100e"] for row in rows) == pytest.approx(64 * 2.828e6, rel=1e-3)
    assert [row["step"] for row in rows] == list(range(1, len(rows) + 1))
    for case in ("_low", "", "_high"):
        prices = [row[f"price_usd_per_h100e_hour{case}"] for row in rows]
        assert prices == sorted(prices, reverse=True)
    # At the geometric mean of 0.75 and 1 an elasticity of one asks 2.75 USD over 0.866.
    fourth = next(row for row in rows if row["step"] == 4)
    assert fourth["price_usd_per_h100e_hour"] == pytest.approx(2.75 / (0.75**0.5), rel=1e-3)


def test_revenue_that_pays_for_less_is_the_low_end(raw):
    # 8.76 billion USD over 2 million H100e and 8,760 hours are 0.5 USD, less than 2.
    load = {
        "workload": "rest_of_industry", "base_year": 2025, "base_value": 1e6,
        "growth_oom_per_year": 0.6020599913,
    }  # fmt: skip
    rows = compute_demand_rows(
        raw, [load], revenue("industry", {2026: 8.76, 2027: 8.76}), {"nvidia_h100": 1.0,
                                                                   "nvidia_h200": 1.0}
    )  # fmt: skip
    fourth = next(row for row in rows if row["step"] == 4)

    # Between 0.75 and 1 the middle is 0.866, and an elasticity of 1.4 raises 0.5 USD least.
    assert fourth["price_usd_per_h100e_hour_low"] == pytest.approx(
        0.5 * 0.75 ** (-0.5 / 1.4), rel=1e-3
    )
