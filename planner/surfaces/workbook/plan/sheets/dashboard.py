"""Dashboard: the scenario to look at, the figures that answer first, four charts."""

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from planner.surfaces.workbook.number_formats import (
    GW,
    MILLION,
    MONEY,
    SHARE,
    TENTHS,
    WHOLE,
    WHOLE_SHARE,
)
from planner.surfaces.workbook.plan import charts
from planner.surfaces.workbook.plan.formulas import Formula, area_elsewhere, constant, or_else
from planner.surfaces.workbook.plan.lines import Annual
from planner.surfaces.workbook.plan.pages import FIRST_ROW, Page, PlanWorkbook
from planner.surfaces.workbook.plan.results import Results
from planner.surfaces.workbook.plan.sheets.bottlenecks import ranked
from planner.wording.numbers import to_whole

SHEET = "Dashboard"
MOST_LIMITS = 10
SELECTOR_ROW = FIRST_ROW
_COLUMNS = (
    ("it_gw", "IT GW", GW),
    ("facility_gw", "facility GW", GW),
    ("h100e_million", "million H100e", MILLION),
    ("running_million", "million running", MILLION),
    ("idle_million", "million idle", MILLION),
    ("capex_busd", "capex, bn USD", MONEY),
    ("emissions_mt", "Mt CO2", GW),
)
"""Lines of Annual in the order of the plan's headline."""


def add_selector(book: PlanWorkbook, page: Page, results: Results) -> Formula:
    """Write the drop-down of scenarios and name it; before anything that depends on it."""
    page.write(SELECTOR_ROW, 1, "Scenario", "label")
    cell = page.write_open(SELECTOR_ROW, 2, results.scenarios[0].name)
    page.sheet.merge_cells(
        start_row=SELECTOR_ROW, end_row=SELECTOR_ROW, start_column=2, end_column=4
    )
    selected = book.define("sel_scenario", cell, "The scenario that Dashboard and Annual show")
    return selected


def fill(book: PlanWorkbook, page: Page, results: Results, annual: Annual) -> None:
    """Write the sheet below its selector."""
    page.widths(13, *[14] * 6, *[19] * 6)
    selected = book.named("sel_scenario")
    rule = DataValidation(
        type="list", formula1="lst_scenarios", allow_blank=False, showErrorMessage=True,
        errorTitle="Scenario", error="Choose one of the scenarios of this workbook",
    )  # fmt: skip
    page.sheet.add_data_validation(rule)
    rule.add(f"B{SELECTOR_ROW}")
    title = results.look_up("scenarios", "title", "scenario", selected)
    page.write(SELECTOR_ROW, 5, title, "link")
    _figures(page, results, annual, selected)
    below = _headline(page, results, annual)
    _charts(page, results, annual, below + 1)
    ranked(page, results, selected, below + 36, MOST_LIMITS)
    page.sheet.freeze_panes = f"A{SELECTOR_ROW + 1}"
    page.sheet.page_setup.fitToHeight = 1
    page.sheet.page_setup.orientation = "portrait"


