"""Any visible cell that is changed makes the master check fail."""

import random
import re
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from planner import api
from planner.surfaces.workbook.plan.sheets import control, guards
from planner.surfaces.workbook.plan.sheets.tables import HEADER_ROW

pytestmark = pytest.mark.slow
SEED = 20261


def other(random, value, is_formula):
    """Something else for a cell to hold: of the same length if it is text."""
    if is_formula:
        return random.choice([999, 0, "none"])
    if isinstance(value, str):
        at = random.randrange(len(value)) if value else 0
        sign = "x" if value[at : at + 1] != "x" else "y"
        return value[:at] + sign + value[at + 1 :]
    return random.choice([3 * value + 1, -value - 0.5, "none"]) if value is not None else 7


AREA = re.compile(r"[A-Z]+\d+(:[A-Z]+\d+)?")


def lines_of(book):
    """Row on Guards to sheet, cells and what is held."""
    rows = book[guards.SHEET].iter_rows(min_row=1, max_col=4)
    found = {row[0].row: tuple(cell.value for cell in row[:3]) for row in rows if row[3].value}
    return {row: line for row, line in found.items() if AREA.fullmatch(line[1] or "")}


def held_cells(sheet, area):
    left, top, right, bottom = range_boundaries(area)
    rows = sheet.iter_rows(top, bottom, left, right)
    return [cell for row in rows for cell in row if cell.value is not None]


def columns_of(book):
    """Row on Control to the sheet of its table and the place of its column.

    Numbers of rows are left out: one of them moves all fingerprints of its table.
    """
    sheets = {name: sheet for sheet in book.worksheets for name in sheet.tables}
    found = {}
    for row in book[control.SHEET].iter_rows(min_row=control.FIRST_ROW + 4):
        sheet, column = sheets[row[1].value], row[2].value
        headings = [cell.value for cell in sheet[HEADER_ROW]]
        if column not in ("row", "line"):
            found[row[0].row] = sheet, headings.index(column) + 1
    return found


def test_a_cell_of_each_area_and_each_column_shows_when_it_is_changed(
    run_folder, recalculated, tmp_path
):
    # One cell of each area that Guards holds and of each column of each table is changed; each
    # line of Guards and Control has to tell of its own.
    source = random.Random(SEED)
    book = openpyxl.load_workbook(run_folder / "plan.xlsx")
    open_cells = {("Dashboard", "B5"), *(("Assumptions", f"D{row}") for row in range(1, 60))}
    columns = columns_of(book)
    expected = {guards.SHEET: {}, control.SHEET: {}}
    for row, (name, area, what) in lines_of(book).items():
        if name in (guards.SHEET, control.SHEET) or "of formulas" in what:
            continue
        cells = [c for c in held_cells(book[name], area) if (name, c.coordinate) not in open_cells]
        cell = source.choice(cells)
        cell.value = other(source, cell.value, cell.data_type == "f")
        expected[guards.SHEET][row] = f"{name}!{cell.coordinate}"
    for row, (sheet, place) in columns.items():
        cell = sheet.cell(
            source.randint(HEADER_ROW + 1, max(sheet.max_row, HEADER_ROW + 1)), place
        )
        cell.value = other(source, cell.value, is_formula=False)
        expected[control.SHEET][row] = f"{sheet.title}!{cell.coordinate}"
    path = tmp_path / "changed.xlsx"
    book.save(path)

    computed = recalculated(path)

    flags = {guards.SHEET: "D", control.SHEET: "H"}
    silent = [
        place
        for sheet, places in expected.items()
        for row, place in places.items()
        if not computed[sheet][f"{flags[sheet]}{row}"].value
    ]
    assert len(expected[guards.SHEET]) > 100
    assert len(expected[control.SHEET]) > 400
    assert silent == []


def formula_at(book, sheet, words):
    """The first number of a line that begins with some words."""
    row = next(row for row in book[sheet].iter_rows() if row[0].value == words)
    return next(cell for cell in row[3:] if cell.data_type == "f")


def first_text(book, sheet):
    """A word of the first row of a table."""
    cells = book[sheet][HEADER_ROW + 1]
    return next(c for c in cells if isinstance(c.value, str) and len(c.value) > 2)


CHANGES = {
    "a figure of the dashboard": lambda b: setattr(b["Dashboard"]["A8"], "value", 999),
    "a year of Annual": lambda b: setattr(formula_at(b, "Annual", "Present cost"), "value", 99),
    "a coefficient in a formula": lambda b: setattr(
        (c := formula_at(b, "Annual", "Present cost")), "value", f"=({c.value[1:]})*1.001"
    ),
    "a text of a result": lambda b: setattr(
        (c := first_text(b, "Res_power")), "value", c.value[:-1] + "~"
    ),
    "a word on the cover": lambda b: setattr(b["Cover"]["A5"], "value", "All is proved."),
    "a title": lambda b: setattr(b["Capex"]["A1"], "value", "Capez"),
    "a tolerance": lambda b: setattr(b["Checks"]["C5"], "value", 1e9),
    "the outcome of a check": lambda b: setattr(
        next(r for r in b["Checks"].iter_rows(min_row=12) if r[5].data_type == "f")[5], "value", 0
    ),
    "the master check": lambda b: setattr(b["Checks"]["F9"], "value", 3),
    "what a column held": lambda b: setattr(b["Control"]["G12"], "value", 1e9),
    "a guard": lambda b: setattr(b["Guards"]["D150"], "value", 0),
    "the sum of the guards": lambda b: setattr(b["Guards"]["D5"], "value", 0),
    "a copy": lambda b: setattr(b["Copies"]["A8"], "value", "another title"),
    "the number of a row": lambda b: setattr(b["Res_cost"].cell(HEADER_ROW + 1, 2), "value", 5000),
    "a banner": lambda b: setattr(b["Sites"]["A3"], "value", "Checks: all OK"),
    "the banner of the cover": lambda b: setattr(b["Cover"]["A3"], "value", "Checks: all OK"),
}


@pytest.fixture(scope="module")
def few(tmp_path_factory):
    """The workbook of a problem of few tables, which LibreOffice computes in seconds."""
    example = Path(__file__).parents[4] / "docs/examples/four_blocks/four_blocks.toml"
    run, paths = api.run(example, tmp_path_factory.mktemp("few"))
    return api.add_workbook(run, paths[0].parent)


def test_the_master_check_fails_for_each_change_alone(few, recalculated_all, tmp_path):
    paths = {}
    for number, (what, change) in enumerate(CHANGES.items()):
        book = openpyxl.load_workbook(few)
        change(book)
        paths[what] = tmp_path / f"change_{number}.xlsx"
        book.save(paths[what])

    books = dict(zip(paths, recalculated_all(list(paths.values())), strict=True))

    place = openpyxl.load_workbook(few).defined_names["Checks_Master"]
    sheet, _, cell = place.attr_text.replace("$", "").partition("!")
    passed = [what for what, book in books.items() if not book[sheet.strip("'")][cell].value]
    assert passed == []
    # What most banners tell, only their own and the cover's can't.
    told = [what for what, book in books.items() if "FAIL" not in book["Annual"]["A3"].value]
    assert set(told) <= {"a banner", "the banner of the cover", "the master check",
                         "the sum of the guards"}  # fmt: skip
