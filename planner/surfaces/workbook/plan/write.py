"""The workbook of one or more scenarios, sheet by sheet."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from openpyxl.workbook.defined_name import DefinedName

from planner.data.atomic_files import whole_file
from planner.surfaces.exchange import iamc
from planner.surfaces.workbook.plan import plugin_sheets
from planner.surfaces.workbook.plan.book import BANNER_ROW, Book
from planner.surfaces.workbook.plan.formulas import Formula
from planner.surfaces.workbook.plan.results import MOST_ROWS, Results
from planner.surfaces.workbook.plan.scenario import Scenario
from planner.surfaces.workbook.plan.sheets import (
    annual,
    assumptions,
    bottlenecks,
    by_place,
    by_year,
    capex,
    certificate,
    checks,
    compare,
    control,
    cover,
    dashboard,
    exchange,
    sources,
    tables,
)
from planner.surfaces.workbook.plan.shown_inputs import shown_inputs

_BLUE, _GREY = "1F3864", "8C8C8C"

_PAGES = (
    (cover.SHEET, "{title}", "A plan of AI compute: what to build, where and when", _BLUE),
    (dashboard.SHEET, "Dashboard", "The figures that answer first, of the scenario chosen", _BLUE),
    (compare.SHEET, "Scenarios compared", "Side by side, whichever one is chosen", _BLUE),
    (by_year.TARGETS, "Targets", "What each workload asks for, and what it gets", _BLUE),
    (by_year.POWER, "Power", "Sources of power by year, of the scenario chosen", _BLUE),
    (by_place.SITES, "Sites", "Facility power at the end of each year, largest first", _BLUE),
    (by_place.FABS, "Fabs", "How full each link of the supply of chips is", _BLUE),
    (capex.SHEET, "Capex", "Capital as spent over all years, by item", _BLUE),
    (bottlenecks.SHEET, "Bottlenecks", "Limits worth loosening, and what that would bring", _BLUE),
    (annual.SHEET, "Annual", "Totals by year, computed here from the result tables", _GREY),
    (assumptions.SHEET, "Assumptions", "What the totals depend on; what models replaced", _GREY),
    (checks.SHEET, "Checks", "What must be true of the tables, and the master check", _GREY),
    (certificate.SHEET, "Certificate", "What was proved of the plan, from its files", _GREY),
    (control.SHEET, "Control", "What each column held when it was written", _GREY),
    (sources.SHEET, "Sources", "Where the numbers come from, and how sure they are", _GREY),
    (tables.SHEET, "Tables", "Every table of this workbook, and what is not in it", _GREY),
)
"""Sheets in the order of reading: name, title, purpose, colour."""
_FIRST_GREY = [colour for *_, colour in _PAGES].index(_GREY)
"""Where the sheets of results end, and those of plug-ins stand."""


def write_workbook(
    path: Path, scenarios: Sequence[Scenario], *, most_rows: int = MOST_ROWS
) -> Path:
    """Write the workbook of `scenarios`, the first of them chosen; returns `path`.

    Input tables are those of the first scenario. The file is whole or not
    there. Raises InputError when the
    scenarios have more rows than a workbook holds.
    """
    book = build(scenarios, most_rows=most_rows)
    with whole_file(path) as fresh:
        book.save(fresh)
    return path


def build(scenarios: Sequence[Scenario], *, most_rows: int = MOST_ROWS) -> Book:
    """The workbook, ready to be saved."""
    first, several = scenarios[0], len(scenarios) > 1
    results = Results.of(scenarios, most_rows)
    inputs = shown_inputs(first)
    book = Book()
    title = f"{len(scenarios)} scenarios compared" if several else first.title
    computing = any(len(one.plan["targets"]) for one in scenarios)
    added = plugin_sheets.chosen(results, {sheet for sheet, *_ in _PAGES})
    more = [(one.sheet.SHEET, one.sheet.TITLE, one.sheet.PURPOSE, _BLUE) for one in added]
    listed = [*_PAGES[:_FIRST_GREY], *more, *_PAGES[_FIRST_GREY:]]
    for sheet, heading, purpose, colour in listed:
        if sheet == cover.SHEET and not computing:
            purpose = "A least-cost plan: what to build, or to send, where and when"
        book.page(heading.format(title=title), purpose, sheet=sheet, colour=colour)
    pages = book.pages

    selected = dashboard.add_selector(book, pages[dashboard.SHEET], results)
    checks.add_tolerances(book, pages[checks.SHEET])
    assumed = assumptions.fill(book, pages[assumptions.SHEET], results, selected)
    yearly = annual.fill(book, pages[annual.SHEET], results, assumed)
    controlled = control.fill(book, pages[control.SHEET], results, inputs)
    unknown = sources.fill(pages[sources.SHEET], inputs)
    checks.fill(book, pages[checks.SHEET], results, yearly, assumed, controlled, unknown)
    dashboard.fill(book, pages[dashboard.SHEET], results, yearly)
    compare.fill(pages[compare.SHEET], results, yearly)
    by_year.fill_targets(pages[by_year.TARGETS], yearly)
    by_year.fill_power(pages[by_year.POWER], yearly)
    by_place.fill_sites(pages[by_place.SITES], results, yearly)
    by_place.fill_fabs(pages[by_place.FABS], results, yearly)
    capex.fill(pages[capex.SHEET], results, yearly, assumed)
    bottlenecks.fill(pages[bottlenecks.SHEET], results)
    for one in added:
        one.fill(pages[one.sheet.SHEET], results)
    certificate.fill(pages[certificate.SHEET], scenarios)
    tables.fill_list(book, pages[tables.SHEET], results, inputs, first)

    exchange.fill(book, scenarios)
    tables.fill_results(book, results)
    tables.fill_inputs(book, inputs, first, several=several)
    _name_scenarios(book, len(scenarios))
    main = [sheet for sheet, *_ in listed if sheet != cover.SHEET]
    cover.fill(book, pages[cover.SHEET], list(scenarios), [*main, iamc.SHEET])
    _banners(book)
    properties = book.workbook.properties
    properties.title, properties.creator = title, "planner"
    properties.created = _when(first)
    return book


def _when(scenario: Scenario) -> datetime:
    """When the run was written."""
    created = str(scenario.manifest.get("created") or "2000-01-01")
    return datetime.fromisoformat(created).replace(tzinfo=None)


def _name_scenarios(book: Book, count: int) -> None:
    """Name the list that the drop-down offers."""
    top = tables.HEADER_ROW + 1
    place = f"'{tables.sheet_name('Res_', 'scenarios')}'!$A${top}:$A${top + count - 1}"
    book.workbook.defined_names["lst_scenarios"] = DefinedName("lst_scenarios", attr_text=place)
    book.names["lst_scenarios"] = (place, "The scenarios of this workbook")


def _banners(book: Book) -> None:
    """The state of the checks on every sheet, and the way back to the cover."""
    failing, differing = book.named(checks.MASTER), book.named(checks.WHAT_IF)
    text = (
        f'"Checks: "&IF({failing.text}=0,"all OK",{failing.text}&" FAIL, see Checks")'
        f'&IF({differing.text}=0,"",". WHAT-IF: "&{differing.text}&'
        f'" inputs differ from what was solved; totals follow, the optimum does not")'
    )
    failed, changed = int(failing.number), int(differing.number)
    value = "Checks: " + (f"{failed} FAIL, see Checks" if failed else "all OK")
    if changed:
        value += f". WHAT-IF: {changed} inputs differ from what was solved; totals follow, "
        value += "the optimum does not"
    for page in book.pages.values():
        if page.bare:
            continue
        page.write(BANNER_ROW, 1, Formula(text, value), "banner")
        if page.name != cover.SHEET:
            page.link(BANNER_ROW + 1, 1, "Cover", cover.SHEET)
