"""What a reader finds in the workbook, without a program that computes."""

import json
import re
import zipfile

import openpyxl
import pandas as pd
import pytest

from planner.cli import main
from planner.storage.run_folder import read_run
from planner.surfaces.workbook.plan.sheets.dashboard import SELECTOR_ROW


@pytest.fixture(scope="module")
def values(run_folder):
    return openpyxl.load_workbook(run_folder / "plan.xlsx", data_only=True)


@pytest.fixture(scope="module")
def formulas(run_folder):
    return openpyxl.load_workbook(run_folder / "plan.xlsx")


def test_the_dashboard_is_the_headline_of_the_plan(values, scenario):
    sheet = values["Dashboard"]
    top = next(cell.row for cell in sheet["A"] if cell.value == "year")
    headline = scenario.plan.headline()
    columns = {
        "it_gw": 2, "facility_gw": 3, "h100e_million": 4, "accelerators_million": 5,
        "idle_million": 6, "capex_busd": 7, "emissions_mt": 8, "frontier_run_delivered_share": 9,
    }  # fmt: skip

    assert set(columns) == set(headline.columns)
    for offset, year in enumerate(headline.index, start=1):
        assert sheet.cell(top + offset, 1).value == year
        for name, column in columns.items():
            found = sheet.cell(top + offset, column).value
            assert found == pytest.approx(headline.at[year, name], rel=1e-9, abs=1e-12)


def test_the_figures_on_the_dashboard_are_those_of_the_plan(values, scenario):
    sheet, plan = values["Dashboard"], scenario.plan
    row = SELECTOR_ROW + 2
    shown = {
        sheet.cell(row + 3 * (n // 3), 1 + 3 * (n % 3)).value: sheet.cell(
            row + 1 + 3 * (n // 3), 1 + 3 * (n % 3)
        ).value
        for n in range(6)
    }
    last = plan.headline().iloc[-1]

    assert shown == {
        "Facility power, last year": pytest.approx(last["facility_gw"], rel=1e-9),
        "H100e that run, last year": pytest.approx(last["h100e_million"], rel=1e-9),
        "Capital as spent, all years": pytest.approx(plan["capex"]["capex_busd"].sum(), rel=1e-9),
        "Present cost of charges": pytest.approx(plan.cost_busd, rel=1e-9),
        "First year with a target missed": "none",
        "Limits that bind": int(plan["limits"]["binding"].sum()),
    }


def test_pandas_reads_numbers_where_formulas_stand(run_folder):
    table = pd.read_excel(run_folder / "plan.xlsx", sheet_name="Annual", header=5)

    row = table.set_index("Item").loc["IT power that runs"]
    assert row[[2026, 2027, 2028]].notna().all()


def test_no_formula_is_an_error(values):
    errors = [
        f"{sheet.title}!{cell.coordinate}"
        for sheet in values
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "e"
    ]
    assert errors == []


def test_there_are_no_macros_no_links_to_files_and_no_hidden_sheets(run_folder, formulas):
    with zipfile.ZipFile(run_folder / "plan.xlsx") as archive:
        names = archive.namelist()

        relations = [archive.read(name) for name in names if name.endswith(".rels")]

    assert not [n for n in names if "vba" in n.lower() or "externalLink" in n]
    assert not [text for text in relations if b'TargetMode="External"' in text]
    assert {sheet.sheet_state for sheet in formulas} == {"visible"}


def test_formulas_keep_to_functions_that_every_version_knows(formulas):
    known = {
        "ABS", "AND", "ASINH", "COUNTIF", "COUNTIFS", "EXACT", "IF", "IFERROR", "INDEX",
        "ISERROR", "LEN", "LOG10",
        "LOOKUP", "MATCH", "MAX", "OR", "PV", "ROWS", "SUM", "SUMIFS", "SUMPRODUCT",
        # Of 2013, and written with the prefix under which Excel keeps it.
        "ISFORMULA",
    }  # fmt: skip
    used = {
        name
        for sheet in formulas
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
        for name in re.findall(r"([A-Z][A-Z0-9.]*)\(", cell.value)
    }
    assert used <= known


def test_every_page_has_a_title_a_banner_and_a_way_back(values, formulas):
    for sheet in values:
        if sheet.title == "data":
            continue
        assert sheet["A1"].value
        assert sheet["A2"].value
        assert sheet["A3"].value == "Checks: all OK"
        if sheet.title != "Cover":
            assert formulas[sheet.title]["A4"].hyperlink.location == "'Cover'!A1"
        upright = "portrait" if sheet.title == "Dashboard" else "landscape"
        assert sheet.page_setup.orientation == upright
        assert sheet.page_setup.fitToWidth == 1


def test_tables_are_native_with_frozen_headings_and_a_source_in_each_row(formulas):
    for sheet in formulas:
        if not sheet.title.startswith(("Res_", "In_")):
            continue
        assert len(sheet.tables) == 1
        assert sheet.freeze_panes
        if sheet.title.startswith("In_") and sheet.title != "In_sources":
            headings = [cell.value for cell in sheet[6]]
            assert {"line", "source_id", "confidence"} <= set(headings)


def test_the_line_of_an_input_row_is_its_line_in_the_run_folder(values, run_folder):
    sheet = values["In_sites"]
    lines = (run_folder / "inputs" / "sites.csv").read_text().splitlines()

    for row in sheet.iter_rows(min_row=7, values_only=True):
        line, site = row[:2]
        assert lines[line - 1].startswith(f"{site},")


def test_every_defined_name_is_listed_on_the_cover(formulas):
    listed = {cell.value for cell in formulas["Cover"]["A"]}

    assert set(formulas.defined_names) <= listed


def test_the_workbook_is_a_file_of_the_run(run_folder):
    _, manifest = read_run(run_folder)

    assert "plan.xlsx" in manifest["files"]


def test_the_same_run_gives_the_same_bytes(run_folder, scenario, tmp_path):
    from planner.surfaces.workbook.plan.write import write_workbook

    first = write_workbook(tmp_path / "a.xlsx", [scenario]).read_bytes()

    assert write_workbook(tmp_path / "b.xlsx", [scenario]).read_bytes() == first


def test_a_run_can_be_had_without_a_workbook(tmp_path, capsys):
    assert main(["run", "small", "-o", str(tmp_path), "-q", "--no-workbook"]) == 0

    assert not (tmp_path / "small" / "plan.xlsx").exists()
    assert "plan.xlsx" not in capsys.readouterr().out


def test_the_certificate_lists_every_check_of_the_run(values, run_folder):
    written = json.loads((run_folder / "certificate.json").read_text())
    rows = [[cell.value for cell in row] for row in values["Certificate"].iter_rows()]
    costs = [row[2] for row in rows if row[1] == "present cost"]
    verdicts = [row[11] for row in rows if row[11] in ("yes", "NO")]

    both = [written["present_cost_busd"], written["present_cost_recomputed_busd"]]
    assert costs == pytest.approx(both, rel=1e-12)
    assert verdicts == ["yes"] * len(written["checks"])
