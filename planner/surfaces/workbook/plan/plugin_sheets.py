"""Sheets from outside: they stand behind the planner's own sheets of results."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from planner.errors import PlannerError
from planner.plugins import Plugin, installed
from planner.surfaces.workbook.plan.pages import Page
from planner.surfaces.workbook.plan.results import Results

LONGEST_NAME = 31
"""Characters that Excel allows in the name of a sheet."""


@runtime_checkable
class Sheet(Protocol):
    """What a package gives in the group ``planner.sheets``: a module, or an object."""

    SHEET: str
    """The name on its tab."""
    TITLE: str
    PURPOSE: str
    """What it is for, in a line below the title."""

    def applies(self, results: Results) -> bool:
        """Whether the scenarios of a workbook have something for it to tell."""

    def fill(self, page: Page, results: Results) -> None:
        """Write it, from the row ``FIRST_ROW`` on.

        ``results["limits"]`` is the frame of a table of all scenarios, and
        ``results.look_up`` and ``results.total`` are formulas over it: what is written so
        follows the scenario chosen, ``page.book.named("sel_scenario")``.
        """


@dataclass(frozen=True)
class Chosen:
    """A sheet that has something to tell, and whose it is."""

    plugin: Plugin
    sheet: Sheet

    def fill(self, page: Page, results: Results) -> None:
        """Write it; raises PlannerError, which names the package, where it breaks off."""
        with self.plugin.at_work():
            self.sheet.fill(page, results)


def chosen(results: Results, taken: set[str]) -> list[Chosen]:
    """The sheets of plug-ins that apply, in the order of their names.

    Raises PlannerError, which names the package, where one can't be loaded, breaks off, or
    has a name that no sheet may have or that is taken.
    """
    found: list[Chosen] = []
    for plugin in installed("sheets").values():
        sheet = plugin.load(Sheet)  # type: ignore[type-abstract]
        with plugin.at_work():
            applies = sheet.applies(results)
        if not applies:
            continue
        if sheet.SHEET in taken or not 0 < len(sheet.SHEET) <= LONGEST_NAME:
            raise PlannerError(
                f"{plugin}: a sheet can't be called {sheet.SHEET!r}: that name is taken, empty, "
                f"or has more than {LONGEST_NAME} characters"
            )
        taken = taken | {sheet.SHEET}
        found.append(Chosen(plugin, sheet))
    return found
