"""The model definition on the sheets Model, Limits, Cases and Set."""

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from planner.config import CASES as CASE_NAMES
from planner.config import ModelDefinition
from planner.data.inputs import Inputs
from planner.input_workbook.dropdowns import SPARE_ROWS, Lists, validation
from planner.input_workbook.keys import Key, limit_keys, model_keys, value_of
from planner.input_workbook.layout import (
    CASES,
    CASES_COLUMNS,
    HEADER_ROW,
    LIMITS,
    MODEL,
    MODEL_COLUMNS,
    PLUGINS,
    SET,
    SET_COLUMNS,
)
from planner.input_workbook.lists import shown_names, shown_shares
from planner.input_workbook.styles import LINE_HEIGHT, NUMBER, TEXT, YEAR, Styles, put
from planner.input_workbook.table_sheet import heading, native_table

_FIRST = HEADER_ROW + 1


def write_model(
    book: Workbook, model: ModelDefinition, path: Path, styles: Styles, lists: Lists
) -> None:
    """Every key of the definition, one a row; names of a list are parted by commas."""
    widths = (30, 46, 15, 20, 40, 90)
    what = "Change the values in column B. Names of a list are parted by commas."
    sheet = new_sheet(book, MODEL, "The question", what, MODEL_COLUMNS, widths, styles)
    keys = model_keys()
    for row, key in enumerate(keys, start=_FIRST):
        value = _shown(model, key, path)
        texts = (key.unit, _text(key.default), ", ".join(key.choices), key.meaning)
        put(sheet.cell(row=row, column=1), key.name)
        styles.apply(sheet.cell(row=row, column=1), "plain", TEXT)
        cell = sheet.cell(row=row, column=2)
        put(cell, value)
        styles.apply(cell, "value", TEXT if key.kind in ("text", "names", "shares") else NUMBER)
        for column, text in enumerate(texts, start=3):
            put(sheet.cell(row=row, column=column), text or None)
            styles.apply(sheet.cell(row=row, column=column), "quiet", TEXT)
        lines = max(
            len(text) / width
            for text, width in zip((_text(value), *texts), (widths[1], *widths[2:]), strict=True)
        )
        lines = max(lines, _text(value).count("\n"))
        sheet.row_dimensions[row].height = LINE_HEIGHT * (1 + int(lines))
        if key.kind not in ("names", "shares") and (rule := validation(key.field, lists, {})):
            rule.add(cell.coordinate)
            sheet.add_data_validation(rule)
    native_table(sheet, MODEL.lower(), len(MODEL_COLUMNS), HEADER_ROW + len(keys))
    _protect(sheet)


def write_limits(book: Workbook, model: ModelDefinition, styles: Styles, lists: Lists) -> None:
    """Limits that differ from year to year, one year a row."""
    what = (
        "Limits of single years; blank where there is none. One number for all years stands on "
        "the sheet Model instead."
    )
    limits = {key.name.partition(".")[2]: key for key in limit_keys()}
    columns, widths = ("year", *limits), (12, *[28] * len(limits))
    sheet = new_sheet(book, LIMITS, "Limits by year", what, columns, widths, styles)
    stated = {name: value_of(model, key) for name, key in limits.items()}
    by_year = {key: limit for key, limit in stated.items() if isinstance(limit, dict)}
    years = set(range(model.years.first, model.years.last + 1)).union(*by_year.values())
    for row, year in enumerate(sorted(years), start=_FIRST):
        sheet.cell(row=row, column=1, value=year)
        styles.apply(sheet.cell(row=row, column=1), "key", YEAR)
        for column, key in enumerate(limits, start=2):
            cell = sheet.cell(row=row, column=column, value=by_year.get(key, {}).get(year))
            styles.apply(cell, "input")
    for column, limit in enumerate(limits.values(), start=2):
        cell = sheet.cell(row=HEADER_ROW - 1, column=column, value=limit.unit)
        styles.apply(cell, "unit")
        add_rule(sheet, column, len(years), validation(limit.field, lists, {}))
    native_table(sheet, LIMITS.lower(), len(columns), HEADER_ROW + len(years))


def write_cases(book: Workbook, model: ModelDefinition, inputs: Inputs, styles: Styles) -> None:
    """Every quantity with a range, to be taken at its low, central or high value."""
    what = (
        "Choose low or high where a quantity should be taken at that end of its range; blank is "
        "central, a number from -1 to 1 a point between. A row for table.row.column changes one "
        "cell, table.* a whole table."
    )
    widths = (52, 14, 90)
    sheet = new_sheet(book, CASES, "Cases", what, CASES_COLUMNS, widths, styles)
    meanings = {
        f"{table.name}.{field.name}": field.description
        for table in inputs.schema.values()
        for field in table.fields.values()
        if field.ranged
    }
    own = [path for path in model.cases if path not in meanings]
    for row, path in enumerate([*own, *meanings], start=_FIRST):
        cells = [sheet.cell(row=row, column=column) for column in (1, 2, 3)]
        put(cells[0], path)
        cells[1].value = model.cases.get(path)
        put(cells[2], meanings.get(path, "stated by the model"))
        for cell, look in zip(cells, ("key", "input", "quiet"), strict=True):
            styles.apply(cell, look, TEXT)
        lines = 1 + len(str(cells[2].value)) // widths[2]
        sheet.row_dimensions[row].height = LINE_HEIGHT * lines
    rows = len(own) + len(meanings)
    rule = DataValidation(type="list", formula1=f'"{",".join(CASE_NAMES)}"', allow_blank=True)
    # A point between is welcome, too, and a list alone would refuse it.
    rule.errorStyle = "warning"
    rule.error = "Expected low, central or high, or a point of the range from -1 to 1."
    add_rule(sheet, 2, rows, rule)
    native_table(sheet, CASES.lower(), len(CASES_COLUMNS), HEADER_ROW + rows)


