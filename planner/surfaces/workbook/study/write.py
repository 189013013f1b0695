"""The workbook of a study: findings first, then pictures with their numbers, then every table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from pathlib import Path

from planner.data.atomic_files import whole_file
from planner.storage.study_folder import ALTERNATIVES, STOCHASTIC, SWEEP, StudyFolder
from planner.surfaces.workbook.number_formats import GENERAL, SHARE, THOUSANDTHS, YEAR
from planner.surfaces.workbook.plan.column_units import unit_and_format
from planner.surfaces.workbook.plan.native_table import write_table
from planner.surfaces.workbook.plan.pages import FIRST_ROW, Page, PlanWorkbook
from planner.surfaces.workbook.plan.sheets.tables import HEADER_ROW, RESULT_COLOUR, sheet_name
from planner.surfaces.workbook.study import (
    alternatives as near_optimal,
)
from planner.surfaces.workbook.study import (
    stochastic as uncertain,
)
from planner.surfaces.workbook.study import (
    sweep as swept,
)

FINDINGS = "Findings"
BLUE = "1F3864"
_COLUMNS = 6
_LETTERS = 150
"""Of a line of a paragraph that goes over all columns."""
_PICTURES: dict[str, Callable[[PlanWorkbook, StudyFolder], None]] = {
    ALTERNATIVES: near_optimal.fill,
    STOCHASTIC: uncertain.fill,
    SWEEP: swept.fill,
}
_HOLDS = {
    "ranges": "The least and most of each choice, for each share of cost",
    "plans_at_the_ends": "The plan at each end of a range, by the totals of all choices",
    "policies": "The expected objectives of each policy, carried out in all scenarios",
    "outcomes": "The objectives of each policy in each scenario, and its regret",
    "commitments": "What each policy orders before anything is learned, by place and year",
    "orders": "The same over all sites, and whether it is alike in all policies",
    "decisions": "What the plan for all scenarios orders now and later, in each scenario",
    "scenarios": "The scenarios, how likely each is, and what they rest on",
    "changes": "Cells that scenarios change, with the source of their rows",
    "matters": "Inputs by what their low and high do, by duals and planned again",
    "worth_finding_out": "Those among them that rest on estimates",
    "confidence": "Input rows by table and by how sure they are",
}
"""What each table holds."""
_SHARES = ("within", "probability")
_SHARE_ENDINGS = ("_least_share", "_last_share")
_YEARS = ("year", "decided_year", "exit_code")


@dataclass(frozen=True)
class Finding:
    """A question, its answer, and what else there is to say."""

    question: str
    answer: str
    paragraphs: Sequence[str] = ()


def build(study: StudyFolder, title: str, findings: Sequence[Finding]) -> PlanWorkbook:
    """The workbook, ready to be saved."""
    book = PlanWorkbook()
    page = book.page(title, f"Study {study.study_id}", sheet=FINDINGS, colour=BLUE)
    _PICTURES[study.kind](book, study)
    for name, table in study.tables.items():
        holds = f"{_HOLDS.get(name, 'A table of the study')}. Written by the planner."
        sheet = sheet_name("", name)
        own = book.page(f"Table: {name}", holds, sheet=sheet, colour=RESULT_COLOUR)
        write_table(
            own, table, f"tbl_{name}", first_row=HEADER_ROW, units=_units, style="result",
            plain_columns=[c for c in table if table[c].dtype == object],
        )  # fmt: skip
        own.freeze(HEADER_ROW + 1, 2)
    _cover(book, page, findings)
    for other in book.pages.values():
        if other.name != FINDINGS:
            other.link(3, 1, FINDINGS, FINDINGS)
    properties = book.workbook.properties
    properties.title, properties.creator = title, "planner"
    created = str(study.index.get("created") or "2000-01-01")
    properties.created = datetime.fromisoformat(created).replace(tzinfo=None)
    return book


def write_study_workbook(
    path: Path, study: StudyFolder, title: str, findings: Sequence[Finding]
) -> Path:
    """Write the workbook of a study, whole or not at all; returns `path`."""
    with whole_file(path) as fresh:
        build(study, title, findings).save(fresh)
    return path


def _units(column: str) -> tuple[str, str]:
    """Unit of a column of a study, and how its numbers are shown."""
    if column in _SHARES or column.endswith(_SHARE_ENDINGS):
        return "share", SHARE
    if column in _YEARS:
        return "year", YEAR
    unit, form = unit_and_format(column)
    return unit, THOUSANDTHS if form == GENERAL else form


def _cover(book: PlanWorkbook, page: Page, findings: Sequence[Finding]) -> None:
    """The findings in words, and what stands on which sheet."""
    page.widths(30, 24, 24, 24, 24, 24)
    row = FIRST_ROW
    for finding in findings:
        for column in range(1, _COLUMNS + 1):
            page.write(row, column, finding.question if column == 1 else None, "section")
        for text, style in (
            (finding.answer, "answer"),
            *((p, "wrapped") for p in finding.paragraphs),
        ):
            row += 1
            lines = ceil(len(text) / _LETTERS) or 1
            page.wrapped(row, text, last_column=_COLUMNS, lines=lines, style=style)
        row += 2
    for column in range(1, _COLUMNS + 1):
        page.write(row, column, "Sheets" if column == 1 else None, "section")
    for name, other in book.pages.items():
        if name != FINDINGS:
            row += 1
            page.link(row, 1, name, name)
            page.write(row, 2, other.purpose, "note")
