"""What is known already: floors and ceilings of what a plan builds and buys."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Bound = Literal["floor", "ceiling"]
Row = tuple[str | int, ...]
"""Key of a row of the table that states a commitment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """One floor or ceiling, of one or several rows of a table."""

    amount: float
    """GW of facility power at a year's end, or million units shipped in a period."""
    stated: Mapping[Row, float] = field(default_factory=dict)
    """Key of each row that states it, to what the row's cell holds, in the table's unit."""
    per_unit: float = 1.0
    """What one more in a cell adds to the amount."""
    chips: tuple[str, ...] = ()
    """Accelerators that a shipment counts."""
