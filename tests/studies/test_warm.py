"""Scenarios sought from the vertex of their base."""

from math import inf

import pytest

from planner.storage import warm_starts as starts
from planner.storage.run_folder import read_run
from planner.studies.designs import Scenario
from planner.studies.identity import Identities
from planner.studies.process_pool import in_this_process
from planner.studies.sweep import Study, carry_out

SCENARIOS = (
    Scenario("base", {}),
    Scenario("mild", {"discount_rate": 0.03}),
    Scenario("stern", {"discount_rate": 0.12}),
    Scenario("one year more", {"years.last": 2031}),
)


@pytest.fixture
def study_of(small, tmp_path):
    return lambda rows, *scenarios: Study("study", small, scenarios, tmp_path, {}, rows)


def test_scenarios_are_sought_from_their_base_with_the_same_optima(study_of, tmp_path, small):
    cold = carry_out(study_of(inf, *SCENARIOS), in_this_process)
    (tmp_path / "scenario_runs").rename(tmp_path / "cold_runs")
    warm = carry_out(study_of(1, *SCENARIOS), in_this_process)

    assert (warm["status"] == "done").all()
    assert warm["identity"].tolist() == cold["identity"].tolist()
    assert warm["cost_busd"].tolist() == pytest.approx(cold["cost_busd"].tolist())
    store = tmp_path / "scenario_runs"
    _, base = read_run(store / warm["identity"][0])
    _, mild = read_run(store / warm["identity"][1])
    assert "warm_start" not in base
    assert mild["warm_start"]["run"] == warm["identity"][0] == Identities().of(small)
    assert all(stage["warm"] for stage in mild["stages"].values())
    assert (store / warm["identity"][0] / starts.FILE).is_file()
    assert not (store / warm["identity"][1] / starts.FILE).is_file()


def test_a_base_that_nobody_asked_for_is_planned_and_not_counted(study_of, tmp_path, small):
    said = []
    table = carry_out(study_of(1, *SCENARIOS[1:]), in_this_process, said.append)

    assert len(table) == 3
    assert said[-1].done == said[-1].total == 3
    assert (tmp_path / "scenario_runs" / Identities().of(small) / starts.FILE).is_file()


def test_small_programmes_are_solved_from_nothing(study_of, tmp_path):
    table = carry_out(study_of(5000, *SCENARIOS), in_this_process)

    for identity in table["identity"]:
        _, manifest = read_run(tmp_path / "scenario_runs" / identity)
        assert "warm_start" not in manifest


def test_a_base_that_fails_leaves_its_scenarios_to_a_cold_start(study_of, small, tmp_path):
    def without_the_base(tasks):
        yield from in_this_process(t for t in tasks if not t.is_base)

    table = carry_out(study_of(1, *SCENARIOS[1:]), without_the_base)

    assert (table["status"] == "done").all()
