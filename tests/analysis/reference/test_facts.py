"""Facts of a plan, from tables of a few rows."""

from types import SimpleNamespace

import pandas as pd
import pytest

from planner.analysis.reference.facts import Facts
from planner.analysis.reference.figures import FIGURES
from planner.system import Accelerator, Workload
from planner.units import FLOP_PER_MODEL_UNIT


def facts(costs):
    """Facts of a plan that pays these costs in 2026, billion USD, and others in 2027."""
    terms = [*costs, "fuel"]
    table = pd.DataFrame(
        {"term": terms, "year": [2026] * len(costs) + [2027], "cost_busd": [*costs.values(), 99.0]}
    )
    return Facts(plan={"cost": table}, world=SimpleNamespace(), drivers=None)


def test_a_stock_is_what_stands_whether_it_runs_or_not():
    # Two million of 1.5 H100e run in 2026 and one million is idle: 4.5 million stand, and running
    # costs 9 billion over the 3 million that run.
    fleet = {"accelerator": ["k", "k"], "year": [2026, 2027], "running_million": [2.0, 7.0],
             "idle_million": [1.0, 0.0]}  # fmt: skip
    told = facts({"fuel": 9.0})
    told.plan["accelerators"] = pd.DataFrame(fleet)
    told.plan["clusters"] = pd.DataFrame({"year": [2026], "h100e_million": [3.0]})
    told.world.accelerators = {"k": Accelerator(h100e=1.5)}

    assert told.installed_h100e(2026) == pytest.approx(4.5e6)
    assert told.running_usd_per_h100e(2026) == pytest.approx(3000.0)
    assert FIGURES["h100e_stock"](told, 2026, {}) == pytest.approx(4.5e6)


def test_a_run_of_next_to_nothing_where_nothing_stands_has_no_cluster(monkeypatch):
    told = facts({})
    told.world.accelerators = {"k": Accelerator(power_gw=1.5)}
    clusters = {"year": [2026, 2027], "facility_gw": [0.0, 3.0], "it_gw": [0.0, 2.0]}
    told.plan["clusters"] = pd.DataFrame(clusters)
    monkeypatch.setattr(Facts, "_cluster", lambda self, year, per_unit: per_unit["k"] * 1e6)

    assert told.cluster_gw(2026) is None
    # 1.5 GW of IT at 3 GW of facility for each 2 of IT.
    assert told.cluster_gw(2027) == pytest.approx(2.25)


def test_power_over_chips_is_all_that_power_costs_over_the_charge_for_chips():
    # Energy 1, fuel 2, plants 3 and 0.5 of upkeep and 0.1 of running them, over 13.2 for chips.
    power = {
        "grid_energy": 1.0,
        "fuel": 2.0,
        "power_capital": 3.0,
        "power_fixed_om": 0.5,
        "power_variable_om": 0.1,
    }
    paid = {**power, "accelerators_capital": 13.2, "shell_capital": 7.0}

    assert facts(paid).power_over_chips(2026) == pytest.approx(0.5)
    assert facts(power).power_over_chips(2026) is None
    assert facts({"accelerators_capital": 2.0}).power_over_chips(2026) == 0.0


def test_a_run_of_more_flop_needs_so_many_more_accelerators(monkeypatch):
    # 3 million H100e deliver 6e26 FLOP: a run of 1e26 needs half a million.
    told = facts({})
    told.plan["targets"] = pd.DataFrame(
        {"workload": ["run"], "year": [2026], "delivered": [6e26], "target": [6e26]}
    )
    monkeypatch.setattr(Facts, "run", "run")
    monkeypatch.setattr(Facts, "cluster_h100e", lambda self, year: 3e6)

    assert told.needed_for(2026, 1e26) == pytest.approx(5e5)
    assert told.needed_for(2027, 1e26) is None


CHIPS = {
    "k": Accelerator(h100e=1.5, power_gw=1.5, training_compute_per_day=2.0, life_years=4,
                     uses={("node", "n3"): 30.0, ("packaging", "cowos"): 7.0}),
    "j": Accelerator(h100e=4.0, power_gw=2.0, training_compute_per_day=5.0, life_years=6,
                     uses={("node", "n3"): 12.5, ("node", "n2"): 2.5}),
}  # fmt: skip


