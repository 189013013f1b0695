"""Sheets, headers and rows that people move, rename or lose: all in one workbook, all named."""

import shutil

import pytest
from openpyxl import load_workbook

from planner import api
from planner.cli import main
from planner.errors import InputError
from planner.input_workbook.layout import HEADER_ROW

FIRST = HEADER_ROW + 1


def header(sheet, name):
    """The cell of the header that names a column."""
    return next(cell for cell in sheet[HEADER_ROW] if cell.value == name)


def take_away(book, name):
    del book[name]


def rename(book, name, title):
    book[name].title = title


def rename_column(book, name, column, text):
    header(book[name], column).value = text


def drop_column(book, name, column):
    sheet = book[name]
    sheet.tables.clear()
    sheet.delete_cols(header(sheet, column).column)


def add_column(book, name, text):
    sheet = book[name]
    sheet.cell(row=HEADER_ROW, column=sheet.max_column + 1).value = text


def merge(book, name, area):
    book[name].merge_cells(area)


def clear_header(book, name):
    sheet = book[name]
    sheet.tables.clear()
    for cell in sheet[HEADER_ROW]:
        cell.value = None


def below(book, name, text):
    sheet = book[name]
    sheet.cell(row=sheet.max_row + 3, column=1).value = text


def blank_row(book, name, row):
    for cell in book[name][row]:
        cell.value = None


def same_key(book, name, change):
    sheet = book[name]
    sheet.cell(row=FIRST + 1, column=1).value = change(sheet.cell(row=FIRST, column=1).value)


def drop_row(book, name):
    book[name].tables.clear()
    book[name].delete_rows(FIRST)


CASES = {
    "a sheet is gone": (
        (take_away, "cooling"),
        "sheet cooling: no such sheet; expected a sheet 'cooling'; take it from a new workbook",
    ),
    "a sheet is renamed": (
        (rename, "ai_revenue", "ai revenues"),
        "sheet ai_revenue: no such sheet; expected a sheet 'ai_revenue'; "
        "rename the sheet 'ai revenues'",
    ),
    "a sheet has a stray space": (
        (rename, "packaging", "packaging "),
        "sheet packaging: no such sheet; expected a sheet 'packaging'; "
        "rename the sheet 'packaging '",
    ),
    "a sheet has other capitals": (
        (rename, "build_outs", "BUILD OUTS"),
        "sheet build_outs: no such sheet; expected a sheet 'build_outs'; "
        "rename the sheet 'BUILD OUTS'",
    ),
    "a column is misspelt": (
        (rename_column, "site_power", "contracted_facility_gw", "contracted_facilty_gw"),
        "sheet site_power, cell C5, column contracted_facilty_gw: unknown column; expected "
        "'contracted_facility_gw'; did you mean 'contracted_facility_gw'?",
    ),
    "a column is gone": (
        (drop_column, "gdp", "country"),
        "sheet gdp, row 5: no column 'country'; expected 'country': ",
    ),
    "a column is added": (
        (add_column, "packaging_capacity", "my remarks"),
        "sheet packaging_capacity, cell M5, column my remarks: unknown column; expected one of",
    ),
    "a column stands twice": (
        (add_column, "tax_credits", "note"),
        "sheet tax_credits, cell N5, column note: a second column of that name; "
        "expected each column once",
    ),
    "a column is in another unit": (
        (rename_column, "power_costs", "capex_usd_per_kw", "capex_usd_per_mw"),
        "the unit is usd_per_mw; expected 'capex_usd_per_kw', in USD/kW; convert the values to "
        "USD/kW and rename the column",
    ),
    "a column has a stray space": (
        (rename_column, "cluster_costs", "unit", "unit "),
        "column unit: 'unit ' has a stray space; expected 'unit'",
    ),
    "a column has other capitals": (
        (rename_column, "workloads", "kind", "Kind"),
        "sheet workloads, cell C5, column Kind: unknown column; expected 'kind'; "
        "did you mean 'kind'?",
    ),
    "a column's name is a formula": (
        (rename_column, "process_nodes", "name", "=A1"),
        "sheet process_nodes, cell B5: a formula without a saved result",
    ),
    "a column's name is empty": (
        (rename_column, "hbm_supply", "source_id", None),
        "sheet hbm_supply, row 5: a column without a name; expected a name for each column; "
        "name the column in cell F5 or delete it",
    ),
    "rows are merged": (
        (merge, "world_compute", "B7:B8"),
        "sheet world_compute, cells B7:B8: merged cells; expected one value a cell; "
        "unmerge them and fill each cell",
    ),
    "the header is merged": (
        (merge, "fuel_prices", "A5:B5"),
        "sheet fuel_prices, cells A5:B5: merged cells; expected one value a cell",
    ),
    "a row stands apart": (
        (below, "legal_thresholds", "eu_ai_act_2"),
        "sheet legal_thresholds, cell A17: a row apart from the table; expected nothing below the "
        "table; move the row up to the table, or delete it",
    ),
    "a row is blank": (
        (blank_row, "existing_power", 9),
        "sheet existing_power, row 9: a row of blank cells; expected a row with values; "
        "delete the row",
    ),
    "there is no header": (
        (clear_header, "weather_stations"),
        "sheet weather_stations: no header of the table; expected weather_station, name",
    ),
    "a key stands twice": (
        (same_key, "sites", str),
        "sheet sites, cell A7, column site: 'colossus_2' is in row 6 already; expected a value "
        "that occurs once",
    ),
    "keys differ by capitals": (
        (same_key, "process_nodes", str.upper),
        "cell A7, column node: 'N7' differs from 'n7' of row 6 by capitals alone",
    ),
    "a row that the model reads is gone": (
        (drop_row, "equipment_lead_times"),
        "sheet equipment_lead_times, column equipment: no row 'large_power_transformer'",
    ),
}


