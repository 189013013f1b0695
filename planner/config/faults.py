"""Say in plain words, and with its place, what is wrong with a model file."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from types import UnionType
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from planner.config.dotted_keys import place
from planner.config.keys.model import ModelDefinition
from planner.errors import Fault, did_you_mean, listed, nearest, quoted

NOT_FOR_FILES = frozenset({"name", "path", "origins", "overlaid", "notices"})
"""Fields that the reader fills in, which a file must not state."""

TOP_KEYS = (
    "extends",
    *(name for name in ModelDefinition.model_fields if name not in NOT_FOR_FILES),
)
"""Keys that a model file may hold outside its tables."""

_EXPECTED = {
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "float_type": "a number",
    "string_type": "text in quotes",
    "bool_type": "true or false",
    "tuple_type": "a list of names",
    "dict_type": "a table",
    "model_type": "a table",
    "model_attributes_type": "a table",
    "path_type": "the path of a folder, in quotes",
    "is_instance_of": "the path of a folder, in quotes",
    "finite_number": "a finite number",
    "too_short": "at least one name",
    "all_or_list": "'all' or a list of names",
    "greater_than_equal": "at least {ge}",
    "less_than_equal": "at most {le}",
    "greater_than": "more than {gt}",
    "less_than": "less than {lt}",
    "literal_error": "{expected}",
    "contradiction": "{expected}",
}

_MISSING = {
    "title": "what the model asks, in a line of text",
    "years": "a table such as { first = 2026, last = 2032 }",
    "years.first": "the first year, a whole number",
    "years.last": "the last year, a whole number",
    "workloads": 'a table such as { use = ["frontier_run"] }',
    "workloads.use": "a list of the workloads to meet",
}


def syntax_fault(error: tomllib.TOMLDecodeError, file: str, text: str) -> Fault:
    """A TOML syntax error with its line and column, and what stands there."""
    message, _, position = str(error).rpartition(" (at ")
    lines = text.splitlines() or [""]
    if match := re.search(r"line (\d+), column (\d+)", position):
        line, column = int(match[1]), int(match[2])
    else:
        line, column = len(lines), len(lines[-1]) + 1
    there = lines[line - 1].strip() if line <= len(lines) else ""
    fix = "put text in quotes" if message == "Invalid value" else ""
    found = f"{message[:1].lower()}{message[1:]} in {quoted(there)}"
    return Fault(f"{file}, line {line}, column {column}", found, "valid TOML", fix)


def document_faults(error: ValidationError, origins: Mapping[str, str], file: str) -> list[Fault]:
    """What pydantic found wrong with a document, one fault for each key."""
    groups: dict[str, list[ErrorDetails]] = {}
    for details in error.errors(include_url=False):
        groups.setdefault(_key(details["loc"]), []).append(details)
    faults = {key: _fault(key, group, place(key, origins, file)) for key, group in groups.items()}
    for key, group in groups.items():
        if group[0]["type"] == "extra_forbidden":
            # A key that is misspelt need not be reported as missing, too.
            meant = nearest(key.rpartition(".")[2], _known_keys(group[0]["loc"]))
            twin = ".".join(filter(None, (key.rpartition(".")[0], meant)))
            if twin in groups and groups[twin][0]["type"] == "missing":
                faults.pop(twin, None)
    return list(faults.values())


def unknown_key(key: str, known: Iterable[str], where: str) -> Fault:
    """The fault of a key that a model file may not hold."""
    names = list(known)
    last = key.rpartition(".")[2]
    fix = did_you_mean(last, names)
    expected = "" if fix else f"one of {listed(names, 40)}"
    return Fault(where, f"unknown key {last!r}", expected, fix)


def _fault(key: str, group: Sequence[ErrorDetails], where: str) -> Fault:
    """One fault from all that pydantic says about one key."""
    first = group[0]
    context = first.get("ctx", {})
    expected = " or ".join(dict.fromkeys(_expectation(details) for details in group))
    value = first["input"]
    fix = ""
    if first["type"] == "extra_forbidden":
        return unknown_key(key, _known_keys(first["loc"]), where)
    if first["type"] == "missing":
        return Fault(where, "missing", _MISSING.get(key, "a value"))
    if first["type"] == "contradiction":
        return Fault(where, context["found"], expected)
    if first["type"] == "literal_error" and isinstance(value, str):
        fix = did_you_mean(value, re.findall(r"'([^']*)'", context["expected"]))
    elif context.get("lt") == 1 and value <= 100:
        fix = f"{value} % is {value / 100:g}"
    return Fault(where, _shown(value), expected, fix)


def _expectation(details: ErrorDetails) -> str:
    template = _EXPECTED.get(details["type"])
    if template is None:
        return details["msg"].removeprefix("Input should be ")
    # Numbers are shown as a user would write them: 2000, not 2000.0.
    context = {
        name: f"{value:g}" if isinstance(value, int | float) else value
        for name, value in details.get("ctx", {}).items()
    }
    return template.format(**context)


def _shown(value: object) -> str:
    """A value as TOML writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a table"
    plain = isinstance(value, str | int | float | list)
    return quoted(value) if plain else str(value)


def _key(loc: Sequence[str | int]) -> str:
    """The dotted key of pydantic's location, without its names for branches of a union."""
    words = [part for part in loc if isinstance(part, str)]
    branches = ("<", "[", "tuple[", "function-", "literal[", "dict[")
    scalars = {"str", "int", "float", "bool"}
    return ".".join(w for w in words if not w.startswith(branches) and w not in scalars)


def _known_keys(loc: Sequence[str | int]) -> list[str]:
    """The keys that the table around an unknown key may hold."""
    if len(loc) == 1:
        return list(TOP_KEYS)
    model: type[BaseModel] = ModelDefinition
    for part in loc[:-1]:
        model = _model_of(model.model_fields[str(part)].annotation) or model
    return list(model.model_fields)


def _model_of(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) is UnionType:
        return next(filter(None, map(_model_of, get_args(annotation))), None)
    return None
