"""From the sheets Model, Limits, Candidates, Cases and Set to a model definition."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from openpyxl.cell import Cell
from pydantic import ValidationError

from planner.config import CellValue, ModelDefinition
from planner.config.faults import document_faults
from planner.config.former_names import (
    FORMER_WORKBOOK_KEYS,
    current_key,
    current_path,
    notice,
)
from planner.config.keys.workloads import WorkloadChoice
from planner.data.cells import parse
from planner.data.places import cell_place
from planner.data.reading import Reading
from planner.data.schema import Field, FieldType, Table
from planner.errors import Fault, did_you_mean, quoted
from planner.input_workbook.candidates import NEEDS, enter_candidates
from planner.input_workbook.keys import FIELD_TYPES, Key, limit_keys, model_keys
from planner.input_workbook.layout import (
    CANDIDATES,
    CASES,
    CASES_COLUMNS,
    LIMITS,
    MODEL,
    MODEL_COLUMNS,
    PLUGINS,
    SET,
    SET_COLUMNS,
)
from planner.input_workbook.lists import names_in, shares_in
from planner.input_workbook.readings import reading_of
from planner.input_workbook.sheets import Grid


def _texts(name: str, columns: tuple[str, ...]) -> Table:
    """A sheet of texts, whose first column names the row."""
    fields = {column: Field(name=column, required=column == columns[0]) for column in columns}
    return Table(name=name, path=name, fields=fields, key=(columns[0],))


_STATED_OR_LEFT_OUT = ("workloads.use", "workloads.must_meet")
"""Keys whose blank cell is no empty list but no key: a model of stated demands has neither."""
_DEFAULT_OF_WORKLOADS = {
    name: field.default for name, field in WorkloadChoice.model_fields.items()
}
_YEAR = Field(name="year", type="integer", required=True, unit="year", minimum=2000, maximum=2200)
SHEETS_OF_MODEL: Mapping[str, Table] = {
    MODEL: _texts(MODEL, MODEL_COLUMNS),
    LIMITS: Table(
        name=LIMITS,
        path=LIMITS,
        fields={"year": _YEAR}
        | {
            key.name.partition(".")[2]: replace(key.field, name=key.name.partition(".")[2])
            for key in limit_keys()
        },
        key=("year",),
    ),
    CANDIDATES: NEEDS,
    CASES: _texts(CASES, CASES_COLUMNS),
    SET: _texts(SET, SET_COLUMNS),
}
"""Sheet to its columns."""


def definition_of(
    path: Path, grids: Mapping[str, Grid], *, former: bool = False
) -> tuple[ModelDefinition | None, list[Fault]]:
    """The model that a workbook states, or None, and every fault of it.

    A workbook of the `former` names need not state the keys that there were not then. What it
    calls by a former name joins the notices of its grid.
    """
    keys = {key.name: key for key in model_keys()}
    readings = {name: _reading(name, path, grids[name], keys) for name in SHEETS_OF_MODEL}
    faults = [fault for reading in readings.values() for fault in reading.faults]
    document: dict[str, Any] = {"cases": {}, "set": {}, "plugins": {}, "limits": {}}
    origins: dict[str, str] = {}
    needed = [current_key(name) for name in FORMER_WORKBOOK_KEYS] if former else [*keys]
    faults += _enter_keys(readings[MODEL], keys, needed, document, origins, grids[MODEL].notices)
    faults += _enter_limits(readings[LIMITS], document, origins)
    faults += enter_candidates(readings[CANDIDATES], document, origins)
    for name, column, part in ((CASES, "case", "cases"), (SET, "value", "set")):
        reading = readings[name]
        for row, (thing, value) in reading.rows(reading.table.key[0], column):
            if thing is not None and value is not None:
                given = _cell_value(grids[name], column, row, value)
                # What is said to plug-ins stands among the single values, by its whole key.
                of_plugin = part == "set" and thing.startswith(PLUGINS)
                into, key = ("plugins", thing[len(PLUGINS) :]) if of_plugin else (part, thing)
                if not of_plugin and (now := current_path(key)) != key:
                    place = _cell(reading, row, reading.table.key[0])
                    grids[name].notices.append(notice(key, now, place))
                    key = now
                document[into][key] = given
                origins[f"{into}.{key}"] = _cell(reading, row, column)
    loads = document.get("workloads")
    if loads and loads == {key: _DEFAULT_OF_WORKLOADS[key] for key in loads if key != "use"}:
        # A model of stated demands serves none, and its sheet has what holds of them all the same.
        del document["workloads"]
    folder = document.get("datasets")
    if folder is not None:
        # A path is meant from the workbook, not from where the planner is called.
        document["datasets"] = path.parent / folder
        if not document["datasets"].is_dir():
            found = f"no folder {str(document['datasets'])!r}"
            faults.append(Fault(f"{origins['datasets']}, key datasets", found, "their folder"))
    try:
        filled_in = {"name": path.stem, "path": path, "origins": origins}
        model = ModelDefinition.model_validate(document | filled_in)
    except ValidationError as error:
        more = document_faults(error, origins, f"{path.name} sheet {MODEL}")
        # A key whose cell is faulty or whose row is gone is reported already; it is missing
        # in the document, too.
        told = [fault for fault in more if fault.found != "missing" or not faults]
        return None, faults + told
    return (None if faults else model), faults


def _reading(name: str, path: Path, found: Grid, keys: Mapping[str, Key]) -> Reading:
    """One of the sheets as a reading; the type of a value is that of its key, or its own."""
    table = replace(SHEETS_OF_MODEL[name], path=f"{path.name} sheet {name}")
    if name == MODEL:
        return reading_of(found, table, lambda column, cells: _kind(column, found, cells, keys))
    if name in (CASES, SET):
        return reading_of(found, table, lambda column, cells: _own_kind(column, found, cells))
    return reading_of(found, table)


def _kind(
    column: str, found: Grid, cells: list[Cell | None], keys: Mapping[str, Key]
) -> FieldType:
    """The type of a cell of the sheet Model: that of the key in its row."""
    if column == "value":
        names = [
            cell.value
            for cell, head in zip(cells, found.header, strict=True)
            if cell is not None and head is not None and head.value == "key"
        ]
        key = current_key(str(names[0])) if names else ""
        if key in keys:
            return FIELD_TYPES[keys[key].kind]
    return _own_kind(column, found, cells)


def _own_kind(column: str, found: Grid, cells: list[Cell | None]) -> FieldType:
    """The type that a cell has by itself, so that it is kept as it is."""
    for cell, head in zip(cells, found.header, strict=True):
        if cell is not None and head is not None and head.value == column:
            if isinstance(cell.value, bool):
                return "boolean"
            if isinstance(cell.value, int | float):
                return "number"
    return "string"


def _cell(reading: Reading, row: int, column: str) -> str:
    """A cell without its column's name, as the key says what it holds."""
    return f"{reading.table.path}, cell {reading.letters[column]}{reading.lines[row]}"


