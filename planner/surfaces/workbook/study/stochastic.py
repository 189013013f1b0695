"""Plans under uncertainty: expected outcomes, regrets, and what to order now and later."""

from collections.abc import Sequence

import pandas as pd

from planner.storage.study_folder import StudyFolder
from planner.surfaces.workbook.number_formats import MILLION, SHARE, THOUSANDTHS, YEAR
from planner.surfaces.workbook.plan import charts
from planner.surfaces.workbook.plan.formulas import Cell, Formula, area, max_of
from planner.surfaces.workbook.plan.native_table import write_table
from planner.surfaces.workbook.plan.pages import FIRST_ROW, Page, PlanWorkbook

BLUE = "1F3864"
KNOWN, TOTAL, COST = "known from the start", "total", "cost"


def fill(book: PlanWorkbook, study: StudyFolder) -> None:
    """Sheets of policies, regrets and orders."""
    stage = str(study.index["judged_by"])
    unit = "billion USD" if stage in (TOTAL, COST) else "years of target"
    words = "cost and missed years at their price" if stage == TOTAL else stage.replace("_", " ")
    purpose = f"What each plan comes to in each scenario: {words}, {unit}"
    _outcomes(
        book.page("Outcomes and regret", purpose, sheet="Regret", colour=BLUE), study, stage, unit
    )
    year = study.index["revealed"][0]
    title, purpose = f"Ordered before {year}", "Over all sites, by what is planned for"
    page = book.page(title, purpose, sheet="Orders by plan", colour=BLUE)
    _commitments(page, study.tables["orders"])


def _outcomes(page: Page, study: StudyFolder, stage: str, unit: str) -> None:
    """A block of outcomes and below it one of regrets, which are formulas of the first."""
    outcomes = study.tables["outcomes"]
    policies = list(dict.fromkeys(outcomes["planned_for"]))
    scenarios = study.tables["scenarios"]
    names = list(scenarios["scenario"])
    by = outcomes.set_index(["planned_for", "scenario"])[stage]
    top = FIRST_ROW + 1
    heads = page.header(top, ["Planned for", *names, "expected"], numbers_from=1)
    chances = [
        page.write(top + 1, 2 + n, float(chance), "result", SHARE)
        for n, chance in enumerate(scenarios["probability"])
    ]
    page.write(top + 1, 1, "probability", "unit")
    cells: dict[str, list[Cell]] = {}
    for row, policy in enumerate(policies, start=top + 2):
        page.write(row, 1, policy)
        cells[policy] = [
            page.write(row, 2 + n, float(by[policy, name]), "result", THOUSANDTHS)
            for n, name in enumerate(names)
        ]
        if all(pd.notna(cell.value) for cell in cells[policy]):
            expected = _expected(chances, cells[policy])
            page.write(row, 2 + len(names), expected, "calculation", THOUSANDTHS)
    row = top + len(policies) + 4
    labels, regrets = _regrets(page, row, names, [p for p in policies if p != KNOWN], cells)
    chart = charts.bars("Regret by what is planned for", unit, one_on_another=False)
    chart.overlap = 0
    for n, head in enumerate(heads[1 : 1 + len(names)]):
        colour = charts.COLOURS[n % len(charts.COLOURS)]
        charts.add_line(chart, page, head, [line[n] for line in regrets], colour)
    charts.set_categories(chart, page, labels)
    charts.place(
        chart, page, f"A{row + len(regrets) + 3}", 20, 3.5 + 0.55 * len(regrets) * len(names)
    )
    page.widths(30, *[16] * (len(names) + 2))
    page.freeze(top + 1, 2)


def _regrets(
    page: Page, row: int, names: Sequence[str], policies: Sequence[str],
    cells: dict[str, list[Cell]],
) -> tuple[list[Cell], list[list[Cell]]]:  # fmt: skip
    """Each plan's outcomes less those of who knew, and the worst of them."""
    for column in range(1, 3 + len(names)):
        words = "Regret: more than with the scenario known" if column == 1 else None
        page.write(row, column, words, "section")
    page.header(row + 1, ["Planned for", *names, "worst"], numbers_from=1)
    labels, lines = [], []
    for at, policy in enumerate(policies, start=row + 2):
        labels.append(page.write(at, 1, policy))
        line = []
        for n, (found, best) in enumerate(zip(cells[policy], cells[KNOWN], strict=True)):
            some = pd.notna(found.value) and pd.notna(best.value)
            line.append(
                page.write(at, 2 + n, found - best if some else None, "calculation", THOUSANDTHS)
            )
        if all(cell.value != "" for cell in line):
            page.write(at, 2 + len(names), max_of(line), "calculation", THOUSANDTHS)
        lines.append(line)
    return labels, lines


def _expected(chances: Sequence[Cell], values: Sequence[Cell]) -> Formula:
    """Values weighted by their probabilities."""
    text = f"SUMPRODUCT({area(chances[0], chances[-1])},{area(values[0], values[-1])})"
    total = sum(c.number * v.number for c, v in zip(chances, values, strict=True))
    return Formula(text, total, atomic=True)


def _commitments(page: Page, orders: pd.DataFrame) -> None:
    """What is ordered by each policy, those that differ first, with a picture of these."""
    shown = orders.sort_values("alike", kind="stable")
    write_table(
        page, shown, "tbl_orders_by_policy", first_row=FIRST_ROW + 1,
        units=lambda column: ("", YEAR if column == "year" else MILLION), style="result",
        plain_columns=["what", "item", "name", "unit"],
    )  # fmt: skip
    page.freeze(FIRST_ROW + 2, 4)
