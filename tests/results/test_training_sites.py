"""Where runs are and on which accelerators, from amounts that are written down."""

from types import SimpleNamespace

import pandas as pd
import pytest

from planner.results import Plan
from planner.results.training_sites import (
    accelerators_of_runs,
    choice_table,
    chosen_whole,
    runs_by_year,
    training_sites_table,
)  # fmt: skip
from planner.system import Accelerator, Site, World
from planner.system.objects.workloads import RunOption, TrainingTopology

HOSTS = ("a", "b", "c")
FAR = {("a", "b"): 100.0, ("a", "c"): 700.0, ("b", "c"): 300.0}
CHIPS = {
    "k": Accelerator(power_gw=1.0, h100e=2.0, training_compute_per_day=3.0),
    "j": Accelerator(power_gw=2.0, h100e=5.0, h100e_told=4.0, training_compute_per_day=6.0),
}


def solved(units, taken=(), runs=(("run", 2026),), group=None, stages=None):
    topology = TrainingTopology(
        kind="campuses", hosts=HOSTS, options={"near": RunOption(sites=frozenset(HOSTS))},
        distance_km=FAR, efficiency={("run", 2026, "near"): 0.9, ("run", 2026, "wide"): 0.8},
    )  # fmt: skip
    world = World(
        years=(2026, 2027), sites={s: Site(region=f"r{s}") for s in HOSTS}, accelerators=CHIPS,
        training_topology=topology,
    )  # fmt: skip
    model = SimpleNamespace(
        SPREAD_RUNS=list(runs), training_units_million=units, training_option_taken=dict(taken)
    )
    known = SimpleNamespace(training_topology=world.training_topology, sites=world.sites,
                            accelerators=CHIPS, training_group=group)  # fmt: skip
    return SimpleNamespace(
        formulation=SimpleNamespace(model=model), world=known, stages=stages or {}
    )


UNITS = {("run", "k", "a", 2026): 1.0, ("run", "j", "a", 2026): 0.5, ("run", "j", "c", 2026): 1.5,
         ("run", "k", "b", 2026): 1e-6, ("run", "k", "b", 2027): 9.0,
         ("other", "k", "b", 2026): 9.0}  # fmt: skip
TAKEN = {("run", "near", 2026): 0.5, ("run", "wide", 2026): 1.0, ("run", "near", 2027): 1.0,
         ("other", "near", 2026): 1.0}  # fmt: skip


def test_campuses_of_a_run_come_by_what_they_compute():
    # At c 1.5 million j compute 9; at a 1 k and 0.5 j make 6: nine and six of fifteen.
    first, second = training_sites_table(solved(UNITS, TAKEN)).to_dict("records")

    assert (first["site"], first["region"], second["site"]) == ("c", "rc", "a")
    assert first["share_of_run"] == pytest.approx(0.6)
    assert second["share_of_run"] == pytest.approx(0.4)
    # At a 1 x 1 and 0.5 x 2 GW, 1.5 million units, and 1 x 2 and 0.5 x 4 H100e as they are told.
    assert (second["it_gw"], second["units_million"], second["h100e_million"]) == (2.0, 1.5, 4.0)
    # A single unit at b is none: two hosts are 700 km apart, and the option leaves 0.8.
    assert (first["campuses"], first["farthest_km"]) == (2, 700.0)
    assert (first["option"], first["efficiency"]) == ("wide", 0.8)


def test_a_run_at_one_campus_has_no_distance():
    alone = {("run", "k", "b", 2026): 2e-6}
    (row,) = training_sites_table(solved(alone, TAKEN)).to_dict("records")

    assert (row["campuses"], row["farthest_km"], row["share_of_run"]) == (1, 0.0, 1.0)
    # All three are as far apart as the farthest two.
    three = {**UNITS, ("run", "k", "b", 2026): 1.0}
    assert set(training_sites_table(solved(three, TAKEN))["farthest_km"]) == {700.0}
    near = {("run", "k", s, 2026): 1.0 for s in "ab"}
    assert set(training_sites_table(solved(near, TAKEN))["farthest_km"]) == {100.0}


@pytest.mark.parametrize(
    ("runs", "group", "given"),
    [
        ((("run", 2026),), None, "campuses"), ((), {"g": ()}, "accelerators"),
        ((("run", 2026),), {"g": ()}, "campuses and accelerators"),
    ],
)  # fmt: skip
def test_a_choice_says_what_its_duals_hold_for(runs, group, given):
    found = SimpleNamespace(objective=2.0, bound=1.9, gap=0.05, nodes=7, seconds=1.5)
    stages = {
        "cost": SimpleNamespace(stage=SimpleNamespace(unit="busd"), choice=found),
        "other": SimpleNamespace(stage=SimpleNamespace(unit="x"), choice=None),
    }

    table = choice_table(solved({}, runs=runs, group=group, stages=stages))

    assert [tuple(row) for row in table.itertuples(index=False)] == [
        ("cost", "busd", 2.0, 1.9, 0.05, 7, 1.5, f"for this choice of {given}")
    ]
    assert chosen_whole(Plan({"choice": table}, {})) == given
    assert chosen_whole(Plan({"choice": table.iloc[:0]}, {})) == ""


def test_accelerators_of_a_run_come_by_their_compute():
    rows = [("run", "k", 2026, 1.25, 2.5), ("run", "j", 2026, 0.75, 3.0),
            ("run", "old", 2026, 1e-6, 9.0), ("run", "k", 2027, 2.0, 4.0),
            ("rest", "k", 2026, 5.0, 10.0), ("a run", "k", 2026, 0.5, 1.0)]  # fmt: skip
    columns = ["workload", "accelerator", "year", "units_million", "h100e_million"]
    asked = [("run", "run_length"), ("run", "target"), ("rest", "target"),
             ("a run", "run_length")]  # fmt: skip
    plan = Plan(
        {
            "allocations": pd.DataFrame(rows, columns=columns),
            "demand": pd.DataFrame(asked, columns=["workload", "quantity"]),
        },
        {},
    )

    assert accelerators_of_runs(plan).to_dict("records") == [
        {"run": "run", "year": 2026, "accelerators": "j 0.75 M, k 1.25 M"},
        {"run": "run", "year": 2027, "accelerators": "k 2 M"},
        {"run": "a run", "year": 2026, "accelerators": "k 0.5 M"},
    ]


def test_a_year_of_a_run_adds_up_its_campuses():
    rows = [("run", 2026, "a", 1.25, 2.0, 700.0, 0.85), ("run", 2026, "c", 0.5, 1.0, 700.0, 0.85),
            ("run", 2027, "b", 3.0, 4.0, 0.0, 1.0),
            ("a run", 2026, "b", 1.0, 1.0, 0.0, 1.0)]  # fmt: skip
    columns = ["workload", "year", "site", "it_gw", "h100e_million", "farthest_km", "efficiency"]

    first, second, other = runs_by_year(
        Plan({"training_sites": pd.DataFrame(rows, columns=columns)}, {})
    ).to_dict("records")

    assert first["campuses"] == "a 1.25 GW, c 0.50 GW"
    assert (first["IT GW"], first["H100e M"], first["farthest km"]) == (1.75, 3.0, 700.0)
    assert first["efficiency"].startswith("85")
    assert second["campuses"] == "b 3.00 GW"
    # Runs come as the plan has them.
    assert other["run"] == "a run"
