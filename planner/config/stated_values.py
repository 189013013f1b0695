"""Values that remember which row of a table states each, where one row holds for several years."""

from collections.abc import Callable, Hashable, Mapping
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    import pandas as pd

Key = TypeVar("Key", bound=Hashable)


class StatedValues(dict[Key, float]):
    """Values by key, and for each the year of the row that states it.

    A table may say a number once for all later years. Whoever asks what a change
    of the cell does has to move all of them, and no other.
    """

    def __init__(
        self, values: Mapping[Key, float], rows: Mapping[Key, int | None] | None = None
    ) -> None:
        super().__init__(values)
        self.rows: Mapping[Key, int | None] = dict(rows or {})
        """Key to the year of its row; None for a number that is said for all years at once."""

    def mapped(self, change: Callable[[float], float]) -> "StatedValues[Key]":
        """The same with every value changed."""
        return StatedValues({key: change(value) for key, value in self.items()}, self.rows)

    def scaled(self, factors: Mapping[Key, float]) -> "StatedValues[Key]":
        """The same with every value times the factor of its key."""
        return StatedValues({key: factors[key] * value for key, value in self.items()}, self.rows)


def stated_in(values: Mapping[Key, float], key: Key, year: int) -> int | None:
    """The year of the row that states the value of `key`, `year` where nothing else is known.

    None where the number is said for all years at once.
    """
    return values.rows.get(key, year) if isinstance(values, StatedValues) else year


class Span(NamedTuple):
    """The years for which one row of a table holds."""

    row: int | None
    """The year that the row names; None where it is said for all years at once."""
    first: int | None
    """The first year for which it holds; None where it holds for all."""
    onwards: bool
    """Whether it holds for others after that one."""


def span_of(values: Mapping[Key, float], keys: Mapping[int, Key], year: int) -> Span:
    """For which years the row holds that states the value of a year.

    `keys` maps each year to its key among `values`.
    """
    row = stated_in(values, keys[year], year)
    if row is None:
        return Span(None, None, onwards=False)
    held = [y for y, key in keys.items() if key in values and stated_in(values, key, y) == row]
    return Span(row, min(held), onwards=len(held) > 1)


def held(path: "pd.Series", years: tuple[int, ...]) -> StatedValues[int]:
    """Year to value for each of `years`, from a path indexed by year.

    The first value of the path holds for earlier years and the last for later
    ones; a year between them that is missing has the value of the one before.
    """
    steps = {int(year): float(value) for year, value in path.items()}
    first = min(steps)
    rows = {y: max((k for k in steps if k <= y), default=first) for y in years}
    return StatedValues({y: steps[row] for y, row in rows.items()}, rows)
