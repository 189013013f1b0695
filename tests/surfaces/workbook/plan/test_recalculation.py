"""LibreOffice computes every formula again and finds what the planner wrote."""

import re
from math import isclose
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from planner import api
from planner.config import overlaid
from planner.surfaces.workbook.plan.sheets.tables import HEADER_ROW

EXAMPLES = Path(__file__).parents[4] / "docs" / "examples"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
pytestmark = pytest.mark.slow


def cell_of(book, sheet, column, row_number):
    """The place of a column's cell in a row of a table, counted from one."""
    headings = book[sheet][HEADER_ROW]
    letter = next(cell.column_letter for cell in headings if cell.value == column)
    return f"{sheet}__{letter}{HEADER_ROW + row_number}"


def formulas_of(path):
    """Sheet, place, formula and written value of each cell that has a formula."""
    with ZipFile(path) as archive:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        titles = [sheet.get("name") for sheet in book.iter(f"{MAIN}sheet")]
        for number, title in enumerate(titles, start=1):
            sheet = ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml"))
            for cell in sheet.iter(f"{MAIN}c"):
                formula = cell.findtext(f"{MAIN}f")
                if formula is not None:
                    value = cell.findtext(f"{MAIN}v")
                    number_or_text = value if cell.get("t") == "str" else float(value)
                    yield title, cell.get("r"), formula, number_or_text


def assert_as_written(path, computed, least=2000):
    count, unlike = 0, []
    for sheet, place, formula, here in formulas_of(path):
        count += 1
        there = computed[sheet][place].value
        if not same(here, there):
            unlike.append(f"{sheet}!{place} {formula}: {here} {there}")
    assert count > least
    assert unlike == []


def same(here, there):
    if isinstance(here, int | float) and isinstance(there, int | float):
        return isclose(here, there, rel_tol=1e-9, abs_tol=1e-9)
    return (here or "") == (there or "")


def test_every_written_value_is_what_libreoffice_computes(run_folder, recalculated):
    path = run_folder / "plan.xlsx"

    computed = recalculated(path)

    assert_as_written(path, computed)
    assert computed["Cover"]["A3"].value == "Checks: all OK"


@pytest.mark.parametrize("problem", ["four_blocks", "transport"])
def test_so_it_is_of_a_problem_without_chips_or_sources(problem, recalculated, tmp_path):
    run, paths = api.run(EXAMPLES / problem / f"{problem}.toml", tmp_path / "runs")
    path = api.add_workbook(run, paths[0].parent)

    computed = recalculated(path)

    assert_as_written(path, computed, least=500)
    assert computed["Cover"]["A3"].value == "Checks: all OK"
    assert computed["Dashboard"]["D11"].value == "no target"


def test_so_it_is_where_a_tariff_bills_by_gw(recalculated, tmp_path):
    asked = {
        "power.electricity_price": "tariff",
        "set.grid_tariffs.ERCOT:2025.wires_minimum_take": 1,
    }
    run, paths = api.run(overlaid(api.load_model("small"), asked, name="small"), tmp_path)
    path = api.add_workbook(run, paths[0].parent)

    computed = recalculated(path)

    assert_as_written(path, computed)
    assert computed["Cover"]["A3"].value == "Checks: all OK"
    texts = {cell.value for row in computed["Annual"].iter_rows() for cell in row}
    assert any("wires" in str(text) for text in texts)


