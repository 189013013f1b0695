"""A plan in IAMC form as files: wide as the community's templates are, or a row a number."""

from pathlib import Path

import pandas as pd
from openpyxl import Workbook

from planner.data.written import as_text
from planner.surfaces.exchange.exported import Exported
from planner.surfaces.exchange.iamc import LABELS, SHEET, iamc


def write_wide(run: Exported, folder: Path) -> None:
    """Write ``iamc.xlsx``, with the sheet ``data``, and ``iamc.csv``: a column a year."""
    _write(_frame(run), folder, "iamc")


def write_long(run: Exported, folder: Path) -> None:
    """Write ``iamc_long.xlsx`` and ``iamc_long.csv``: Year and Value, a row for each number."""
    _write(melted(_frame(run)), folder, "iamc_long")


def melted(wide: pd.DataFrame) -> pd.DataFrame:
    """A wide frame as a long one, its columns Model to Unit, Year and Value."""
    long = wide.melt(id_vars=LABELS, var_name="Year", value_name="Value")
    long["Year"] = long["Year"].astype(int)
    return long.sort_values([*LABELS, "Year"], ignore_index=True)


def _frame(run: Exported) -> pd.DataFrame:
    regions = run.input("regions")
    countries = dict(zip(regions["region"], regions["country"], strict=True))
    year = int(run.manifest.get("currency_year", 0))
    frame = iamc(run.plan, run.model, countries=countries, currency_year=year)
    # A table of one's own may hold a name that a spreadsheet would compute.
    return frame.assign(**{label: frame[label].map(as_text) for label in LABELS})


def _write(frame: pd.DataFrame, folder: Path, stem: str) -> None:
    frame.to_csv(folder / f"{stem}.csv", index=False, lineterminator="\n")
    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    sheet.append([str(c) if c in (*LABELS, "Year", "Value") else int(c) for c in frame.columns])
    for row in frame.itertuples(index=False):
        sheet.append(list(row))
    book.save(folder / f"{stem}.xlsx")
