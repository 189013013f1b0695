"""Patterns of a descriptor: matched only where that can't take for ever.

Python tries the ways in which a pattern may fit one after another. What can
repeat inside what repeats, as in ``(a+)+``, has more ways than there is time.
So the ways are counted before a pattern is used: those of a sequence multiply,
those of alternatives add up, and a repetition has one for each length.
"""

import re
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

MOST_WAYS = 10_000_000
LONGEST = 1_000
"""Characters of a text that is held to a pattern; a longer one does not fit."""


def pattern_problem(pattern: str) -> str:
    """What keeps a pattern from being used; empty where nothing does."""
    try:
        ways = _ways(parser.parse(pattern))
    except (re.error, OverflowError) as error:
        return str(error)
    except RecursionError:
        return "too many groups inside each other"
    return "" if ways <= MOST_WAYS else "may fit a text in more ways than can be tried"


def fits(pattern: str, text: str) -> bool:
    """Whether a text as a whole is of the form of a pattern."""
    return len(text) <= LONGEST and re.fullmatch(pattern, text) is not None


def _ways(parsed: Any) -> int:
    """In how many ways a pattern may fit the longest text; at most one more than is allowed."""
    ways = 1
    for kind, what in parsed:
        ways = min(ways * _ways_of(kind, what), MOST_WAYS + 1)
    return ways


def _ways_of(kind: Any, what: Any) -> int:
    if kind in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        least, most, body = what
        least, most = min(int(least), LONGEST), min(int(most), LONGEST)
        each = _ways(body)
        if each == 1:
            return most - least + 1
        # Each round has all the ways of its body, and the rounds may end after any of them.
        total = 0
        for rounds in range(least, most + 1):
            total += each**rounds
            if total > MOST_WAYS:
                break
        return total
    if kind is sre.BRANCH:
        return sum(map(_ways, what[1]))
    if kind is sre.SUBPATTERN:
        return _ways(what[-1])
    if kind in (sre.ASSERT, sre.ASSERT_NOT):
        return _ways(what[1])
    if kind is sre.ATOMIC_GROUP:
        return _ways(what)
    if kind in (sre.GROUPREF, sre.GROUPREF_EXISTS):
        return MOST_WAYS + 1
    return 1
