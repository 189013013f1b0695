"""Lines: what one thing adds to a yearly ledger, as quantity times price times share.

A block says each of its terms of cost, capital and emissions as lines, once. The programme takes
their coefficients; the tables ``capex``, ``cost`` and ``emissions``, ``planner trace``, the report
and the workbook take the solved lines. So none of them can leave a term out, or price it otherwise.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple


class CellKey(NamedTuple):
    """An input cell by its table, the key of its row and its column.

    A year in the key stands for the last row by then, or the first where none is earlier. The
    table ``model`` is the model's file, the column a key of it.
    """

    table: str
    key: tuple[Any, ...]
    column: str


RATE = CellKey("model", (), "discount_rate")
"""The cell behind every annuity."""


class Price(NamedTuple):
    """What a unit adds to the ledger, and the cells that say so."""

    amount: float
    cells: tuple[CellKey, ...] = ()
    scale: float | None = 1.0
    """What turns the product of the cells into the amount; None where it is no plain product."""


class Line(NamedTuple):
    """What one thing adds to a term in one year: quantity times price times share."""

    year: int
    item: str
    quantity: Any
    """A variable, or an expression of them."""
    unit: str
    """Unit of the quantity."""
    price: Price
    site: str = ""
    vintage: int | None = None
    """Year in which it was bought or built, where that matters."""
    share: float = 1.0
    """Share of the price that falls into a year, such as an annuity."""
    share_cells: tuple[CellKey, ...] = ()

    @property
    def coefficient(self) -> float:
        """What one unit of the quantity adds in a year, in the unit of the ledger."""
        return self.share * self.price.amount


class Entry(NamedTuple):
    """A line once the variables hold a solution."""

    term: str
    line: Line
    quantity: float

    @property
    def amount(self) -> float:
        """What it adds to the year, in the unit of the ledger."""
        return self.line.coefficient * self.quantity


Lines = Callable[[], Iterable[Line]]
"""Makes the lines of a term over all years."""
