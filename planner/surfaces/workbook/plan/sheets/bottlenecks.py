"""Bottlenecks: the limits of the selected scenario that are worth most, in their ranking."""

import pandas as pd
from openpyxl.styles import Alignment

from planner.results.worth import COMPUTE_GAIN
from planner.surfaces.workbook.number_formats import FACTOR, GENERAL, HUNDREDTHS, SCIENTIFIC
from planner.surfaces.workbook.plan.formulas import Formula, or_else
from planner.surfaces.workbook.plan.pages import FIRST_ROW, Page
from planner.surfaces.workbook.plan.results import Results

SHEET = "Bottlenecks"
MOST = 40
_SHOWN = 1e-3
_WIDTH_IN_WORDS = 5
"""Columns that a limit named in words may fill."""

_NOTES = (
    "What one percent more of each input that states a limit brings at the margin, with all "
    "planned again; limits of one kind that differ only in their place are loosened together.",
    "Percent of one year's target, summed over the years that gain; then the change of present "
    "cost, which may rise where more is delivered. The units are never added.",
    "Duals by limit, place and year, for one more unit: table res_limits; of chip supply: "
    "res_supply. All ranks: res_bottlenecks.",
)


def fill(page: Page, results: Results) -> None:
    """Write the ranking of the selected scenario."""
    for row, words in enumerate(_NOTES, start=FIRST_ROW):
        page.write(row, 1, words, "note")
    top = FIRST_ROW + len(_NOTES) + 1
    ranked(page, results, page.book.named("sel_scenario"), top, MOST, whole=True)
    page.widths(8, 32, 22, 26, 32, 8, 16, 16, *[18] * 4)
    page.freeze(top + 2, 2)


def ranked(
    page: Page, results: Results, selected: Formula, row: int, most: int, *, whole: bool = False
) -> None:
    """The first limits by rank: what they are in words, or part by part when `whole`."""
    frame = results["bottlenecks"]
    gains = [c for c in frame.columns if c.endswith(("_percent_of_a_target", COMPUTE_GAIN))]
    texts = (
        ["what", "kind", "pool_named", "place_named", "years", "unit"]
        if whole
        else ["named", "years"]
    )
    figures = [*(["value"] if whole else []), *gains, "cost_change_busd"]
    heads = {
        "what": "limit",
        "named": "limit",
        "pool_named": "pool",
        "place_named": "place",
        "value": "the limit",
        "cost_change_busd": "cost, bn USD",
        **{column: _heading(results, column) for column in gains},
    }
    # Where limits are named in words, these take the width of several columns.
    places = [2, *range(3, 2 + len(texts))] if whole else [2, 2 + _WIDTH_IN_WORDS]
    places += range(places[-1] + 1, places[-1] + 1 + len(figures))
    words = "What stops the plan: one percent more of each limit brings"
    for column in range(1, places[-1] + 1):
        page.write(row, column, words if column == 1 else None, "section")
        page.write(row + 1, column, "rank" if column == 1 else None, "header")
    for place, name in zip(places, [*texts, *figures], strict=True):
        style = "header" if name in texts else "header_number"
        page.write(row + 1, place, heads.get(name, name), style)
    for rank in range(1, most + 1):
        at = row + 1 + rank
        number = page.write(at, 1, rank, "label")
        page.sheet.cell(at, 1).alignment = Alignment(horizontal="left")
        key = selected & " " & number.fixed(column=True)
        for place, name in zip(places, [*texts, *figures], strict=True):
            found = results.look_up("bottlenecks", name, "key", key)
            if name in texts:
                # A blank cell that is looked up is a nought; joined to a text it stays blank.
                found = found & ""
            form = GENERAL if name in texts else _form(frame[name], name)
            page.write(at, place, or_else(found, ""), "link", form)


def _form(column: pd.Series, name: str) -> str:
    """How figures are shown: by four places, unless all of them would be noughts then."""
    if name == "value":
        return HUNDREDTHS
    return FACTOR if not column.abs().max() < _SHOWN else SCIENTIFIC


def _heading(results: Results, column: str) -> str:
    """Whose targets a column of gains is about."""
    if column == COMPUTE_GAIN:
        return "compute, million H100e-years"
    stage = column.removesuffix("_percent_of_a_target")
    targets = results["targets"]
    priority = stage.removeprefix("shortfall_")
    of_stage = targets[targets["priority"].astype(str) == priority]
    told = ", ".join(map(results.names.workload, of_stage["workload"].unique()))
    return f"{told or stage}, %"
