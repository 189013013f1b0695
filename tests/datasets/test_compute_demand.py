"""The demand curve of computing, from rents and revenue to the prices of its steps, by hand."""

from math import sqrt
from pathlib import Path

import pandas as pd
import pytest

from planner.config.locations import bundled
from tools.derive.compute_demand import (
    INDEX,
    RENTS,
    SALES,
    compute_demand_rows,
    contract_rents,
    counted_stock,
    rental_anchor,
    revenue_paths,
    share_of_revenue,
    step_prices,
    wanted_growth,
)
from tools.derive.raw import Raw
from tools.derive.run import RAW_TABLES

ROOT = Path(__file__).parents[2]

CHIPS = [
    {"accelerator": "nvidia_h100", "eight_bit_dense_tflops": 1979, "it_power_w_per_unit": 1000},
    {"accelerator": "nvidia_h200", "eight_bit_dense_tflops": 1979, "it_power_w_per_unit": 1000},
    {"accelerator": "nvidia_a100", "eight_bit_dense_tflops": 1979, "it_power_w_per_unit": 1000},
    {"accelerator": "nvidia_b200", "eight_bit_dense_tflops": 3958, "it_power_w_per_unit": 2000},
]


def contract(of, accelerator, **told):
    amounts = dict.fromkeys(("usd_per_unit_hour", "usd_bn", "years", "units", "it_mw"))
    return {"class": of, "accelerator": accelerator, **amounts, **told}


@pytest.fixture
def raw():
    """Rents of three classes, months of the hourly index, and chips sold to mid-2026 and later."""
    rents = [
        contract("hopper", "nvidia_h100", usd_per_unit_hour=2.0),
        contract("hopper", "nvidia_h100", usd_per_unit_hour=3.0),
        contract("blackwell", "nvidia_b200", usd_bn=17.52, years=2, units=500_000),
        contract("blackwell", "nvidia_b200", usd_bn=8.76, years=2, it_mw=1000),
        contract("own_chips", "nvidia_h100", usd_per_unit_hour=0.4),
    ]
    sales = [
        ("2026Q1", "H100/H200", 5e5), ("2026Q2", "H100/H200", 5e5), ("2026Q2", "B200", 2e6),
        ("2026Q2", "TPU v7", 1e6), ("2026Q2", "Ascend 910C", 7e6), ("2026Q3", "B200", 9e6),
    ]  # fmt: skip
    index = [("H100 SXM", 2.5), ("H100 SXM", 4.0), ("B200", 3.0)]
    return {
        RENTS: pd.DataFrame(rents).astype({"usd_per_unit_hour": float, "it_mw": float}),
        SALES: pd.DataFrame(sales, columns=["quarter", "chip", "h100e_central"]),
        INDEX: pd.DataFrame(index, columns=["gpu", "mean_usd_per_gpu_hour"]),
    }


def industry(central, low=None):
    """Rows of AI revenue; the leader's own path is of another scope and counts for nothing."""
    rows = [
        {"scope": "industry", "year": year, "revenue_busd_low": (low or {}).get(year),
         "revenue_busd": busd, "revenue_busd_high": None}
        for year, busd in central.items()
    ]  # fmt: skip
    return [*rows, {**rows[0], "scope": "leader", "revenue_busd": 7.0}]


def test_the_stock_counts_what_was_sold_to_the_middle_of_the_year_but_not_for_china(raw):
    assert counted_stock(raw) == {"hopper": 1e6, "blackwell": 2e6, "own_chips": 1e6}


def test_a_contract_pays_its_sum_over_its_hours_and_units_or_over_those_that_its_power_feeds(raw):
    # 17.52 billion USD over 2 x 8,760 hours and half a million units are 2 USD, of 2 H100e each;
    # 1,000 MW feed as many units of 2,000 W, at half the sum.
    assert contract_rents(raw, CHIPS).usd.tolist() == pytest.approx([2.0, 3.0, 1.0, 0.5, 0.4])


def test_the_anchor_is_what_the_mix_is_let_for_between_the_cheapest_and_the_dearest(raw):
    # A quarter of the stock at 2, 2.5, 3 USD, half at 0.5, 0.75, 1 and a quarter at 0.4. Hourly an
    # H100 is at most at 4, and a B200 of 2 H100e at 1.5.
    anchor = rental_anchor(raw, counted_stock(raw), CHIPS)

    assert anchor["low"] == pytest.approx((2.0 + 2 * 0.5 + 0.4) / 4)
    assert anchor["central"] == pytest.approx((2.5 + 2 * 0.75 + 0.4) / 4)
    assert anchor["high"] == pytest.approx((4.0 + 2 * 1.5 + 0.4) / 4)


