"""AI revenue of the industry: counted, then growing ever more slowly to a published year."""

from itertools import pairwise

import pandas as pd
import pytest

from tools.derive.affordability import RUN_RATES, ai_revenue_rows, mid_year_run_rate


@pytest.fixture
def raw():
    """Run rates of two developers, and a leader's published path."""
    rates = [
        ("OpenAI", "2025-06-30", 10.0), ("OpenAI", "2026-06-30", 40.0),
        ("Anthropic", "2025-06-29", 1.0), ("Anthropic", "2025-07-01", 4.0),
        ("Anthropic", "2026-06-30", 62.0), ("Anthropic", "2026-12-31", None),
    ]  # fmt: skip
    leader = [("AI2027_leader", "leader_revenue", year, 1e9 * year) for year in (2026, 2027)]
    return {
        RUN_RATES: pd.DataFrame(rates, columns=["lab", "date", "run_rate_usd_bn"]),
        "demand/published_projections.csv": pd.DataFrame(
            leader, columns=["case_id", "quantity", "year", "central"]
        ),
    }


def test_a_run_rate_between_two_counts_grows_evenly(raw):
    # Halfway between 1 and 4 lies 2; with 10 of the other developer 12. A year later 40 and 62.
    assert mid_year_run_rate(raw, 2025) == pytest.approx(12.0)
    assert mid_year_run_rate(raw, 2026) == pytest.approx(102.0)


def test_revenue_of_2026_is_that_of_2025_and_what_two_developers_gained(raw):
    industry = {row["year"]: row for row in ai_revenue_rows(raw) if row["scope"] == "industry"}

    # 30, 60 and 120 billion USD and the 90 that the developers gained.
    now = industry[2026]
    assert [now[f"revenue_busd{case}"] for case in ("_low", "", "_high")] == [120.0, 150.0, 210.0]
    # The excess of growth shrinks by the same factor each year, and 2030 is as published.
    growth = [
        industry[y + 1]["revenue_busd"] / industry[y]["revenue_busd"] for y in range(2025, 2030)
    ]
    excess = [rate - 1 for rate in growth]
    factors = [later / before for before, later in pairwise(excess)]
    assert factors == pytest.approx([factors[0]] * 4, rel=0.01)
    assert industry[2030]["revenue_busd"] == 1200.0
    assert growth[0] == pytest.approx(2.5)
    assert factors[0] < 1
