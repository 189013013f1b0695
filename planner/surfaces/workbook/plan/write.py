"""The workbook of one or more scenarios, sheet by sheet."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from openpyxl.workbook.defined_name import DefinedName

from planner.data.atomic_files import whole_file
from planner.surfaces.exchange import iamc
from planner.surfaces.workbook.plan import plugin_sheets
from planner.surfaces.workbook.plan.formulas import Formula, constant
from planner.surfaces.workbook.plan.pages import BANNER_ROW, PlanWorkbook
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
    guards,
    known_facts,
    price,
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
    (by_year.POWER, "Power", "Power technologies by year, of the scenario chosen", _BLUE),
    (by_place.SITES, "Sites", "Facility power at the end of each year, largest first", _BLUE),
    (by_place.FABS, "Fabs", "How full each link of the supply of chips is", _BLUE),
    (capex.SHEET, "Capex", "Capital as spent over all years, by item", _BLUE),
    (bottlenecks.SHEET, "Bottlenecks", "Limits worth loosening, and what that would bring", _BLUE),
    (known_facts.SHEET, "Known facts", "What is counted and expected, beside the plan", _BLUE),
    (annual.SHEET, "Annual", "Totals by year, computed here from the result tables", _GREY),
    (assumptions.SHEET, "Assumptions", "What the totals depend on; what models replaced", _GREY),
    (checks.SHEET, "Checks", "What must be true of the tables, and the master check", _GREY),
    (certificate.SHEET, "Certificate", "What was proved of the plan, from its files", _GREY),
    (control.SHEET, "Control", "What each column held when it was written", _GREY),
    (sources.SHEET, "Sources", "Where the numbers come from, and how sure they are", _GREY),
    (tables.SHEET, "Tables", "Every table of this workbook, and what is not in it", _GREY),
    (guards.SHEET, "Guards", "Cells held to what they were when they were written", _GREY),
    (guards.COPIES, "Copies", "What each cell held when it was written, for Guards", _GREY),
    (control.TEXTS, "Texts", "What the columns of text held when written, for Control", _GREY),
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


def build(scenarios: Sequence[Scenario], *, most_rows: int = MOST_ROWS) -> PlanWorkbook:
    """The workbook, ready to be saved."""
    first, several = scenarios[0], len(scenarios) > 1
    results = Results.of(scenarios, most_rows)
    inputs = shown_inputs(first)
    book = PlanWorkbook()
    title = f"{len(scenarios)} scenarios compared" if several else first.title
    computing = any(one.plan.computes for one in scenarios)
    added = plugin_sheets.chosen(results, {sheet for sheet, *_ in _PAGES})
    more = [(one.sheet.SHEET, one.sheet.TITLE, one.sheet.PURPOSE, _BLUE) for one in added]
    if price.applies(results):
        more.insert(0, (price.SHEET, price.TITLE, price.PURPOSE, _BLUE))
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
    controlled = control.fill(book, pages[control.SHEET], pages[control.TEXTS], results, inputs)
    unknown = sources.fill(pages[sources.SHEET], inputs)
    outcome = checks.fill(book, pages[checks.SHEET], results, yearly, assumed, controlled, unknown)
    dashboard.fill(book, pages[dashboard.SHEET], results, yearly)
    compare.fill(pages[compare.SHEET], results, yearly)
    by_year.fill_targets(pages[by_year.TARGETS], yearly)
    by_year.fill_power(pages[by_year.POWER], yearly)
    by_place.fill_sites(pages[by_place.SITES], results, yearly)
    by_place.fill_fabs(pages[by_place.FABS], results, yearly)
    capex.fill(pages[capex.SHEET], results, yearly, assumed)
    bottlenecks.fill(pages[bottlenecks.SHEET], results)
    if price.applies(results):
        price.fill(pages[price.SHEET], results, yearly)
    known_facts.fill(pages[known_facts.SHEET], results)
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
    _guards(book, outcome, first.name)
    properties = book.workbook.properties
    properties.title, properties.creator = title, "planner"
    properties.created = _when(first)
    return book


def _when(scenario: Scenario) -> datetime:
    """When the run was written."""
    created = str(scenario.manifest.get("created") or "2000-01-01")
    return datetime.fromisoformat(created).replace(tzinfo=None)


def _name_scenarios(book: PlanWorkbook, count: int) -> None:
    """Name the list that the drop-down offers."""
    top = tables.HEADER_ROW + 1
    place = f"'{tables.sheet_name('Res_', 'scenarios')}'!$A${top}:$A${top + count - 1}"
    book.workbook.defined_names["lst_scenarios"] = DefinedName("lst_scenarios", attr_text=place)
    book.names["lst_scenarios"] = (place, "The scenarios of this workbook")


_VALUED = (
    cover.SHEET, dashboard.SHEET, compare.SHEET, by_year.TARGETS, by_year.POWER, by_place.SITES,
    by_place.FABS, capex.SHEET, bottlenecks.SHEET, price.SHEET, known_facts.SHEET, annual.SHEET,
    assumptions.SHEET, checks.SHEET, certificate.SHEET, sources.SHEET, tables.SHEET,
)  # fmt: skip
"""Sheets whose formulas are held to what they came to; those of Control show by themselves."""


def _guards(book: PlanWorkbook, outcome: checks.Outcome, chosen: str) -> None:
    """Guard all cells, and write the state of the checks and the way back on every sheet."""
    with_banner = [page for page in book.pages.values() if not page.bare]
    for page in with_banner:
        if page.name != cover.SHEET:
            page.link(BANNER_ROW + 1, 1, "Cover", cover.SHEET)
    differing, selected = book.named(checks.WHAT_IF), book.named("sel_scenario")
    banners = {
        page.name: _banner(guards.seen_by(page.name, cover.SHEET), outcome, differing)
        for page in with_banner
    }
    # The rows of native tables are held by Control, column by column.
    held = {
        name: tables.HEADER_ROW if page.is_of_a_table else page.sheet.max_row
        for name, page in book.pages.items()
        if name not in (guards.SHEET, guards.COPIES, control.TEXTS)
    }
    held[control.TEXTS] = control.TEXTS_HEAD
    as_written = f"AND({differing.text}=0,{selected.text}={constant(chosen).text})"
    guards.fill(
        book, held, _VALUED, banners, outcome.master, outcome.failing, Formula(as_written, True)
    )
    for page in with_banner:
        page.write(BANNER_ROW, 1, banners[page.name], "banner")


def _banner(failing: Formula, outcome: checks.Outcome, differing: Formula) -> Formula:
    """What a banner tells: checks and guards that fail, and whether inputs differ."""
    text = (
        f'"Checks: "&IF({failing.text}=0,"all OK",{failing.text}&" FAIL, see Checks")'
        f'&IF({differing.text}=0,"",". WHAT-IF: "&{differing.text}&'
        f'" inputs differ from what was solved; totals follow, the optimum does not")'
    )
    failed, changed = int(outcome.failing.number), int(differing.number)
    value = "Checks: " + (f"{failed} FAIL, see Checks" if failed else "all OK")
    if changed:
        value += f". WHAT-IF: {changed} inputs differ from what was solved; totals follow, "
        value += "the optimum does not"
    return Formula(text, value, atomic=True)
