"""Dotted keys of a TOML file: the line on which each stands, and nested tables made flat."""

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from planner.config.toml_text import statements


def key_lines(text: str) -> dict[str, int]:
    """Dotted key to line, for every table and key of a valid TOML text.

    What is written inside a value (an inline table, an array over many lines)
    is given the line on which the value begins.
    """
    lines: dict[str, int] = {}
    table = ""
    for number, statement in statements(text):
        content = tomllib.loads(statement)
        keys = list(_dotted(content))
        if statement.lstrip().startswith("["):
            table = keys[-1]
            for key in keys:
                lines.setdefault(key, number)
        else:
            for key in keys:
                lines.setdefault(f"{table}.{key}" if table else key, number)
    return lines


def _dotted(content: Mapping[str, Any], before: str = "") -> Iterator[str]:
    """All keys of nested tables, outer ones first."""
    for key, value in content.items():
        name = f"{before}.{key}" if before else key
        yield name
        inner = value[0] if isinstance(value, list) and len(value) == 1 else value
        if isinstance(inner, dict):
            yield from _dotted(inner, name)


def place(key: str, origins: Mapping[str, str], file: str) -> str:
    """Where `key`, or the nearest table around it, stands; `file` if it stands nowhere."""
    around = key
    while around and around not in origins:
        around = around.rpartition(".")[0]
    return f"{origins.get(around, file)}, key {key}" if key else file


def switched_on(value: Any) -> Any:
    """The tables of plug-ins, one without a key as the switch that it is: true."""
    if not isinstance(value, dict):
        return value
    return {name: True if table == {} else table for name, table in value.items()}


def flattened(value: Any) -> Any:
    """Nested tables as one, with dotted keys: an unquoted ``a.b = 1`` nests in TOML."""
    if not isinstance(value, dict):
        return value
    flat: dict[str, Any] = {}
    for key, inner in value.items():
        if isinstance(inner, dict):
            flat |= {f"{key}.{rest}": leaf for rest, leaf in flattened(inner).items()}
        else:
            flat[key] = inner
    return flat
