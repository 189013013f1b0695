"""The sheet Candidates: needs of power in a region, one a row, for which places are found."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from openpyxl import Workbook
from pydantic import ValidationError

from planner.config import CandidateNeed, ModelDefinition
from planner.config.faults import document_faults
from planner.data.reading import Reading
from planner.data.schema import Field, Table
from planner.errors import Fault
from planner.input_workbook.dropdowns import Lists, validation
from planner.input_workbook.layout import CANDIDATES, CANDIDATES_COLUMNS, HEADER_ROW
from planner.input_workbook.lists import names_in
from planner.input_workbook.model_sheets import add_rule, new_sheet
from planner.input_workbook.styles import NUMBER, TEXT, YEAR, Styles, put
from planner.input_workbook.table_sheet import native_table

KINDS: tuple[str, ...] = CandidateNeed.model_fields["kinds"].default
NEEDS = Table(
    name=CANDIDATES,
    path=CANDIDATES,
    fields={
        "region": Field(
            name="region", required=True, refers_to="regions.region", refers_in="sheet regions"
        ),
        "gw": Field(name="gw", type="number", required=True, unit="GW", minimum=0),
        "by": Field(name="by", type="integer", unit="year", minimum=2000, maximum=2200),
        "kinds": Field(name="kinds"),
    },
    key=(),
)
"""The columns; no key, as one region may have two needs."""


def write_candidates(book: Workbook, model: ModelDefinition, styles: Styles, lists: Lists) -> None:
    """The needs of a model; the sheet is there without them, too, so that some can be typed."""
    what = (
        "Facility power that is wanted in a region at the end of a year (blank: the last of the "
        f"plan). Kinds of places: {', '.join(KINDS)}, parted by commas; blank is all of them."
    )
    widths = (30, 14, 14, 60)
    sheet = new_sheet(book, CANDIDATES, "Further places", what, CANDIDATES_COLUMNS, widths, styles)
    needs = model.sites.candidates
    # An empty row has the looks, too: it is the one to type into.
    for row, need in enumerate(needs or (None,), start=HEADER_ROW + 1):
        kinds = "" if need is None or need.kinds == KINDS else ", ".join(need.kinds)
        values = (need.region, need.gw, need.by, kinds or None) if need else (None,) * 4
        for column, (value, form) in enumerate(
            zip(values, (TEXT, NUMBER, YEAR, TEXT), strict=True), start=1
        ):
            put(sheet.cell(row=row, column=column), value)
            styles.apply(sheet.cell(row=row, column=column), "input", form)
    for column, field in enumerate(NEEDS.fields.values(), start=1):
        cell = sheet.cell(row=HEADER_ROW - 1, column=column, value=field.unit or None)
        styles.apply(cell, "unit")
        add_rule(sheet, column, len(needs), validation(field, lists, _KEY_NAMES))
    native_table(sheet, CANDIDATES.lower(), len(NEEDS.fields), HEADER_ROW + len(needs))


def enter_candidates(
    reading: Reading, document: dict[str, Any], origins: dict[str, str]
) -> Iterator[Fault]:
    """Put the needs into a document, and yield what is wrong with them, row by row."""
    needs = []
    origins["sites.candidates"] = reading.table.path
    for row, (region, gw, by, kinds) in reading.rows(*NEEDS.fields):
        if region is None or gw is None:
            # A required cell that is blank is reported already.
            continue
        # A fault should say 3 where a person typed 3.
        power = int(gw) if gw == int(gw) else gw
        need = {"region": region, "gw": power, "by": by, "kinds": names_in(kinds) or KINDS}
        try:
            CandidateNeed.model_validate(need)
        except ValidationError as error:
            for fault in document_faults(error, {}, ""):
                column = fault.where.rpartition("key ")[2]
                yield replace(fault, where=reading.place(row, column))
        else:
            needs.append(need)
    if needs:
        document.setdefault("sites", {})["candidates"] = needs


_KEY_NAMES = {"regions.region": "key_regions"}
"""The drop-down of regions, whose name the sheet of that table gives to its keys."""
