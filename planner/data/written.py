"""Tables of a run as CSV files: what is written comes back as it was, whatever its names say.

A spreadsheet takes a text that begins with ``=`` or a sign for a formula, and a reader that
guesses takes ``007`` for seven and ``NA`` for a blank. So a text that looks like a formula is
marked with an apostrophe, and a column is read as the type that the schema states: a name is text.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from planner.config.former_names import TABLES, current_header
from planner.config.locations import bundled
from planner.data.atomic_files import whole_file
from planner.data.columns import TEXT, Column
from planner.data.descriptor import read_schema
from planner.data.schema import Field
from planner.errors import Fault, InputError

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_MARK = "'"
_TRUE_OR_FALSE = {"True": True, "False": False, "true": True, "false": False}


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """Write a table without its index, no cell of which a spreadsheet takes for a formula.

    The file is whole or not there.
    """
    with whole_file(path) as fresh, fresh.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(csv_rows(table))


def csv_rows(table: pd.DataFrame) -> Iterator[Sequence[object]]:
    """The header and the rows of a table as they stand in its file.

    A number is as Python spells it, and what is missing is an empty text. Most tables are short:
    pandas takes many times longer to make them ready than writing them takes.
    """
    yield list(table.columns)
    yield from zip(*(_spelled(table.iloc[:, at]) for at in range(table.shape[1])), strict=True)


def _spelled(column: pd.Series) -> list[object]:
    if isinstance(column.dtype, np.dtype) and column.dtype.kind in "biu":
        return column.tolist()
    if isinstance(column.dtype, np.dtype) and column.dtype.kind == "f":
        return ["" if cell != cell else cell for cell in column.tolist()]
    missing = column.isna().tolist()
    cells = column.to_numpy(dtype=object).tolist()
    pairs = zip(cells, missing, strict=True)
    return ["" if blank else as_text(cell) for cell, blank in pairs]


def read_input(path: Path) -> pd.DataFrame:
    """An input table of a run, ``inputs/<table>.csv``, by the types of the schema that ships.

    Text is text, ``NA`` and ``007`` too; a blank is missing; numbers are those that were written,
    to the last bit. A column that the schema does not know holds numbers where each is spelled as
    a number is written. A table or column of a former name is read as what it is called now.
    Raises InputError where the file is none of a run's.
    """
    name = TABLES.get(path.stem, path.stem)
    table = read_schema(bundled("datasets")).get(name)
    header, rows = _cells(path)
    return _typed(path, current_header(name, header)[0], rows, table.fields if table else {})


def copy_input(path: Path, to: Path) -> None:
    """Copy an input table of a run cell by cell, its columns as they are called now."""
    with path.open(encoding="utf-8", newline="") as file:
        first, rest = file.readline(), file.read()
    header = next(csv.reader([first]))
    names, renamed = current_header(TABLES.get(path.stem, path.stem), header)
    if renamed:
        first = ",".join(names) + "\n"
    to.write_text(first + rest, encoding="utf-8", newline="")


def read_csv(path: Path, fields: Mapping[str, Field]) -> pd.DataFrame:
    """The rows of a CSV file that :func:`write_csv` wrote, each column as its field states."""
    return _typed(path, *_cells(path), fields)


def _typed(
    path: Path, header: list[str], rows: list[list[str]], fields: Mapping[str, Field]
) -> pd.DataFrame:
    columns = list(zip(*rows, strict=True)) or [()] * len(header)
    try:
        made = {
            name: _column(texts, fields[name].type if name in fields else "")
            for name, texts in zip(header, columns, strict=True)
        }
    except ValueError as error:
        raise _no_table(path, str(error)) from None
    return pd.DataFrame(made)


def as_text(cell: object) -> object:
    """A text that a spreadsheet would take for a formula, marked; :func:`unmarked` undoes it."""
    if isinstance(cell, str) and cell.lstrip(_MARK).startswith(_FORMULA_STARTS):
        return _MARK + cell
    return cell


def unmarked(cell: str) -> str:
    """The text that :func:`as_text` was given."""
    if cell.startswith(_MARK) and cell.lstrip(_MARK).startswith(_FORMULA_STARTS):
        return cell[1:]
    return cell


def holds_text(column: pd.Series) -> bool:
    """Whether a column may hold texts."""
    return pd.api.types.is_string_dtype(column) or column.dtype == object


def _cells(path: Path) -> tuple[list[str], list[list[str]]]:
    """The header of a file and its rows, all of one length."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            lines = [row for row in csv.reader(file, strict=True) if row]
    except (UnicodeDecodeError, csv.Error) as error:
        raise _no_table(path, str(error)) from None
    if not lines:
        raise _no_table(path, "an empty file")
    header, *rows = lines
    for row in rows:
        if len(row) != len(header):
            raise _no_table(path, f"a row of {len(row)} cells, where the header has {len(header)}")
    return header, rows


def _column(texts: tuple[str, ...], kind: str) -> Column:
    """A column from its texts, by the type of its field; empty where no field is known."""
    blank = np.array([not text for text in texts], dtype=bool)
    if kind in ("number", "integer") or (not kind and _all_numbers(texts)):
        whole = kind == "integer" and not blank.any()
        if whole:
            return np.array([int(text) for text in texts], dtype="int64")
        return np.array([float(text) if text else np.nan for text in texts], dtype="float64")
    if kind == "boolean":
        strange = next((t for t in texts if t and t not in _TRUE_OR_FALSE), None)
        if strange is not None:
            raise ValueError(f"{strange!r} is neither True nor False")
        values = [_TRUE_OR_FALSE[text] if text else None for text in texts]
        return np.array(values, dtype=object if blank.any() else bool)
    return pd.array([unmarked(text) if text else None for text in texts], dtype=TEXT)


def _all_numbers(texts: tuple[str, ...]) -> bool:
    """Whether a column holds numbers and blanks alone, spelled as numbers are written.

    ``007`` and ``1_000`` are not: written again they would be other texts.
    """
    stated = [text for text in texts if text]
    return bool(stated) and all(_is_a_number(text) for text in stated)


def _is_a_number(text: str) -> bool:
    try:
        return text in (repr(float(text)), repr(int(float(text))))
    except (ValueError, OverflowError):
        return False


def _no_table(path: Path, found: str) -> InputError:
    return InputError([Fault(str(path), found, "a table as the run wrote it", "plan it again")])
