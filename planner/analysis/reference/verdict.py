"""Whether a plan's figure agrees with a published one."""

from enum import StrEnum
from math import isclose, log10

ORDER_OF_MAGNITUDE = 2.0
"""Factor within which a figure agrees with a single published one."""


class Verdict(StrEnum):
    """How a row came out."""

    INSIDE = "inside the band"
    NEAR = "within a factor of two"
    OUTSIDE = "outside"
    GIVEN = "given"
    """The model takes the row over as its own assumption."""
    MISSING = "no counterpart"
    """The plan has no figure for it."""

    @property
    def agrees(self) -> bool:
        """Whether the plan agrees, where it could have disagreed."""
        return self in (Verdict.INSIDE, Verdict.NEAR)


def verdict(
    plan: float, low: float | None, central: float | None, high: float | None, *, in_oom: bool
) -> Verdict:
    """The verdict on `plan`; at least one published value must be there.

    Where the author gives a band, the plan must lie in it; a band may be open at
    one end. A single value is met within a factor of two, or by as many orders
    of magnitude when the quantity itself is in orders (`in_oom`).
    """
    if low is not None or high is not None:
        above = low is None or plan >= low or isclose(plan, low)
        below = high is None or plan <= high or isclose(plan, high)
        return Verdict.INSIDE if above and below else Verdict.OUTSIDE
    assert central is not None
    if in_oom:
        off = abs(plan - central)
    elif plan <= 0 or central <= 0:
        return Verdict.INSIDE if plan == central else Verdict.OUTSIDE
    else:
        off = abs(log10(plan / central))
    return Verdict.NEAR if off <= log10(ORDER_OF_MAGNITUDE) else Verdict.OUTSIDE
