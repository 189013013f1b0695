"""Serving by a roofline of FLOP and memory: worlds of two generations, solved by hand."""

import pytest

from planner.formulation.compute_at_work import h100e_at_work
from planner.system import Accelerator, DemandStep, Workload

H100_TB = 3.35
# Of four H100 by FLOP with the memory of one, and of two with the memory of two.
CHIPS = {
    "flop": Accelerator(h100e=4.0, memory_tb_per_s=H100_TB, it_capex=3.0, life_years=1),
    "memory": Accelerator(h100e=2.0, memory_tb_per_s=2 * H100_TB, it_capex=3.4, life_years=1),
}
# Half of the hours of an H100, with a hundred FLOP to a byte: 335 of its 1,979 TFLOP/s are fed.
DECODES = {"decode_share": 0.5, "decode_flop_per_byte": 100.0}


@pytest.fixture
def at_work(world, demand):
    """H100e of one unit at a workload that generates tokens."""

    def make(chip, **changes):
        load = demand({2026: 1.0}, **{**DECODES, **changes})
        return h100e_at_work(world(accelerators={"k": chip}, workloads={"w": load}), "w", "k")

    return make


def test_a_unit_generates_no_faster_than_its_memory_feeds_it(at_work):
    # Prompts four times as fast, tokens as fast: 1 / (0.5 / 4 + 0.5 / 1). Both twice as fast: 2.
    assert at_work(CHIPS["flop"]) == pytest.approx(1.6)
    assert at_work(CHIPS["memory"]) == pytest.approx(2.0)


def test_a_unit_with_little_flop_is_held_by_its_flop(at_work):
    # A tenth of the FLOP of an H100, 197.9, with ten times its memory: tokens at 197.9 / 335.
    slow = Accelerator(h100e=0.1, memory_tb_per_s=10 * H100_TB)

    assert at_work(slow) == pytest.approx(1 / (0.5 / 0.1 + 0.5 / (197.9 / 335)))


def test_where_much_flop_goes_with_a_byte_memory_holds_nobody(at_work):
    assert at_work(CHIPS["flop"], decode_flop_per_byte=1e4) == pytest.approx(4.0)


def test_what_generates_nothing_is_counted_by_flop(at_work):
    assert at_work(CHIPS["flop"], decode_share=0.0) == 4.0


def test_a_demand_is_met_with_the_generation_that_serves_most_for_its_price(
    world, demand, cost_of
):
    # Two million H100e. By FLOP half a million of the first, 1.5 billion USD. By the roofline
    # 1.25 million of it would be 3.75, and a million of the second are 3.4.
    def cost(**changes):
        return cost_of(world(accelerators=CHIPS, workloads={"w": demand({2026: 2.0}, **changes)}))

    assert cost() == pytest.approx(1.5)
    assert cost(**DECODES) == pytest.approx(3.4)


def test_a_priced_demand_is_served_by_the_roofline(world, demand, cost_of):
    # Two million H100e are wanted at a price of 8.76 billion USD a million: worth 17.52, for 3.4.
    step = DemandStep(step=1, wanted=2.0, price=1.0, row_year=2026)
    load = demand({}, steps={2026: (step,)}, **DECODES)

    assert cost_of(world(accelerators=CHIPS, workloads={"w": load})) == pytest.approx(3.4 - 17.52)


def test_a_training_run_is_counted_by_flop(world):
    run = Workload(kind="training_run", target={2026: 1.0}, run_days=1.0)
    made = world(accelerators=CHIPS, workloads={"run": run})

    one, two = (h100e_at_work(made, "run", k) for k in CHIPS)
    assert one == two
