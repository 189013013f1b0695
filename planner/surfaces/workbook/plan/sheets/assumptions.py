"""Assumptions: what Excel's totals depend on, and what the model changed in its inputs."""

from dataclasses import dataclass

from openpyxl.worksheet.datavalidation import DataValidation

from planner.surfaces.workbook.number_formats import FACTOR, GENERAL, SHARE
from planner.surfaces.workbook.plan.formulas import Cell, Formula, compare, constant, if_, sum_of
from planner.surfaces.workbook.plan.pages import FIRST_ROW, Page, PlanWorkbook
from planner.surfaces.workbook.plan.results import Results
from planner.wording.numbers import as_stated

SHEET = "Assumptions"


@dataclass(frozen=True)
class _Line:
    name: str
    label: str
    unit: str
    form: str
    low: float
    high: float
    column: str
    """Column of the table of scenarios that holds the solved value; empty where it is one."""
    note: str


_LINES = (
    _Line(
        "in_discount_rate", "Discount rate, real", "per year", SHARE, 0, 0.5, "discount_rate",
        "Discounts the charges on Annual. The charges hold annuities of the solved rate.",
    ),
    _Line(
        "in_paid_at", "Point of the year at which payments fall", "share of a year", FACTOR, 0, 1,
        "paid_at", "0 at its start, 0.5 in the middle, 1 at its end.",
    ),
    _Line(
        "in_accelerators_factor", "Price of accelerators over the solved one", "factor", FACTOR,
        0, 10, "", "Multiplies capex and capital charges of accelerators.",
    ),
    _Line(
        "in_shell_factor", "Cost of shells over the solved one", "factor", FACTOR, 0, 10, "",
        "Multiplies capex and capital charges of shells.",
    ),
    _Line(
        "in_power_factor", "Cost of power plant over the solved one", "factor", FACTOR, 0, 10, "",
        "Multiplies capex and capital charges of power.",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Assumptions:
    """The named values that other sheets compute with."""

    used: dict[str, Formula]
    differing: Cell
    """Number of values that differ from the solved ones."""

    def __getitem__(self, name: str) -> Formula:
        """A value by its defined name."""
        return self.used[name]


def fill(book: PlanWorkbook, page: Page, results: Results, selected: Formula) -> Assumptions:
    """Write the sheet; returns the names of the values in use."""
    page.widths(44, 16, 14, 14, 14, 10, 76)
    page.write(
        FIRST_ROW, 1,
        "Type into the yellow cells. Totals, capex and present cost follow at once; what is built "
        "does not: for that, plan again.",
        "note",
    )  # fmt: skip
    top = FIRST_ROW + 2
    page.header(
        top, ["Assumption", "Unit", "In use", "Your value", "As solved", "Differs", "Note"]
    )
    used: dict[str, Formula] = {}
    flags = []
    for row, line in enumerate(_LINES, start=top + 1):
        page.write(row, 1, line.label)
        page.write(row, 2, line.unit, "unit")
        typed = page.write_open(row, 4, None, line.form)
        if line.column:
            found = results.look_up("scenarios", line.column, "scenario", selected)
            solved = page.write(row, 5, found, "link", line.form)
        else:
            solved = page.write(row, 5, 1.0, "result", line.form)
        empty = compare(typed, "=", "")
        value = page.write(row, 3, if_(empty, solved, typed), "calculation", line.form)
        differs = if_(compare(value, "=", solved), 0, 1)
        flags.append(page.write(row, 6, differs, "calculation"))
        page.write(row, 7, line.note, "note")
        used[line.name] = book.define(line.name, value, line.label)
        rule = DataValidation(
            type="decimal", operator="between", formula1=str(line.low), formula2=str(line.high),
            allow_blank=True, showErrorMessage=True,
            errorTitle=line.label,
            error=f"A number from {as_stated(line.low)} to {as_stated(line.high)}",
        )  # fmt: skip
        page.sheet.add_data_validation(rule)
        rule.add(typed.text)
    total_row = top + 1 + len(_LINES)
    page.write(total_row, 1, "Values that differ from what was solved", "total")
    differing = page.write(total_row, 6, sum_of(flags), "total")
    _changes(page, results, total_row + 3)
    page.freeze(top + 1, 2)
    return Assumptions(used, differing)


def _changes(page: Page, results: Results, row: int) -> None:
    """What each model changed in the tables that it reads, by case or by value."""
    page.write(row, 1, "Inputs that the models replaced: cases and single values", "section")
    page.header(row + 1, ["Table and row", "Column", "In the table", "Planned with", "Scenario"])
    row += 2
    for scenario in results.scenarios:
        for table, key, column, before, after in scenario.manifest.get("changes", ()):
            key = key if isinstance(key, list | tuple) else [key]
            page.write(row, 1, f"{table}: {', '.join(map(str, key))}")
            page.write(row, 2, column)
            page.write(row, 3, before, "result", GENERAL)
            page.write(row, 4, after, "result", GENERAL)
            page.write(row, 5, scenario.name)
            row += 1
    if row and not any(s.manifest.get("changes") for s in results.scenarios):
        page.write(row, 1, "None: every input is the central value of its table.", "note")


def discount_factor(
    assumptions: Assumptions, year: Formula, first_year: Formula, years_each: Formula
) -> Formula:
    """Present value, at the start of the first year, of one unit paid in each year of a period."""
    elapsed = year - first_year + assumptions["in_paid_at"]
    rate = assumptions["in_discount_rate"]
    grown = (constant(1) + rate) ** elapsed
    return worth_of_years(rate, years_each) / grown


def worth_of_years(rate: Formula, years: Formula) -> Formula:
    """What one unit in each of so many years is worth when the first of them is paid."""
    worth = sum((1 + rate.number) ** -i for i in range(round(years.number)))
    return Formula(f"PV({rate.text},{years.text},-1,0,1)", worth, atomic=True)
