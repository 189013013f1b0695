"""Capex: capital as spent over all years, from the first component to the total."""

from openpyxl.chart.marker import DataPoint
from openpyxl.chart.shapes import GraphicalProperties

from planner.surfaces.workbook.number_formats import MONEY, SHARE
from planner.surfaces.workbook.plan import charts
from planner.surfaces.workbook.plan.formulas import Cell, Formula, Operand, constant
from planner.surfaces.workbook.plan.lines import Annual
from planner.surfaces.workbook.plan.pages import FIRST_ROW, KEY, Page
from planner.surfaces.workbook.plan.results import Results
from planner.surfaces.workbook.plan.sheets.assumptions import Assumptions
from planner.surfaces.workbook.plan.styles import DARK

SHEET = "Capex"


def fill(page: Page, results: Results, annual: Annual, assumptions: Assumptions) -> None:
    """Write the items and the waterfall of the selected scenario."""
    page.widths(16, 34, 16, 16, 16, 14, 24)
    top = FIRST_ROW + 1
    for column in (3, 4, 5):
        page.write(top - 1, column, "billion USD", "unit")
    page.header(
        top, ["Component", "Item", "Spent", "Below it", "Up to it", "Share"], numbers_from=2
    )
    page.header(top, [KEY], 7)
    selected = annual.page.book.named("sel_scenario")
    items = _ordered(results)
    spent: list[Cell] = []
    labels: list[Cell] = []
    bases: list[Cell] = []
    reached: Operand = 0
    total_row = top + 1 + len(items)
    total = sum(_value(results, selected, assumptions, *item).number for item in items)
    for row, (component, item) in enumerate(items, start=top + 1):
        kind = page.write(row, 1, component)
        shown, key = page.named(row, 2, item, results.names.item(item), 7)
        labels.append(shown)
        found = _value(
            results, selected, assumptions, component, item,
            kind.fixed(column=True), key.fixed(column=True),
        )  # fmt: skip
        spent.append(page.write(row, 3, found, "link", MONEY))
        below = reached if isinstance(reached, Formula) else constant(0)
        bases.append(page.write(row, 4, below, "calculation", MONEY))
        reached = page.write(row, 5, bases[-1] + spent[-1], "calculation", MONEY)
        whole = Formula(f"C${total_row}", total, atomic=True)
        share = Formula(
            f"IF({whole.text}=0,0,{spent[-1].text}/{whole.text})",
            spent[-1].number / total if total else 0,
        )
        page.write(row, 6, share, "calculation", SHARE)
    page.write(total_row, 1, "Total", "total")
    labels.append(page.write(total_row, 2, "Total", "total"))
    listed = annual["capex_busd"].over_years
    assert listed is not None
    if spent:
        text = f"SUM({spent[0].text}:{spent[-1].text})"
        spent.append(page.write(total_row, 3, Formula(text, total), "total", MONEY))
        bases.append(page.write(total_row, 4, 0, "calculation", MONEY))
        _waterfall(page, labels, bases, spent)
    page.freeze(top + 1, 3)


def _ordered(results: Results) -> list[tuple[str, str]]:
    """Components and items, the dearest component and item of any scenario first."""
    frame = results["capex"]
    of_item = frame.groupby(["component", "item"])["capex_busd"].sum()
    of_component = frame.groupby("component")["capex_busd"].sum()
    pairs = [(str(component), str(item)) for component, item in of_item.index]
    return sorted(pairs, key=lambda pair: (-of_component[pair[0]], -of_item[pair]))


def _value(
    results: Results,
    selected: Formula,
    assumptions: Assumptions,
    component: str,
    item: str,
    kind: Formula | None = None,
    label: Formula | None = None,
) -> Formula:
    found = results.total(
        "capex", "capex_busd", scenario=selected,
        component=kind or component, item=label or item,
    )  # fmt: skip
    factor = assumptions.used.get(f"in_{component}_factor")
    return found if factor is None else found * factor


def _waterfall(page: Page, labels: list[Cell], bases: list[Cell], spent: list[Cell]) -> None:
    """Columns that stand on what is below them: an unseen one, and the amount."""
    chart = charts.stacked("Capital as spent, from the first item to the total", "billion USD")
    charts.add_line(chart, page, labels[0], bases, "FFFFFF")
    unseen = chart.series[0]
    unseen.graphicalProperties = GraphicalProperties(noFill=True)
    unseen.graphicalProperties.line.noFill = True
    charts.add_line(chart, page, labels[0], spent, charts.COLOURS[0])
    whole = DataPoint(idx=len(spent) - 1)
    whole.graphicalProperties = GraphicalProperties(solidFill=DARK)
    chart.series[1].dPt.append(whole)
    charts.set_categories(chart, page, labels)
    chart.legend = None
    charts.place(chart, page, f"H{FIRST_ROW + 1}", width=22, height=12)
