"""Which units made way for others that give more for their power, by hand."""

import pytest

from planner.results.off_reasons import POWER, REPLACED, RUNNING_COST
from planner.system import Accelerator, Workload

from .reasons_by_hand import WORTH, Y, load, reasons

TWO = {
    "k": Accelerator(power_gw=1.0, h100e=1.0, life_years=5),
    "better": Accelerator(power_gw=1.0, h100e=2.0),
}


def parts(running, idle=1.0, displaced=1.0, duals=None, **more):
    found = reasons(
        load(2.0) if duals is None else duals, worth=WORTH, builds=(), chips=TWO,
        running=running, **more,
    )  # fmt: skip
    return list(found.parts("k", "s", Y, idle, displaced))


def test_units_that_ran_where_better_ones_run_now_are_replaced():
    # 0.7 million ran and 0.1 do: 0.6 made way, 0.4 wait for power.
    running = {("better", "s", Y): 0.5, ("k", "s", 2026): 0.7, ("k", "s", Y): 0.1}

    assert parts(running) == [(REPLACED, pytest.approx(0.6)), (POWER, pytest.approx(0.4))]
    # Of those that are to run again none is replaced.
    assert parts(running, displaced=0.2) == [(REPLACED, 0.2), (POWER, 0.8)]
    assert parts(running, displaced=0.0) == [(POWER, 1.0)]
    # All that stand idle made way.
    assert parts(running, idle=0.4, displaced=0.4) == [(REPLACED, 0.4)]


def test_units_that_stood_before_the_plan_ran_then():
    running = {("better", "s", Y): 0.5, ("k", "s", Y): 0.1}
    # 0.3 in life of 2025; those of 2015 are too old, and another generation is none of it.
    fleet = {("k", 2025): 0.3, ("k", 2015): 5.0, ("better", 2025): 7.0}

    assert parts(running, fleet=fleet) == [
        (REPLACED, pytest.approx(0.2)),
        (POWER, pytest.approx(0.8)),
    ]


def test_units_that_run_later_did_not_run_before():
    running = {("better", "s", Y): 0.5, ("k", "s", 2028): 0.9, ("k", "s", Y): 0.1}

    assert parts(running) == [(POWER, 1.0)]


@pytest.mark.parametrize(
    "better",
    # It stands still, runs elsewhere, or gives no more for its power.
    [{("better", "s", Y): 0.0}, {("better", "t", Y): 0.5}, {("better", "s", 2028): 0.5}],
)
def test_units_make_way_for_better_ones_that_run_there(better):
    running = {**better, ("k", "s", 2026): 0.7, ("k", "s", Y): 0.1}

    assert parts(running) == [(POWER, 1.0)]


def test_a_generation_is_better_by_what_it_gives_for_its_power():
    running = {("better", "s", Y): 0.5, ("k", "s", 2026): 0.7, ("k", "s", Y): 0.1}
    # Twice the compute at twice the power is no better.
    chips = {**TWO, "better": Accelerator(power_gw=2.0, h100e=2.0)}
    found = reasons(load(2.0), worth=WORTH, builds=(), running=running, chips=chips)

    assert list(found.parts("k", "s", Y, 1.0, 1.0)) == [(POWER, 1.0)]


def test_a_unit_that_gives_less_may_be_the_better_one():
    running = {("better", "s", Y): 0.5, ("k", "s", 2026): 0.7, ("k", "s", Y): 0.1}
    # 1.5 for a GW against 2.0 for two.
    chips = {
        "k": Accelerator(power_gw=2.0, h100e=2.0, life_years=5),
        "better": Accelerator(power_gw=1.0, h100e=1.5),
    }
    found = reasons(load(2.0), worth=WORTH, builds=(), running=running, chips=chips)

    assert list(found.parts("k", "s", Y, 0.6, 0.6)) == [(REPLACED, pytest.approx(0.6))]


def test_units_that_cost_more_than_they_compute_made_way_for_none():
    running = {("better", "s", Y): 0.5, ("k", "s", 2026): 0.7, ("k", "s", Y): 0.1}

    assert parts(running, cost=5.0) == [(RUNNING_COST, 1.0)]


# Generating tokens goes by memory: "better" computes twice as much and reads half as fast.
SERVED = {
    "k": Accelerator(
        power_gw=1.0, h100e=1.0, memory_tb_per_s=3.35, training_compute_per_day=1.0, life_years=5
    ),
    "better": Accelerator(
        power_gw=1.0, h100e=2.0, memory_tb_per_s=1.675, training_compute_per_day=2.0
    ),
}
SERVING = Workload(
    kind="throughput", target={Y: 1.0}, decode_share=1.0, decode_flop_per_byte=100.0
)
RUN = Workload(kind="training_run", target={Y: 1.0})
LATER = Workload(kind="training_run", target={2028: 1.0})


def beside_better(worth, workloads):
    """Why 0.6 million are off that ran, where "better" runs now."""
    running = {("better", "s", Y): 0.5, ("k", "s", 2026): 0.7, ("k", "s", Y): 0.1}
    found = reasons(
        load(2.0), worth=worth, builds=(), running=running, chips=SERVED, workloads=workloads
    )
    ((reason, units),) = found.parts("k", "s", Y, 0.6, 0.6)
    assert units == pytest.approx(0.6)
    return reason


@pytest.mark.parametrize(
    ("workloads", "reason"),
    # Half as many tokens for the same power, and twice the training. What asks for nothing in
    # the year does not count.
    [
        ({"serving": SERVING}, POWER),
        ({"serving": SERVING, "run": LATER}, POWER),
        ({"serving": SERVING, "run": RUN}, REPLACED),
        ({}, REPLACED),
    ],
)
def test_what_makes_way_gives_less_at_some_work_that_is_asked_for(workloads, reason):
    assert beside_better({("k", Y): 3.0}, workloads) == reason


@pytest.mark.parametrize(("usd", "reason"), [(2.9, POWER), (3.1, REPLACED)])
def test_where_compute_has_a_price_the_better_one_earns_more_for_its_power(usd, reason):
    # Whatever their arithmetic: 3.0 billion USD a GW against 2.9, or 3.1.
    worth = {("k", Y): 3.0, ("better", Y): usd}

    assert beside_better(worth, {"serving": SERVING}) == reason
