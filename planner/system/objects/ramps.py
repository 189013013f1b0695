"""How a generation comes into its vendor's lines, and how what came before leaves them."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import floor
from typing import Literal

from planner.units import QUARTERS_PER_YEAR

Phase = Literal["ramp", "decline"]
"""A generation that comes, or all older families of its vendor that go."""
ALL = "all"
"""The rows of the table that hold for every generation without rows of its own."""
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Ramp:
    """The most of its vendor's lines that a generation, or what it replaces, can have."""

    phase: Phase = "ramp"
    chips: tuple[str, ...]
    """The accelerators that are limited together."""
    vendor: str = ""
    begins: float
    """First volume shipment of the generation that comes, a calendar year with its fraction."""
    dated_by: str = ""
    """The accelerator whose ship date that is."""
    rows: str = ALL
    """The rows of the table that state it."""
    shares: Mapping[str, tuple[float, ...]]
    """Kind of resource to the share in each quarter from `begins` on.

    Before the first quarter a generation that comes has nothing, and its predecessors all. After
    the last one it may have all, and its predecessors have what they had in it.
    """

    def weights(
        self, kind: str, year: int, part: int = 1, parts: int = 1
    ) -> tuple[float, dict[int, float]]:
        """The share of a part of a year that no row states, and quarter to what it weighs.

        A quarter, from 1 on, weighs the part of the time that it covers. The first number is a
        share of the lines: all of them, for the part of the time in which nothing limits it.
        """
        begin = (year + (part - 1) / parts - self.begins) * QUARTERS_PER_YEAR
        end = (year + part / parts - self.begins) * QUARTERS_PER_YEAR
        last = len(self.shares[kind])
        weighs: dict[int, float] = {}
        for n in range(1, last + 1):
            until = end if n == last and self.phase == "decline" else min(end, n)
            if until > max(begin, n - 1):
                weighs[n] = (until - max(begin, n - 1)) / (end - begin)
        free = end - max(begin, last) if self.phase == "ramp" else min(end, 0.0) - begin
        return max(0.0, free) / (end - begin), weighs

    def share(self, kind: str, year: int, part: int = 1, parts: int = 1) -> float:
        """The most of its vendor's lines in a part of a year, on average, from 0 to 1."""
        free, weighs = self.weights(kind, year, part, parts)
        return free + sum(self.shares[kind][n - 1] * weight for n, weight in weighs.items())

    def sooner(self, kind: str, year: int, part: int = 1, parts: int = 1) -> float:
        """What `share` gains, a year, when the generation that comes ships sooner."""
        begin, end = year + (part - 1) / parts, year + part / parts
        return parts * (self._at(kind, end) - self._at(kind, begin))

    def _at(self, kind: str, date: float) -> float:
        """The share just after a date."""
        passed = floor((date - self.begins) * QUARTERS_PER_YEAR + _ROUNDING)
        stated = self.shares[kind]
        if passed < 0:
            return 0.0 if self.phase == "ramp" else 1.0
        if passed >= len(stated):
            return 1.0 if self.phase == "ramp" else stated[-1]
        return stated[passed]
