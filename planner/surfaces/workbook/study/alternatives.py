"""Ranges of plans nearly as good: a sheet and a picture for each kind of choice."""

from collections.abc import Sequence

import pandas as pd

from planner.storage.study_folder import StudyFolder
from planner.surfaces.workbook.number_formats import GENERAL, THOUSANDTHS
from planner.surfaces.workbook.plan import charts
from planner.surfaces.workbook.plan.formulas import Cell
from planner.surfaces.workbook.plan.pages import FIRST_ROW, Page, PlanWorkbook
from planner.wording.numbers import to_cost_share

MOST = 20
"""Choices that a picture shows; the sheet has all of them."""


def fill(book: PlanWorkbook, study: StudyFolder) -> None:
    """A sheet for each kind of choice: its ranges side by side, and as bars."""
    ranges = study.tables["ranges"]
    for over, rows in ranges.groupby("over", sort=False):
        what = str(rows["what"].iloc[0])
        purpose = f"{what}: least and most in plans that miss no more and cost little more"
        page = book.page(f"Choice of {over}", purpose, sheet=f"By {over}", colour="1F3864")
        _sheet(page, rows, what)


def _sheet(page: Page, rows: pd.DataFrame, what: str) -> None:
    shares = sorted(float(share) for share in rows["within"].unique())
    first = rows.drop_duplicates("group").set_index("group")
    bounded = rows["most"].where(rows["most"] != float("inf"))
    reach = bounded.groupby(rows["group"], sort=False).max()
    order = reach.sort_values(ascending=False, kind="stable").index
    top = FIRST_ROW + 1
    words = [
        f"{end}, {to_cost_share(share)}" for share in shares for end in ("least", "most", "open")
    ]
    heads = page.header(top, ["Choice", "In the plan", *words], numbers_from=1)
    last = 3 + 3 * len(shares)
    page.header(top, [f"Within {to_cost_share(shares[-1])}", "Row is", "Source"], last)
    names: list[Cell] = []
    ends: dict[float, list[tuple[Cell, Cell]]] = {share: [] for share in shares}
    by = {share: rows[rows["within"] == share].set_index("group") for share in shares}
    for row, group in enumerate(order, start=top + 1):
        names.append(page.write(row, 1, first.at[group, "name"]))
        page.write(row, 2, float(first.at[group, "plan"]), "result", THOUSANDTHS)
        for number, share in enumerate(shares):
            least, most = (float(by[share].at[group, end]) for end in ("least", "most"))
            column = 3 + 3 * number
            low = page.write(row, column, least, "result", THOUSANDTHS)
            high = page.write(row, column + 1, most, "result", THOUSANDTHS)
            if pd.notna(least) and pd.notna(most) and most != float("inf"):
                width = page.write(row, column + 2, high - low, "calculation", THOUSANDTHS)
                ends[share].append((low, width))
            else:
                ends[share].append((low, page.write(row, column + 2, None, "calculation")))
        page.write(row, last, by[shares[-1]].at[group, "role"], "label", GENERAL)
        page.write(row, last + 1, first.at[group, "confidence"], "note")
        page.write(row, last + 2, first.at[group, "source_id"], "note")
    page.widths(34, 12, *[11] * (3 * len(shares)), 24, 12, 34)
    page.freeze(top + 1, 2)
    row = top + len(order) + 3
    for number, share in enumerate(shares):
        _picture(
            page, heads[2 + 3 * number : 5 + 3 * number], names, ends[share], share, what, row
        )
        row += 2 + round(2.1 * (2.5 + 0.6 * min(MOST, len(names))))


def _picture(
    page: Page,
    heads: Sequence[Cell],
    names: Sequence[Cell],
    ends: Sequence[tuple[Cell, Cell]],
    share: float,
    what: str,
    row: int,
) -> None:
    """Bars that begin at the least and end at the most."""
    shown = min(MOST, len(names))
    title = f"From the least to the most, within {to_cost_share(share)}"
    chart = charts.bars(title, what, one_on_another=True)
    charts.add_gap(chart, page, heads[0], [low for low, _ in ends[:shown]])
    charts.add_line(chart, page, heads[2], [open_ for _, open_ in ends[:shown]], charts.COLOURS[0])
    charts.set_categories(chart, page, names[:shown])
    chart.y_axis.number_format = GENERAL
    chart.legend = None
    charts.place(chart, page, f"A{row}", 20, 2.5 + 0.6 * shown)
