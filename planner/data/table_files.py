"""Tables of a run or a study: written for programs and for spreadsheets, read with care."""

import csv
from pathlib import Path

import pandas as pd
import pyarrow as pa
from pyarrow.parquet import ParquetFile

from planner.config.former_names import PLAN_TABLES, current_plan_columns
from planner.data.atomic_files import whole_file
from planner.data.written import csv_rows, write_csv
from planner.errors import Fault, InputError, quoted


def write_table(
    table: pd.DataFrame, folder: Path, name: str, *, parquet: bool, csv: bool = True
) -> None:
    """Write a table as Parquet, as CSV, or as both; each file is whole or not there."""
    if parquet:
        with whole_file(folder / f"{name}.parquet") as fresh:
            table.to_parquet(fresh, index=False)
    if csv:
        write_csv(table, folder / f"{name}.csv")


def read_parquet(path: Path, fix: str = "") -> pd.DataFrame:
    """A table from its Parquet file; InputError where it is none, or names a column twice."""
    try:
        # It is one small file: no search for its parts, and no second thread.
        with ParquetFile(path) as file:
            table = file.read(use_threads=False).to_pandas(use_threads=False)
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException) as error:
        told = str(error).partition("\n")[0]
        found = f"no table as Parquet ({told or type(error).__name__})"
        raise InputError([Fault(str(path), found, "a table", fix)]) from None
    names = list(map(str, table.columns))
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise InputError([Fault(str(path), f"two columns {twice!r}", "each name once", fix)])
    return table


def plan_table_file(folder: Path, name: str) -> Path:
    """The Parquet file of a plan's table: that of its former name where only that one is there."""
    path = folder / f"{name}.parquet"
    formers = (folder / f"{old}.parquet" for old, new in PLAN_TABLES.items() if new == name)
    return path if path.exists() else next((each for each in formers if each.exists()), path)


def read_plan_table(path: Path) -> pd.DataFrame:
    """A table of a plan, its columns as they are called; raises what :func:`read_parquet` does."""
    table = read_parquet(path)
    name = PLAN_TABLES.get(path.stem, path.stem)
    return table.rename(columns=current_plan_columns(name, table.columns))


def first_difference(folder: Path, name: str, suffix: str) -> tuple[str, str]:
    """Where a changed table differs from its twin, as CSV or as Parquet, that was left as it was.

    Returns what was found, with line and column, and what the twin has there;
    both empty where the change is in no cell.
    """
    try:
        frame = read_parquet(folder / f"{name}.parquet")
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            in_csv = list(csv.reader(file))
    except (InputError, OSError, ValueError, csv.Error):
        return "", ""
    in_parquet = [["" if c is None else str(c) for c in row] for row in csv_rows(frame)]
    now, before = (in_csv, in_parquet) if suffix == ".csv" else (in_parquet, in_csv)
    twin = f"{name}{'.parquet' if suffix == '.csv' else '.csv'}"
    if len(now) != len(before):
        return f"{len(now) - 1} rows", f"{len(before) - 1}, as in {twin}"
    for line, (cells, others) in enumerate(zip(now, before, strict=True), start=1):
        if len(cells) != len(others):
            return f"{len(cells)} columns", f"{len(others)}, as in {twin}"
        for at, (cell, other) in enumerate(zip(cells, others, strict=True)):
            if cell != other:
                column = before[0][at] if line > 1 else str(at + 1)
                return f"line {line}, column {column} is {quoted(cell)}", (
                    f"{quoted(other)}, as in {twin}"
                )
    return "", ""
