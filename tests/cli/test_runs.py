"""Where runs are, on the command line: the table, the gap, and what can't be."""

import json

import pytest

from planner.cli import main

TWO_CAMPUSES = """extends = "small"
[training]
topology = "campuses"
campuses = 2
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("runs")
    (place / "two.toml").write_text(TWO_CAMPUSES, encoding="utf-8")
    assert (
        main(
            [
                "run",
                str(place / "two.toml"),
                "-o",
                str(place),
                "--quiet",
                "--no-report",
                "--no-workbook",
            ]
        )
        == 0
    )
    return place / "two"


def test_show_says_where_each_years_run_is_and_how_good_the_choice(folder, capsys):
    main(["show", str(folder)])

    said = capsys.readouterr().out
    assert "Where the runs are" in said
    assert "openai_stargate_abilene" in said
    assert "gap of the best possible plan: shortfall_1 0." in said
    assert "worth holds for this choice of campuses" in said


def test_the_table_of_runs_is_one_of_the_plan(folder, capsys):
    main(["show", str(folder), "--table", "training_sites", "--json"])

    rows = json.loads(capsys.readouterr().out)["rows"]
    by_2028 = [row for row in rows if row["year"] == 2028]
    assert {row["site"] for row in by_2028} == {"openai_stargate_abilene", "coreweave_helios"}
    assert {row["campuses"] for row in by_2028} == {2}
    assert 170 < by_2028[0]["farthest_km"] < 180
    assert 0.98 < by_2028[0]["efficiency"] < 1.0


def test_a_table_is_shown_by_its_former_name_and_the_new_one_is_said(folder, capsys):
    main(["show", str(folder), "--table", "run_sites", "--json"])
    shown = capsys.readouterr()
    main(["show", str(folder), "--table", "training_sites", "--json"])

    assert shown.out == capsys.readouterr().out
    assert "'run_sites' is now called 'training_sites'" in shown.err


def test_the_manifest_has_gap_bound_and_nodes_of_each_stage(folder):
    stages = json.loads((folder / "run.json").read_text(encoding="utf-8"))["stages"]

    for stage in stages.values():
        found = stage["choice"]
        assert found["gap"] <= 0.01
        assert found["bound"] <= found["objective"] + 1e-6
        assert found["nodes"] >= 0
        assert stage["status"] == "optimal"
        assert stage["basic"]


def test_a_pooled_run_has_no_such_table(tmp_path, capsys):
    main(["run", "small", "-o", str(tmp_path), "--quiet", "--no-report", "--no-workbook"])

    assert "Where the runs are" not in capsys.readouterr().out


def test_a_run_on_no_campus_is_refused(tmp_path, capsys):
    path = tmp_path / "none.toml"
    path.write_text(TWO_CAMPUSES.replace("= 2", "= 0"), encoding="utf-8")

    assert main(["run", str(path), "-o", str(tmp_path)]) == 2
    assert (
        "none.toml, line 4, key training.campuses: 0; expected at least 1"
        in capsys.readouterr().err
    )
