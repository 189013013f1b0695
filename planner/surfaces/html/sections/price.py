"""The price of compute: what an hour is worth, what generations earn, when they are off."""

import pandas as pd

from planner.results.off_reasons import WORDS
from planner.results.switched_off import TOLD
from planner.surfaces.html.facts import Facts
from planner.surfaces.html.parts import DataTable, Section
from planner.wording.limit_words import workload_words
from planner.wording.text import Name, Text, Year, listed, say, sentences

TABLE = "compute_price"
PRICE = "price_usd_per_h100e_hour"
HEADINGS = {
    "workload": "workload", "year": "year", "accelerator": "generation", "reason": "why",
    "served_h100e_million": "served, million H100e",
    "target_h100e_million": "by the drivers, million H100e",
    PRICE: "price, USD a H100e-hour",
    "next_step_usd_per_h100e_hour": "next step, USD a H100e-hour",
    "value_busd": "value, billion USD", "paid_busd": "at the price, billion USD",
    "running_million": "running, million", "idle_million": "idle, million",
    "upkeep_busd": "upkeep, billion USD", "energy_busd": "energy, billion USD",
    "earned_busd": "earned, billion USD", "earned_usd_per_unit": "earned, USD a unit",
    "bought_million": "bought, million", "price_usd_per_unit": "price, USD a unit",
    "payback_years": "payback, years",
    "value_usd_per_unit_hour": "worth, USD a unit-hour",
    "running_usd_per_unit_hour": "running cost, USD a unit-hour",
}  # fmt: skip


def build(facts: Facts) -> Section | None:
    """What compute is worth; None where all targets come first."""
    if TABLE not in facts.plan.tables:
        return None
    plan = facts.plan
    return Section(
        key="price",
        question="What is an hour of compute worth?",
        finding=finding(facts),
        paragraphs=(
            *(of_workload(facts, str(w)) for w in plan[TABLE]["workload"].unique()),
            earned(facts),
            switched_off(facts),
        ),
        tables=(
            _table(plan[TABLE].drop(columns="wanted_h100e_million"), "The price of compute"),
            _table(plan["payback"], "What each purchase earns, and when it has paid back"),
        ),
        details=(
            _table(plan["generation_earnings"], "What each generation earns"),
            _table(_off(plan["switched_off"]), "What is switched off, and why"),
        ),
    )


def finding(facts: Facts) -> Text:
    """The price of the last year, to the workload that is served most."""
    rows = facts.plan[TABLE]
    last = rows[rows["year"] == rows["year"].max()]
    row = last.loc[last["served_h100e_million"].idxmax()]
    workload, year = str(row["workload"]), int(row["year"])
    name = workload_words(facts.names, workload)
    if not pd.notna(row[PRICE]):
        return say("Compute has a price to {name}, which the solver did not tell", name=name)
    return say(
        "In {year} one more hour of a H100e is worth {usd} USD to {name}",
        year=Year(year),
        usd=facts.number(TABLE, PRICE, workload=workload, year=year),
        name=name,
    )


def of_workload(facts: Facts, workload: str) -> Text:
    """The price of every year to a workload, and what is served in the last."""
    rows = facts.plan[TABLE]
    own = [int(year) for year in rows.loc[rows["workload"] == workload, "year"]]
    each = [
        say(
            "{usd} in {year}",
            usd=facts.number(TABLE, PRICE, workload=workload, year=year),
            year=Year(year),
        )
        for year in own
    ]
    return say(
        "{name} is served while it is worth its cost, {served} H100e in the last year. One more "
        "hour of a H100e is worth, in USD of the year: {prices}.",
        name=workload_words(facts.names, workload),
        served=facts.amount(
            TABLE, "served_h100e_million", unit="million", workload=workload, year=own[-1]
        ),
        prices=listed(each),
    ).capital()


def earned(facts: Facts) -> Text:
    """How soon purchases pay back, and how earnings are reckoned."""
    reckoned = say(
        "What a generation earns is its compute at that price, less its upkeep and energy; shell "
        "and plant are not taken off."
    )
    known = facts.plan["payback"]["payback_years"].dropna()
    if known.empty:
        return reckoned
    soonest = facts.number("payback", "payback_years", "min")
    latest = facts.number("payback", "payback_years", "max")
    paid = say(
        "What is bought has paid its own price back after {soonest} to {latest} years, where it "
        "does so within the planned ones.",
        soonest=soonest,
        latest=latest,
    )
    return sentences(paid, reckoned)


def switched_off(facts: Facts) -> Text:
    """How much is switched off in which year, and why."""
    table = facts.plan["switched_off"]
    told = table.groupby(["year", "reason"])["idle_million"].sum()
    items = [
        say(
            "{units} in {year} ({why})",
            units=facts.amount(
                "switched_off", "idle_million", unit="million", year=int(year), reason=str(reason)
            ),
            year=Year(int(year)),
            why=Name(WORDS.get(str(reason), str(reason))),
        )
        for (year, reason), million in told.items()
        if million >= TOLD
    ]
    if not items:
        return say("No accelerator that stands is switched off.")
    return say("Accelerators are switched off: {items}.", items=listed(items, "; and "))


def _off(table: pd.DataFrame) -> pd.DataFrame:
    """What is switched off by generation, year and reason, over all sites."""
    keys = ["year", "accelerator", "reason"]
    weighed = table.copy()
    figures = ["value_usd_per_unit_hour", "running_usd_per_unit_hour"]
    for column in figures:
        weighed[column] *= weighed["idle_million"]
    summed = weighed.groupby(keys, as_index=False)[["idle_million", *figures]].sum()
    for column in figures:
        summed[column] /= summed["idle_million"]
    summed["reason"] = summed["reason"].map(lambda reason: WORDS.get(reason, reason))
    return summed


def _table(frame: pd.DataFrame, caption: str) -> DataTable:
    return DataTable.of(frame, caption, [HEADINGS[str(name)] for name in frame.columns])