def test_so_it_is_whatever_names_say(recalculated, tmp_path):
    # What a spreadsheet would take for any text, a comparison, a formula, an error, and twice for
    # the number seven.
    names = {
        "town": "*",
        "island": "<5",
        "nuclear": "007",
        "gas": "7",
        "oil": "=1+1",
        "peak": "#N/A",
    }
    folder = tmp_path / "four_blocks"
    (folder / "tables").mkdir(parents=True)
    for path in (EXAMPLES / "four_blocks").rglob("*.*"):
        text = path.read_text(encoding="utf-8")
        for old, new in names.items() if path.suffix == ".csv" else ():
            text = re.sub(rf"\b{old}\b", new, text)
        (folder / path.relative_to(EXAMPLES / "four_blocks")).write_text(text, encoding="utf-8")
    run, paths = api.run(folder / "four_blocks.toml", tmp_path / "runs")
    path = api.add_workbook(run, paths[0].parent)

    computed = recalculated(path)

    assert run.plan.cost_busd == pytest.approx(3.5224, rel=1e-6)
    assert_as_written(path, computed, least=500)
    assert computed["Cover"]["A3"].value == "Checks: all OK"
    assert {"007", "7", "=1+1"} <= {cell.value for cell in computed["Annual"]["A"]}


def test_so_it_is_with_several_scenarios(comparison, recalculated):
    computed = recalculated(comparison)

    assert_as_written(comparison, computed)
    assert computed["Compare"]["A3"].value == "Checks: all OK"


def test_a_result_that_was_changed_fails_the_master_check(run_folder, with_changes, opened):
    path = run_folder / "plan.xlsx"
    place = cell_of(opened(path), "Res_clusters", "it_gw", 2)

    computed = with_changes(path, **{place: 99.0})

    assert "FAIL" in computed["Dashboard"]["A3"].value


def test_so_does_one_of_a_scenario_that_is_not_shown(comparison, with_changes, opened):
    # The first scenario has 13 rows of power; the last row is the second scenario's.
    sheet = opened(comparison)["Res_power"]
    assert sheet.cell(sheet.max_row, 1).value == "dearer"
    place = cell_of(opened(comparison), "Res_power", "generation_twh", sheet.max_row - HEADER_ROW)

    computed = with_changes(comparison, **{place: 0.5})

    assert computed["Dashboard"]["B5"].value == "small"
    assert "FAIL" in computed["Dashboard"]["A3"].value


def test_two_results_that_changed_places_fail_it_too(run_folder, with_changes, opened):
    path = run_folder / "plan.xlsx"
    first, second = (cell_of(opened(path), "Res_power", "generation_twh", row) for row in (3, 4))
    sheet = opened(path)["Res_power"]
    a, b = (sheet[place.partition("__")[2]].value for place in (first, second))
    assert a != b

    computed = with_changes(path, **{first: b, second: a})

    assert "FAIL" in computed["Dashboard"]["A3"].value


def test_an_input_that_was_changed_shows_as_what_if_and_fails_nothing(
    run_folder, with_changes, opened
):
    path = run_folder / "plan.xlsx"
    place = cell_of(opened(path), "In_sites", "pue", 1)

    computed = with_changes(path, **{place: 1.01})

    assert "Checks: all OK. WHAT-IF: 1 inputs" in computed["Dashboard"]["A3"].value


def test_another_discount_rate_shows_as_what_if_and_moves_the_present_cost(
    run_folder, with_changes, opened, scenario
):
    path = run_folder / "plan.xlsx"
    sheet = opened(path)["Assumptions"]
    row = next(cell.row for cell in sheet["A"] if cell.value == "Discount rate, real")

    computed = with_changes(path, **{f"Assumptions__D{row}": 0.0})

    annual = computed["Annual"]
    found = next(row for row in annual.iter_rows() if row[0].value == "Present cost")[3].value
    assert found == pytest.approx(scenario.plan["cost"]["cost_busd"].sum(), rel=1e-9)
    assert "Checks: all OK. WHAT-IF: 1 inputs" in computed["Cover"]["A3"].value


def test_the_selector_shows_the_other_scenario(comparison, with_changes, opened, other_folder):
    from planner.storage.run_folder import read_run

    computed = with_changes(comparison, Dashboard__B5="dearer")

    plan, _ = read_run(other_folder)
    annual = computed["Annual"]
    found = next(row for row in annual.iter_rows() if row[0].value == "Present cost")[3].value
    assert found == pytest.approx(plan.cost_busd, rel=1e-9)
    assert computed["Dashboard"]["A3"].value == "Checks: all OK"
