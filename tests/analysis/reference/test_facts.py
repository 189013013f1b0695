"""Facts of a plan, from tables of a few rows."""

from types import SimpleNamespace

import pandas as pd
import pytest

from planner.analysis.reference.facts import Facts
from planner.analysis.reference.figures import FIGURES
from planner.system import Accelerator


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
