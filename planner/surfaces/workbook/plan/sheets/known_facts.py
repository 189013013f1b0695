"""Known facts: what is counted, guided and expected beside the selected scenario's plan."""

from planner.analysis.reference.known_facts import BESIDE
from planner.surfaces.workbook.number_formats import GENERAL, SHARE, YEAR
from planner.surfaces.workbook.plan.formulas import or_else
from planner.surfaces.workbook.plan.pages import FIRST_ROW, Page
from planner.surfaces.workbook.plan.results import Results

SHEET = "Facts"
MOST = 40
NONE = "No fact is known of the years of these plans."
_NOTES = (
    "A figure agrees inside its range or within a quarter of its central value; a floor is a "
    "count so far, a ceiling a figure of more than the plan holds. What is given to the plan "
    "counts for nothing.",
    "Of a figure of the whole world the plan's region takes the share that it takes of supply. "
    "First what is outside, campuses last; all rows: table res_beside_facts.",
)
_FIGURES = {"year": YEAR, "low": GENERAL, "central": GENERAL, "high": GENERAL,
            "taken_share": SHARE, "plan": GENERAL, "ratio": GENERAL}  # fmt: skip
_COLUMNS = ("year", "quantity", "subject", "unit", "reading", "low", "central", "high",
            "taken_share", "plan", "ratio", "verdict", "cause")  # fmt: skip
_HEADS = {"subject": "of", "taken_share": "share taken", "ratio": "plan over known"}


def fill(page: Page, results: Results) -> None:
    """Write the known figures of the selected scenario, and why a plan is outside of one."""
    if BESIDE not in results.frames or results[BESIDE].empty:
        page.write(FIRST_ROW, 1, NONE, "note")
        return
    for row, words in enumerate(_NOTES, start=FIRST_ROW):
        page.write(row, 1, words, "note")
    top = FIRST_ROW + len(_NOTES) + 1
    for place, name in enumerate(("place", *_COLUMNS), start=1):
        style = "header_number" if name in _FIGURES else "header"
        page.write(top, place, _HEADS.get(name, name), style)
    selected = page.book.named("sel_scenario")
    rows = results[BESIDE].groupby("scenario").size().max()
    for rank in range(1, min(MOST, int(rows)) + 1):
        number = page.write(top + rank, 1, rank, "label")
        key = selected & " " & number.fixed(column=True)
        for place, name in enumerate(_COLUMNS, start=2):
            # A blank cell that is looked up is a nought; joined to a text it stays blank.
            found = (
                results.known(BESIDE, name, "key", key)
                if name in _FIGURES
                else results.look_up(BESIDE, name, "key", key) & ""
            )
            form = _FIGURES.get(name, GENERAL)
            page.write(top + rank, place, or_else(found, ""), "link", form)
    page.widths(8, 8, 18, 28, 18, 9, 12, 12, 12, 12, 12, 12, 16, 90)
    page.freeze(top + 1, 2)
