"""Sheets that show lines of Annual with a chart: power and targets."""

from planner.surfaces.workbook.number_formats import POWER_OF_TEN
from planner.surfaces.workbook.plan import charts
from planner.surfaces.workbook.plan.lines import Annual, Line
from planner.surfaces.workbook.plan.pages import FIRST_ROW, Page

POWER, TARGETS = "Power", "Targets"
_YEARS_FROM = 3


def fill_power(page: Page, annual: Annual) -> None:
    """Capacity in service, capacity built and generation, by technology."""
    row = FIRST_ROW
    blocks = (
        ("capacity_gw", "Power in service, year's end", "GW"),
        ("built_gw", "Power built in the year", "GW"),
        ("generation_twh", "Generation", "TWh"),
    )
    for key, title, unit in blocks:
        keys = [*annual.groups[key], key]
        first = row
        row = _block(page, annual, keys, title, row)
        chart = charts.stacked(title, unit)
        for number, name in enumerate(annual.groups[key]):
            line = annual[name]
            colour = charts.COLOURS[number % len(charts.COLOURS)]
            charts.add_line(chart, annual.page, line.label, line.cells, colour)
        charts.set_categories(chart, annual.page, annual.years)
        column = page.sheet.cell(1, _YEARS_FROM + len(annual.years) + 1).coordinate.rstrip("1")
        charts.place(chart, page, f"{column}{first}", width=17, height=9.5)
        row = max(row + 1, first + 20)
    _finish(page, annual)


def fill_targets(page: Page, annual: Annual) -> None:
    """What each workload asks for and gets; the gap in orders of magnitude."""
    row = FIRST_ROW
    blocks = (
        ("target", "Target"),
        ("delivered", "Delivered"),
        ("delivered_share", "Delivered over target"),
        ("gap_oom", "Gap, orders of magnitude"),
        ("missed", "Target missed"),
    )
    for key, title in blocks:
        row = _block(page, annual, annual.groups[key], title, row) + 1
    for number, key in enumerate(annual.groups["target"]):
        workload = key.removeprefix("target ")
        line = annual[key]
        chart = charts.lines(f"{line.label.value}: target and delivery", line.unit)
        charts.add_line(chart, annual.page, line.label, line.cells, "7F7F7F", dash="dash")
        delivered = annual[f"delivered {workload}"]
        charts.add_line(chart, annual.page, delivered.label, delivered.cells, charts.COLOURS[0])
        from openpyxl.chart.series import SeriesLabel

        chart.series[0].tx, chart.series[1].tx = (
            SeriesLabel(v="target"),
            SeriesLabel(v="delivered"),
        )
        chart.y_axis.scaling.logBase = 10
        chart.y_axis.number_format = POWER_OF_TEN
        # A logarithmic axis crosses at its lowest value, not at one.
        chart.x_axis.tickLblPos = "low"
        charts.set_categories(chart, annual.page, annual.years)
        corner = f"{'AF'[number % 2]}{row + 1 + 18 * (number // 2)}"
        charts.place(chart, page, corner, width=15)
    _finish(page, annual)


def _block(page: Page, annual: Annual, keys: list[str], title: str, row: int) -> int:
    """A headed block of lines; returns the row below."""
    page.header(row, [title, "Unit"])
    for i, year in enumerate(annual.years):
        page.write(row, _YEARS_FROM + i, year.from_elsewhere, "header", "0")
    for key in keys:
        row += 1
        _line(page, annual[key], row, total=key in annual.groups)
    return row + 1


def _line(page: Page, line: Line, row: int, *, total: bool) -> None:
    style = "total" if total else "link"
    page.write(row, 1, line.label.from_elsewhere, style)
    page.write(row, 2, line.unit, "unit")
    for i, cell in enumerate(line.cells):
        form = line.cells[0]
        technology = page.book.pages[form.sheet].sheet[cell.text]
        page.write(row, _YEARS_FROM + i, cell.from_elsewhere, style, technology.number_format)


def _finish(page: Page, annual: Annual) -> None:
    page.widths(42, 20, *[12] * len(annual.years))
    page.sheet.freeze_panes = page.sheet.cell(FIRST_ROW, _YEARS_FROM)