def test_revenue_has_a_path_for_each_case():
    paths = revenue_paths(industry({2026: 100.0, 2027: 400.0}, low={2026: 50.0}))

    assert paths["low"] == {2026: 50.0, 2027: 400.0}
    assert paths["central"] == paths["high"] == {2026: 100.0, 2027: 400.0}


STOCK = {"hopper": 200e9 / 8760}
"""Costs 200 billion USD a year at 1 USD: twice a revenue of 100, of which 0.75 is to last."""
PATH = {2026: 100.0, 2027: 400.0, 2030: 400.0, 2031: 1600.0, 2032: 1600.0, 2033: 1600.0}


def test_what_is_wanted_grows_with_revenue_while_its_share_falls_evenly_to_the_one_that_lasts():
    # From mid-2026 to the end of 2030 are 4.5 years, of which half a year passes in 2026. Revenue
    # is 200 at the end of 2026, 800 at that of 2030, 1,600 at that of 2032.
    assert share_of_revenue(1.0, PATH, STOCK) == pytest.approx(2.0)
    grown = [wanted_growth(year, 1.0, PATH, "central", STOCK) for year in (2026, 2030, 2032)]

    fall = 0.75 / 2.0
    assert grown == pytest.approx([2.0 * fall ** (1 / 9), 8.0 * fall, 16.0 * fall])


def test_a_share_below_the_one_that_lasts_stays():
    # At 0.1 USD the stock costs a fifth of the revenue of 2026.
    assert wanted_growth(2030, 0.1, PATH, "central", STOCK) == pytest.approx(8.0)


def test_a_step_is_cheaper_by_its_multiple_to_the_inverse_elasticity():
    # At four times what is wanted at 2 USD; twice as much is wanted in another case, of an anchor
    # of 3 USD. Elasticities are 0.7, 1.1 and 1.4, the shift by the central one.
    anchor = {"central": 2.0, "high": 3.0}
    growth = {("central", "central", "central"): 1.5, ("high", "central", "central"): 3.0}
    prices = list(step_prices(4.0, anchor, growth))

    own = [2.0 * 4.0 ** (-1 / elasticity) for elasticity in (0.7, 1.1, 1.4)]
    other = [3.0 * 2.0 ** (1 / 1.1) * 4.0 ** (-1 / elasticity) for elasticity in (0.7, 1.1, 1.4)]
    assert prices == pytest.approx(own + other)


def test_the_curve_falls_in_every_case_and_its_steps_add_up_to_the_last_multiple(raw):
    # 1 million H100e at the end of 2025 that grow four times a year are 2 million in mid-2026. The
    # stock costs 4e6 x 1.1 x 8,760 = 38.5 billion USD, less than the share that lasts: only
    # revenue counts, which doubles in a year and is 1.414 times as much at its end: 64 times
    # 2.828 million.
    load = {
        "workload": "rest_of_industry", "base_year": 2025, "base_value": 1e6,
        "growth_oom_per_year": 0.6020599913,
    }  # fmt: skip
    rows = compute_demand_rows(raw, [load], industry({2026: 1e3, 2027: 2e3}), CHIPS)

    assert sum(row["quantity_h100e"] for row in rows) == pytest.approx(64 * 2.828e6, rel=1e-3)
    assert [row["step"] for row in rows] == list(range(1, len(rows) + 1))
    for case in ("_low", "", "_high"):
        prices = [row[f"price_usd_per_h100e_hour{case}"] for row in rows]
        assert prices == sorted(prices, reverse=True)
    # At the geometric mean of 0.75 and 1 the price is 1.1 USD over 0.866 to the power of 1/1.1.
    fourth = next(row for row in rows if row["step"] == 4)
    assert fourth["price_usd_per_h100e_hour"] == pytest.approx(1.1 / sqrt(0.75) ** (1 / 1.1), 1e-3)
    assert "1.41 times what was at work in mid-2026" in fourth["note"]


def test_the_guide_says_what_the_shipped_tables_make():
    raw, chips = Raw(RAW_TABLES), pd.read_csv(bundled("datasets") / "accelerators.csv")
    revenue = pd.read_csv(bundled("datasets") / "ai_revenue.csv").to_dict("records")
    stock = counted_stock(raw)
    anchor = rental_anchor(raw, stock, chips.to_dict("records"))
    path = {row["year"]: row["revenue_busd"] for row in revenue if row["scope"] == "industry"}
    share = share_of_revenue(anchor["central"], path, stock)

    guide = (ROOT / "docs" / "priced-demand.md").read_text(encoding="utf-8")
    told = " | ".join(f"{anchor[case]:.2f}" for case in ("low", "central", "high"))
    assert f"| {told} | contracts of a year and more" in guide
    assert f"| computing over AI revenue, 2026 | | {share:.1f} | |" in guide
