"""JSON of a file, read within bounds: any bytes at all are a document or a fault."""

import json
from pathlib import Path
from typing import Any

from planner.errors import Fault, InputError, quoted
from planner.wording.numbers import to_whole

MOST_DEPTH = 64
"""Objects and lists inside each other; the planner's own documents have six."""
MOST_MIB = 256
"""Size of a file; outlines of all countries take five."""
_MIB = 2**20


def read_json(path: Path, expected: str, fix: str = "", *, most_depth: int = MOST_DEPTH) -> Any:
    """What a JSON file holds.

    Raises InputError where it is too large or too deep, is not UTF-8, is no
    JSON, states a key twice or a number that is not finite, and OSError where
    it can't be read.
    """
    size = path.stat().st_size
    if size > MOST_MIB * _MIB:
        found = f"{to_whole(size / _MIB)} MiB"
        raise InputError([Fault(str(path), found, f"at most {MOST_MIB} MiB", fix)])
    return parse_json(path.read_bytes(), str(path), expected, fix, most_depth=most_depth)


def parse_json(
    content: bytes,
    where: str,
    expected: str,
    fix: str = "",
    *,
    most_depth: int = MOST_DEPTH,
    edited: bool = False,
) -> Any:
    """What the bytes of a JSON file hold; raises what :func:`read_json` raises.

    Of a file that people edit, a fault of syntax is placed at its line and column.
    """
    try:
        document = json.loads(
            content.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_finite
        )
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        found = f"byte 0x{content[error.start]:02x} is not UTF-8"
        fault = Fault(f"{where}, line {line}", found, "text saved as UTF-8", fix)
    except json.JSONDecodeError as error:
        if edited:
            where = f"{where}, line {error.lineno}, column {error.colno}"
        told = error.msg if edited else f"no JSON ({error})"
        fault = Fault(where, told, expected, fix)
    except ValueError as error:
        fault = Fault(where, f"no JSON ({error})", expected, fix)
    except RecursionError:
        fault = _too_deep(where, MOST_DEPTH, fix)
    else:
        if not deeper_than(document, most_depth):
            return document
        fault = _too_deep(where, most_depth, fix)
    raise InputError([fault])


def deeper_than(value: Any, most: int) -> bool:
    """Whether objects and lists are inside each other more than `most` times."""
    level = [value] if isinstance(value, dict | list) else []
    for _ in range(most):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, dict | list)
        ]
    return bool(level)


def _too_deep(where: str, most: int, fix: str) -> Fault:
    return Fault(where, f"more than {most} levels of nesting", f"at most {most}", fix)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; a key that is stated twice would hide one of its values."""
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {quoted(twice)} is stated twice")
    return found


def _finite(text: str) -> float:
    raise ValueError(f"{text} is no number of JSON")
