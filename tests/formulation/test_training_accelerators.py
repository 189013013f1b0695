"""A run on one vendor's accelerators: worlds of two vendors, solved by hand."""

from dataclasses import replace
from types import SimpleNamespace

import pyomo.environ as pyo
import pytest

from planner.formulation.training_accelerators import _most
from planner.lp.options import SolverOptions
from planner.results.training_sites import choice_table
from planner.solving.solve import solve_world
from planner.system import (
    Accelerator,
    DemandStep,
    Region,
    RunOption,
    Site,
    TrainingTopology,
    Workload,
)
from planner.units import HOURS_PER_YEAR

EXACT = SolverOptions(mip_gap=1e-6)
GROUP = {"a": "A", "b": "B"}
STANDS = {("a", 2025): 0.5, ("b", 2025): 0.5}


@pytest.fixture
def plan(world):
    """A run of a hundred days that wants a million units; half a million of each vendor stand."""

    def solved(target=100.0, group=GROUP, stands=STANDS, **changes):
        settings = {
            "sites": {"s": Site(region="r", existing_fleet=stands)},
            "accelerators": {
                "a": Accelerator(it_capex=3.0, life_years=1, service_years=9, vendor="A"),
                "b": Accelerator(it_capex=2.0, life_years=1, service_years=9, vendor="B"),
            },
            "workloads": {
                "run": Workload(kind="training_run", target={2026: target}, run_days=100)
            },
            "training_group": group,
        }
        return solve_world(world(**{**settings, **changes}), EXACT)

    return solved


def missed(solved):
    return solved.stages["shortfall_1"].solution.objective


def cost(solved):
    return solved.stages["cost"].solution.objective


def used(solved, w="run", y=2026):
    values = solved.formulation.model.compute_allocated_million
    return {k: round(pyo.value(values[w, k, y]), 6) for k in ("a", "b")}


def not_sold(**chips):
    return {k: Accelerator(last_sale_year=2025, service_years=9, **more)
            for k, more in chips.items()}  # fmt: skip


def test_two_vendors_each_half_enough_serve_a_run_that_may_mix_them(plan):
    solved = plan(group={})

    assert cost(solved) == pytest.approx(0.0, abs=1e-7)
    assert used(solved) == {"a": 0.5, "b": 0.5}
    assert choice_table(solved).empty


def test_a_run_on_one_vendor_buys_the_other_half_of_the_cheaper(plan):
    # Half a million more of b for 2 billion USD a million; of a it would be 3.
    solved = plan()

    assert cost(solved) == pytest.approx(1.0, abs=1e-4)
    assert used(solved) == {"a": 0.0, "b": 1.0}
    assert set(choice_table(solved)["duals_hold"]) == {"for this choice of accelerators"}


def test_what_can_not_be_bought_is_missed(plan):
    assert missed(plan(group={}, accelerators=not_sold(a={}, b={}))) == pytest.approx(
        0.0, abs=1e-7
    )
    assert missed(plan(accelerators=not_sold(a={}, b={}))) == pytest.approx(0.5)


def test_a_run_takes_the_vendor_that_computes_most(plan):
    # Half a million of a compute 1.6 times as much: 0.8 of the target.
    chips = not_sold(a={"training_compute_per_day": 1.6}, b={})
    solved = plan(accelerators=chips)

    assert missed(solved) == pytest.approx(0.2)
    assert used(solved) == {"a": 0.5, "b": 0.0}


def test_two_families_of_a_vendor_serve_a_run_that_is_on_one_vendor(plan):
    assert cost(plan(group={"a": "A", "b": "A"})) == pytest.approx(0.0, abs=1e-7)


def test_units_that_the_run_does_not_take_serve_others(plan):
    # The run takes half a million of b that stand and as many that are bought, the others a's.
    others = Workload(kind="throughput", target={2026: 0.5}, priority=2)
    run = Workload(kind="training_run", target={2026: 100.0}, run_days=100)
    solved = plan(workloads={"run": run, "others": others})

    assert cost(solved) == pytest.approx(1.0, abs=1e-4)
    assert used(solved, "others") == {"a": 0.5, "b": 0.0}


def test_each_years_run_chooses_anew(plan):
    # A million of a stand until the end of 2026, a million of b come in 2027.
    stands = {("a", 2025): 1.0, ("b", 2027): 1.0}
    chips = not_sold(a={}, b={})
    chips["a"] = replace(chips["a"], service_years=2)
    run = Workload(kind="training_run", target={2026: 100.0, 2027: 100.0}, run_days=100)
    solved = plan(years=(2026, 2027), stands=stands, accelerators=chips, workloads={"run": run})

    assert missed(solved) == pytest.approx(0.0, abs=1e-6)


def test_what_communication_takes_may_be_computed_beside_the_target(plan):
    # Two campuses of a million units each: 200 computed, of which a fifth is lost, meet 160.
    both = frozenset({"s", "t"})
    topology = TrainingTopology(
        kind="campuses",
        hosts=("s", "t"),
        options={"both": RunOption(sites=both, most_campuses=2, farthest_km=100.0)},
        distance_km={("s", "t"): 50.0},
        efficiency={("run", 2026, "both"): 0.8},
    )
    campus = Site(region="r", max_facility_gw=1.0, existing_fleet={("a", 2025): 1.0})
    solved = plan(
        160.0,
        sites={"s": campus, "t": campus},
        regions={"r": Region()},
        accelerators=not_sold(a={}, b={}),
        training_topology=topology,
        stands={},
    )

    assert missed(solved) == pytest.approx(0.0, abs=1e-6)
    assert set(choice_table(solved)["duals_hold"]) == {
        "for this choice of campuses and accelerators"
    }


def test_a_priced_run_is_served_by_one_vendor(plan):
    # A million H100e are worth 1 USD an hour all year, 8.76 billion USD; half a million of either
    # stand and no more can be had. The H100e of a run are by the rate at which its units train.
    rate = 1979e12 * 86_400 * 1e6 / 1e27
    chips = not_sold(a={"training_compute_per_day": rate}, b={"training_compute_per_day": rate})
    step = DemandStep(step=1, wanted=1.0, price=1.0, row_year=2026)
    run = Workload(
        kind="training_run",
        target={2026: 1.0},
        run_days=HOURS_PER_YEAR / 24,
        steps={2026: (step,)},
    )

    mixed = plan(group={}, accelerators=chips, workloads={"run": run})
    single = plan(accelerators=chips, workloads={"run": run})

    assert cost(mixed) == pytest.approx(-8.76)
    assert cost(single) == pytest.approx(-4.38)


def test_a_run_may_want_more_by_what_communication_takes_and_no_hopeless_share_counts():
    shares = {("run", 2026, "all"): 0.8, ("run", 2026, "two"): 0.5, ("run", 2026, "far"): 1e-9}
    topology = SimpleNamespace(
        options=dict.fromkeys(("all", "two", "far", "one")), efficiency=shares
    )

    assert _most(SimpleNamespace(training_topology=topology), "run", 2026) == pytest.approx(2.0)
    assert _most(SimpleNamespace(training_topology=None), "run", 2026) == 1.0
