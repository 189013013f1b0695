import json
import re

import pandas as pd
import pytest

from planner.cli import main


def sweep(folder, *arguments):
    return main(["sweep", "small", *arguments, "-o", str(folder), "--jobs", "1", "--quiet"])


def test_sweep_prints_what_moves_the_figure_and_where_the_table_is(tmp_path, capsys):
    code = sweep(tmp_path, "--vary", "discount_rate=0.03,0.1")

    out = capsys.readouterr().out
    assert code == 0
    assert "What moves cost_busd" in out
    assert "3 of 3 scenarios planned." in out
    assert (tmp_path / "small_tornado" / "scenarios.csv").is_file()


def test_a_failure_is_named_and_the_exit_code_tells(tmp_path, capsys):
    code = sweep(tmp_path, "--vary", "solver.time_limit_seconds=600,1e-9", "--json")

    out, err = capsys.readouterr()
    rows = json.loads(out)["scenarios"]
    assert code == 4
    assert [row["status"] for row in rows] == ["done", "done", "failed"]
    assert err == ""


def test_what_cannot_be_met_in_the_middle_is_told_and_the_others_finish(tmp_path, capsys):
    key = "workloads.frontier_run.max_share_of_fleet"
    must = ["--set", 'workloads.must_meet=["frontier_run"]']
    code = sweep(tmp_path, *must, "--vary", f"{key}=1.0,1e-6,0.9")

    out, err = capsys.readouterr()
    folder = tmp_path / "small_tornado"
    table = pd.read_csv(folder / "scenarios.csv").set_index("value")
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert code == 3
    assert table["status"].tolist() == ["done", "done", "failed", "done"]
    assert table.loc[1e-6, "exit_code"] == 3
    assert "frontier_run" in table.loc[1e-6, "message"]
    assert f"{key}=1e-06: failed: " in err
    assert "3 of 4 scenarios planned." in out
    assert "What could not be planned, and why?" in page


def test_what_is_set_holds_in_every_scenario_and_the_most_compute_is_a_figure(tmp_path):
    most = ["--set", "objective.goal=most_compute", "--design", "grid"]
    assert sweep(tmp_path, *most, "--vary", "limits.present_cost_busd=4:10:3") == 0

    table = pd.read_csv(tmp_path / "small_grid" / "scenarios.csv")
    front = table[table["key"] != ""].set_index("value")["compute_million_h100e_years"]
    # More money buys more compute, and no plan spends more than it has.
    assert front.loc[4.0] < front.loc[7.0] < front.loc[10.0]
    assert (table["cost_busd"].iloc[1:] <= table["value"].iloc[1:] + 1e-6).all()


def test_a_sweep_all_of_which_fails_has_its_table_and_its_page(tmp_path):
    assert (
        sweep(tmp_path, "--set", "solver.time_limit_seconds=1e-9", "--vary", "discount_rate=0.1")
        == 4
    )

    folder = tmp_path / "small_tornado"
    assert (pd.read_csv(folder / "scenarios.csv")["status"] == "failed").all()
    page = re.sub("<[^>]+>", "", (folder / "report.html").read_text(encoding="utf-8"))
    assert "Of 2 scenarios none have a plan" in page


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--vary", "workloads.mfo"), "unknown column 'mfo' of workloads; did you mean 'mfu'?"),
        (("--vary", "discont_rate=1,2"), "unknown key 'discont_rate'"),
        (("--set", "discont_rate=1"), "unknown key 'discont_rate'"),
        (("--vary", "sites.pue=9:"), "expected KEY, KEY=a,b,c"),
        (("--design", "latin", "--vary", "years.last=2026,2027"), "has values, not an interval"),
    ],
)
def test_a_wrong_lever_is_refused_before_anything_is_planned(tmp_path, capsys, arguments, message):
    assert sweep(tmp_path, *arguments) == 2
    assert message in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
