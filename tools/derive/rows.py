"""What the deriving modules share: rows, numbers, confidence, things left out."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

Row = dict[str, object]
CONFIDENCE = ("verified", "reported", "estimate")


def blank(value: object) -> bool:
    """Whether a raw cell says nothing."""
    return value is None or value == "" or (isinstance(value, float) and math.isnan(value))


def number(value: object, digits: int = 6) -> float | None:
    """`value` as a number to so many significant digits, None where it is blank.

    Rounding keeps a derived cell short, and the same on every machine.
    """
    if blank(value):
        return None
    return float(f"{float(str(value)):.{digits}g}")


def ranged(name: str, low: object, central: object, high: object) -> Row:
    """The three columns of a ranged quantity; low and high may be blank.

    A range that says nothing (both ends at the central value) becomes blank.
    """
    low_, central_, high_ = number(low), number(central), number(high)
    if low_ == central_ == high_:
        low_ = high_ = None
    return {f"{name}_low": low_, name: central_, f"{name}_high": high_}


def named_number(
    kind: str,
    name: str,
    unit: str,
    values: tuple[object, object, object],
    origin: tuple[str, str],
    note: str,
) -> Row:
    """A row of a table of numbers that have names, each in a unit of its own.

    `kind` is the column of the name, `values` are low, central and high, and
    `origin` is a source with its confidence. A range that says nothing becomes
    blank, as in :func:`ranged`.
    """
    low, value, high = ranged("value", *values).values()
    source, confidence = origin
    return {
        kind: name,
        "unit": unit,
        "low": low,
        "value": value,
        "high": high,
        "source_id": source,
        "confidence": confidence,
        "note": note,
    }


def weakest(*levels: object) -> str:
    """The least certain of some confidence levels: a row is as good as its worst part."""
    return max((str(level) for level in levels), key=CONFIDENCE.index)


def quarter(text: str) -> float:
    """The start of a quarter as a decimal year: 2026Q4 is 2026.75."""
    year, _, part = text.partition("Q")
    return int(year) + (int(part) - 1) / 4


@dataclass
class LeftOut:
    """Raw rows that no table holds, and why."""

    items: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, table: str, what: str, why: str) -> None:
        """Say that `what`, meant for `table`, was left out."""
        self.items.append((table, what, why))

    def extend(self, table: str, whats: Iterable[str], why: str) -> None:
        """Say that several things were left out for one reason."""
        whats = list(whats)
        if whats:
            self.add(table, ", ".join(whats), why)

    def lines(self) -> list[str]:
        """One line each; "none" stands for whole raw tables."""
        return [
            f"raw `{what}`: {why}." if table == "none" else f"`{table}`: {what}: {why}."
            for table, what, why in self.items
        ]
