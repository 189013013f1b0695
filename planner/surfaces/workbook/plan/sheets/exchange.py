"""The sheet ``data``: the scenarios in the form of the integrated-assessment community."""

from collections.abc import Sequence

import pandas as pd

from planner.surfaces.exchange.iamc import LABELS, SHEET, iamc
from planner.surfaces.workbook.number_formats import GENERAL
from planner.surfaces.workbook.plan.formulas import Value
from planner.surfaces.workbook.plan.pages import PlanWorkbook
from planner.surfaces.workbook.plan.scenario import Scenario


def fill(book: PlanWorkbook, scenarios: Sequence[Scenario]) -> None:
    """Write the sheet: headings in row 1, as its readers want them, and nothing above."""
    frames = []
    for scenario in scenarios:
        regions = scenario.inputs["regions"]
        countries = dict(zip(regions["region"], regions["country"], strict=True))
        year = int(scenario.manifest.get("currency_year", 0))
        frames.append(iamc(scenario.plan, scenario.name, countries=countries, currency_year=year))
    frame = pd.concat(frames, ignore_index=True)
    years = sorted(column for column in frame.columns if column not in LABELS)
    page = book.bare_page(SHEET, "The plan in IAMC form: headings in the first row")
    page.header(1, [*LABELS, *years])
    for row, record in enumerate(frame[[*LABELS, *years]].itertuples(index=False), start=2):
        for column, value in enumerate(record, start=1):
            cell: Value = value
            page.put(row, column, cell, "label" if column <= len(LABELS) else "result", GENERAL)
    page.widths(10, 16, 16, 56, 24, *[12] * len(years))
    page.sheet.freeze_panes = page.sheet.cell(2, len(LABELS) + 1)
    page.sheet.print_title_rows = "1:1"
