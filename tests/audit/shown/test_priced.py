"""Priced demand as it is shown: steps, and a price between them, by hand."""

from math import nan
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from planner.audit.amounts import Amounts
from planner.audit.programme.statement import column
from planner.audit.shown import priced

STEPS = {
    ("rest", 2026, 1): (2.0, 3.0),
    ("rest", 2026, 2): (4.0, 1.0),
    ("run", 2026, 1): (1.0, 5.0),
}
SERVED = {("rest", 2026, 1): 2.0, ("rest", 2026, 2): 1.0, ("run", 2026, 1): 0.0}


def parts(served=None, share=1.0, steps=None, **tables):
    files = SimpleNamespace(
        hours=8000.0, present=lambda y: 0.5, definition={"demand": {"curve_share": share}}
    )
    evidence = SimpleNamespace(files=files, plan=lambda name: tables.get(name, pd.DataFrame()))
    space = SimpleNamespace(
        evidence=evidence, steps=STEPS if steps is None else steps,
        workloads={"rest": {"kind": "serving"}, "run": {"kind": "training_run"}},
        run_days={("run", 2026): 100}, targets={("rest", 2026): 5e6, ("run", 2026): 1e26},
    )  # fmt: skip
    values = {column("compute_served_million_h100e", *step): million
              for step, million in (served or SERVED).items()}  # fmt: skip
    return evidence, space, Amounts(values)


def failed(rows):
    return [row.row for row in rows if row.deviation > 1e-6 * row.scale]


def of_steps(change=None, served=None, leave=()):
    # 2 million H100e at 3 USD in 8000 hours are 48 billion, one at 1 USD 8; the run has none.
    told = {("rest", 2026, 1): [2.0, 2.0, 3.0, 48.0], ("rest", 2026, 2): [4.0, 1.0, 1.0, 8.0],
            ("run", 2026, 1): [1.0, 0.0, 5.0, 0.0]}  # fmt: skip
    for step, at, number in change or ():
        told[step][at] = number
    table = pd.DataFrame(
        [(*step, *row) for step, row in told.items() if step not in leave],
        columns=["workload", "year", "step", "wanted_h100e_million", "served_h100e_million",
                 "price_usd_per_h100e_hour", "value_busd"],
    )  # fmt: skip
    return failed(priced._steps(*parts(served, compute_steps=table)))


def test_a_step_is_told_with_what_is_wanted_served_and_worth():
    assert of_steps() == []
    names = ("wanted_h100e_million", "served_h100e_million", "price_usd_per_h100e_hour",
             "value_busd")  # fmt: skip
    for at, name in enumerate(names):
        wrong = of_steps([(("rest", 2026, 1), at, 9.0)])
        assert wrong == [f"{name} of step 1 of rest in 2026"]
    assert of_steps(leave=[("run", 2026, 1)])[0] == "a row of compute_steps for run 2026 1"
    # A rounding below nothing is none.
    assert of_steps(served={**SERVED, ("run", 2026, 1): -1e-3}) == []


def price_of(duals, own_rows=3):
    stages = {} if duals is None else {"cost": SimpleNamespace(duals=duals)}
    proof = SimpleNamespace(
        stages=stages, own_rows=own_rows,
        row_families=["other", "compute_demand_balance", "compute_demand_balance"],
        row_keys=[("rest", "2026"), ("rest", "2026"), ("run", "2026")],
    )  # fmt: skip
    return priced._prices(parts()[1], proof)


def test_a_price_is_the_dual_of_what_is_served_in_money_of_its_year():
    # 6 billion of present value a million H100e are 12 of the year: 1.5 USD in 8000 hours, and
    # of 1.2 in the 2400 hours of a run 1 USD.
    found = price_of(np.array([9.0, -6.0, -1.2]))

    assert found == pytest.approx({("rest", 2026): 1.5, ("run", 2026): 1.0}, rel=1e-12)
    assert price_of(None) == {}
    stage = SimpleNamespace(stages={"cost": SimpleNamespace(duals=None)})
    assert priced._prices(parts()[1], stage) == {}


PRICE = ("workload", "year", "served_h100e_million", "wanted_h100e_million", "value_busd",
         "next_step_usd_per_h100e_hour", "price_usd_per_h100e_hour", "paid_busd",
         "target_h100e_million")  # fmt: skip
REST = ("rest", 2026, 3.0, 6.0, 56.0, 1.0, 1.5, 36.0, 5.0)
RUN = ("run", 2026, 0.0, 1.0, 0.0, 5.0, 2.0, 0.0, nan)


