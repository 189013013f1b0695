"""Drivers: the stated numbers that the yearly targets are made of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from planner.data.inputs import Inputs
from planner.demand.ranges import Spread, oom_spread
from planner.errors import Fault, InputError, did_you_mean

TABLE = "demand_drivers"


@dataclass(frozen=True, slots=True)
class Driver:
    """One number with its published ends; an end that is not published is the value itself."""

    unit: str
    low: float
    value: float
    high: float

    def oom_spread(self, power: float = 1.0) -> Spread:
        """Its ends as a factor raised to `power`, in orders of magnitude."""
        return oom_spread(self.low, self.value, self.high, power)

    def slope(self, years: float) -> Spread:
        """Its ends as a growth in orders of magnitude a year, after so many years.

        Before the base year (negative `years`) the ends change places.
        """
        down = abs(years) * max(0.0, self.value - self.low)
        up = abs(years) * max(0.0, self.high - self.value)
        return (down, up) if years >= 0 else (up, down)


class Drivers(Mapping[str, Driver]):
    """All drivers by name; ``drivers.value("run_length_cap_days")`` is the number."""

    def __init__(self, drivers: Mapping[str, Driver]) -> None:
        self._drivers = dict(drivers)

    @classmethod
    def of(cls, inputs: Inputs) -> "Drivers":
        """The drivers of the tables, after cases and values of a model."""
        return cls(
            {
                str(name): Driver(
                    str(row["unit"]),
                    _end(row["low"], row["value"]),
                    float(row["value"]),
                    _end(row["high"], row["value"]),
                )
                for name, row in inputs[TABLE].iterrows()
            }
        )

    def value(self, name: str) -> float:
        """The value that targets are made of, in the driver's unit."""
        return self[name].value

    def __getitem__(self, name: str) -> Driver:
        """One driver; InputError when the table has no such row."""
        if name not in self._drivers:
            fix = did_you_mean(name, self._drivers)
            raise InputError([Fault(f"{TABLE}.csv", f"no row {name!r}", "the driver", fix)])
        return self._drivers[name]

    def __iter__(self) -> Iterator[str]:
        """The names, in the order of the table."""
        return iter(self._drivers)

    def __len__(self) -> int:
        """How many drivers there are."""
        return len(self._drivers)


def range_notices(inputs: Inputs) -> list[str]:
    """One line for each driver that a model put outside its published range.

    The range is that of the table, also where a model has set its ends.
    """
    notices = []
    published_ends = {
        (change.key[0], change.column): change.old
        for change in reversed(inputs.changes)
        if change.table == TABLE and change.column in ("low", "high")
    }
    for name, row in inputs[TABLE].iterrows():
        low, high = (_number(published_ends.get((name, c), row[c])) for c in ("low", "high"))
        value = float(row["value"])
        if value < low or value > high:
            published = " to ".join(f"{end:g}" for end in (low, high) if not pd.isna(end))
            place = inputs.place(TABLE, str(name), "value")
            notices.append(
                f"{place}: {name} is {value:g} {row['unit']}, outside its published range of "
                f"{published}"
            )
    return notices


def _end(end: float, value: float) -> float:
    return float(value if pd.isna(end) else end)


def _number(end: object) -> float:
    """An end as a number; NaN, with which no comparison is true, where it is blank."""
    return float("nan") if end is None or pd.isna(end) else float(str(end))
