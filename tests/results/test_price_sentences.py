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


def test_each_sentence_tells_its_figures():
    # Of three workloads one is not served, and one has no price in 2027; 1.5 + 4 billion USD are
    # paid in 2026, 2.25 in 2027.
    price = {
        "workload": ["w", "w", "v", "v", "none"], "year": [2026, 2027, 2026, 2027, 2026],
        "served_h100e_million": [2.0, 3.0, 0.0, 1.0, 0.001],
        "price_usd_per_h100e_hour": [1.23456, 0.98765, 0.5, float("nan"), 9.0],
        "paid_busd": [1.5, 2.25, 4.0, 0.0, 0.0],
    }  # fmt: skip
    payback = {
        "accelerator": ["k", "j", "k", "i"], "year": [2026, 2026, 2027, 2028],
        "payback_years": [0.5678, 4.4321, float("nan"), float("nan")],
    }  # fmt: skip
    tables = {"compute_price": pd.DataFrame(price), "payback": pd.DataFrame(payback)}
    summary = {"present_value_of_compute_busd": 40.0, "objective": {"cost": -10.0}}

    assert price_sentences(Plan(tables, summary)) == [
        "w: served while it is worth its cost; one more H100e-hour is worth, in USD: 1.23 in "
        "2026, 0.988 in 2027.",
        "v: served while it is worth its cost; one more H100e-hour is worth, in USD: 0.5 in 2026.",
        "none: nobody buys at its prices.",
        "At the price of its year what is served costs 5.5 billion USD in 2026 and 2.25 billion "
        "USD in 2027.",
        "By its demand curve, the dear first steps included, it is worth 40 billion USD, present "
        "value: 10 billion USD more than all that is charged.",
        "Accelerators pay back in 0.57 to 4.4 years, by their own price, upkeep and energy.",
        "Not paid back within the planned years: k of 2027, i of 2028.",
    ]
    alone = {**tables, "payback": pd.DataFrame(payback).iloc[:1]}
    assert "Accelerators pay back in 0.57 years," in price_sentences(Plan(alone, summary))[-1]
    assert price_sentences(Plan({}, {})) == []