def _cell_value(found: Grid, column: str, row: int, text: object) -> CellValue:
    """The value that a cell holds, with the type that it has there."""
    cells = found.rows[row][1]
    for cell, head in zip(cells, found.header, strict=True):
        if cell is not None and head is not None and head.value == column:
            value = cell.value
            return value if isinstance(value, bool | int | float) else str(text)
    return str(text)


def _enter_keys(
    reading: Reading,
    keys: Mapping[str, Key],
    needed: Sequence[str],
    document: dict[str, Any],
    origins: dict[str, str],
    notices: list[str],
) -> Iterator[Fault]:
    """Put the rows of the sheet Model into a document, and yield what is wrong with them.

    Keys that are `needed` must have a row; former names of keys join the `notices`.
    """
    seen: set[str] = set()
    stated = set(reading.values.get("key", ()))
    reported = {fault.where.partition(", column")[0] for fault in reading.faults}
    for row, (name, text) in reading.rows("key", "value"):
        if name is None or name in seen:
            continue
        if name not in keys and (now := current_key(name)) in keys and now not in stated:
            notices.append(notice(name, now, _cell(reading, row, "key")))
            name = now
        seen.add(name)
        where = _cell(reading, row, "value")
        if name not in keys:
            place = _cell(reading, row, "key")
            yield Fault(place, f"unknown key {name!r}", "", did_you_mean(name, keys))
            continue
        origins[name] = where
        if where in reported:
            continue
        key = keys[name]
        value, fault = _value(key, text, where)
        if fault:
            yield fault
        elif value is not None and not (name in _STATED_OR_LEFT_OUT and not value):
            *parts, last = name.split(".")
            place_in = document
            for part in parts:
                place_in = place_in.setdefault(part, {})
            place_in[last] = value
    if reading.whole and {"key", "value"} <= set(reading.values):
        for name in needed:
            if name not in seen:
                found = f"no row with the key {name!r}"
                fix = f"add a row with {name} in column {reading.letters['key']}"
                yield Fault(reading.table.path, found, "each key once", fix)


def _value(key: Key, text: str | None, where: str) -> tuple[Any, Fault | None]:
    """The value of a key; None where it is blank and may be."""
    where = f"{where}, key {key.name}"
    if key.kind == "names":
        if text == "all" and key.all_allowed:
            return text, None
        return names_in(text), None
    if key.kind == "shares":
        shares, wrong = shares_in(text)
        fault = Fault(where, f"{quoted(wrong)} among them", key.expectation) if wrong else None
        # A fault should say 7 where a person typed 7.
        return {name: int(n) if n.is_integer() else n for name, n in shares.items()}, fault
    if text is None:
        if key.optional:
            return None, None
        if key.kind == "text" and key.default == "":
            return "", None
        fix = "" if key.required else f"the default is {key.default}"
        return None, Fault(where, "blank", key.expectation, fix)
    if key.kind == "text":
        return text, None
    value, problem = parse(text, Field(name=key.name, type=FIELD_TYPES[key.kind], unit=key.unit))
    if problem:
        return None, Fault(where, problem.found, key.expectation, problem.fix)
    # A fault should say 7 where a person typed 7.
    return int(value) if isinstance(value, float) and value.is_integer() else value, None


def _enter_limits(
    reading: Reading, document: dict[str, Any], origins: dict[str, str]
) -> Iterator[Fault]:
    """Put limits that differ by year into a document; one number for all years excludes them."""
    for key in reading.table.fields:
        if key == "year":
            continue
        by_year = {
            year: value
            for _, (year, value) in reading.rows("year", key)
            if None not in (year, value)
        }
        if not by_year:
            continue
        name = f"limits.{key}"
        if key in document["limits"]:
            column = reading.letters[key]
            found = f"a number for every year, and others in column {column} of sheet {LIMITS}"
            fix = f"empty this cell, or the column {key}"
            yield Fault(f"{origins[name]}, key {name}", found, "one of the two", fix)
        document["limits"][key] = by_year
        row = next(row for row, (_, value) in reading.rows("year", key) if value is not None)
        origins[name] = cell_place(
            reading.table.path, reading.lines[row], (key,), reading.letters
        ).partition(", column")[0]
