"""Where a plan goes beyond its data: training tokens, one campus, announced generations."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from planner.results.plan import Plan
from planner.wording.limit_words import workload_words
from planner.wording.numbers import Form, printed
from planner.wording.query import Query, answer
from planner.wording.text import Number, Text, Year, say, sentences, years

AVAILABILITY, PROJECTED = "accelerator_availability", "projected"
CAMPUS = "run_campus"
_TOLD = 0.005
"""Share of the compute that runs below which projected generations are not told of."""


def beyond_data(plan: Plan) -> Text:
    """Which runs are asked for more than data supports, by how much, and on whose chips.

    Read off the tables ``demand``, ``ceilings``, ``accelerator_availability`` and
    ``accelerators``; nothing where all targets are within their data and all that
    runs is announced.
    """
    demand = plan["demand"]
    above = demand[demand["above_data_limit"].astype(bool) & (demand["quantity"] == "target")]
    runs = [
        _of_run(plan, str(run), sorted(int(y) for y in rows["year"]))
        for run, rows in above.groupby("workload", sort=False)
    ]
    return sentences(*runs, _projected(plan))


def _of_run(plan: Plan, run: str, above: Sequence[int]) -> Text:
    """A run: the years, and how far the last of them is beyond tokens and beyond a campus."""
    last = above[-1]
    target, data = (
        Query("demand", "central", "sum", (("workload", run), ("year", last), ("quantity", what)))
        for what in ("target", "data_limit")
    )
    told = say(
        "{run} is asked for more than training data is held to support in {years}: in {last} for "
        "{target} FLOP, {times} times the {data} that there are tokens for",
        run=workload_words(plan.names, run),
        years=years(above),
        last=Year(last),
        target=_number(plan, target, "power"),
        times=_times(plan, target, data),
        data=_number(plan, data, "power"),
    )
    campus = Query("ceilings", "central", "sum", (("ceiling", CAMPUS), ("year", last)))
    limits = plan.tables.get("ceilings", pd.DataFrame())
    one = answer(campus, plan.tables) if len(limits) else 0.0
    if 0.0 < one < answer(target, plan.tables):
        told += say(
            " and {times} times what the largest campus alone would allow",
            times=_times(plan, target, campus),
        )
    return told + Text((".",))


def _projected(plan: Plan) -> Text:
    """How much of the compute of the last year runs on generations that nobody has announced."""
    known = plan.tables.get(AVAILABILITY, pd.DataFrame())
    if PROJECTED not in known:  # A run of an earlier planner does not tell it.
        return Text()
    kinds = tuple(str(k) for k in known.loc[known[PROJECTED].astype(bool), "accelerator"])
    last = int(plan.summary["years"][-1])
    whole = Query("accelerators", "h100e_million", "sum", (("year", last),))
    part = Query(
        "accelerators", "h100e_million", "sum", (("year", last), ("accelerator", kinds)),
        over=whole,
    )  # fmt: skip
    if not kinds or not answer(whole, plan.tables) or answer(part, plan.tables) < _TOLD:
        return Text()
    return say(
        "{share} of the compute that runs in {last} is of generations that are projected from "
        "earlier ones and that nobody has announced.",
        share=_number(plan, part, "percent"),
        last=Year(last),
    ).capital()


def _times(plan: Plan, of: Query, over: Query) -> Number:
    return _number(plan, Query(of.table, of.column, of.how, of.where, over=over), "plain")


def _number(plan: Plan, query: Query, form: Form) -> Number:
    tables: Any = plan.tables
    value = answer(query, tables)
    return Number(printed(value, form), value, query)
