"""Checks: what was compared, how far apart it was, and the row that was worst."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from math import isfinite
from typing import Any

import numpy as np

TOLERANCE = 1e-6
"""Largest scaled deviation of a plan that passes; the solver's own tolerance is 1e-7."""


@dataclass(frozen=True)
class Check:
    """One family of comparisons, told by its worst row."""

    kind: str
    """``programme``: from the solver's arrays; ``recomputed``: from the input tables;
    ``restated``: those arrays against the programme as the tables have it."""
    family: str
    what: str
    """What is true of a right plan, in words."""
    stage: str
    """Stage of the solve, where the check is of one; empty otherwise."""
    rows: int
    worst: str
    """The row that deviates most, in words; empty where there is no row."""
    found: float
    expected: float
    absolute: float
    """Largest deviation, in the row's unit: of any row, not of the worst by scale."""
    scaled: float
    """Largest deviation over the size of what is compared, and at least over one."""
    unit: str
    passed: bool

    def sentence(self) -> str:
        """The check as a reader is told that it failed."""
        of_stage = f" (stage {self.stage})" if self.stage else ""
        return (
            f"{self.family}{of_stage}: {self.what} does not hold; worst at {self.worst}: "
            f"{self.found:.9g} where {self.expected:.9g} is right, {self.unit}; "
            f"off by {self.scaled:.1e} of its size, {TOLERANCE:.0e} is allowed"
        )

    def record(self) -> dict[str, Any]:
        """The check as JSON knows it: no infinities."""
        return {
            key: None if isinstance(value, float) and not isfinite(value) else value
            for key, value in asdict(self).items()
        }


@dataclass(frozen=True)
class Comparison:
    """One row of a check: a number as it was found, and as it should be."""

    row: str
    found: float
    expected: float
    sense: str = "="
    """``=``, or ``<`` where the found one may be less, ``>`` where it may be more."""
    size: float = 0.0
    """What the deviation is measured against, where it is more than the expected value."""

    @property
    def deviation(self) -> float:
        """How far the row is off, in its unit; a number that is missing is infinitely far."""
        off = self.found - self.expected
        if self.found == self.expected:
            return 0.0
        if off != off:
            return float("inf")
        return {"=": abs(off), "<": max(0.0, off), ">": max(0.0, -off)}[self.sense]

    @property
    def scale(self) -> float:
        """What the deviation is measured against: the size of the row, at least one."""
        return max(1.0, abs(self.expected), self.size)


def cell(row: str, found: float, right: float, size: float = 0.0) -> Comparison:
    """A cell that is blank where nothing is known: then it must be, and nothing else is right."""
    if found != found and right != right:
        return Comparison(row, 0.0, 0.0)
    return Comparison(row, found, right, size=size)


def compared(
    family: str, what: str, unit: str, rows: Iterable[Comparison], *, kind: str = "recomputed"
) -> Check:
    """A check of tables against what was recomputed of the inputs."""
    count, absolute, scaled = 0, 0.0, 0.0
    worst: Comparison | None = None
    for row in rows:
        count += 1
        off = row.deviation
        absolute = max(absolute, off)
        if worst is None or off / row.scale > scaled:
            worst, scaled = row, off / row.scale
    return Check(
        kind=kind,
        family=family,
        what=what,
        stage="",
        rows=count,
        worst=worst.row if worst else "",
        found=float(worst.found) if worst else 0.0,
        expected=float(worst.expected) if worst else 0.0,
        absolute=float(absolute),
        scaled=float(scaled),
        unit=unit,
        passed=bool(scaled <= TOLERANCE),
    )


def by_family(
    names: Sequence[str],
    families: Sequence[str],
    what: str,
    stage: str,
    unit: str,
    found: np.ndarray,
    expected: np.ndarray,
    scale: np.ndarray,
) -> list[Check]:
    """One check for each family of rows or columns.

    `families` and the arrays follow `names`; `scale` is what a deviation is measured against.
    """
    with np.errstate(invalid="ignore"):
        off = np.abs(np.where(found == expected, 0.0, found - expected))
    off[np.isnan(off)] = np.inf
    scaled = off / scale
    places: dict[str, list[int]] = {}
    for i, family in enumerate(families):
        places.setdefault(family, []).append(i)
    checks = []
    for family, members in places.items():
        own = np.array(members)
        worst = int(own[np.argmax(scaled[own])])
        checks.append(
            Check(
                kind="programme",
                family=family,
                what=what,
                stage=stage,
                rows=len(members),
                worst=names[worst],
                found=float(found[worst]),
                expected=float(expected[worst]),
                absolute=float(off[own].max()),
                scaled=float(scaled[worst]),
                unit=unit,
                passed=bool(scaled[worst] <= TOLERANCE),
            )
        )
    return checks