def write_set(
    book: Workbook, model: ModelDefinition, inputs: Inputs, styles: Styles
) -> dict[tuple[str, int, str], str]:
    """Single cells that the model sets; returns a comment for each of them, by its place.

    The tables keep what their source says, so that a change stays visible.
    """
    what = (
        "Values that take the place of single cells of the tables, after the cases: "
        "table.row.column, the parts of a row's name joined by colons. Delete a row to undo it. "
        "A key that begins with plugins. is a setting of a plug-in."
    )
    sheet = new_sheet(book, SET, "Single values", what, SET_COLUMNS, (60, 20, 20), styles)
    comments: dict[tuple[str, int, str], str] = {}
    of_plugins = {f"{PLUGINS}{path}": value for path, value in model.plugins.items()}
    stated = {**model.set, **of_plugins}
    for row, (path, value) in enumerate(stated.items(), start=_FIRST):
        table, _, rest = path.partition(".")
        key, _, column = rest.rpartition(".")
        names: list[str] = []
        before = None
        if path not in of_plugins:
            frame = inputs[table]
            names = [_joined(label) for label in frame.index]
            before = frame[column].iloc[names.index(key)] if key in names else None
        put(sheet.cell(row=row, column=1), path)
        put(sheet.cell(row=row, column=2), value)
        put(sheet.cell(row=row, column=3), _plain(before))
        for number, look in ((1, "key"), (2, "set"), (3, "quiet")):
            styles.apply(sheet.cell(row=row, column=number), look)
        if key in names:
            text = f"The sheet {SET} puts {value} in the place of this cell (row {row})."
            comments[table, names.index(key), column] = text
    native_table(sheet, SET.lower(), len(SET_COLUMNS), HEADER_ROW + len(stated))
    return comments


def new_sheet(
    book: Workbook,
    name: str,
    title: str,
    what: str,
    columns: Sequence[str],
    widths: Sequence[float],
    styles: Styles,
) -> Worksheet:
    """Add a sheet with a heading, a header and columns of the given widths."""
    sheet = book.create_sheet(name)
    heading(sheet, styles, title, what)
    for column, (text, width) in enumerate(zip(columns, widths, strict=True), start=1):
        styles.apply(sheet.cell(row=HEADER_ROW, column=column, value=text), "header", TEXT)
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = sheet.cell(row=_FIRST, column=2)
    return sheet


def add_rule(sheet: Worksheet, column: int, rows: int, rule: DataValidation | None) -> None:
    """Hold a column to a rule, down to some rows below its `rows`."""
    if rule is not None:
        letter = get_column_letter(column)
        rule.showErrorMessage = True
        rule.add(f"{letter}{_FIRST}:{letter}{_FIRST + rows + SPARE_ROWS}")
        sheet.add_data_validation(rule)


def _protect(sheet: Worksheet) -> None:
    """Lock all but the values; there is no password, so that nobody is locked out."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False


def _shown(model: ModelDefinition, key: Key, path: Path) -> Any:
    """What a cell holds for a key; a limit by year stands on its own sheet."""
    value = value_of(model, key)
    if key.kind == "shares":
        return shown_shares(value)
    if isinstance(value, dict):
        return None
    if isinstance(value, Path):
        return _folder(value, path)
    return _text(value) if isinstance(value, tuple | str) else value


def _folder(folder: Path, workbook: Path) -> str:
    """A folder as it is reached from the workbook."""
    try:
        return Path(os.path.relpath(folder.resolve(), workbook.resolve().parent)).as_posix()
    except ValueError:
        # On Windows, two drives have no path from one to the other.
        return str(folder.resolve())


def _text(value: Any) -> str:
    """A default or a list as a person writes it."""
    if isinstance(value, list | tuple):
        return shown_names(value)
    if isinstance(value, dict):
        return shown_shares(value)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:g}"
    # Lines were broken for a file of text; paragraphs stay.
    return "" if value is None else re.sub(r"(?<!\n)\n(?!\n)", " ", str(value).strip())


def _joined(label: Any) -> str:
    return ":".join(map(str, label)) if isinstance(label, tuple) else str(label)


def _plain(value: Any) -> Any:
    """A value of a frame as openpyxl writes it."""
    return value.item() if hasattr(value, "item") else value
