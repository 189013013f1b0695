"""Sites and fabs: one line a place or link of the chain, years across."""

from openpyxl.formatting.rule import ColorScaleRule, FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from planner.surfaces.workbook.number_formats import GW, SHARE
from planner.surfaces.workbook.plan.formulas import Cell, or_else, sum_of
from planner.surfaces.workbook.plan.lines import Annual
from planner.surfaces.workbook.plan.pages import FIRST_ROW, KEY, Page
from planner.surfaces.workbook.plan.results import Results
from planner.surfaces.workbook.plan.styles import DARK
from planner.wording.links import KINDS
from planner.wording.names import REGIONS
from planner.wording.names import SITES as SITES_TABLE

SITES, FABS = "Sites", "Fabs"


_STEPS = (
    ("1-tol_solver", "FFFFFF", DARK),
    ("0.75", "000000", "F2B880"),
    ("0.5", "000000", "F8D5B3"),
    ("0.25", "000000", "FCECDD"),
)
"""From which utilisation a link is shown how; the first is that it binds."""


def fill_sites(page: Page, results: Results, annual: Annual) -> None:
    """Facility power that runs at each site, the largest first."""
    years = _years(page, annual, ["Site", "Region", "Unit"])
    frame = results["clusters"]
    order = frame.groupby(["site", "region"])["facility_gw"].max().sort_values(ascending=False)
    selected = page.book.named("sel_scenario")
    rows: list[list[Cell]] = []
    top = FIRST_ROW + 1
    for row, (site, region) in enumerate(order.index, start=top + 1):
        name = results.names.called(SITES_TABLE, site)
        _, key = page.named(row, 1, site, name, 4 + len(years))
        page.write(row, 2, results.names.called(REGIONS, region), "unit")
        page.write(row, 3, "GW of facility", "unit")
        rows.append(
            [
                page.write(
                    row, 4 + i,
                    results.total(
                        "clusters", "facility_gw", scenario=selected,
                        site=key.fixed(column=True), year=year.fixed(row=True),
                    ),
                    "link", GW,
                )
                for i, year in enumerate(years)
            ]
        )  # fmt: skip
    below = top + 1 + len(rows)
    page.write(below, 1, "Total", "total")
    page.write(below, 3, "GW of facility", "unit")
    for i in range(len(years)):
        page.write(below, 4 + i, sum_of(cells[i] for cells in rows), "total", GW)
    _scale(page, top + 1, below - 1, len(years), "FFFFFF", "7FA7D9")
    page.header(top, [KEY], 4 + len(years))
    page.widths(34, 28, 16, *[11] * len(years), 28)
    page.freeze(top + 1, 4)


def fill_fabs(page: Page, results: Results, annual: Annual) -> None:
    """How full each link of the supply of chips is: components, and vendors' shares of them."""
    years = _years(page, annual, ["Link", "Pool", "Vendor", "Unit"])
    selected = page.book.named("sel_scenario")
    top = row = FIRST_ROW + 1
    keys = 5 + len(years)
    page.header(top, [KEY, ""], keys)
    page.widths(20, 26, 16, 20, *[11] * len(years), 16, 16)
    page.freeze(top + 1, 5)
    links = results.labels("supply", "kind", "pool", "vendor")
    for row, (kind, pool, vendor) in enumerate(links, start=top + 1):
        where = {
            "kind": page.named(row, 1, kind, KINDS.get(kind, kind), keys)[1].fixed(column=True),
            "pool": page.named(row, 2, pool, results.names.link(pool), keys + 1)[1].fixed(
                column=True
            ),
            "vendor": page.write(row, 3, vendor).fixed(column=True),
        }
        page.write(row, 4, "used over capacity", "unit")
        for i, year in enumerate(years):
            held = {"scenario": selected, **where, "year": year.fixed(row=True)}
            used = results.total("supply", "used", **held)
            share = or_else(used / results.total("supply", "capacity", **held), 0)
            page.write(row, 5 + i, share, "link", SHARE)
    if not links:
        page.write(row + 1, 1, "The model leaves the supply of chips out.", "note")
        return
    first = f"{get_column_letter(5)}{top + 1}"
    block = f"{first}:{get_column_letter(4 + len(years))}{row}"
    # Steps in place of a scale: some programs paint a scale over the mark of full links.
    for test, ink, fill in _STEPS:
        rule = FormulaRule(
            formula=[f"{first}>{test}"], stopIfTrue=True,
            font=Font(color=ink, bold=ink == "FFFFFF"), fill=PatternFill(bgColor=fill),
        )  # fmt: skip
        page.sheet.conditional_formatting.add(block, rule)
    page.write(row + 2, 1, "Dark, in white: all of it is used; the limit binds.", "note")
    words = "Capacity, use in units, and what one more is worth (duals): table res_supply."
    page.write(row + 3, 1, words, "note")


def _years(page: Page, annual: Annual, words: list[str]) -> list[Cell]:
    """Headings, with the years linked to those of Annual."""
    page.header(FIRST_ROW + 1, words)
    return [
        page.write(FIRST_ROW + 1, len(words) + 1 + i, year.from_elsewhere, "header", "0")
        for i, year in enumerate(annual.years)
    ]


def _scale(page: Page, first: int, last: int, years: int, low: str, high: str) -> None:
    """Colour a block from its lowest to its highest value."""
    if last < first:
        return
    corner, end = get_column_letter(4), get_column_letter(3 + years)
    rule = ColorScaleRule(start_type="min", start_color=low, end_type="max", end_color=high)
    page.sheet.conditional_formatting.add(f"{corner}{first}:{end}{last}", rule)
