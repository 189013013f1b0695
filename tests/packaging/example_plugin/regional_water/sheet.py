"""A sheet of the workbook: water taken under each cap, of the scenario chosen."""

from planner.api.plugins import FIRST_ROW, Page, Results

SHEET = "Regional water"
TITLE = "Regional water"
PURPOSE = "What cooling takes of each region's cap, of the scenario chosen"
LIMIT = "regional_water_limit"
HEADS = ("region", "year", "cap, million m3", "taken, million m3", "left, million m3")


def applies(results: Results) -> bool:
    """Whether a scenario has a cap."""
    return bool((results["limits"]["limit"] == LIMIT).any())


def fill(page: Page, results: Results) -> None:
    """A row for each region and year: cap, use and what is left, as formulas."""
    for column, head in enumerate(HEADS, start=1):
        page.write(FIRST_ROW, column, head, "header" if column < 3 else "header_number")
    selected = page.book.named("sel_scenario")
    caps = results["limits"].query("limit == @LIMIT")[["place", "year"]].drop_duplicates()
    for row, (region, year) in enumerate(caps.itertuples(index=False), start=FIRST_ROW + 1):
        page.write(row, 1, region)
        page.write(row, 2, int(year), "label", "0")
        where = {"limit": LIMIT, "place": region, "year": int(year), "scenario": selected}
        cap = page.write(row, 3, results.total("limits", "capacity", **where), "link", "0.000")
        used = page.write(row, 4, results.total("limits", "used", **where), "link", "0.000")
        page.write(row, 5, cap - used, "link", "0.000")
    page.widths(18, 8, 18, 18, 18)
    page.freeze(FIRST_ROW + 1, 1)
