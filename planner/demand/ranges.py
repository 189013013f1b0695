"""Ranges: a central value with its low and its high end, and how ends combine."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import hypot, log10
from typing import Self


@dataclass(frozen=True, slots=True)
class Range:
    """A quantity of one year: its central value, and its ends where there are any."""

    low: float
    central: float
    high: float

    def times(self, factor: float) -> Self:
        """The same quantity in another unit, or of a part that has no range."""
        return type(self)(self.low * factor, self.central * factor, self.high * factor)

    def at_most(self, limit: float) -> Self:
        """The quantity, held below a limit."""
        return type(self)(min(self.low, limit), min(self.central, limit), min(self.high, limit))


Spread = tuple[float, float]
"""Orders of magnitude below the central value, and above it; neither is negative."""


def spread(central: float, parts: Iterable[Spread]) -> Range:
    r"""The range of a product of independent factors.

    With :math:`d_i` and :math:`u_i` the orders of magnitude by which factor i
    may lie below and above, the product lies below by
    :math:`\sqrt{\sum_i d_i^2}` and above by :math:`\sqrt{\sum_i u_i^2}`. One
    factor alone keeps its own ends.
    """
    below, above = zip(*((0.0, 0.0), *parts), strict=True)
    return Range(central * 10 ** -hypot(*below), central, central * 10 ** hypot(*above))


def oom_spread(low: float, central: float, high: float, power: float = 1.0) -> Spread:
    """How far a factor's ends lie from its centre, for its `power`, in orders of magnitude.

    An end of zero, or on the wrong side of the centre, does not widen the range.
    A negative power swaps the ends.
    """
    down = log10(central / low) if 0 < low < central else 0.0
    up = log10(high / central) if 0 < central < high else 0.0
    down, up = abs(power) * down, abs(power) * up
    return (down, up) if power >= 0 else (up, down)
