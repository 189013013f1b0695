"""What a dotted path in ``[cases]`` or ``[set]`` points at.

``table.column`` is a whole column, ``table.row.column`` one cell. Parts of a
compound key are joined by a colon: ``node_capacity.n3:2028.capacity_kwpm``.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from planner.data.cells import Value, parse
from planner.data.schema import Schema, Table
from planner.errors import Fault, did_you_mean, listed, quoted

Frames = Mapping[str, pd.DataFrame]
"""Tables by name; one that could not be read without faults is not among them."""

Key = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """A column of a table, and one of its rows where the path names one."""

    table: Table
    column: str
    key: Key | None = None
    row: int | None = None
    """Position of the key; None where no row is named, or its table has faults."""


def resolve(path: str, frames: Frames, schema: Schema, where: str) -> Target | Fault:
    """The target of `path`, or what is wrong with it; `where` is where it is stated."""
    name, _, rest = path.partition(".")
    key_text, dot, column = rest.rpartition(".")
    if not rest:
        expected = "a path such as table.row.column"
        return Fault(where, f"{quoted(path)} names no column", expected)
    if name not in schema:
        fix = did_you_mean(name, schema)
        expected = "" if fix else f"one of {listed(schema, 40)}"
        return Fault(where, f"unknown table {name!r}", expected, fix)
    table = schema[name]
    if column not in table.fields:
        fix = did_you_mean(column, table.fields)
        expected = "" if fix else f"one of {listed(table.fields, 40)}"
        return Fault(where, f"unknown column {column!r} of {name}", expected, fix)
    if not dot:
        return Target(table, column)
    if name not in frames:
        return Target(table, column, _key(key_text, table))
    keys = keys_of(frames[name])
    texts = [":".join(map(str, other)) for other in keys]
    # A name may hold a colon, so the text is not taken apart where it is that of a row.
    fits = [row for row, text in enumerate(texts) if text == key_text]
    if len(fits) > 1:
        found = f"row {key_text!r} may be {' or '.join(str(keys[row]) for row in fits)}"
        return Fault(where, found, "names that are not alike once a colon joins them")
    key = keys[fits[0]] if fits else _key(key_text, table)
    if key not in keys:
        expected = f"{':'.join(table.key)} of a row of {table.path}"
        fix = did_you_mean(key_text, texts) or f"there are {listed(texts, 6)}"
        return Fault(where, f"unknown row {key_text!r}", expected, fix)
    return Target(table, column, key, keys.index(key))


def is_end(path: str, schema: Schema) -> bool:
    """Whether a path ends in the low or the high value of a quantity, and not in itself."""
    table = schema.get(path.partition(".")[0])
    column = path.rpartition(".")[2]
    return (
        table is not None
        and bool(column)
        and any(column in (field.low, field.high) for field in table.fields.values())
    )


def keys_of(frame: pd.DataFrame) -> list[Key]:
    """The key of each row as a tuple, also where it has one part."""
    return [key if isinstance(key, tuple) else (key,) for key in frame.index.tolist()]


def _key(text: str, table: Table) -> Key:
    """The key that a text names; a part of the wrong type is kept, and matches no row."""
    parts = text.split(":") if len(table.key) > 1 else [text]
    values = []
    for number, part in enumerate(parts):
        name = table.key[min(number, len(table.key) - 1)]
        value, problem = parse(part, table.fields[name])
        values.append(part if problem or value is None else value)
    return tuple(values)
