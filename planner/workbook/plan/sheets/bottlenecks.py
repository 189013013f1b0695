"""Bottlenecks: the limits of the selected scenario that are worth most, in their ranking."""

from planner.workbook.plan.book import FIRST_ROW, Page
from planner.workbook.plan.formulas import Formula, or_else
from planner.workbook.plan.results import Results

SHEET = "Bottlenecks"
MOST = 40
_NOTES = (
    "What one percent more of a limit brings at the margin, with everything planned again; limits "
    "of one kind that differ only in their place are loosened together.",
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
    """The first limits by rank; with their capacity and unit when `whole`."""
    frame = results["bottlenecks"]
    gains = [c for c in frame.columns if c.endswith("_percent_of_a_target")]
    texts = ["what", "kind", "pool", "place", "year", *(["unit"] if whole else [])]
    figures = [*(["capacity"] if whole else []), *gains, "cost_change_busd"]
    heads = {
        "what": "limit",
        "cost_change_busd": "bn USD",
        **{c: f"% {c.removesuffix('_percent_of_a_target')}" for c in gains},
    }
    words = "What stops the plan: one percent more of each limit brings"
    for column in range(1, 2 + len(texts) + len(figures)):
        page.write(row, column, words if column == 1 else None, "section")
    page.header(row + 1, ["rank", *(heads.get(name, name) for name in [*texts, *figures])])
    for rank in range(1, most + 1):
        at = row + 1 + rank
        number = page.write(at, 1, rank, "label")
        key = selected & " " & number.fixed(column=True)
        for column, name in enumerate([*texts, *figures], start=2):
            found = results.look_up("bottlenecks", name, "key", key)
            if name in texts:
                # A blank cell that is looked up is a nought; joined to a text it stays blank.
                found = found & ""
            form = "General" if name in texts else "#,##0.00" if name == "capacity" else "0.0000"
            page.write(at, column, or_else(found, ""), "link", form)