def _figures(page: Page, results: Results, annual: Annual, selected: Formula) -> None:
    """Six figures, each over two columns: what it is, the figure, its unit."""
    row = SELECTOR_ROW + 2

    def of(key: str) -> Formula:
        found = annual[key].over_years
        assert found is not None
        return found.from_elsewhere

    missed = _first_missed(annual)
    binding = results.count("limits", scenario=selected, binding=constant("yes"))
    figures: list[tuple[str, Formula, str, str]] = [
        ("Facility power, last year", of("facility_gw"), "GW", TENTHS),
        ("H100e that run, last year", of("h100e_million"), "million", TENTHS),
        ("Capital as spent, all years", of("capex_busd"), "billion USD", WHOLE),
        ("Present cost of charges", of("present_cost_busd"), "billion USD", WHOLE),
        ("First year with a target missed", missed, "", "0"),
        ("Limits that bind", binding, f"of {to_whole(len(results['limits']))}", WHOLE),
    ]
    if len(results.scenarios) > 1:
        figures[-1] = (*figures[-1][:2], "limits and years", WHOLE)
    for number, (words, figure, unit, form) in enumerate(figures):
        column, top = 1 + 3 * (number % 3), row + 3 * (number // 3)
        page.write(top, column, words, "unit")
        page.write(top + 1, column, figure, "figure", form)
        page.write(top + 1, column + 1, unit, "unit")
        page.sheet.row_dimensions[top + 1].height = 24


def _first_missed(annual: Annual) -> Formula:
    """The first year in which any target is missed, or "none"."""
    keys = annual.groups["missed"]
    if not keys:
        return constant("no target")
    lines = [annual[key] for key in keys]
    block = "+".join(area_elsewhere(line.cells[0], line.cells[-1]) for line in lines)
    years = annual.years
    heads = area_elsewhere(years[0], years[-1])
    missed = [
        year.value for i, year in enumerate(years) if any(line.cells[i].value for line in lines)
    ]
    text = f"INDEX({heads},MATCH(TRUE,INDEX({block}>0,0),0))"
    found = Formula(text, missed[0] if missed else float("nan"), atomic=True)
    return or_else(found, "none")


def _headline(page: Page, results: Results, annual: Annual) -> int:
    """One row a year; returns the row below."""
    top = SELECTOR_ROW + 9
    workloads = [key.removeprefix("delivered_share ") for key in annual.groups["delivered_share"]]
    called = map(results.names.workload, workloads)
    page.header(top, ["year", *(words for _, words, _ in _COLUMNS), *called], numbers_from=0)
    row = top
    for i, year in enumerate(annual.years):
        row = top + 1 + i
        page.write(row, 1, year.from_elsewhere, "link", "0")
        for column, (key, _, form) in enumerate(_COLUMNS, start=2):
            page.write(row, column, annual[key].cells[i].from_elsewhere, "link", form)
        for column, workload in enumerate(workloads, start=2 + len(_COLUMNS)):
            share = annual[f"delivered_share {workload}"].cells[i]
            page.write(row, column, share.from_elsewhere, "link", SHARE)
    words = "Power, H100e and accelerators at the end of the year; shares of targets delivered."
    page.write(row + 1, 1, words, "note")
    return row + 2


def _charts(page: Page, results: Results, annual: Annual, row: int) -> None:
    """Power by source, delivery of targets, capital by component, H100-equivalents."""
    source = annual.page
    left, right = f"A{row}", f"{get_column_letter(6)}{row}"
    lower_left, lower_right = f"A{row + 17}", f"{get_column_letter(6)}{row + 17}"
    power = charts.stacked("Power in service, by source", "GW")
    _series(power, annual, [k for k in annual.groups["capacity_gw"] if _any(results, annual, k)])
    charts.place(power, page, left)
    delivered = charts.lines("Share of each target that is delivered", "share")
    _series(delivered, annual, annual.groups["delivered_share"])
    delivered.y_axis.scaling.min, delivered.y_axis.scaling.max = 0, 1.05
    delivered.y_axis.number_format = WHOLE_SHARE
    charts.place(delivered, page, right)
    capex = charts.stacked("Capital as spent, by component", "billion USD")
    _series(capex, annual, annual.groups["capex_busd"])
    charts.place(capex, page, lower_left)
    fleet = charts.side_by_side("H100-equivalents that run", "million H100e")
    line = annual["h100e_million"]
    charts.add_line(fleet, source, line.label, line.cells, charts.COLOURS[0])
    charts.set_categories(fleet, source, annual.years)
    fleet.legend = None
    charts.place(fleet, page, lower_right)


def _any(results: Results, annual: Annual, key: str) -> bool:
    """Whether a line is not nought throughout; with several scenarios it may change."""
    return len(results.scenarios) > 1 or any(cell.number for cell in annual[key].cells)


def _series(chart: object, annual: Annual, keys: list[str]) -> None:
    for number, key in enumerate(keys):
        line = annual[key]
        colour = charts.COLOURS[number % len(charts.COLOURS)]
        charts.add_line(chart, annual.page, line.label, line.cells, colour)
    charts.set_categories(chart, annual.page, annual.years)
