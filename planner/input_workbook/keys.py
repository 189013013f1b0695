"""The keys of a model definition as rows of a sheet: kind, choices, bounds, meaning."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from planner.config import ModelDefinition
from planner.config.faults import NOT_FOR_FILES
from planner.data.schema import Field, FieldType

Kind = Literal["text", "number", "integer", "boolean", "names", "shares"]

_TYPES: dict[str, Kind] = {
    "string": "text",
    "number": "number",
    "integer": "integer",
    "boolean": "boolean",
    "array": "names",
    "object": "shares",
}
FIELD_TYPES: Mapping[Kind, FieldType] = {
    "text": "string",
    "names": "string",
    "shares": "string",
    "number": "number",
    "integer": "integer",
    "boolean": "boolean",
}
"""Kind of a key to the type that its cell has."""
_NO_ROW = (*NOT_FOR_FILES, "cases", "set", "plugins", "sites.candidates")
"""Fields that the file's name gives, or that have a sheet of their own."""

_IN_A_WORKBOOK = {
    "datasets": "Folder of the input tables, as it is reached from this workbook; blank for the "
    "tables that ship with the planner.",
}
"""Meaning of keys that a file of text states in another way."""


@dataclass(frozen=True)
class Key:
    """One dotted key of a model file."""

    name: str
    kind: Kind
    meaning: str
    unit: str
    """Unit of the value; empty for text and names."""
    default: Any
    required: bool
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    by_year: bool = False
    """Whether a value may be stated for each year, on the sheet Limits."""
    all_allowed: bool = False
    """Whether the word all may stand for every name."""

    @property
    def expectation(self) -> str:
        """What the value must be, in words."""
        if self.kind == "shares":
            if self.unit == "year":
                return "planned years and how many each stands for, as in 2030 = 5"
            return "names and their shares, as in west = 0.8"
        return self.field.expectation

    @property
    def field(self) -> Field:
        """The key as the column of a table, so that both are checked and offered alike."""
        return Field(
            name=self.name,
            type=FIELD_TYPES[self.kind],
            unit=self.unit,
            required=self.required,
            minimum=self.minimum,
            maximum=self.maximum,
            enum=() if self.kind == "names" else self.choices,
        )

    @property
    def optional(self) -> bool:
        """Whether a blank says that there is none."""
        return not self.required and self.default is None


def model_keys() -> list[Key]:
    """Every key that a workbook states, in the order of the definition."""
    schema = ModelDefinition.model_json_schema()
    return [key for key in _keys(schema, schema["$defs"], "") if key.name not in _NO_ROW]


def limit_keys() -> list[Key]:
    """The keys that may differ from year to year, which the sheet Limits has as columns."""
    return [key for key in model_keys() if key.by_year]


def value_of(model: ModelDefinition, key: Key) -> Any:
    """What a model says for a key."""
    value: Any = model
    for part in key.name.split("."):
        value = getattr(value, part)
    return value


def _keys(schema: dict[str, Any], parts: dict[str, Any], before: str) -> Iterator[Key]:
    for name, entry in schema["properties"].items():
        dotted = f"{before}{name}"
        if "$ref" in entry:
            part = parts[entry["$ref"].rpartition("/")[2]]
            yield from _keys(part, parts, f"{dotted}.")
            continue
        leaves = list(_leaves(entry))
        types = [leaf["type"] for leaf in leaves if leaf.get("type", "null") != "null"]
        # A number or a table of numbers by year is a number here: the years have a sheet.
        by_year = "object" in types and len(types) > 1
        types = [kind for kind in types if kind != "object" or not by_year]
        scalar = next((leaf for leaf in leaves if leaf.get("type") in types), {})
        yield Key(
            name=dotted,
            kind="names" if "array" in types else _TYPES.get(types[0] if types else "", "text"),
            meaning=_IN_A_WORKBOOK.get(dotted) or _plain(entry.get("description", "")),
            unit=entry.get("unit", ""),
            default=entry.get("default"),
            required=name in schema.get("required", ()),
            choices=tuple(map(str, (scalar.get("items") or scalar).get("enum", ()))),
            by_year=by_year,
            minimum=scalar.get("minimum"),
            maximum=scalar.get("maximum"),
            all_allowed=any(leaf.get("const") == "all" for leaf in leaves),
        )


def _plain(meaning: str) -> str:
    """The words for a key without the marks and the tables of a file of text."""
    words = " ".join(meaning.replace("`", "").split())
    return re.sub(
        r", one number or a table[^.{]*({[^}]*})?\.", "; by year on the sheet Limits.", words
    )


def _leaves(entry: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The branches of a union, or the entry itself."""
    branches = entry.get("anyOf") or entry.get("oneOf")
    if not branches:
        yield entry
    for branch in branches or ():
        yield from _leaves(branch)