def prices(*rows, served=None, booked=56.0, share=1.0, usd=None):
    ledger = pd.DataFrame(
        [("value", "rest", 2026, booked), ("cost", "rest", 2026, 99.0)],
        columns=["ledger", "item", "year", "amount"],
    )
    own = parts(
        served, share, ledger=ledger, compute_price=pd.DataFrame(rows, columns=list(PRICE))
    )
    evidence, space, values = own
    usd = {("rest", 2026): 1.5, ("run", 2026): 2.0} if usd is None else usd
    return failed(priced._told_prices(evidence, space, usd, values))


def test_the_price_of_compute_is_told_with_all_that_follows_from_it():
    # 3 of 6 million are served, worth 56; paid 1.5 USD in 8000 hours of each: 36.
    assert prices(REST, RUN) == []
    names = ("served to rest", "wanted by rest", "value for rest", "next step of rest",
             "price for rest", "paid by rest", "what the drivers ask of rest")  # fmt: skip
    for at, name in enumerate(names, start=2):
        wrong = [*REST]
        wrong[at] += 0.1
        assert prices(tuple(wrong), RUN) == [f"{name} in 2026"]
    assert prices(REST, RUN, booked=55.0) == ["lines of value for rest in 2026"]
    assert prices(REST) == ["a row of compute_price for run 2026"]
    # A run's target is no compute that a unit serves, and a part of the drivers' is asked.
    assert prices(REST, (*RUN[:-1], 1e20)) == ["what the drivers ask of run in 2026"]
    assert prices((*REST[:-1], 2.5), RUN, share=0.5) == []


def test_without_duals_no_price_is_told():
    blank = [(*row[:6], nan, nan, row[8]) for row in (REST, RUN)]

    assert prices(*blank, usd={}) == []
    assert prices(REST, RUN, usd={}) != []


def test_the_next_step_is_the_dearest_that_is_not_served_whole():
    # A rounding less than the whole is whole.
    nearly = {**SERVED, ("rest", 2026, 1): 2.0 * (1 - 5e-7)}
    assert prices(REST, RUN, served=nearly) == []
    less = {**SERVED, ("rest", 2026, 1): 2.0 * (1 - 2e-6)}
    assert "next step of rest in 2026" in prices(REST, RUN, served=less)
    whole = {**SERVED, ("rest", 2026, 2): 4.0}
    told = ("rest", 2026, 6.0, 6.0, 80.0, nan, 1.5, 72.0, 5.0)
    assert prices(told, RUN, served=whole, booked=80.0) == []


def between(price, share, usd=2.0):
    told = {"workload": ["rest"], "year": [2026], "price_usd_per_h100e_hour": [price]}
    evidence = parts(
        compute_price=pd.DataFrame(told),
        compute_steps=pd.DataFrame(
            [("rest", 2026, 1, usd, 4.0 * share, 4.0)],
            columns=["workload", "year", "step", "price_usd_per_h100e_hour",
                     "served_h100e_million", "wanted_h100e_million"]),
    )[0]  # fmt: skip
    rows = [*priced._between(evidence)]
    return ("" if not rows else "held") if not failed(rows) else failed(rows)[0].split(", ")[-1]


def test_a_price_lies_between_the_steps_that_are_served_and_those_that_are_not():
    assert between(2.0, 0.5) == between(1.0, 1.0) == between(3.0, 0.0) == "held"
    assert between(2.1, 0.5) == between(2.1, 1.0) == "which is served"
    assert between(1.9, 0.5) == between(1.9, 0.0) == "of which some is not served"
    # Within a rounding of none or of all either may be.
    assert between(3.0, 5e-6) == between(1.0, 1 - 5e-6) == "held"
    assert between(3.0, 2e-5) == "which is served"
    assert between(1.0, 1 - 2e-5) == "of which some is not served"
    # Of a price that is not known, or of a step at none, nothing is said.
    assert between(nan, 0.5) == between(2.0, 0.5, usd=0.0) == ""


def test_a_plan_without_prices_has_no_such_checks(monkeypatch):
    monkeypatch.setattr(priced, "earning_checks", lambda *_: [])
    proof = SimpleNamespace(stages={})

    def checks(evidence, space, values):
        return [check.family for check in priced.priced_checks(evidence, space, proof, values)]

    assert checks(*parts(steps={})) == []
    three = ["compute_steps", "compute_price", "compute_price between steps"]
    empty = pd.DataFrame([], columns=list(PRICE))
    assert checks(*parts(steps={}, compute_price=empty)) == []
    assert checks(*parts(compute_price=pd.DataFrame([REST, RUN], columns=list(PRICE)),
                         ledger=pd.DataFrame(columns=["ledger", "item", "year", "amount"]),
                         )) == three  # fmt: skip
