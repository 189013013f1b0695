"""Read an input workbook: a model definition, its tables, and every fault of both."""

import hashlib
import io
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from openpyxl import Workbook, load_workbook

from planner.config import ModelDefinition
from planner.config.former_names import COLUMNS, former_of, notice
from planner.config.locations import bundled
from planner.data.cross_checks import cross_check
from planner.data.descriptor import read_schema
from planner.data.folder_schema import folder_schema
from planner.data.inputs import Inputs
from planner.data.reading import Reading
from planner.data.schema import Field, Schema, Table
from planner.data.tables import absent
from planner.errors import Fault, InputError, nearest, raise_any
from planner.input_workbook.definition import SHEETS_OF_MODEL, definition_of
from planner.input_workbook.layout import (
    FORMAT,
    FORMER_STAMPS,
    LISTS,
    STAMP,
    START,
    schema_stamp,
    tables_inside,
)
from planner.input_workbook.preflight import checked_bytes
from planner.input_workbook.readings import reading_of
from planner.input_workbook.sheets import Grid, grid, has_formulas, with_results


@dataclass(frozen=True)
class Parsed:
    """What a workbook holds; the definition is None where it has faults."""

    definition: ModelDefinition | None
    readings: Mapping[str, Reading]
    faults: tuple[Fault, ...]
    notices: tuple[str, ...]


def load_model(path: Path) -> ModelDefinition:
    """The model definition of a workbook.

    Raises InputError; where the definition has faults, with those of the
    tables too, so that the workbook is mended once.
    """
    parsed = parse(path)
    if parsed.definition is None:
        readings = parsed.readings
        faults = [fault for reading in readings.values() for fault in reading.faults]
        raise InputError([*parsed.faults, *faults, *cross_check(readings)])
    return parsed.definition


def load_inputs(model: ModelDefinition) -> Inputs:
    """The checked tables of a model that was read from a workbook.

    Raises InputError with every fault of the workbook, sheet by sheet.
    """
    parsed = parse(model.path)
    try:
        inputs = Inputs.for_model(model, parsed.readings, parsed.notices)
    except InputError as error:
        raise InputError([*parsed.faults, *error.faults]) from None
    raise_any(parsed.faults)
    return inputs


def parse(path: Path) -> Parsed:
    """Everything that a workbook holds. Raises InputError when it cannot be opened."""
    content = checked_bytes(path)
    return _parsed(path, hashlib.sha256(content).hexdigest())


@lru_cache(maxsize=2)
def _parsed(path: Path, checksum: str) -> Parsed:
    # The definition and the tables are asked for one after the other.
    book = _Book(path)
    raise_any(_stamp_faults(book.formulas, path))
    model_grids = {name: book.grid(name, spec) for name, spec in SHEETS_OF_MODEL.items()}
    former = _stamp(book.formulas, "schema") in FORMER_STAMPS
    definition, faults = definition_of(path, model_grids, former=former)
    folder = (definition.datasets if definition else None) or bundled("datasets")
    # A definition with faults says nothing for sure of its tables.
    missing = definition.tables.missing if definition else "fault"
    schema, _ = folder_schema(folder, missing)
    faults += _older_tables(book.formulas, path, schema)
    sheets = {name: book.title(name) for name in tables_inside(schema)}
    placed = _placed(schema, path.name, sheets)
    grids = {name: book.grid(name, placed[name]) for name in placed}
    readings = {
        name: replace(reading_of(found, placed[name]), file=path.name, checksum=checksum)
        for name, found in grids.items()
    }
    if missing == "default":
        # A sheet without a row is a table that the problem leaves out.
        readings |= {
            name: absent(placed[name])
            for name, reading in readings.items()
            if reading.whole and not reading.lines and not reading.faults
        }
    notices = [
        *(
            notice(sheet, name, f"{path.name} sheet {sheet}")
            for name, sheet in sheets.items()
            if sheet != name
        ),
        *(told for found in (model_grids | grids).values() for told in found.notices),
    ]
    notices += [
        f"{path.name} sheet {title}: not an input, and not read"
        for title in book.formulas.sheetnames
        if title not in (*SHEETS_OF_MODEL, *sheets.values(), START, LISTS)
    ]
    return Parsed(definition, readings, tuple(faults), tuple(notices))


