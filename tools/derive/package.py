"""Write tables as the schema says, and hold them to it."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tools.derive.rows import Row

Schema = Mapping[str, Any]
Keys = set[tuple[str, ...]]
KINDS: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
}
LARGEST_PLAIN = 1e15  # from here on a whole number is written with an exponent


def read_schema(folder: Path) -> dict[str, Schema]:
    """The resources of ``datapackage.json`` that are derived, by name, in its order.

    Tables and columns that are optional are for problems of one's own.
    """
    text = (folder / "datapackage.json").read_text(encoding="utf-8")
    resources = [r for r in json.loads(text)["resources"] if not r.get("optional")]
    for resource in resources:
        fields = resource["schema"]["fields"]
        resource["schema"]["fields"] = [field for field in fields if not field.get("optional")]
    return {resource["name"]: resource for resource in resources}


def cell(value: object) -> str:
    """A value as it stands in a CSV: blank, true or false, or a plain number."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        plain = value.is_integer() and abs(value) < LARGEST_PLAIN
        return str(int(value)) if plain else repr(float(value))
    return str(value)


def key_of(row: Row, names: Sequence[str]) -> tuple[str, ...]:
    """The cells of a key, as text."""
    return tuple(cell(row.get(name)) for name in names)


def faults(schema: Mapping[str, Schema], tables: Mapping[str, Sequence[Row]]) -> list[str]:
    """What is wrong with the tables: columns, types, bounds, ranges and keys."""
    keys = {
        name: [key_of(row, resource["schema"]["primaryKey"]) for row in tables[name]]
        for name, resource in schema.items()
    }
    known = {name: set(found) for name, found in keys.items()}
    return [
        f"{name} {':'.join(key)}: {text}"
        for name, resource in schema.items()
        for key, row in zip(keys[name], tables[name], strict=True)
        for text in [
            *(["twice"] if keys[name].count(key) > 1 else []),
            *_row_faults(resource["schema"], row, known),
        ]
    ]


def _row_faults(schema: Mapping[str, Any], row: Row, known: Mapping[str, Keys]) -> list[str]:
    names = {field["name"] for field in schema["fields"]}
    found = [f"no column {name!r}" for name in row if name not in names]
    for field in schema["fields"]:
        found += [f"{field['name']} {text}" for text in _cell_faults(field, row)]
    for foreign in schema["foreignKeys"]:
        target, value = foreign["reference"]["resource"], key_of(row, foreign["fields"])
        if value not in known[target]:
            found.append(f"{value} is not in {target}")
    return found


def _cell_faults(field: Mapping[str, Any], row: Row) -> list[str]:
    value = row.get(field["name"])
    rules = field["constraints"]
    if value is None or value == "":
        return ["is blank"] if rules.get("required") else []
    truth = isinstance(value, bool)
    if not isinstance(value, KINDS[field["type"]]) or truth != (field["type"] == "boolean"):
        return [f"{value!r} is no {field['type']}"]
    found = []
    if isinstance(value, (int, float)) and not truth:
        if not rules.get("minimum", -math.inf) <= value <= rules.get("maximum", math.inf):
            found.append(f"{value} is out of bounds")
        low, high = (row.get(field.get("range", {}).get(end, "")) for end in ("low", "high"))
        if not _at(low, -math.inf) <= value <= _at(high, math.inf):
            found.append(f"{value} is outside {low} to {high}")
    if value not in rules.get("enum", [value]):
        found.append(f"{value!r} is not one of {rules['enum']}")
    return found


def _at(bound: object, otherwise: float) -> float:
    return otherwise if bound is None else float(str(bound))


def write_table(folder: Path, resource: Schema, rows: Sequence[Row]) -> None:
    """One CSV: UTF-8, commas, LF, columns in the order of the schema."""
    names = [field["name"] for field in resource["schema"]["fields"]]
    with (folder / resource["path"]).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(key_of(row, names) for row in rows)
