"""The first sheet: what the workbook is, how to plan from it, what stands where."""

from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

from planner.config import ModelDefinition
from planner.data.inputs import Inputs
from planner.input_workbook.layout import (
    CANDIDATES,
    CANDIDATES_COLUMNS,
    CASES,
    CASES_COLUMNS,
    LIMITS,
    LISTS,
    MODEL,
    MODEL_COLUMNS,
    SET,
    SET_COLUMNS,
    STAYS_OUTSIDE,
    tables_inside,
)
from planner.input_workbook.styles import LINE_HEIGHT, Styles, put

_STEPS = (
    "1  Change blue values on a yellow ground. Grey columns name the rows; add rows directly "
    "below a table.",
    "2  Save the workbook as .xlsx, in Excel or LibreOffice.",
    "3  planner check FILE.xlsx names every cell that is amiss; the file is never changed.",
    "4  planner run FILE.xlsx plans from it, into the folder outputs/FILE.",
)
_RULES = (
    "Numbers are numbers: no thousands separators, no percent signs, no units in a cell. A share "
    "of 92 % is 0.92; a year is 2030, not a date.",
    "Formulas may stand in cells; their saved results are read.",
    "Rename or delete no sheet and no column of a table. Sheets of your own are left alone, and "
    "not read.",
    "Keep source, confidence and note true: write in the note what you changed, and why.",
)


def write_start(sheet: Worksheet, model: ModelDefinition, inputs: Inputs, styles: Styles) -> None:
    """Fill the first sheet; its counts of rows are formulas, and locked."""
    put(sheet["A1"], model.title)
    styles.apply(sheet["A1"], "title")
    put(sheet["A2"], f"Inputs of the planner, written from the model {model.name}")
    styles.apply(sheet["A2"], "note")
    row = 4
    for title, lines in (("How to plan from here", _STEPS), ("What to keep to", _RULES)):
        row = _lines(sheet, row, title, lines, styles)
    names = [name for name in STAYS_OUTSIDE if name in inputs.schema]
    outside = (
        f"Not in this workbook, because they belong to hourly profiles: {', '.join(names)}, the "
        "hourly series and the maps. They are taken from the tables that ship with the planner, "
        "or from the folder that datasets names on the sheet Model.",
    )
    row = _lines(sheet, row, "What stays outside", outside, styles)
    for column, text in enumerate(("Sheet", "Rows", "What it holds"), start=1):
        styles.apply(sheet.cell(row=row, column=column, value=text), "header")
    whats = {
        MODEL: "The question: years, sites, technologies, workloads, limits, prices",
        LIMITS: "Limits that differ from year to year",
        CANDIDATES: "Needs of power, for which places are found beyond those of the table sites",
        CASES: "Quantities with a range, at their low, central or high value",
        SET: "Single values in the place of cells of the tables",
    }
    schema = inputs.schema
    whats |= {name: schema[name].description for name in tables_inside(schema)}
    counted = {MODEL: MODEL_COLUMNS[0], LIMITS: "year", CANDIDATES: CANDIDATES_COLUMNS[0]}
    counted |= {CASES: CASES_COLUMNS[0], SET: SET_COLUMNS[0]}
    counted |= {name: next(iter(schema[name].fields)) for name in tables_inside(schema)}
    for number, (name, what) in enumerate({**whats, LISTS: "What wrote this workbook"}.items()):
        cells = [sheet.cell(row=row + 1 + number, column=column) for column in (1, 2, 3)]
        cells[0].value = name
        cells[0].hyperlink = f"#{quote_sheetname(name)}!A1"
        if name != LISTS:
            # A table without rows has an empty one, which is no row to count.
            cells[1].value = f"=COUNTA(tbl_{name.lower()}[{counted[name]}])"
        cells[2].value = what
        sheet.row_dimensions[row + 1 + number].height = LINE_HEIGHT * (1 + len(what) // 115)
        for cell, look in zip(cells, ("link", "plain", "quiet"), strict=True):
            styles.apply(cell, look)
    for letter, width in zip("ABC", (28, 9, 110), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.protection.sheet = True


def _lines(sheet: Worksheet, row: int, title: str, lines: tuple[str, ...], styles: Styles) -> int:
    """A heading with lines of text below it; returns the row after them."""
    put(sheet.cell(row=row, column=1), title)
    styles.apply(sheet.cell(row=row, column=1), "header")
    for number, line in enumerate(lines, start=1):
        cell = sheet.cell(row=row + number, column=1)
        put(cell, line)
        sheet.merge_cells(
            start_row=row + number, end_row=row + number, start_column=1, end_column=3
        )
        styles.apply(cell, "plain")
        sheet.row_dimensions[row + number].height = LINE_HEIGHT * (1 + len(line) // 150)
    return row + len(lines) + 2
