"""A workbook that LibreOffice opened and saved is read as the one that the planner wrote."""

import shutil
import subprocess

import pandas as pd
import pytest
from openpyxl import load_workbook

from planner import api
from planner.input_workbook.layout import HEADER_ROW

pytestmark = pytest.mark.slow
FIRST = HEADER_ROW + 1


@pytest.fixture
def saved_anew(needs_program, tmp_path):
    """Save a workbook with LibreOffice, which also works out its formulas."""
    program = needs_program("soffice", package="libreoffice-calc-nogui")

    def save(path):
        settings = f"-env:UserInstallation={(tmp_path / 'settings').as_uri()}"
        folder = tmp_path / "saved"
        command = [program, settings, "--headless", "--convert-to", "xlsx", "--outdir", folder]
        subprocess.run([*command, path], check=True, capture_output=True, timeout=240)
        return folder / path.name

    return save


@pytest.fixture(scope="module")
def kept():
    """What was saved of the workbook as it is, for every test that asks for it."""
    return {}


@pytest.fixture
def saved_as_it_is(written, saved_anew, kept, tmp_path_factory):
    """The workbook as LibreOffice saved it, once for all tests, which only read it."""
    if not kept:
        folder = tmp_path_factory.mktemp("saved_once")
        kept["path"] = shutil.copy(saved_anew(written), folder / written.name)
    return kept["path"]


def rules(book, sheet):
    """The drop-downs and ranges of a sheet: cells, kind and first formula."""
    found = book[sheet].data_validations.dataValidation
    return {(str(rule.sqref), rule.type, plain(rule.formula1)) for rule in found}


def plain(formula):
    """A bound as a number, however its digits are written: 1e-10 and 0.0000000001 are one."""
    try:
        return float(formula)
    except (TypeError, ValueError):
        return formula


def test_the_plan_and_the_drop_downs_survive(written, saved_as_it_is):
    path = saved_as_it_is

    before, after = api.solve(written), api.solve(path)

    assert after.inputs.notices == ()
    for name, table in before.inputs.tables.items():
        pd.testing.assert_frame_equal(after.inputs.tables[name], table, check_exact=True)
    for name, stage in before.solved.stages.items():
        objective = after.solved.stages[name].solution.objective
        assert objective == pytest.approx(stage.solution.objective, rel=1e-9, abs=1e-9)
    saved, book = load_workbook(path), load_workbook(written)
    for sheet in ("Model", "Candidates", "sites", "site_power", "workloads"):
        assert rules(saved, sheet) == rules(book, sheet)
    names = {name: each.attr_text for name, each in saved.defined_names.items()}
    assert names["key_regions"].replace("'", "").startswith("regions!$A$6:")


def test_no_formula_of_the_workbook_is_an_error(written, saved_as_it_is):
    book = load_workbook(saved_as_it_is, data_only=True)

    values = [cell.value for row in book["Start"].iter_rows() for cell in row]
    counts = [value for value in values if isinstance(value, int)]

    assert not [value for value in values if str(value).startswith("#")]
    assert len(counts) == len(book.sheetnames) - 2
    assert len(api.load_inputs(api.load_model(written))["sites"]) in counts


def test_saved_results_of_formulas_are_read(written, saved_anew, tmp_path):
    path = shutil.copy(written, tmp_path / "formulas.xlsx")
    book = load_workbook(path)
    sheet = book["sites"]
    names = [cell.value for cell in sheet[HEADER_ROW]]
    site = sheet.cell(row=FIRST, column=1).value
    sheet.cell(row=FIRST, column=names.index("pue") + 1).value = "=1.1+0.1"
    sheet.cell(row=FIRST, column=names.index("note") + 1).value = '="see "&A6'
    book.save(path)

    inputs = api.load_inputs(api.load_model(saved_anew(tmp_path / "formulas.xlsx")))

    assert inputs["sites"].at[site, "pue"] == pytest.approx(1.2)
    assert inputs["sites"].at[site, "note"] == f"see {site}"
