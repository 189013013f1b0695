"""Who said it: the rows of ``sources.csv``, kept in ``sources.toml``.

The raw tables name their sources in free text. Here each publication or data
set has one row; what was read at second hand points at a row that says so, and
names the site there or in the row's note. Nothing recalled without a document
gets a citation: it is the planner's own estimate.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from tools.derive.rows import Row

_SOURCES = tomllib.loads(Path(__file__).with_name("sources.toml").read_text(encoding="utf-8"))
_ENDINGS = "com|org|net|io|ai|dev|us|ph|de|id|press|digital|ltd|usa|cn|sg|news"
_SITE = re.compile(rf"\b((?:[a-z0-9-]+\.)+(?:{_ENDINGS})(?:\.[a-z]{{2}})?)\b", re.IGNORECASE)


def source_rows() -> list[Row]:
    """The rows of ``sources.csv``."""
    return [{"source_id": key, **source} for key, source in _SOURCES.items()]


def second_hand(text: str) -> str:
    """A note that says at which sites a raw source was read; empty where it names none."""
    sites: dict[str, None] = {}
    for name in _SITE.findall(str(text)):
        sites.setdefault(name.lower().removeprefix("www."))
    return f"Read at second hand: {', '.join(sites)}." if sites else ""


def note(*parts: str) -> str:
    """Several remarks as one note; empty ones vanish."""
    return " ".join(part for part in parts if part)
