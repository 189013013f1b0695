"""What is said of the price of compute, from tables of a few rows."""

import pandas as pd
import pytest

from planner.results.plan import Plan
from planner.results.price_sentences import price_sentences


def told(worth, cost):
    """The sentences of a plan of one workload whose compute is worth so much, billion USD."""
    price = {"workload": ["w"], "year": [2026], "served_h100e_million": [2.0],
             "price_usd_per_h100e_hour": [1.5], "paid_busd": [26.28]}  # fmt: skip
    tables = {
        "compute_price": pd.DataFrame(price),
        "payback": pd.DataFrame({"payback_years": []}),
    }
    summary = {"present_value_of_compute_busd": worth, "objective": {"cost": cost - worth}}
    return price_sentences(Plan(tables, summary))


@pytest.mark.parametrize(
    ("cost", "said"),
    [
        (30.0, "10 billion USD more than all that is charged."),
        (40.0, "0 billion USD more than all that is charged."),
        # Targets that come first cost, and are worth no price.
        (45.0, "5 billion USD less than all that is charged."),
    ],
)
def test_a_plan_that_costs_more_than_its_compute_is_worth_says_so(cost, said):
    sentence = next(each for each in told(40.0, cost) if "is charged" in each)

    assert sentence.endswith(f"it is worth 40 billion USD, present value: {said}")
