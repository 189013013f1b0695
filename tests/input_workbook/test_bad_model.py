"""The sheets Model, Limits, Cases and Set: the question itself, asked wrongly."""

import shutil

import pytest
from openpyxl import load_workbook

from planner import api
from planner.config import by_year
from planner.errors import InputError
from planner.input_workbook.layout import HEADER_ROW

FIRST = HEADER_ROW + 1

VALUES = {
    "years.first": ("2,026", "'2,026' has a thousands separator; expected a whole number from "
                    "2000 to 2200 (year); write 2026"),
    "years.last": (None, "blank; expected a whole number from 2000 to 2200 (year)"),
    "currency_year": (2025.5, "'2025.5' is not a whole number"),
    "discount_rate": ("7%", "'7%' has a percent sign; expected a number of at least 0"),
    "discount_timing": (None, "blank; expected one of start, middle, end; the default is middle"),
    "h100e_basis": ("bf16", "'bf16'; expected 'eight_bit_dense' or 'bf16_dense'"),
    "sites.kinds": ("campuses, candidate", "'campuses'; expected 'campus', 'announced'"),
    "sites.min_facility_gw": (-1, "-1; expected at least 0"),
    "supply.periods_per_year": (3, "3; expected 1, 2 or 4"),
    "supply.region_shares": ("west = 0.5, china", "'china' among them; expected names and their "
                             "shares, as in west = 0.8"),
    "supply.expansion": ("nodes", "'nodes'; expected 'node', 'packaging' or 'hbm'"),
    "training.campuses": (1.5, "'1.5' is not a whole number; expected a whole number of at least"),
    "power.flexible_load": ("maybe", "'maybe'; expected true or false"),
    "power.tax_credits": (1, "'1'; expected true or false; write true"),
    "time.days": (True, "TRUE; expected"),
    "time.slices_per_day": ("#N/A", "the error #N/A; expected"),
    "time.extreme": ("=1=1", "a formula without a saved result"),
    "demand.run_length": ("grow", "'grow'; expected 'fixed' or 'growing'"),
    "limits.emissions_mt_per_year": (5, "a number for every year, and others in column B of sheet "
                                     "Limits; expected one of the two; empty this cell, or the "
                                     "column emissions_mt_per_year"),
    "limits.release": ("chips", "'chips'; expected 'chip_supply', 'power' or 'sites'"),
    "solver.threads": ("four", "'four' is not a number; expected a whole number from 0 to 1024"),
    "datasets": ("no/such/folder", "no folder"),
}  # fmt: skip


def rows(sheet):
    """The row of each key."""
    return {sheet.cell(row=row, column=1).value: row for row in range(FIRST, sheet.max_row + 1)}


def faults_of(path):
    with pytest.raises(InputError) as caught:
        api.load_inputs(api.load_model(path))
    return [str(fault) for fault in caught.value.faults]


@pytest.fixture(scope="module")
def answered(written, tmp_path_factory):
    """The faults of a workbook in which every value above is wrong, and some more."""
    path = tmp_path_factory.mktemp("bad") / "inputs.xlsx"
    shutil.copy(written, path)
    book = load_workbook(path)
    model, at = book["Model"], rows(book["Model"])
    for key, (value, _) in VALUES.items():
        model.cell(row=at[key], column=2).value = value
    model.cell(row=at["solver.method"], column=1).value = "solver.metod"
    model.cell(row=at["prices.carbon_usd_per_t"], column=1).value = "title"
    book["Limits"].cell(row=FIRST, column=2).value = 4
    book["Limits"].cell(row=FIRST, column=3).value = "90%"
    book["Cases"].cell(row=FIRST, column=2).value = "lower"
    book["sites"].cell(row=FIRST, column=5).value = 95
    book.save(path)
    return at, faults_of(path)


@pytest.mark.parametrize("key", VALUES)
def test_a_wrong_value_is_named_by_its_cell(answered, key):
    at, faults = answered

    own = [fault for fault in faults if f"sheet Model, cell B{at[key]}, " in fault]

    assert [fault for fault in own if VALUES[key][1] in fault], own or faults


