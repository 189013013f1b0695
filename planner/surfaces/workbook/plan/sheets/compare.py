"""Compare: the scenarios side by side, whichever one the dashboard shows."""

from planner.surfaces.workbook.number_formats import GW, MILLION, MONEY, SHARE, WHOLE
from planner.surfaces.workbook.plan import charts
from planner.surfaces.workbook.plan.formulas import Cell, Formula, constant, or_else
from planner.surfaces.workbook.plan.lines import Annual
from planner.surfaces.workbook.plan.pages import FIRST_ROW, KEY, Page
from planner.surfaces.workbook.plan.results import Results
from planner.surfaces.workbook.plan.shown_inputs import differences

SHEET = "Compare"
_LINES = (
    ("Facility power, last year", "GW", "clusters", "facility_gw", "last", GW),
    ("IT power, last year", "GW", "clusters", "it_gw", "last", GW),
    ("H100e that run, last year", "million", "clusters", "h100e_million", "last", MILLION),
    ("Accelerators bought", "million", "accelerators", "bought_million", "all", MILLION),
    ("Power built", "GW", "power", "built_gw", "all", GW),
    ("Capital as spent", "billion USD", "capex", "capex_busd", "all", MONEY),
    ("Present cost of charges", "billion USD", "cost", "present_cost_busd", "all", MONEY),
    ("Emissions", "million t CO2", "emissions", "emissions_mt", "all", GW),
)


def fill(page: Page, results: Results, annual: Annual) -> None:
    """Write figures in rows and scenarios in columns, then their differences from the first."""
    names = [scenario.name for scenario in results.scenarios]
    top = FIRST_ROW + 1
    page.header(top, ["Figure", "Unit"])
    heads = page.header(top, names, 3)
    deltas = [f"{name} less {names[0]}" for name in names[1:]]
    page.header(top, [*deltas, KEY], 3 + len(names))
    last_year = page.write(top + 1, 1, "Last year")
    page.write(last_year.row, 2, "year", "unit")
    lasts = [
        page.write(
            last_year.row, 3 + i,
            results.look_up("scenarios", "last_year", "scenario", head.fixed(row=True)),
            "link", "0",
        )
        for i, head in enumerate(heads)
    ]  # fmt: skip
    row = last_year.row + 1
    for words, unit, table, column, when, form in _LINES:

        def figure(i: int, table: str = table, column: str = column, when: str = when) -> Formula:
            at = {"scenario": heads[i].fixed(row=True)}
            if when == "last":
                at["year"] = lasts[i].fixed(row=True)
            if when == "all":
                return results.whole(table, column, **at)
            return results.total(table, column, **at)

        _line(page, row, words, unit, form, [figure(i) for i in range(len(names))])
        row += 1
    binding = [
        results.count("limits", scenario=head.fixed(row=True), binding=constant("yes"))
        for head in heads
    ]
    _line(page, row, "Limits that bind", "limits and years", WHOLE, binding)
    row = _shares(page, results, heads, lasts, row + 2)
    row = _by_year(page, results, annual, heads, row + 1)
    _inputs(page, results, row + 20)
    page.widths(34, 18, *[18] * (2 * len(names)))
    page.freeze(top + 1, 3)


def _line(page: Page, row: int, words: str, unit: str, form: str, figures: list[Formula]) -> None:
    page.write(row, 1, words)
    page.write(row, 2, unit, "unit")
    cells = [page.write(row, 3 + i, figure, "link", form) for i, figure in enumerate(figures)]
    for i, cell in enumerate(cells[1:]):
        page.write(row, 3 + len(cells) + i, cell - cells[0], "calculation", form)


def _named(page: Page, results: Results, row: int, workload: str, scenarios: int) -> Formula:
    """A workload by its name; the key that formulas look for stands behind the differences."""
    called = results.names.workload(workload)
    return page.named(row, 1, workload, called, 2 + 2 * scenarios)[1].fixed(column=True)


def _section(page: Page, row: int, words: str, scenarios: int) -> None:
    for column in range(1, 2 + 2 * scenarios):
        page.write(row, column, words if column == 1 else None, "section")


def _shares(page: Page, results: Results, heads: list[Cell], lasts: list[Cell], row: int) -> int:
    """Delivery of each workload in the last year, and the years in which it is missed."""
    _section(page, row, "Delivered share in the last year", len(heads))
    for (workload,) in results.labels("targets", "workload"):
        row += 1
        label = _named(page, results, row, workload, len(heads))
        shares = []
        for head, last in zip(heads, lasts, strict=True):
            at = {
                "scenario": head.fixed(row=True),
                "workload": label,
                "year": last.fixed(row=True),
            }
            delivered = results.total("targets", "delivered", **at)
            shares.append(or_else(delivered / results.total("targets", "target", **at), 0))
        _line(page, row, results.names.workload(workload), "share", SHARE, shares)
    row += 2
    _section(page, row, "Years in which a target is missed", len(heads))
    for (workload,) in results.labels("targets", "workload"):
        row += 1
        label = _named(page, results, row, workload, len(heads))
        counts = [
            results.count(
                "targets", scenario=head.fixed(row=True), workload=label, met=constant("no")
            )
            for head in heads
        ]
        _line(page, row, results.names.workload(workload), "years", "0", counts)
    return row + 1


def _by_year(page: Page, results: Results, annual: Annual, heads: list[Cell], row: int) -> int:
    """Facility power year by year, with a chart."""
    page.header(row, ["Facility power by year", "Unit"])
    labels = [
        page.write(row, 3 + i, head.fixed(row=True), "header") for i, head in enumerate(heads)
    ]
    years: list[Cell] = []
    columns: list[list[Cell]] = [[] for _ in heads]
    for year in annual.years:
        row += 1
        years.append(page.write(row, 1, year.from_elsewhere, "link", "0"))
        page.write(row, 2, "GW", "unit")
        for i, head in enumerate(heads):
            found = results.total(
                "clusters", "facility_gw", scenario=head.fixed(row=True),
                year=years[-1].fixed(column=True),
            )  # fmt: skip
            columns[i].append(page.write(row, 3 + i, found, "link", GW))
    chart = charts.lines("Facility power", "GW")
    for i, cells in enumerate(columns):
        charts.add_line(chart, page, labels[i], cells, charts.COLOURS[i % len(charts.COLOURS)])
    charts.set_categories(chart, page, years)
    charts.place(chart, page, f"A{row + 2}")
    return row


def _inputs(page: Page, results: Results, row: int) -> None:
    """Where the inputs of the other scenarios differ from those of the first."""
    if len(results.scenarios) < 2:
        page.write(row, 1, "One scenario; planner workbook compare puts more here.", "note")
        return
    first = results.scenarios[0].name
    page.write(row, 1, f"Inputs that differ from those of {first}, which the In_ sheets show")
    page.header(row + 1, ["Table", "Row", "Column", first, "Here", "Scenario"])
    frame = differences(list(results.scenarios))
    for at, found in enumerate(frame.to_dict("records"), start=row + 2):
        columns = ("table", "key", "column", "first_scenario", "this_scenario", "scenario")
        for column, key in enumerate(columns, start=1):
            page.write(at, column, found[key])
    if frame.empty:
        page.write(row + 2, 1, "None.", "note")
