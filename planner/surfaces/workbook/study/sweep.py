"""Many plans of one question: tornados with their numbers, or a front, and the spread."""

from collections.abc import Sequence

import pandas as pd

from planner.analysis.sweep_ranking import ends, spread
from planner.results.key_figures import CHARGED
from planner.storage.study_folder import StudyFolder
from planner.surfaces.workbook.number_formats import GENERAL, THOUSANDTHS, WHOLE
from planner.surfaces.workbook.plan import charts
from planner.surfaces.workbook.plan.column_units import unit_and_format
from planner.surfaces.workbook.plan.formulas import Cell, Formula
from planner.surfaces.workbook.plan.native_table import write_table
from planner.surfaces.workbook.plan.pages import FIRST_ROW, Page, PlanWorkbook

BLUE = "1F3864"
BASE, DONE = "base", "done"
MOST = 20
"""Inputs that a picture shows; the sheet has all of them."""
_MOVED = 1e-6


def fill(book: PlanWorkbook, study: StudyFolder) -> None:
    """Sheets of pictures, as far as the design of the sweep has any, and the spread."""
    scenarios = study.tables["scenarios"]
    done = scenarios[(scenarios["status"] == DONE) & (scenarios["scenario"] != BASE)]
    if CHARGED not in scenarios or done.empty:
        return
    names = list(scenarios.columns)
    figures = [n for n in names[names.index("exit_code") + 1 :] if not n.endswith("_first_missed")]
    moved = [n for n in figures if scenarios[n].max() - scenarios[n].min() > _MOVED]
    keys = list(done["key"].unique())
    values = pd.to_numeric(done["value"], errors="coerce")
    if len(keys) == 1 and keys[0] and len(done) > 2 and values.notna().all():
        purpose = f"Each figure that moves, by {keys[0]}"
        page = book.page("Front", purpose, sheet="Front", colour=BLUE)
        _front(page, str(keys[0]), done.assign(at=values).sort_values("at"), moved)
    elif "" not in keys:
        shown = [n for n in moved if n.endswith("_least_share")]
        for number, figure in enumerate([CHARGED, *shown], start=1):
            unit = unit_and_format(figure)[0]
            purpose = (
                f"{figure}{f', {unit}' if unit else ''}: each input low and high, planned again"
            )
            name = "Tornado" if number == 1 else f"Tornado {number}"
            page = book.page("Tornado", purpose, sheet=name, colour=BLUE)
            _tornado(page, ends(scenarios, figure), figure)
    page = book.page("Spread", "Quantiles over the scenarios", sheet="Spread", colour=BLUE)
    write_table(
        page, spread(scenarios, figures), "tbl_spread", first_row=FIRST_ROW + 1,
        units=lambda column: ("", WHOLE if column == "plans" else THOUSANDTHS), style="result",
        plain_columns=["figure"],
    )  # fmt: skip


def _tornado(page: Page, table: pd.DataFrame, figure: str) -> None:
    """Figures at both ends, their changes as formulas, and the changes as bars."""
    width = table[["low", "high"]].sub(table["base"], axis=0).abs().max(axis=1)
    table = table.loc[width.sort_values(ascending=False, kind="stable").index]
    page.write(FIRST_ROW, 1, f"{figure} as planned", "label")
    base = page.write(FIRST_ROW, 2, float(table["base"].iloc[0]), "result", THOUSANDTHS)
    held = Formula(f"$B${FIRST_ROW}", base.value, atomic=True)
    top = FIRST_ROW + 2
    heads = page.header(
        top,
        ["Input", "Low is", "High is", "With low", "With high", "Low: change", "High: change",
         "Swing"],
        numbers_from=3,
    )  # fmt: skip
    labels: list[Cell] = []
    changes: tuple[list[Cell], list[Cell]] = ([], [])
    for row, found in enumerate(table.to_dict("records"), start=top + 1):
        labels.append(page.write(row, 1, found["input"]))
        page.write(row, 2, found["low_is"], "unit")
        page.write(row, 3, found["high_is"], "unit")
        own = []
        for place, end in enumerate(("low", "high")):
            value = float(found[end])
            cell = page.write(row, 4 + place, value, "result", THOUSANDTHS)
            some = pd.notna(value) and pd.notna(base.value)
            change = cell - held if some else None
            changes[place].append(page.write(row, 6 + place, change, "calculation", THOUSANDTHS))
            own += [changes[place][-1]] if some else []
        if own:
            page.write(row, 8, _swing(row, own), "calculation", THOUSANDTHS)
    page.widths(46, 14, 14, *[14] * 5)
    page.freeze(top + 1, 2)
    moving = int((width > _MOVED).sum())
    shown = max(1, min(MOST, moving))
    chart = charts.bars("Change against the plan as it is", figure, one_on_another=False)
    for place, colour in ((0, charts.COLOURS[1]), (1, charts.COLOURS[0])):
        charts.add_line(chart, page, heads[5 + place], changes[place][:shown], colour)
    charts.set_categories(chart, page, labels[:shown])
    chart.y_axis.number_format = GENERAL
    charts.place(chart, page, "J5", 26, 3.2 + 0.62 * shown)


def _swing(row: int, changes: Sequence[Cell]) -> Formula:
    """From the lowest to the highest of both ends and the plan as it is."""
    numbers = [0.0, *(cell.number for cell in changes)]
    text = f"MAX(F{row}:G{row},0)-MIN(F{row}:G{row},0)"
    return Formula(text, max(numbers) - min(numbers), atomic=True)


def _front(page: Page, key: str, rows: pd.DataFrame, figures: Sequence[str]) -> None:
    """A row for each value of the lever, and a line for each figure that it moves."""
    top = FIRST_ROW + 1
    heads = page.header(top, [key, *figures], numbers_from=0)
    lever: list[Cell] = []
    lines: list[list[Cell]] = [[] for _ in figures]
    for row, found in enumerate(rows.to_dict("records"), start=top + 1):
        lever.append(page.write(row, 1, float(found["at"]), "result", GENERAL))
        for n, figure in enumerate(figures):
            cell = page.write(row, 2 + n, float(found[figure]), "result", THOUSANDTHS)
            lines[n].append(cell)
    page.widths(34, *[24] * len(figures))
    page.freeze(top + 1, 2)
    below = top + len(lever) + 3
    for n, figure in enumerate(figures):
        chart = charts.lines(figure, unit_and_format(figure)[0])
        charts.add_line(
            chart, page, heads[1 + n], lines[n], charts.COLOURS[n % len(charts.COLOURS)]
        )
        charts.set_categories(chart, page, lever)
        chart.x_axis.title, chart.legend = key, None
        chart.y_axis.number_format = GENERAL
        letter = "A" if n % 2 == 0 else "E"
        charts.place(chart, page, f"{letter}{below + 17 * (n // 2)}")
