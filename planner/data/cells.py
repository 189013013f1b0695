"""From the text of one cell to its value, or to what is wrong with it."""

import math
import re
import unicodedata
from dataclasses import dataclass

from planner.data.patterns import fits
from planner.data.schema import Field
from planner.data.schema import Value as Value
from planner.errors import did_you_mean, quoted

# Stricter than Python's float(), which takes '1_000', ' 1 ' and digits of any script.
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}([,' \u00a0\u2007\u2009\u202f_]\d{3})+(\.\d+)?", re.ASCII)
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+", re.ASCII)
_NON_FINITE = re.compile(r"[+-]?(nan|inf|infinity)", re.IGNORECASE)
_NOTHING = {"na", "n/a", "#n/a", "none", "null", "-", "\u2013", "\u2014", "?", "tbd", "unknown"}
# From here on, whole numbers are no longer told apart once they become floats.
_TOO_LARGE = 2**53
# Joiners (Persian, Indic scripts, emoji) and marks that say which way a text runs.
_SPELLING = "\u200c\u200d\u200e\u200f\u061c"
# Of which the flags of parts of a country are made.
_FIRST_TAG, _LAST_TAG = "\U000e0020", "\U000e007f"
_TRUE = {"true", "yes", "y", "t", "1", "1.0", "on"}
_FALSE = {"false", "no", "n", "f", "0", "0.0", "off"}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a cell: a fault that does not know yet where it is."""

    found: str
    expected: str
    fix: str = ""


def parse(text: str, field: Field) -> tuple[Value | None, Problem | None]:
    """The value of a cell, None for a blank one, and what is wrong with it.

    A value comes with its problem where the meaning is beyond doubt (a stray
    space), so that checks further on need not stumble over the same cell.
    """
    if not text:
        return None, Problem("blank", field.expectation) if field.required else None
    stripped = text.strip()
    if stripped != text:
        value, problem = parse(stripped, field)
        spaces = Problem(f"{quoted(text)} has a stray space", field.expectation)
        fix = f"write {stripped}" if stripped else "leave the cell empty"
        return value, problem or Problem(spaces.found, spaces.expected, fix)
    if field.type == "string":
        return _parse_text(text, field)
    if field.type == "boolean":
        return _parse_boolean(text, field)
    return _parse_number(text, field)


def hidden_signs(text: str, *, breaks: bool) -> str:
    """Control signs and others of no width in a text, by their numbers.

    Two names that look alike would not be the same. Joiners and marks of direction belong to the
    spelling of some scripts. With `breaks` line breaks and tabs are welcome, as in a note.
    """
    # Most cells are printable, and a look at each sign takes long.
    if text.isprintable():
        return ""
    welcome = _SPELLING + "\n\r\t" if breaks else _SPELLING
    found = {s for s in text if _hidden(s) and s not in welcome}
    return ", ".join(f"U+{ord(sign):04X}" for sign in sorted(found))


def _hidden(sign: str) -> bool:
    if unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return not _FIRST_TAG <= sign <= _LAST_TAG
    # Numbers that Unicode keeps for no sign at all; no file of XML may hold them.
    return ord(sign) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(sign) <= 0xFDEF


def _parse_text(text: str, field: Field) -> tuple[Value | None, Problem | None]:
    if field.enum and text not in field.enum:
        return None, Problem(quoted(text), field.expectation, did_you_mean(text, field.enum))
    if signs := hidden_signs(text, breaks=not field.identifies):
        found = f"{quoted(text)} holds a sign that nobody sees ({signs})"
        return None, Problem(found, field.expectation, "write it without")
    if field.pattern and not fits(field.pattern, text):
        return None, Problem(quoted(text), field.expectation)
    return text, None


def _parse_boolean(text: str, field: Field) -> tuple[Value | None, Problem | None]:
    if text in ("true", "false"):
        return text == "true", None
    meant = "true" if text.lower() in _TRUE else "false" if text.lower() in _FALSE else ""
    return None, Problem(quoted(text), field.expectation, f"write {meant}" if meant else "")


def _parse_number(text: str, field: Field) -> tuple[Value | None, Problem | None]:
    if not _NUMBER.fullmatch(text):
        return None, _not_a_number(text, field)
    if not math.isfinite(number := float(text)):
        return None, Problem(f"{quoted(text)} is not finite", field.expectation)
    # 2026.0 and 2.026e3 are whole numbers as well as 2026 is, however a program writes them.
    if field.type == "integer" and number != int(number):
        return None, Problem(f"{quoted(text)} is not a whole number", field.expectation)
    if field.type == "integer" and abs(number) >= _TOO_LARGE:
        return None, Problem(f"{quoted(text)} is too large", field.expectation)
    if field.minimum is not None and number < field.minimum:
        return None, Problem(f"{text} is below {field.minimum:g}", field.expectation)
    if field.maximum is not None and number > field.maximum:
        fix = f"{text} % is {number / 100:g}" if field.is_share and number <= 100 else ""
        return None, Problem(f"{text} is above {field.maximum:g}", field.expectation, fix)
    value = int(number) if field.type == "integer" else number
    if field.enum and text not in field.enum:
        return None, Problem(quoted(text), field.expectation)
    return value, None


def _not_a_number(text: str, field: Field) -> Problem:
    """Why `text` is no number, and what its writer most likely meant."""
    bare = text.strip("$€£%~<>≈ \u00a0")
    if _NON_FINITE.fullmatch(text):
        found, fix = f"{quoted(text)} is not finite", ""
    elif _THOUSANDS.fullmatch(bare):
        found = f"{quoted(text)} has a thousands separator"
        fix = f"write {re.sub(r'[^0-9.+-]', '', bare)}"
    elif _DECIMAL_COMMA.fullmatch(bare):
        found = f"{quoted(text)} has a decimal comma"
        fix = f"write {bare.replace(',', '.')}"
    elif text.endswith("%") and _NUMBER.fullmatch(bare):
        found = f"{quoted(text)} has a percent sign"
        share = field.maximum is not None and field.maximum <= 1
        fix = f"write {float(bare) / 100:g}" if share else f"write {bare}, if the unit is right"
    elif _NUMBER.fullmatch(bare):
        found, fix = f"{quoted(text)} is more than a number", f"write {bare}"
    else:
        found, fix = f"{quoted(text)} is not a number", ""
    if text.lower() in _NOTHING and not field.required:
        fix = "leave the cell empty where there is no value"
    return Problem(found, field.expectation, fix)
