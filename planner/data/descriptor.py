"""Read ``datapackage.json`` into the typed objects of :mod:`planner.data.schema`."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from planner.config.former_names import current_descriptor
from planner.config.locations import bundled
from planner.data.json_file import parse_json
from planner.data.patterns import pattern_problem
from planner.data.schema import (
    FIELD_TYPES,
    LEFT_OUT,
    PROVENANCE,
    Field,
    FieldType,
    ForeignKey,
    Schema,
    Table,
    Use,
)
from planner.errors import Fault, InputError, did_you_mean, listed, quoted, raise_any

DESCRIPTOR = "datapackage.json"

_USES = ("by", "rows", "choice", "when", "with", "otherwise", "released")
_READERS = ("plan", "answers", "readers")
_CONSTRAINTS = ("required", "unique", "minimum", "maximum", "enum", "pattern")


def read_schema(folder: Path) -> Schema:
    """The tables that the descriptor in `folder` describes.

    What reads a column is the planner's affair: where a folder's own descriptor does not say it,
    it is as in the one that ships.

    Raises InputError, with every fault of the descriptor, when it is missing or does not describe
    tables.
    """
    return dict(_with_uses(_read(folder), _read(bundled("datasets"))))


@lru_cache(maxsize=8)
def _with_uses(text: str, shipped: str) -> Schema:
    """The tables of a descriptor, with uses from another one where it states none."""
    tables = _tables_of(text)
    if text == shipped:
        return tables
    others = _tables_of(shipped)
    return {
        name: _used_as(table, others[name]) if name in others else table
        for name, table in tables.items()
    }


def _used_as(table: Table, other: Table) -> Table:
    """A table whose columns are used as those of another one, where it does not say how."""
    uses = {
        column: other.fields[column].used
        for column, field in table.fields.items()
        if column in other.fields and replace(field.used, rest="") == Use()
    }
    known = {
        column: use
        for column, use in uses.items()
        if replace(use, rest="") != Use()
        and {c for rows in use.rows for c in rows} <= table.fields.keys()
    }
    fields = {
        column: replace(field, used=known[column]) if column in known else field
        for column, field in table.fields.items()
    }
    return replace(table, fields=fields) if known else table


def resources_of(folder: Path) -> list[dict[str, Any]]:
    """The tables that the descriptor in `folder` describes, as it has them.

    Raises InputError when it is missing or is no JSON.
    """
    return [
        entry for entry in _dicts(_parsed(_read(folder)).get("resources")) if entry.get("name")
    ]


@lru_cache(maxsize=8)
def _tables_of(text: str) -> Schema:
    """The tables that a descriptor describes: the same objects for the same text."""
    document = _parsed(text)
    current_descriptor(document)
    faults: list[Fault] = []
    tables: dict[str, Table] = {}
    incomplete: set[str] = set()
    for number, resource in enumerate(_dicts(document.get("resources")), start=1):
        name, path = (_text(resource.get(part)) for part in ("name", "path"))
        place = f"{DESCRIPTOR}, table {name or number}"
        if not name or not path or not _dicts(_schema(resource).get("fields")):
            faults.append(Fault(place, "incomplete", "a name, a path and schema.fields"))
            incomplete.add(name)
        elif name in tables:
            faults.append(Fault(place, "described twice", "one description"))
        else:
            tables[name] = _table(resource, place, faults)
    if not tables and not faults:
        faults.append(Fault(DESCRIPTOR, "no table", 'a list "resources" of tables'))
    for table in tables.values():
        faults += _broken_names(table, tables, incomplete)
    raise_any(faults)
    return tables


def _read(folder: Path) -> str:
    try:
        return (folder / DESCRIPTOR).read_text(encoding="utf-8-sig")
    except OSError:
        fix = f"is {str(folder)!r} the folder of the tables?"
        if any(folder.glob("*.csv")):
            fix = LEFT_OUT
        raise InputError([Fault(DESCRIPTOR, "no such file", "a table schema", fix)]) from None
    except UnicodeDecodeError:
        raise InputError([Fault(DESCRIPTOR, "not UTF-8", "text saved as UTF-8")]) from None


def _parsed(text: str) -> dict[str, Any]:
    document = parse_json(text.encode(), DESCRIPTOR, "valid JSON", edited=True)
    if not isinstance(document, dict):
        raise InputError([Fault(DESCRIPTOR, "not an object", 'an object with "resources"')])
    return document


def _table(resource: dict[str, Any], place: str, faults: list[Fault]) -> Table:
    schema = _schema(resource)
    foreign_keys = tuple(_foreign_keys(schema, resource["name"]))
    single = {
        key.columns[0]: f"{key.table}.{key.references[0]}"
        for key in foreign_keys
        if len(key.columns) == len(key.references) == 1
    }
    names = {*_names(schema.get("primaryKey")), *(c for key in foreign_keys for c in key.columns)}
    fields: dict[str, Field] = {}
    own = _use(resource.get("used"), f"{place}, used", faults)
    for entry in _dicts(schema["fields"]):
        name = str(entry.get("name", ""))
        if not name or name in fields:
            faults.append(Fault(place, f"field name {name!r}", "a name that occurs once"))
        made = _field(entry, f"{place}, field {name}", single.get(name, ""), faults)
        if "used" not in entry:
            by_people = name in (*PROVENANCE, "note")
            use = Use(by="readers") if by_people else replace(own, rest=made.used.rest)
            made = replace(made, used=use)
        fields[name] = replace(made, identifies=name in names)
    return Table(
        name=resource["name"],
        path=resource["path"],
        fields=fields,
        key=_names(schema.get("primaryKey")),
        title=resource.get("title", ""),
        description=resource.get("description", ""),
        currency_year=resource.get("currency_year"),
        foreign_keys=foreign_keys,
        optional=resource.get("optional") is True,
        extra=resource.get("optional") is True,
        sparse=resource.get("optional") is True,
    )


def _field(entry: dict[str, Any], place: str, refers_to: str, faults: list[Fault]) -> Field:
    type_ = entry.get("type", "string")
    if type_ not in FIELD_TYPES:
        faults.append(Fault(place, f"type {quoted(type_)}", f"one of {', '.join(FIELD_TYPES)}"))
        type_ = "string"
    constraints = _dict(entry.get("constraints"))
    # A constraint that nobody checks would promise what the planner does not hold.
    for unknown in set(constraints) - set(_CONSTRAINTS):
        expected = f"one of {', '.join(_CONSTRAINTS)}"
        fix = did_you_mean(unknown, _CONSTRAINTS)
        faults.append(Fault(place, f"unknown constraint {unknown!r}", expected, fix))
    for bound in ("minimum", "maximum"):
        value = constraints.get(bound)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
            faults.append(Fault(f"{place}, {bound}", quoted(value), "a number"))
            constraints = {k: v for k, v in constraints.items() if k != bound}
    pattern = str(constraints.get("pattern", ""))
    if problem := pattern_problem(pattern):
        faults.append(Fault(f"{place}, pattern", f"{quoted(pattern)} ({problem})", "a pattern"))
        pattern = ""
    range_ = _dict(entry.get("range"))
    default = entry.get("default")
    return Field(
        name=str(entry.get("name", "")),
        type=cast(FieldType, type_),
        description=str(entry.get("description", "")),
        unit=str(entry.get("unit", "")),
        required=bool(constraints.get("required", False)),
        unique=bool(constraints.get("unique", False)),
        minimum=constraints.get("minimum"),
        maximum=constraints.get("maximum"),
        enum=_names(constraints.get("enum")),
        pattern=pattern,
        low=str(range_.get("low", "")),
        high=str(range_.get("high", "")),
        refers_to=refers_to,
        optional=entry.get("optional") is True,
        default=None if default is None else str(default),
        used=replace(_use(entry.get("used"), f"{place}, used", faults), rest=str(default or "")),
    )


def _use(stated: object, place: str, faults: list[Fault]) -> Use:
    """What reads a column, or by default those of a table."""
    entry = _dict(stated)
    for unknown in set(entry) - set(_USES):
        expected = f"one of {', '.join(_USES)}"
        faults.append(
            Fault(place, f"unknown key {unknown!r}", expected, did_you_mean(unknown, _USES))
        )
    by, needs = entry.get("by", "plan"), entry.get("with", "")
    otherwise = entry.get("otherwise", "")
    for key, value, allowed in (
        ("by", by, _READERS),
        ("with", needs, ("", "accelerators")),
        ("otherwise", otherwise, ("", "answers")),
    ):
        if value not in allowed:
            expected = f"one of {', '.join(filter(None, allowed))}"
            faults.append(Fault(f"{place}, {key}", quoted(value), expected))
    rows = entry.get("rows", [])
    return Use(
        by=cast(Any, by if by in _READERS else "plan"),
        rows=tuple(
            {column: tuple(values) for column, values in one.items()}
            for one in _dicts(rows if isinstance(rows, list) else [rows])
        ),
        choice=_text(entry.get("choice")),
        when=tuple(entry["when"]) if isinstance(entry.get("when"), list) else (),
        otherwise="answers" if otherwise == "answers" else "",
        released=_text(entry.get("released")),
        needs=_text(needs),
    )


def _foreign_keys(schema: dict[str, Any], own_name: str) -> Iterator[ForeignKey]:
    for entry in _dicts(schema.get("foreignKeys")):
        reference = _dict(entry.get("reference"))
        # By the standard, an empty resource means the table itself.
        table = str(reference.get("resource") or own_name)
        yield ForeignKey(_names(entry.get("fields")), table, _names(reference.get("fields")))


def _broken_names(
    table: Table, tables: Mapping[str, Table], incomplete: Container[str]
) -> Iterator[Fault]:
    """Names that the descriptor uses and does not define; incomplete tables are left out."""
    place = f"{DESCRIPTOR}, table {table.name}"

    def unknown(what: str, column: str, columns: Mapping[str, Field]) -> Iterator[Fault]:
        if column not in columns:
            fix = did_you_mean(column, columns)
            yield Fault(f"{place}, {what}", f"unknown column {column!r}", listed(columns), fix)

    if not table.key:
        yield Fault(place, "no primaryKey", "the columns that name a row")
    for column in table.key:
        yield from unknown("primaryKey", column, table.fields)
    for field in table.fields.values():
        for column in filter(None, (field.low, field.high)):
            yield from unknown(f"range of {field.name}", column, table.fields)
        for column in {column for rows in field.used.rows for column in rows}:
            yield from unknown(f"used of {field.name}", column, table.fields)
    for key in table.foreign_keys:
        what = f"foreignKeys of {', '.join(key.columns) or '?'}"
        if not key.columns or len(key.columns) != len(key.references):
            yield Fault(f"{place}, {what}", "unequal lists", "as many fields as references")
        for column in key.columns:
            yield from unknown(what, column, table.fields)
        if key.table not in tables and key.table not in incomplete:
            fix = did_you_mean(key.table, tables)
            yield Fault(f"{place}, {what}", f"unknown table {key.table!r}", listed(tables), fix)
        if key.table in tables:
            for column in key.references:
                yield from unknown(what, column, tables[key.table].fields)


def _names(value: object) -> tuple[str, ...]:
    """A name or a list of names, as the standard allows both."""
    if value is None:
        return ()
    return tuple(map(str, value)) if isinstance(value, list) else (str(value),)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _dicts(value: object) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _schema(resource: dict[str, Any]) -> dict[str, Any]:
    return _dict(resource.get("schema"))
