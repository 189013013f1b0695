"""Paths as they are typed."""

from pathlib import Path

from planner.errors import Fault, InputError


def at_home(given: object) -> object:
    """Paths that begin with a tilde, which a shell leaves as it is inside quotes, spelled out."""
    if isinstance(given, list | tuple):
        return type(given)([at_home(each) for each in given])
    if not isinstance(given, Path) or not given.parts or not given.parts[0].startswith("~"):
        return given
    try:
        return given.expanduser()
    except RuntimeError:
        expected = "a home, or ./~ for a folder of that name"
        raise InputError([Fault(str(given), "nobody's home", expected)]) from None
