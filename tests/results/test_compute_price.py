"""Prices of compute and what is served at them, from duals and amounts that are written down."""

from types import SimpleNamespace

import pandas as pd
import pytest

from planner.results.compute_price import (
    compute_price,
    compute_steps,
    is_priced,
    prices,
    unit_value,
)
from planner.system import Accelerator, DemandStep, Workload, World

YEARS = (2026, 2027)


def step(number, wanted, price):
    return DemandStep(step=number, wanted=wanted, price=price, row_year=2026)


WORKLOADS = {
    "rest": Workload(
        kind="throughput", target={2026: 8.0}, curve_share=0.5,
        steps={2026: (step(1, 1.0, 4.0), step(2, 2.0, 2.0)), 2027: (step(1, 1.0, 3.0),)},
    ),
    "run": Workload(
        kind="training_run", target={2026: 8.0}, run_days=100,
        steps={2026: (step(1, 1.0, 5.0),)},
    ),
}  # fmt: skip


def solved(served=None, duals=None):
    steps = [("rest", 2026, 1), ("rest", 2026, 2), ("rest", 2027, 1), ("run", 2026, 1)]
    rows = [("rest", 2026), ("rest", 2027), ("run", 2026)]
    model = SimpleNamespace(
        DEMAND_STEPS=steps if served is not None else [],
        compute_served_million_h100e=served or {},
        compute_demand_balance={key: SimpleNamespace(name=str(key)) for key in rows},
    )
    world = World(
        years=YEARS, workloads=WORKLOADS, discount_rate=0.25, discount_timing="start",
        accelerators={"k": Accelerator(h100e=2.0)},
    )  # fmt: skip
    return SimpleNamespace(
        formulation=SimpleNamespace(model=model), world=world, duals={"cost": duals}.get
    )


def test_the_price_of_an_hour_is_the_dual_in_money_of_its_year():
    # A million H100e for 8,760 hours are worth 17.52 billion USD: 2 USD each. In 2027 as much at
    # present is 21.9, or 2.5 USD. Of a run the year has 2,400 hours: 12 billion are 5 USD.
    duals = {"('rest', 2026)": -17.52, "('rest', 2027)": -17.52, "('run', 2026)": -12.0}

    assert prices(solved(duals=duals)) == pytest.approx(
        {("rest", 2026): 2.0, ("rest", 2027): 2.5, ("run", 2026): 5.0}
    )
    assert not is_priced(solved())
    assert is_priced(solved(served={}))


def test_a_unit_computes_for_the_workload_that_pays_most():
    # Two H100e for 8,760 hours at 2 USD: 35.04 billion USD a million, or at 3 USD half more.
    world = World(
        years=YEARS, accelerators={"k": Accelerator(h100e=2.0)},
        workloads={**WORKLOADS, "other": Workload(kind="throughput", target={})},
    )  # fmt: skip

    dear_first = {("other", 2026): 3.0, ("rest", 2026): 2.0, ("rest", 2027): 1.0}
    assert unit_value(world, dear_first) == pytest.approx({("k", 2026): 52.56, ("k", 2027): 17.52})
    dear_last = {("rest", 2026): 2.0, ("other", 2026): 3.0}
    assert unit_value(world, dear_last)["k", 2026] == pytest.approx(52.56)
    # What is worth less than nothing is no nothing.
    assert unit_value(world, {("rest", 2026): -1.0})["k", 2026] == pytest.approx(-17.52)


SERVED = {("rest", 2026, 1): 1.0, ("rest", 2026, 2): 0.5, ("rest", 2027, 1): -1e-12,
          ("run", 2026, 1): 0.25}  # fmt: skip


def test_each_step_is_worth_what_is_served_at_its_own_price():
    # 1 at 4 USD and 0.5 at 2 for 8,760 hours; 0.25 at 5 for 2,400.
    table = compute_steps(solved(SERVED))

    assert table["served_h100e_million"].tolist() == [1.0, 0.5, 0.0, 0.25]
    assert table["value_busd"].tolist() == pytest.approx([35.04, 8.76, 0.0, 3.0])
    assert table["price_usd_per_h100e_hour"].tolist() == [4.0, 2.0, 3.0, 5.0]
    assert table["wanted_h100e_million"].tolist() == [1.0, 2.0, 1.0, 1.0]


def test_a_year_has_the_price_of_its_margin_and_that_of_the_next_step():
    usd = {("rest", 2026): 2.0, ("rest", 2027): 3.5, ("run", 2026): 5.5}
    steps = compute_steps(solved(SERVED))

    table = compute_price(solved(SERVED), usd, steps).set_index(["workload", "year"])

    row = table.loc[("rest", 2026)]
    assert row["wanted_h100e_million"] == 3.0
    assert row["served_h100e_million"] == 1.5
    # Half of the 8 million of the target are wanted of the planned sites.
    assert row["target_h100e_million"] == 4.0
    assert row["price_usd_per_h100e_hour"] == 2.0
    assert row["next_step_usd_per_h100e_hour"] == 2.0
    assert row["value_busd"] == pytest.approx(43.8)
    assert row["paid_busd"] == pytest.approx(1.5 * 17.52)
    later = table.loc[("rest", 2027)]
    assert later["next_step_usd_per_h100e_hour"] == 3.0
    # No target is stated of 2027, and that of a run is no throughput.
    assert pd.isna(later["target_h100e_million"])
    assert pd.isna(table.loc[("run", 2026), "target_h100e_million"])


@pytest.mark.parametrize(
    ("served", "left"),
    [(2.0, False), (2.0 * (1 - 1e-6), False), (2.0 - 1e-6, False), (1.99999, True)],
)
def test_a_step_that_is_served_but_for_a_millionth_is_served(served, left):
    steps = compute_steps(solved({**SERVED, ("rest", 2026, 2): served}))

    table = compute_price(solved(), dict.fromkeys([("rest", 2026), ("rest", 2027),
                                                   ("run", 2026)], 1.0), steps)  # fmt: skip

    assert pd.notna(table["next_step_usd_per_h100e_hour"][0]) == left
