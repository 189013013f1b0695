"""Where runs are written: at home, inside their folder, and told when interrupted."""

import json

import pytest

from planner import api
from planner.cli import main
from planner.studies.scenario_run import stored

EXAMPLE = """
title = "One"
datasets = "tables"
tables = { missing = "default" }
years = { first = 2026, last = 2026 }
discount_rate = 0.0

[time]
slice_set = "blocks"
"""
TABLES = {
    "regions": "region\nisland\n",
    "sites": "site,region\ntown,island\n",
    "time_slices": "slice_set,slice,weight_hours\nblocks,all,8760\n",
    "site_load": "site,year,slice,load_gw\ntown,2026,all,1\n",
    "power_technologies": "technology,kind,fixed_om_usd_per_kw_year,variable_om_usd_per_mwh\n"
    "gas,dispatchable,100,60\n",
}
QUIET = ("-q", "--no-report", "--no-workbook")


@pytest.fixture
def model(tmp_path, monkeypatch):
    """A problem of one plant and one load, beside which the command is called."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "tables").mkdir()
    for name, text in TABLES.items():
        (tmp_path / "tables" / f"{name}.csv").write_text(text)
    (tmp_path / "one.toml").write_text(EXAMPLE)
    return "one.toml"


def test_a_tilde_is_the_home(model, tmp_path):
    assert main(["run", model, "-o", "~/runs", *QUIET]) == 0

    assert (tmp_path / "home/runs/one/run.json").is_file()
    assert main(["show", "~/runs/one"]) == 0


def test_the_home_of_nobody_is_refused(model, capsys):
    assert main(["run", model, "-o", "~nobody-of-that-name/x", *QUIET]) == 2
    assert "nobody's home" in capsys.readouterr().err


def test_a_model_without_a_name_writes_nothing(model, tmp_path, capsys):
    (tmp_path / "outputs").mkdir()
    (tmp_path / "outputs/precious.txt").write_text("mine")
    (tmp_path / "..toml").write_text(EXAMPLE)

    assert main(["run", "..toml", *QUIET]) == 2
    assert "a name that a folder can have" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "outputs").iterdir()] == ["precious.txt"]


def test_an_interruption_tells_which_runs_are_kept(model, tmp_path, monkeypatch, capsys):
    (tmp_path / "two.toml").write_text(EXAMPLE)
    plan = api.run

    def interrupted(asked, *arguments):
        if asked.name == "two":
            raise KeyboardInterrupt
        return plan(asked, *arguments)

    monkeypatch.setattr(api, "run", interrupted)

    assert main(["run", model, "two.toml", *QUIET]) == 130
    assert "outputs/one is written" in capsys.readouterr().err


def test_a_damaged_run_of_the_store_costs_its_scenario_alone(model, tmp_path, capsys):
    sweep = ["sweep", model, "--vary", "discount_rate=0.05,0.1", "-j", "1", "--no-report"]
    assert main(sweep) == 0
    runs = sorted((tmp_path / "outputs/scenario_runs").iterdir())
    cut, changed = runs[0] / "run.json", runs[1] / "run.json"
    cut.write_text(cut.read_text()[:100])
    manifest = json.loads(changed.read_text())
    manifest["figures"]["cost_busd"] = 99.0
    changed.write_text(json.dumps(manifest))
    capsys.readouterr()

    # One that was cut short and one whose figure was changed are planned again, the third is not.
    assert main(sweep) == 0
    assert "1 of them before" in capsys.readouterr().err
    assert all(stored(run)["cost_busd"] < 9 for run in runs)
