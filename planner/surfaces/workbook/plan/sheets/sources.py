"""Sources: where each number comes from, how many rows rest on each, and how sure they are."""

from collections import Counter

import pandas as pd

from planner.surfaces.workbook.number_formats import WHOLE
from planner.surfaces.workbook.plan.formulas import Cell, Formula, sum_of
from planner.surfaces.workbook.plan.pages import FIRST_ROW, Page
from planner.surfaces.workbook.plan.sheets.tables import sheet_name
from planner.surfaces.workbook.plan.shown_inputs import PREFIX

SHEET = "Sources"
_CONFIDENCE = ("verified", "reported", "estimate")


def fill(page: Page, inputs: dict[str, pd.DataFrame]) -> Cell:
    """Write the sheet; returns the cell that counts rows whose source is unknown."""
    page.widths(34, 11, 11, 11, 11, 11, 40, 40, 40)
    page.write(
        FIRST_ROW, 1,
        "Each row of an input table names its source and its line in the file; "
        "each result table that has a column 'table' names the inputs behind a limit.",
        "note",
    )  # fmt: skip
    top = FIRST_ROW + 2
    page.header(top, ["Input table", "Rows", *_CONFIDENCE, "Unknown", "Sources it rests on"])
    known = set(inputs["sources"]["source_id"]) if "sources" in inputs else set()
    row, flags = top + 1, []
    cited: Counter[str] = Counter()
    tables_of: dict[str, list[str]] = {}
    for table, frame in inputs.items():
        if "source_id" not in frame.columns or table == "sources":
            continue
        place = f"{PREFIX}{table}[source_id]"
        page.link(row, 1, PREFIX + table, sheet_name("In_", table))
        page.write(row, 2, Formula(f"ROWS({place})", max(1, len(frame))), "link", WHOLE)
        for column, word in enumerate(_CONFIDENCE, start=3):
            if "confidence" not in frame:
                page.write(row, column, 0, "link", WHOLE)
                continue
            count = int((frame["confidence"] == word).sum())
            heading = f"{page.sheet.cell(top, column).coordinate[0]}${top}"
            text = f"COUNTIF({PREFIX}{table}[confidence],{heading})"
            page.write(row, column, Formula(text, count), "link", WHOLE)
        # A folder with only what its problem needs may name no source, and have no such table.
        named = frame["source_id"].notna() & (frame["source_id"] != "")
        unknown = int((named & ~frame["source_id"].isin(known)).sum())
        text = f'({place}<>"")'
        if "sources" in inputs:
            text = f"SUMPRODUCT({text}*(COUNTIF({PREFIX}sources[source_id],{place})=0))"
        else:
            text = f"SUMPRODUCT(--{text})"
        flags.append(page.write(row, 6, Formula(text, unknown), "link", WHOLE))
        here = sorted(set(frame.loc[named, "source_id"]))
        page.write(row, 7, ", ".join(here), "note")
        for source in here:
            tables_of.setdefault(source, []).append(table)
        cited.update(frame.loc[named, "source_id"])
        row += 1
    page.write(row, 1, "Total", "total")
    total = page.write(row, 6, sum_of(flags), "total", WHOLE)
    page.freeze(top + 1, 2)
    _list(page, inputs, cited, tables_of, row + 3)
    return total


def _list(
    page: Page,
    inputs: dict[str, pd.DataFrame],
    cited: Counter[str],
    tables_of: dict[str, list[str]],
    top: int,
) -> None:
    """Every source that a row names, with its title, address and licence."""
    if "sources" not in inputs:
        return
    page.header(
        top, ["Source", "Rows", "Date", "", "", "", "Title and publisher", "Address", "Licence"]
    )
    row = top + 1
    for record in inputs["sources"].to_dict("records"):
        source = str(record["source_id"])
        if not cited[source]:
            continue
        page.write(row, 1, source)
        page.write(row, 2, cited[source], "label", WHOLE)
        page.write(row, 3, record.get("date"))
        title, publisher = record.get("title"), record.get("publisher")
        page.write(row, 7, ". ".join(str(w) for w in (title, publisher) if isinstance(w, str)))
        page.write(row, 8, record.get("url"))
        page.write(row, 9, record.get("licence"))
        row += 1
