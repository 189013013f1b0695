"""Lists in one cell: names parted by commas, and names with a share each.

A name that holds a sign which parts names stands in quotation marks, and one inside it twice.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

_QUOTED = r'"(?:[^"]|"")*"'
_ITEM = re.compile(rf"\s*((?:{_QUOTED}(?=\s*(?:[,;\n=]|$)))?[^,;\n]*)(?:[,;\n]|$)")
_NAMED = re.compile(rf"({_QUOTED})(?:\s*=\s*(.*))?", re.DOTALL)
_PARTS = re.compile(r'[,;\n="]|^\s|\s$')


def names_in(text: str | None) -> list[str]:
    """The names of a cell; commas, semicolons and line breaks part them."""
    return [name for name in map(_bare, _items(text)) if name]


def shares_in(text: str | None) -> tuple[dict[str, float], str]:
    """Name to share of a cell such as ``west = 0.8, china = 0.2``, and what is no share.

    The second is empty where all is well. A name twice is no share either:
    one of the two would be lost.
    """
    shares: dict[str, float] = {}
    for part in _items(text):
        quoted = _NAMED.fullmatch(part)
        name, number = quoted.groups() if quoted else part.partition("=")[::2]
        try:
            value = float(number or "")
        except ValueError:
            return {}, part
        name = _bare(name.strip())
        if not name or name in shares:
            return {}, part
        shares[name] = value
    return shares, ""


def shown_names(names: Iterable[object]) -> str:
    """Names as a cell has them."""
    return ", ".join(_marked(str(name)) for name in names)


def shown_shares(shares: Mapping[Any, float]) -> str:
    """Shares as a cell has them, to the last digit."""
    return ", ".join(f"{_marked(str(name))} = {share!r}" for name, share in shares.items())


def _items(text: str | None) -> list[str]:
    """What stands between the signs that part names, outside of quotation marks."""
    found = (match.group(1).strip() for match in _ITEM.finditer(text or ""))
    return [item for item in found if item]


def _bare(item: str) -> str:
    """A name without its quotation marks."""
    return item[1:-1].replace('""', '"') if re.fullmatch(_QUOTED, item) else item


def _marked(name: str) -> str:
    """A name in quotation marks, where it would be taken apart without them."""
    return '"' + name.replace('"', '""') + '"' if _PARTS.search(name) else name
