"""The price of compute in words: what an hour is worth, what all is worth, and what pays back."""

import pandas as pd

from planner.results.plan import Plan
from planner.wording.money import billions
from planner.wording.names import ACCELERATORS, Names
from planner.wording.numbers import to_figures

FEW = 1e-3
"""Million H100e below which nothing is served."""


def price_sentences(plan: Plan) -> list[str]:
    """What is served at a price, what it is worth, and when purchases pay back; none without."""
    if "compute_price" not in plan.tables:
        return []
    sentences = [
        _of_workload(plan.names.workload(str(workload)), rows)
        for workload, rows in plan["compute_price"].groupby("workload", sort=False)
    ]
    paid = plan["compute_price"].groupby("year")["paid_busd"].sum()
    if (paid > 0).any():
        ends = dict.fromkeys((paid.index[0], paid.index[-1]))
        told = " and ".join(f"{billions(float(paid[year]))} in {year}" for year in ends)
        sentences.append(f"At the price of its year what is served costs {told}.")
    worth = float(plan.summary["present_value_of_compute_busd"])
    surplus = worth - plan.cost_busd
    sentences.append(
        f"By its demand curve, the dear first steps included, it is worth {billions(worth)}, "
        f"present value: {billions(abs(surplus))} {'more' if surplus >= 0 else 'less'} than all "
        "that is charged."
    )
    return [*sentences, *_paid_back(plan["payback"], plan.names)]


def _of_workload(workload: str, rows: pd.DataFrame) -> str:
    """What an hour is worth to a workload, year by year."""
    served = rows["served_h100e_million"]
    if not (served > FEW).any():
        return f"{workload}: nobody buys at its prices."
    told = ", ".join(
        f"{to_figures(usd, 3)} in {year}"
        for usd, year in zip(rows["price_usd_per_h100e_hour"], rows["year"], strict=True)
        if usd == usd
    )
    prices = f"; one more H100e-hour is worth, in USD: {told}" if told else ""
    return f"{workload}: served while it is worth its cost{prices}."


def _paid_back(payback: pd.DataFrame, called: Names) -> list[str]:
    """Between which years purchases pay back, and what does not in the planned years."""
    known = payback["payback_years"].dropna()
    never = payback[payback["payback_years"].isna()]
    sentences = []
    if len(known):
        least, most = to_figures(known.min(), 2), to_figures(known.max(), 2)
        span = least if least == most else f"{least} to {most}"
        sentences.append(
            f"Accelerators pay back in {span} years, by their own price, upkeep and energy."
        )
    if len(never):
        pairs = zip(never["accelerator"], never["year"], strict=True)
        names = ", ".join(f"{called.called(ACCELERATORS, str(k))} of {year}" for k, year in pairs)
        sentences.append(f"Not paid back within the planned years: {names}.")
    return sentences
