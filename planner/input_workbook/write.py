"""Write a model and its tables as a workbook that people change and plan from."""

from importlib.metadata import version
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from planner.config import ModelDefinition
from planner.data.atomic_files import whole_file
from planner.data.inputs import Inputs
from planner.data.schema import Table
from planner.errors import Fault, InputError
from planner.input_workbook.candidates import write_candidates
from planner.input_workbook.dropdowns import SPARE_ROWS, Lists, key_list, validation
from planner.input_workbook.layout import (
    FORMAT,
    HEADER_ROW,
    LISTS,
    STAMP,
    START,
    schema_stamp,
    tables_inside,
)
from planner.input_workbook.model_sheets import (
    write_cases,
    write_limits,
    write_model,
    write_set,
)
from planner.input_workbook.start import write_start
from planner.input_workbook.styles import Styles
from planner.input_workbook.table_sheet import heading, write_table


def write_inputs(
    model: ModelDefinition, inputs: Inputs, path: Path, *, replace: bool = False
) -> Path:
    """Write a model and its tables to `path`, an .xlsx; returns the path.

    `inputs` are the tables before cases and single values, which have sheets
    of their own. Raises InputError when the path has another suffix, or is
    taken and may not be replaced.
    """
    if path.suffix.lower() != ".xlsx":
        raise InputError([Fault(str(path), f"the suffix {path.suffix!r}", "a path ending .xlsx")])
    if path.exists() and not replace:
        fix = "choose another path, or say --replace"
        raise InputError([Fault(str(path), "there already", "a path that is free", fix)])
    book = workbook(model, inputs, path)
    with whole_file(path) as fresh:
        book.save(fresh)
    return path


def workbook(model: ModelDefinition, inputs: Inputs, path: Path) -> Workbook:
    """The workbook of a model; `path` is where it will stand."""
    book = Workbook()
    book.remove(book.active)
    styles = Styles(book)
    start = book.create_sheet(START)
    lists_sheet = book.create_sheet(LISTS)
    lists = Lists(book, lists_sheet, styles)
    write_model(book, model, path, styles, lists)
    write_limits(book, model, styles, lists)
    write_candidates(book, model, styles, lists)
    write_cases(book, model, inputs, styles)
    changed = write_set(book, model, inputs, styles)
    names = tables_inside(inputs.schema)
    keys = {
        f"{name}.{inputs.schema[name].key[0]}": _name_keys(book, inputs, inputs.schema[name])
        for name in names
        if len(inputs.schema[name].key) == 1
    }
    for name in names:
        table = inputs.schema[name]
        frame = inputs[name].reset_index()
        rules = {
            field.name: rule
            for field in table.fields.values()
            if (rule := validation(field, lists, keys))
        }
        comments = _sources(inputs, name)
        comments |= {
            (row, col): text for (other, row, col), text in changed.items() if other == name
        }
        sheet = write_table(book, table, frame, styles, rules, comments)
        for other, row, column in changed:
            if other == name:
                cell = sheet.cell(
                    row=HEADER_ROW + 1 + row, column=list(table.fields).index(column) + 1
                )
                styles.apply(cell, "set", cell.number_format)
    write_start(start, model, inputs, styles)
    _stamp(book, model, inputs, styles)
    styles.done(book)
    book.move_sheet(LISTS, len(book.sheetnames))
    book.active = 0
    return book


def _name_keys(book: Workbook, inputs: Inputs, table: Table) -> str:
    """The name of a table's keys, with room for rows that are added."""
    letter = get_column_letter(list(table.fields).index(table.key[0]) + 1)
    last = HEADER_ROW + len(inputs.tables[table.name]) + SPARE_ROWS
    return key_list(book, table.name, letter, HEADER_ROW + 1, last)


def _sources(inputs: Inputs, name: str) -> dict[tuple[int, str], str]:
    """What each source is, told where a table cites it first."""
    frame = inputs[name]
    if name == "sources" or "source_id" not in frame.columns or "sources" not in inputs.tables:
        return {}
    sources = inputs["sources"]
    comments: dict[tuple[int, str], str] = {}
    first = ~frame["source_id"].duplicated()
    for row, (source, new) in enumerate(zip(frame["source_id"], first, strict=True)):
        if new and source in sources.index:
            said = sources.loc[source]
            text = f"{said['title']}. {said['publisher']}, {said['date']}. {said['url']}"
            comments[row, "source_id"] = text
    return comments


def _stamp(book: Workbook, model: ModelDefinition, inputs: Inputs, styles: Styles) -> None:
    """Say on the sheet Lists what wrote the workbook, and for which tables."""
    sheet = book[LISTS]
    heading(sheet, styles, "Lists", "")
    sheet["A2"] = "What wrote this workbook"
    sheet["A3"].hyperlink = None
    values = {
        "format": FORMAT,
        "schema": schema_stamp(inputs.schema),
        "planner": version("planner"),
        "model": model.name,
    }
    for name, place in STAMP.items():
        sheet[f"A{place[1:]}"] = name
        sheet[place] = values[name]
        for cell in (f"A{place[1:]}", place):
            styles.apply(sheet[cell], "plain")
    sheet.column_dimensions["A"].width = 24
    sheet.column_dimensions["B"].width = 20
    sheet.protection.sheet = True