class _Book:
    """An opened workbook, whose formulas' results are read only where there are formulas."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.formulas = _opened(path, data_only=False)
        self._results: Workbook | None = None
        self.wanted = {*SHEETS_OF_MODEL, *read_schema(bundled("datasets")), START, LISTS}

    def title(self, table: str) -> str:
        """The sheet of a table: that of its former name where there is none of its own."""
        former = former_of(table)
        titles = {sheet.title for sheet in self.formulas.worksheets}
        return former if former in titles and table not in titles else table

    def grid(self, table_name: str, table: Table) -> Grid:
        """The table of a sheet, formulas replaced by their results; with a fault if missing."""
        name = self.title(table_name)
        where = f"{self.path.name} sheet {name}"
        # A chart may fill a sheet of its own, which has no cells.
        sheets = {sheet.title: sheet for sheet in self.formulas.worksheets}
        if name not in sheets:
            near = nearest(name, [title for title in sheets if title not in self.wanted])
            fix = f"rename the sheet {near!r}" if near else "take it from a new workbook"
            return Grid(where, faults=[Fault(where, "no such sheet", f"a sheet {name!r}", fix)])
        found = grid(sheets[name], where, (*table.fields, *COLUMNS.get(table_name, ())))
        if has_formulas(found):
            self._results = self._results or _opened(self.path, data_only=True)
            with_results(found, self._results[name])
        return found


def _opened(path: Path, *, data_only: bool) -> Workbook:
    """A workbook as openpyxl reads it; InputError when its parts are broken."""
    try:
        with warnings.catch_warnings():
            # What openpyxl does not know (extensions, slicers) is no input.
            warnings.simplefilter("ignore")
            return load_workbook(io.BytesIO(path.read_bytes()), data_only=data_only)
    except Exception as error:
        # A broken part fails in the depths of openpyxl with any exception (KeyError, TypeError,
        # zlib.error, ...). Nothing of ours runs in here, and what was raised is told.
        found = f"cannot be read ({type(error).__name__}: {error})"
        fix = "open it in Excel or LibreOffice and save it as .xlsx"
        raise InputError([Fault(path.name, found, "a sound workbook", fix)]) from None


def _stamp_faults(book: Workbook, path: Path) -> Iterator[Fault]:
    """A workbook that no planner wrote, or one that wrote it in another layout."""
    where = f"{path.name} sheet {LISTS}, cell {STAMP['format']}"
    found = _stamp(book, "format")
    if found == FORMAT:
        return
    fix = f"planner workbook new MODEL -o new.xlsx, then copy your changes from {path.name}"
    expected = f"format {FORMAT}"
    if found is None:
        yield Fault(where, "no stamp of an input workbook", expected, fix)
    else:
        yield Fault(where, f"format {found}", expected, fix)


def _older_tables(book: Workbook, path: Path, schema: Schema) -> Iterator[Fault]:
    """The reason for columns that are missing, or new: the tables were others then."""
    found = _stamp(book, "schema")
    shipped = schema_stamp(schema) == schema_stamp(read_schema(bundled("datasets")))
    if found != schema_stamp(schema) and not (shipped and found in FORMER_STAMPS):
        where = f"{path.name} sheet {LISTS}, cell {STAMP['schema']}"
        expected = f"tables {schema_stamp(schema)}, those of this planner"
        fix = f"planner workbook new MODEL -o new.xlsx, then copy your changes from {path.name}"
        yield Fault(where, f"written for tables {found}", expected, fix)


def _stamp(book: Workbook, what: str) -> object:
    if LISTS not in book.sheetnames:
        return None
    return book[LISTS][STAMP[what]].value


def _placed(schema: Schema, file: str, sheets: Mapping[str, str]) -> dict[str, Table]:
    """The tables of the sheets, each by the name that faults call it."""
    inside = tables_inside(schema)

    def moved(field: Field) -> Field:
        table = field.refers_to.rpartition(".")[0]
        return replace(field, refers_in=f"sheet {sheets[table]}") if table in inside else field

    return {
        name: replace(
            schema[name],
            path=f"{file} sheet {sheets[name]}",
            fields={column: moved(field) for column, field in schema[name].fields.items()},
        )
        for name in inside
    }
