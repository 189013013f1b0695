"""``planner backcast``, as a newcomer would call it."""

import json

from planner.cli import main


def test_backcast_prints_its_tables_its_verdict_and_its_paths(capsys, tmp_path):
    code = main(["backcast", "-q", "-o", str(tmp_path)])

    out = capsys.readouterr().out
    assert code == 0
    assert "shipped: observed" in out
    assert "2025: " in out
    assert "binding: hbm global" in out
    assert "2023 Q1" in out
    assert "orders: what shipped fills" in out
    assert str(tmp_path / "backcast_2022_2025" / "run.json") in out


def test_backcast_as_json_holds_every_table(capsys, tmp_path):
    code = main(["backcast", "-q", "--json", "-o", str(tmp_path)])

    tables = json.loads(capsys.readouterr().out)
    assert code == 0
    assert {
        "backcast_years",
        "backcast_families",
        "backcast_components",
        "backcast_sources",
        "backcast_quarters",
    } < set(tables)


def test_a_backcast_of_years_without_counts_is_misuse(capsys, tmp_path):
    code = main(["backcast", "small", "-q", "-o", str(tmp_path)])

    assert code == 2
    assert "no shipments of 2026, 2027, 2028" in capsys.readouterr().err


def test_a_folder_in_the_way_is_told_before_anything_is_planned(capsys, tmp_path):
    (tmp_path / "backcast_2022_2025").mkdir()
    (tmp_path / "backcast_2022_2025" / "notes.txt").write_text("mine")

    code = main(["backcast", "-o", str(tmp_path)])

    err = capsys.readouterr().err
    assert code == 2
    assert "a folder that is no run" in err
    assert "solve stage" not in err


def test_check_names_the_generations_that_come_too_late(capsys):
    assert main(["check", "backcast_2022_2025"]) == 0

    out = capsys.readouterr().out
    assert "note: nvidia_vr200 ships in 2026.75, after the last year, 2025" in out
    assert "nvidia_gb200" not in out
