import json

import pandas as pd
import pytest

from planner.cli import main
from planner.studies.scenario_tree import bundled_studies

STUDY = bundled_studies()["small_growth"].read_text(encoding="utf-8")
"""The one that ships."""


@pytest.fixture
def ask(tmp_path):
    def call(*arguments, text=STUDY):
        study = tmp_path / "growth.toml"
        study.write_text(text, encoding="utf-8")
        return main(
            ["stochastic", str(study), "-o", str(tmp_path / "outputs"), "--quiet", *arguments]
        )

    return call


def test_it_says_what_knowing_is_worth_and_what_the_mean_costs(ask, capsys):
    assert ask() == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "Knowing the scenario from the start is worth" in out
    assert "Acting on the mean costs" in out
    assert "Committed to before 2028" in out


def test_a_study_that_ships_is_called_by_its_name(tmp_path, capsys):
    assert main(["stochastic", "small_growth", "-o", str(tmp_path), "-q"]) == 0
    assert "small_growth_stochastic" in capsys.readouterr().out
    assert main(["stochastic", "small_groth", "-o", str(tmp_path), "-q"]) == 2
    assert "did you mean 'small_growth'?" in capsys.readouterr().err


def test_policies_are_ordered_as_the_theory_says(ask, tmp_path):
    ask()
    folder = tmp_path / "outputs" / "growth_stochastic"
    total = pd.read_parquet(folder / "policies.parquet").set_index("planned_for")["total"]
    outcomes = pd.read_parquet(folder / "outcomes.parquet")

    # Who knows does best; of those who don't, nobody does better than the joint plan.
    assert total["known from the start"] <= total["all scenarios"] + 1e-6
    assert (total["all scenarios"] <= total.drop("known from the start") + 1e-6).all()
    # Each scenario's own plan has no regret where it comes true, and no plan has less than none.
    own = outcomes[outcomes["planned_for"] == outcomes["scenario"]]
    assert own["regret_total"].to_numpy() == pytest.approx(0.0, abs=1e-4)
    assert (outcomes["regret_total"] > -1e-4).all()
    # Expected regret of the joint plan is the value of perfect information.
    worth = json.loads((folder / "stochastic.json").read_text())["worth"]["total"]
    joint = outcomes[outcomes["planned_for"] == "all scenarios"]
    mean_regret = (joint["probability"] * joint["regret_total"]).sum()
    assert worth["value_of_perfect_information"] == pytest.approx(mean_regret, rel=1e-6)


def test_each_scenario_of_the_joint_plan_is_a_run_that_other_commands_read(ask, tmp_path, capsys):
    assert ask("--no-report") == 0
    folder = tmp_path / "outputs" / "growth_stochastic"
    slow, fast = folder / "runs" / "slow", folder / "runs" / "fast"
    outcomes = pd.read_parquet(folder / "outcomes.parquet")
    joint = outcomes[outcomes["planned_for"] == "all scenarios"].set_index("scenario")

    for run in (slow, fast):
        stages = json.loads((run / "run.json").read_text())["stages"]
        for stage in ("cost", "shortfall_1"):
            found = stages[stage]["objective"]
            assert found == pytest.approx(joint.at[run.name, stage], rel=1e-5, abs=1e-6)
    # Before it is known they have bought the same.
    bought = [pd.read_parquet(run / "tables" / "accelerators.parquet") for run in (slow, fast)]
    early = [b[b["year"] < 2028].groupby("year")["bought_million"].sum() for b in bought]
    pd.testing.assert_series_equal(*early, atol=1e-6)
    for verb in (
        ["show", str(slow)],
        ["verify", str(fast)],
        ["compare", str(slow), str(fast)],
        ["report", str(slow), "--no-pdf"],
        ["export", str(fast), "--to", "iamc"],
    ):
        assert main(verb) == 0, verb
    capsys.readouterr()
    assert main(["why", str(slow), "--accelerator", "google_tpu_v7"]) == 2
    assert "it carries out what was ordered by the study growth" in capsys.readouterr().err


@pytest.mark.slow
def test_both_ways_come_to_the_same_plan_of_a_shipped_model(ask, capsys):
    assert ask("--hedging", "--json") == 0
    record = json.loads(capsys.readouterr().out)
    joint = record["policies"][0]["total"]
    known = record["policies"][-1]["total"]

    assert record["progressive_hedging"]["expected_total"] == pytest.approx(joint, rel=1e-3)
    assert record["progressive_hedging"]["lower_bound"] == pytest.approx(known, rel=1e-6)


def test_without_a_price_it_is_reported_too_where_orders_leave_no_plan(ask, tmp_path):
    text = STUDY.replace("price_of_a_missed_year_busd = 100.0\n", "")
    # Memory is short from the start where growth is slow: what is bought for fast growth can't be.
    text = text.replace(
        '"cases.demand_drivers.raw_compute_growth_oom.value" = "low" }',
        '"cases.demand_drivers.raw_compute_growth_oom.value" = "low", '
        '"hbm_supply.global:2026.supply_eb" = 0.001, "hbm_supply.global:2027.supply_eb" = 0.001 }',
    )
    assert ask(text=text) == 0

    folder = tmp_path / "outputs" / "growth_stochastic"
    policies = pd.read_parquet(folder / "policies.parquet").set_index("planned_for")
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert policies.at["fast", "plans"] == 1
    assert "leaves no plan in some scenario: it can&#39;t be had there" in page
    assert "years of target" in page


def test_hedging_asks_for_one_objective(ask, capsys):
    text = STUDY.replace("price_of_a_missed_year_busd = 100.0\n", "")

    assert ask("--hedging", text=text) == 2
    assert "state price_of_a_missed_year_busd" in capsys.readouterr().err


def test_targets_that_must_be_met_are_refused_with_the_way_out(ask, capsys):
    text = STUDY.replace(
        "revealed = 2028",
        'revealed = 2028\nchanges = { "workloads.must_meet" = ["frontier_run"] }',
    )
    assert ask(text=text) == 2
    err = capsys.readouterr().err
    assert "growth.toml, scenario 'slow': frontier_run must be met" in err
    assert "raise price_of_a_missed_year_busd instead" in err


def test_a_scenario_without_time_is_told_by_the_exit_code(ask, tmp_path, capsys):
    text = STUDY.replace(
        "revealed = 2028", 'revealed = 2028\nchanges = { "solver.time_limit_seconds" = 1e-9 }'
    )
    assert ask(text=text) == 4
    assert "raise solver.time_limit_seconds" in capsys.readouterr().err
    assert not (tmp_path / "outputs").exists()


def test_a_scenario_that_is_no_model_is_named(ask, capsys):
    assert ask(text=STUDY.replace("raw_compute_growth_oom", "raw_compute_groth_oom")) == 2
    assert "did you mean 'raw_compute_growth_oom'" in capsys.readouterr().err
