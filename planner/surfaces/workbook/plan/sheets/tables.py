"""The sheets of tables, results and inputs, one a table, and the sheet that lists them."""

from collections.abc import Callable

import pandas as pd

from planner.data.schema import Schema
from planner.results.table_dictionary import table_holds
from planner.surfaces.workbook.number_formats import GENERAL, SCIENTIFIC, WHOLE, YEAR
from planner.surfaces.workbook.plan.column_units import unit_and_format
from planner.surfaces.workbook.plan.native_table import write_table
from planner.surfaces.workbook.plan.pages import FIRST_ROW, Page, PlanWorkbook
from planner.surfaces.workbook.plan.results import PREFIX, Results
from planner.surfaces.workbook.plan.scenario import Scenario
from planner.surfaces.workbook.plan.shown_inputs import LINE
from planner.surfaces.workbook.plan.shown_inputs import PREFIX as INPUT_PREFIX

SHEET = "Tables"
RESULT_COLOUR, INPUT_COLOUR = "5B2C83", "E0B000"
HEADER_ROW = FIRST_ROW + 1
LONGEST_NAME = 31
"""Characters that the name of a sheet may have."""

_PLAIN = ("scenario", "row", LINE)
_ASIDE = ("note", "source_id", "confidence", "estimated_fields")

_SCENARIOS = "Scenarios of this workbook and how each was solved"
_BOTTLENECKS = "Limits worth loosening, ranked; what one percent more of each would bring"
_PERIODS = "Each scenario's planned years, and how many years each stands for"
_OWN = {"scenarios": _SCENARIOS, "periods": _PERIODS, "bottlenecks": _BOTTLENECKS}


def _holds(name: str) -> str:
    """What a table of the workbook holds."""
    return _OWN.get(name) or table_holds(name)


def sheet_name(prefix: str, table: str) -> str:
    """Name of a table's sheet: ``Res_power``, ``In_sites``; cut where a name may not be longer."""
    return f"{prefix}{table}"[:LONGEST_NAME]


def fill_results(book: PlanWorkbook, results: Results) -> None:
    """One sheet for each result table, in the colour of results."""
    for name, frame in results.frames.items():
        title = f"Results: {name}"
        purpose = _holds(name) + ". Written by the planner."
        page = book.page(title, purpose, sheet=sheet_name("Res_", name), colour=RESULT_COLOUR)
        page.is_of_a_table = True
        if name in results.notes:
            page.write(FIRST_ROW - 1, 3, results.notes[name], "note")
        write_table(
            page, frame, PREFIX + name, first_row=HEADER_ROW,
            units=unit_and_format, style="result", plain_columns=_PLAIN,
        )  # fmt: skip
        page.freeze(HEADER_ROW + 1, 3)


def fill_inputs(
    book: PlanWorkbook, inputs: dict[str, pd.DataFrame], scenario: Scenario, *, several: bool
) -> None:
    """One sheet for each input table, in the colour of inputs."""
    for name, frame in inputs.items():
        table = scenario.schema.get(name)
        about = table.title if table else name
        purpose = (table.description if table else "") or "An input table"
        whole = len(scenario.inputs[name])
        if len(frame) < whole:
            purpose += f"; {len(frame)} of {whole} rows, those of places in the plan"
        purpose += f". Line: of inputs/{name}.csv in the run folder"
        purpose += f" of {scenario.name}." if several else "."
        if table and table.currency_year:
            purpose += f" Money in USD of {table.currency_year}."
        page = book.page(
            f"Input: {about}", purpose, sheet=sheet_name("In_", name), colour=INPUT_COLOUR
        )
        page.is_of_a_table = True
        write_table(
            page, frame, INPUT_PREFIX + name, first_row=HEADER_ROW,
            units=_units_of(scenario.schema, name), style="input",
            plain_columns=(*_PLAIN, *_ASIDE),
        )  # fmt: skip
        page.freeze(HEADER_ROW + 1, 3)


def fill_list(
    book: PlanWorkbook,
    page: Page,
    results: Results,
    inputs: dict[str, pd.DataFrame],
    scenario: Scenario,
) -> None:
    """The list of all tables: where each is, its rows, and what is not here."""
    page.widths(26, 12, 12, 100)
    top = FIRST_ROW
    page.header(top, ["Table", "Sheet of", "Rows", "What it holds"])
    row = top + 1
    for name, frame in results.frames.items():
        page.link(row, 1, PREFIX + name, sheet_name("Res_", name))
        page.write(row, 2, "results", "unit")
        page.write(row, 3, len(frame), "label", WHOLE)
        words = _holds(name)
        page.write(row, 4, words + (f"; {results.notes[name]}" if name in results.notes else ""))
        row += 1
    for name, note in results.notes.items():
        if name not in results.frames:
            page.write(row, 1, name)
            page.write(row, 2, "run folder", "unit")
            page.write(row, 4, f"{_holds(name)}: {note}", "note")
            row += 1
    for name, frame in inputs.items():
        table = scenario.schema.get(name)
        page.link(row, 1, INPUT_PREFIX + name, sheet_name("In_", name))
        page.write(row, 2, "inputs", "unit")
        page.write(row, 3, len(frame), "label", WHOLE)
        page.write(row, 4, (table.description or table.title) if table else "")
        row += 1
    page.freeze(top + 1, 2)


def _units_of(schema: Schema, name: str) -> Callable[[str], tuple[str, str]]:
    """Unit and number format of a column of an input table."""
    table = schema.get(name)

    def units(column: str) -> tuple[str, str]:
        if column == LINE:
            return "line of file", YEAR
        if table is None or column not in table.fields:
            return "", GENERAL
        field = table.fields[column]
        if field.unit == "FLOP":
            return field.unit, SCIENTIFIC
        return field.unit, YEAR if field.unit == "year" else GENERAL

    return units