@pytest.mark.parametrize(
    "answer",
    [
        "unknown key 'solver.metod'; did you mean 'solver.method'?",
        "sheet Model: no row with the key 'solver.method'; expected each key once; add a row",
        "sheet Model: no row with the key 'prices.carbon_usd_per_t'",
        "column key: 'title' is in row 6 already",
        "sheet Limits, cell C6, column capex_busd_per_year: '90%' has a percent sign",
        "sheet Cases, cell B6, key cases.accelerators.bf16_dense_tflops: 'lower'; expected",
        "sheet sites, cell E6, column latitude: 95 is above 90",
    ],
)
def test_the_rest_is_named_with_it(answered, answer):
    assert [fault for fault in answered[1] if answer in fault], answered[1]


def test_what_the_model_asks_and_the_tables_lack_is_named_by_its_cell(copy):
    def ask(book):
        model, at = book["Model"], rows(book["Model"])
        model.cell(row=at["power.technologies"], column=2).value = "grid, gas_recipp"
        model.cell(row=at["workloads.use"], column=2).value = "frontier_runs"
        model.cell(row=at["years.last"], column=2).value = 2060
        model.cell(row=at["discount_rate"], column=2).value = 0.1
        book["Limits"].cell(row=FIRST + 3, column=1).value = 2099
        book["Limits"].cell(row=FIRST + 3, column=2).value = 4
        book["Cases"].cell(row=FIRST, column=1).value = "sites.pu"
        book["Cases"].cell(row=FIRST, column=2).value = "low"
        book["Set"].cell(row=FIRST, column=2).value = 3
        book["Set"].cell(row=FIRST + 1, column=1).value = "sites.nowhere.pue"
        book["Set"].cell(row=FIRST + 1, column=2).value = "1,1"

    copy.edit(ask)
    faults = faults_of(copy.path)

    for where, answer in (
        (", key power.technologies", "unknown technology 'gas_recipp'; expected"),
        (", key workloads.use", "unknown workload 'frontier_runs'"),
        (", key years.last", "2060, but"),
        ("sheet Limits, cell B9, key limits.emissions", "a cap for 2099"),
        ("sheet Cases, cell B6, key cases.sites.pu", "unknown column 'pu' of sites; did you mean"),
        ("sheet Set, cell B6, key set.workloads.frontier_run", "3 is above 1"),
        ("sheet Set, cell B7, key set.sites.nowhere.pue", "unknown row 'nowhere'"),
    ):
        assert [f for f in faults if where in f and answer in f], (where, faults)


def test_years_out_of_order_contradict(copy):
    def turn(book):
        model, at = book["Model"], rows(book["Model"])
        model.cell(row=at["years.first"], column=2).value = 2030
        model.cell(row=at["discount_rate"], column=2).value = 7

    copy.edit(turn)
    faults = faults_of(copy.path)

    assert any("first = 2030, last = 2028; expected a first year that is not" in f for f in faults)
    assert any("key discount_rate: 7; expected less than 1; 7 % is 0.07" in f for f in faults)


def test_what_is_changed_is_planned(copy):
    def change(book):
        model, at = book["Model"], rows(book["Model"])
        model.cell(row=at["title"], column=2).value = "Mine"
        model.cell(row=at["sites.include"], column=2).value = "coreweave_helios"
        model.cell(row=at["discount_rate"], column=2).value = 0
        book["Limits"].cell(row=FIRST, column=2).value = 40
        book["Cases"].cell(row=FIRST, column=2).value = "high"
        book["Set"].delete_rows(FIRST)

    copy.edit(change)
    model = api.load_model(copy.path)
    first = load_workbook(copy.path)["Cases"].cell(row=FIRST, column=1).value

    assert (model.name, model.title, model.discount_rate) == ("inputs", "Mine", 0)
    assert model.sites.include == ("coreweave_helios",)
    assert by_year(model.limits.emissions_mt_per_year, [2026, 2027]) == {2026: 40}
    assert model.cases == {first: "high", "workloads.mfu": "low"}
    assert model.set == {}
