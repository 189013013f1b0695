"""Sentences about rows and columns, by their names."""

from collections.abc import Iterable

from planner.errors import listed

_NAMES_SHOWN = 10


def contradiction(claim: str, names: Iterable[str]) -> str:
    """The sentence for limits that can't all hold; `claim` leads up to their names."""
    return f"no plan exists: {claim} {some(names)}"


def some(names: Iterable[str]) -> str:
    """Up to ten names and a count of the rest, one of each family before a second of any.

    Rows of one constraint come in hundreds; ten of them would hide the others.
    """
    families: dict[str, list[str]] = {}
    for name in names:
        families.setdefault(name.partition("[")[0], []).append(name)
    first = [family[0] for family in families.values()]
    others = [name for family in families.values() for name in family[1:]]
    return listed([*first, *others], most=_NAMES_SHOWN)