@pytest.fixture
def whole():
    """A plan that buys two million k and half a million j in 2027, for a run on some of them.

    That is 3 and 2 million H100e. The run of 50 days at 0.4 gets what 1.5 million k and 0.2
    million j would compute: 1.5 x 2 + 0.2 x 5 = 4 a day.
    """
    tables = {
        "accelerators": pd.DataFrame(
            {"accelerator": ["k", "k", "j", "j", "k"], "year": [2027, 2027, 2027, 2027, 2026],
             "bought_million": [1.25, 0.75, 0.5, 0.0, 9.0]}
        ),
        "allocations": pd.DataFrame(
            {"workload": ["run", "run", "run", "rest"], "accelerator": ["k", "k", "j", "k"],
             "year": [2027] * 4, "units_million": [2.0, 1.0, 0.4, 50.0]}
        ),
        "clusters": pd.DataFrame(
            {"year": [2027, 2027], "it_gw": [3.0, 1.0], "facility_gw": [4.0, 2.0],
             "h100e_million": [3.0, 1.0]}
        ),
        "targets": pd.DataFrame(
            {"workload": ["run", "rest"], "year": [2027, 2027],
             "delivered": [4.0 * 50 * 0.4 * FLOP_PER_MODEL_UNIT, 1e7]}
        ),
        "capex": pd.DataFrame({"year": [2027, 2027, 2026], "capex_busd": [80.0, 20.0, 1.0]}),
        "cost": pd.DataFrame(
            {"term": ["accelerators_capital", "shell_capital", "fuel", "opex"],
             "year": [2027] * 4, "cost_busd": [50.0, 5.0, 6.0, 2.0]}
        ),
        "power": pd.DataFrame(
            {"technology": ["gas", "battery", "gas"], "kind": ["dispatchable", "storage", "grid"],
             "year": [2027, 2027, 2026], "generation_twh": [7.0, 3.0, 1.0]}
        ),
    }  # fmt: skip
    run = Workload(kind="training_run", target={2027: 1.0}, run_days=50, utilisation=0.4)
    world = SimpleNamespace(
        years=(2026, 2027), accelerators=CHIPS,
        workloads={"rest": Workload(kind="throughput", target={}), "run": run},
    )  # fmt: skip
    return Facts(plan=tables, world=world, drivers=SimpleNamespace(value=lambda _: 2.5e25))


def test_what_is_bought_takes_wafers_of_all_nodes(whole):
    # 2 million of 30 thousand a million, and half a million of 12.5 and 2.5: packaging is none.
    assert whole.bought_h100e(2027) == pytest.approx(5e6)
    assert whole.wafers(2027) == pytest.approx(67_500.0)


def test_a_run_is_scaled_to_what_is_delivered(whole):
    # Allocated are 3 million k and 0.4 million j, which compute 8 a day: half of each are needed.
    assert whole.cluster_h100e(2027) == pytest.approx(0.5 * (3 * 1.5 + 0.4 * 4) * 1e6)
    # 0.5 x (3 x 1.5 + 0.4 x 2) GW of IT, and 6 GW of facilities for 4 of IT.
    assert whole.cluster_gw(2027) == pytest.approx(2.65 * 1.5)
    assert whole.cluster_h100e(2026) is None
    assert whole.cluster_gw(2026) is None


def test_a_run_costs_its_part_of_what_is_bought(whole):
    # 100 billion USD for 5 million H100e, and the run needs 3.05 million.
    assert whole.cluster_usd(2027) == pytest.approx(61e9)
    assert whole.cluster_usd(2026) is None
    # For a run of twice the compute twice as many.
    twice = 2 * whole.delivered_flop(2027)
    assert whole.needed_for(2027, twice) == pytest.approx(6.1e6)


def test_a_model_without_a_run_has_no_cluster(whole):
    none = {"rest": whole.world.workloads["rest"]}
    other = Facts(
        plan=whole.plan, world=SimpleNamespace(**{**vars(whole.world), "workloads": none}),
        drivers=None,
    )  # fmt: skip

    assert other.run is None
    assert other.delivered_flop(2027) is None
    assert other.raw_oom(2027) is None
    assert other.cluster_h100e(2027) is None


def test_a_run_has_orders_of_magnitude_above_the_first(whole):
    whole.plan["targets"]["delivered"] = 2.5e28

    assert whole.raw_oom(2027) == pytest.approx(3.0)
    assert whole.raw_oom(2026) is None


def test_a_unit_costs_its_capital_and_what_running_takes_for_the_longest_life(whole):
    # 8 billion a year besides capital for 4 million H100e is 2,000 each; 20,000 each is bought,
    # and six years is the longer life.
    assert whole.running_usd_per_h100e(2027) == pytest.approx(2_000.0)
    assert whole.tco_usd_per_h100e(2027) == pytest.approx(20_000.0 + 6 * 2_000.0)
    assert whole.running_usd_per_h100e(2026) is None
    assert whole.tco_usd_per_h100e(2026) is None


def test_a_flow_of_the_first_year_is_of_many_years(whole):
    assert whole.of_flow(2026, 5.0) is None
    assert whole.of_flow(2027, 5.0) == 5.0


def test_energy_is_what_generates_and_no_store(whole):
    assert whole.energy_twh(2027) == pytest.approx(7.0)
    assert whole.facility_gw(2027) == pytest.approx(6.0)
    assert whole.running_h100e(2027) == pytest.approx(4e6)
    assert whole.capex_usd(2027) == pytest.approx(1e11)
