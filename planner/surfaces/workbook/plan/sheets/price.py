"""Price: what an hour of compute is worth by year, and what each generation earns of it."""

from planner.surfaces.workbook.number_formats import MILLION, MONEY, TWO_PLACES, WHOLE
from planner.surfaces.workbook.plan.formulas import Cell
from planner.surfaces.workbook.plan.lines import Annual
from planner.surfaces.workbook.plan.pages import FIRST_ROW, KEY, Page
from planner.surfaces.workbook.plan.results import Results

SHEET = "Price"
TITLE = "Price of compute"
PURPOSE = "What an hour of compute is worth, what generations earn of it, and what is switched off"
_NOTES = (
    "The price is what one more hour of a H100e would be worth, in money of its year: a dual of "
    "the last stage. A generation earns its compute at that price, less upkeep and energy.",
    "Steps of the demand: table res_compute_steps. Payback by purchase: res_payback. Why each "
    "generation is switched off, site by site: res_switched_off.",
)
_BY_WORKLOAD = (
    ("price_usd_per_h100e_hour", "USD a H100e-hour", TWO_PLACES),
    ("served_h100e_million", "million H100e served", MILLION),
    ("value_busd", "value, billion USD", MONEY),
    ("paid_busd", "at the price, billion USD", MONEY),
)
_BY_GENERATION = (
    ("earned_usd_per_unit", "earned, USD a unit", WHOLE),
    ("running_million", "million running", MILLION),
    ("idle_million", "million idle", MILLION),
)


def applies(results: Results) -> bool:
    """Whether any plan of the workbook has a price of compute."""
    return "compute_price" in results.frames


def fill(page: Page, results: Results, annual: Annual) -> None:
    """Write price, compute and earnings of the selected scenario by year."""
    for row, words in enumerate(_NOTES, start=FIRST_ROW):
        page.write(row, 1, words, "note")
    top = FIRST_ROW + len(_NOTES) + 1
    page.header(top, ["Workload or generation", "What"])
    years = [
        page.write(top, 3 + i, year.from_elsewhere, "header", "0")
        for i, year in enumerate(annual.years)
    ]
    row = top + 1
    for table, column, lines in (
        ("compute_price", "workload", _BY_WORKLOAD),
        ("generation_earnings", "accelerator", _BY_GENERATION),
    ):
        for (name,) in results.labels(table, column):
            for figure, words, form in lines:
                _line(page, results, row, (table, column, figure), str(name), words, form, years)
                row += 1
    page.header(top, [KEY], 3 + len(years))
    page.widths(34, 26, *[13] * len(years), 24)
    page.freeze(top + 1, 3)


def _line(
    page: Page,
    results: Results,
    row: int,
    of: tuple[str, str, str],
    name: str,
    words: str,
    form: str,
    years: list[Cell],
) -> None:
    table, column, figure = of
    selected = page.book.named("sel_scenario")
    _, label = page.named(row, 1, name, results.names.item(name), 3 + len(years))
    page.write(row, 2, words, "unit")
    for i, year in enumerate(years):
        held = {column: label.fixed(column=True), "year": year.fixed(row=True)}
        total = results.total(table, figure, scenario=selected, **held)
        page.write(row, 3 + i, total, "link", form)