@pytest.fixture(scope="module")
def answered(written, tmp_path_factory):
    """The faults of a workbook with every case, each on a sheet of its own."""
    path = tmp_path_factory.mktemp("bad") / "inputs.xlsx"
    shutil.copy(written, path)
    book = load_workbook(path)
    for (change, *where), _ in CASES.values():
        change(book, *where)
    book.save(path)
    with pytest.raises(InputError) as caught:
        api.load_inputs(api.load_model(path))
    return path, [str(fault) for fault in caught.value.faults]


@pytest.mark.parametrize("case", CASES)
def test_what_is_moved_renamed_or_lost_is_named(answered, case):
    (_, sheet, *_), answer = CASES[case]
    _, faults = answered

    here = [fault for fault in faults if f"inputs.xlsx sheet {sheet}" in fault.partition(":")[0]]

    assert [fault for fault in here if answer in fault], here


def test_check_ends_with_two_and_leaves_the_file_alone(answered, capsys):
    path, _ = answered
    before = path.read_bytes()

    code = main(["check", str(path)])

    assert code == 2
    assert "Traceback" not in capsys.readouterr().err
    assert path.read_bytes() == before


def test_what_is_odd_and_sound_is_noted(copy):
    def odd(book):
        book.create_sheet("My notes")["A1"] = "ask Ann"
        book["regions"].row_dimensions[9].hidden = True
        book["regions"].row_dimensions[10].hidden = True
        book["gdp"].sheet_state = "hidden"
        book["packaging"].tables.clear()
        book["hbm_supply"].cell(row=7, column=14).value = "a sum of my own"
        blank_row(book, "ai_revenue", book["ai_revenue"].max_row)
        power = book["site_power"]
        for number, cell in enumerate(power[power.max_row][:7], start=1):
            power.cell(row=power.max_row + (number == 1), column=number).value = cell.value
        power.cell(row=power.max_row, column=2).value = 2031

    copy.edit(odd)
    code, out, err = copy.check()

    assert code == 0, err
    assert "inputs.xlsx sheet My notes: not an input, and not read" in out
    assert "inputs.xlsx sheet regions, row 9-10: hidden or filtered, and read" in out
    assert "inputs.xlsx sheet gdp: hidden, and read" in out
    assert "inputs.xlsx sheet hbm_supply, cell N7: right of the table, and not read" in out
    inputs = api.load_inputs(api.load_model(copy.path))
    before = api.load_inputs(api.load_model("small"))
    row = HEADER_ROW + len(before["site_power"]) + 1
    assert f"inputs.xlsx sheet site_power, row {row}: below the table, and read as part" in out
    assert len(inputs["site_power"]) == len(before["site_power"]) + 1
    assert len(inputs["ai_revenue"]) == len(before["ai_revenue"]) - 1
    assert inputs["packaging"].equals(before["packaging"])
