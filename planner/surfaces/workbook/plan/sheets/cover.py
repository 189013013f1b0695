"""Cover: what the file is, how it was made, what its colours say, where things are."""

from openpyxl.styles import Alignment

from planner.surfaces.workbook.number_formats import TENTHS
from planner.surfaces.workbook.plan.pages import FIRST_ROW, Page, PlanWorkbook
from planner.surfaces.workbook.plan.scenario import Scenario
from planner.surfaces.workbook.plan.styles import KEY

SHEET = "Cover"
OPTIMUM = (
    "Excel recomputes totals, not the optimum: what to build, where and when was found by the "
    "solver, and stands in purple in the result tables. Where an input differs from the value it "
    "was solved with, WHAT-IF shows on every sheet; to see the plan change, plan again."
)
DEVIATIONS = (
    "Formulas name columns of tables, and a few cells by the names below; workings print years "
    "across. There are no macros, no links to other files, no hidden sheets."
)


def fill(book: PlanWorkbook, page: Page, scenarios: list[Scenario], main: list[str]) -> None:
    """Write the sheet, when all other sheets and names are there."""
    page.widths(26, 30, 30, 30, 30)
    row = FIRST_ROW
    page.wrapped(row, OPTIMUM, last_column=5, lines=3, style="warning")
    row = _runs(page, scenarios, row + 2)
    row = _sheets(book, page, main, row + 1)
    row = _key(page, row + 1)
    _names(book, page, row + 1)


def _section(page: Page, row: int, words: str) -> int:
    for column in range(1, 6):
        page.write(row, column, words if column == 1 else None, "section")
    return row + 1


def _runs(page: Page, scenarios: list[Scenario], row: int) -> int:
    row = _section(page, row, "Scenarios" if len(scenarios) > 1 else "Run")
    for scenario in scenarios:
        manifest = scenario.manifest
        environment = manifest.get("environment", {})
        stages = manifest.get("stages", {})
        lines: list[tuple[str, object]] = [
            ("Scenario", scenario.name),
            ("Question", scenario.title),
            ("Planned", manifest.get("created", "")),
            (
                "Planner",
                f"{environment.get('planner', '')}, revision {environment.get('revision')}",
            ),
            ("Solver", f"HiGHS, highspy {environment.get('packages', {}).get('highspy', '')}"),
            ("Status", "; ".join(f"{n}: {s.get('status')}" for n, s in stages.items())),
            ("Programme, SHA-256", manifest.get("program", {}).get("checksum", "")),
            ("Tables, SHA-256", manifest.get("inputs", {}).get("datapackage.json", "")),
            ("Money", f"billion USD of {manifest.get('currency_year', '')}, real"),
        ]
        for words, content in lines:
            page.write(row, 1, words, "unit")
            page.write(row, 2, content)
            row += 1
        for notice in manifest.get("notices", ()):
            page.write(row, 1, "Note", "unit")
            page.write(row, 2, notice)
            row += 1
    return row


def _sheets(book: PlanWorkbook, page: Page, main: list[str], row: int) -> int:
    row = _section(page, row, "Sheets")
    for name in main:
        page.link(row, 1, name, name)
        page.write(row, 2, book.pages[name].purpose, "note")
        row += 1
    page.write(row, 1, "Res_..., In_...", "unit")
    words = "One sheet for each table of results and of inputs; Tables lists and links them all"
    page.write(row, 2, words, "note")
    return row + 1


def _key(page: Page, row: int) -> int:
    row = _section(page, row, "What the colours say")
    for style, words in KEY.items():
        page.write(row, 1, 123.4, style, TENTHS)
        page.sheet.cell(row, 1).alignment = Alignment(horizontal="center")
        page.write(row, 2, words)
        row += 1
    page.write(row, 1, DEVIATIONS, "note")
    return row + 1


def _names(book: PlanWorkbook, page: Page, row: int) -> None:
    row = _section(page, row, "Defined names")
    for name, (place, what) in sorted(book.names.items()):
        page.write(row, 1, name)
        page.write(row, 2, what)
        page.write(row, 4, place, "unit")
        row += 1
