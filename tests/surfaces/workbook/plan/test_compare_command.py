"""``planner workbook compare``, as a newcomer would call it."""

import openpyxl

from planner.cli import main


def test_it_prints_the_path_and_holds_both_scenarios(run_folder, other_folder, tmp_path, capsys):
    output = tmp_path / "both.xlsx"

    assert (
        main(["workbook", "compare", str(run_folder), str(other_folder), "-o", str(output)]) == 0
    )

    assert capsys.readouterr().out.strip() == str(output)
    sheet = openpyxl.load_workbook(output)["Compare"]
    assert [sheet.cell(6, column).value for column in (3, 4, 5)] == [
        "small", "dearer", "dearer less small",
    ]  # fmt: skip


def test_runs_of_one_name_are_told_apart(run_folder, tmp_path):
    output = tmp_path / "twice.xlsx"

    assert main(["workbook", "compare", str(run_folder), str(run_folder), "-o", str(output)]) == 0

    sheet = openpyxl.load_workbook(output)["Compare"]
    assert [sheet.cell(6, column).value for column in (3, 4)] == ["small", "small (2)"]


def test_a_workbook_that_is_there_is_not_overwritten(run_folder, tmp_path, capsys):
    output = tmp_path / "precious.xlsx"
    output.write_text("keep me")

    assert main(["workbook", "compare", str(run_folder), "-o", str(output)]) == 2

    assert "add --replace" in capsys.readouterr().err
    assert output.read_text() == "keep me"


def test_a_folder_that_is_no_run_is_named(tmp_path, capsys):
    assert main(["workbook", "compare", str(tmp_path), "-o", str(tmp_path / "c.xlsx")]) == 2

    assert str(tmp_path) in capsys.readouterr().err
