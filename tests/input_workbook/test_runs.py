"""A run that was planned from a workbook is proved, rebuilt and explained from it."""

import json
import shutil

import pytest
from openpyxl import load_workbook

from planner.cli import main
from planner.input_workbook.layout import HEADER_ROW


@pytest.fixture(scope="module")
def planned(written, tmp_path_factory):
    """A workbook, and the folder of a run of it that misses a target."""
    folder = tmp_path_factory.mktemp("planned")
    path = shutil.copy(written, folder / "mine.xlsx")
    change = "workloads.frontier_run.max_share_of_fleet=0.3"
    plain = ["--no-workbook", "--no-report", "--quiet", "--name", "mine", "-o", str(folder)]
    assert main(["run", str(path), "--set", change, *plain]) == 0
    return path, folder / "mine"


def test_its_certificate_holds_and_its_programme_is_built_again(planned, capsys):
    assert main(["verify", str(planned[1]), "--rebuild"]) == 0
    assert "all hold" in capsys.readouterr().out


def test_a_run_tells_its_workbook_as_it_was_given(written, tmp_path, monkeypatch):
    shutil.copy(written, tmp_path / "mine.xlsx")
    monkeypatch.chdir(tmp_path)
    plain = ["--no-workbook", "--no-report", "--quiet"]

    assert main(["run", "mine.xlsx", *plain]) == 0

    manifest = json.loads((tmp_path / "outputs" / "mine" / "run.json").read_text())
    assert manifest["workbook"] == "mine.xlsx"
    assert "mine.xlsx" in manifest["inputs"]
    assert main(["verify", "outputs/mine", "--rebuild"]) == 0


def test_what_stands_in_the_way_is_named_by_its_cell(planned, capsys):
    sheet = load_workbook(planned[0])["sites"]
    names = [cell.value for cell in sheet[HEADER_ROW]]
    row = next(c.row for c in sheet["A"] if c.value == "coreweave_helios")
    letter = sheet.cell(row=row, column=names.index("max_facility_gw") + 1).column_letter

    assert main(["needed", str(planned[1])]) == 0

    where = (
        f"mine.xlsx sheet sites, cell {letter}{row} (row coreweave_helios), column max_facility"
    )
    assert where in capsys.readouterr().out


def test_a_workbook_that_was_changed_or_moved_is_asked_for(planned, tmp_path, capsys):
    path, run = planned
    kept = shutil.copy(path, tmp_path / "kept.xlsx")
    try:
        book = load_workbook(path)
        book["sites"].cell(row=HEADER_ROW + 1, column=2).value = "Another name"
        book.save(path)
        assert main(["verify", str(run), "--rebuild"]) == 0
        said = capsys.readouterr().err
        assert f"mine.xlsx sheet sites, cell B{HEADER_ROW + 1}, column name: changed since" in said
        assert "'Another name', where it had" in said
        table = book["cluster_costs"]
        value = next(cell for cell in table[HEADER_ROW] if cell.value == "value")
        table.cell(row=HEADER_ROW + 1, column=value.column).value = 1.5
        book.save(path)
        assert main(["verify", str(run), "--rebuild"]) == 2
        place = f"mine.xlsx sheet cluster_costs, cell {value.column_letter}{HEADER_ROW + 1}"
        assert f"{place}, column value: changed since the run: 1.5" in capsys.readouterr().err
        path.unlink()
        assert main(["needed", str(run)]) == 2
        assert "mine.xlsx: no such file; expected the workbook that" in capsys.readouterr().err
        assert main(["verify", str(run)]) == 0
    finally:
        shutil.copy(kept, path)
