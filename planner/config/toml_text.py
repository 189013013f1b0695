"""TOML of others, read within bounds, and its statements with their lines."""

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from planner.errors import Fault, InputError
from planner.wording.numbers import to_whole

MOST_CHARACTERS = 4_000_000
"""Of a file; the largest model that ships has four thousand."""
MOST_PARTS = 32
"""Parts of a dotted key; the longest that means anything has four."""
MOST_LEVELS = 32
"""Lists and tables inside each other; what a model states has three."""

_TOKEN = re.compile(
    r'''(?P<text>"""(?:[^"\\]|\\.|"(?!""))*+"{3,5}|\'\'\'(?:[^']|'(?!\'\'))*+'{3,5}'''
    r"""|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')"""
    r"|(?P<comment>\#[^\n]*+)|(?P<bare>[\w-]++)|(?P<space>[ \t\r]++)"
    r"|(?P<dot>\.)|(?P<open>[\[{])|(?P<close>[\]}])|(?P<line>\n)|(?P<other>.)",
    re.DOTALL,
)


def parse_toml(text: str, where: str) -> dict[str, Any]:
    """What a TOML text holds.

    Raises InputError where it is too large, its keys too long or its values too
    deep, before any of it is taken apart, and TOMLDecodeError where it is none.
    """
    fault = _too_large(text, where)
    if fault:
        raise InputError([fault])
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except ValueError as error:
        # Python refuses whole numbers of thousands of digits.
        found = str(error).partition(";")[0]
        raise InputError([Fault(where, found[:1].lower() + found[1:], "valid TOML")]) from None


def statements(text: str) -> Iterator[tuple[int, str]]:
    """Each key or table header of a valid TOML text, whole, with its first line."""
    line = start = 1
    depth = begin = 0
    empty = True
    for token in _TOKEN.finditer(text):
        kind = token.lastgroup
        depth += (kind == "open") - (kind == "close")
        if empty and kind not in ("space", "comment", "line"):
            begin, start, empty = token.start(), line, False
        if kind == "line" and depth == 0:
            if not empty:
                yield start, text[begin : token.start()]
            empty = True
        line += text.count("\n", token.start(), token.end())
    if not empty:
        yield start, text[begin:]


def _too_large(text: str, where: str) -> Fault | None:
    """What of a text is beyond any bound; nothing is parsed to find it."""
    if len(text) > MOST_CHARACTERS:
        return Fault(
            where, f"{to_whole(len(text))} characters", f"at most {to_whole(MOST_CHARACTERS)}"
        )
    line, depth, parts, after_dot = 1, 0, 0, False
    for token in _TOKEN.finditer(text):
        kind = token.lastgroup
        depth += (kind == "open") - (kind == "close")
        if depth > MOST_LEVELS:
            found = f"more than {MOST_LEVELS} lists and tables inside each other"
            return Fault(f"{where}, line {line}", found, f"at most {MOST_LEVELS}")
        if kind in ("bare", "text"):
            parts = parts + 1 if after_dot else 1
            if parts > MOST_PARTS:
                found = f"a key of more than {MOST_PARTS} parts"
                return Fault(f"{where}, line {line}", found, f"at most {MOST_PARTS}")
        if kind != "space":
            after_dot = kind == "dot"
        line += text.count("\n", token.start(), token.end())
    return None
