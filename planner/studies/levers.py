"""Levers: what a sweep varies, and over which values."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np

from planner.config import parse_value, split_assignment
from planner.data.inputs import Inputs
from planner.errors import Fault, InputError
from planner.wording.numbers import to_whole

CASES = ("low", "high")
"""The ends of a range; its middle is the plan that nothing was changed of."""


@dataclass(frozen=True)
class Lever:
    """A key with the values it takes, or the interval that it is drawn from.

    `key` is one of :func:`planner.config.overlaid`. An interval of
    None stands for a quantity's own range from low to high.
    """

    key: str
    values: tuple[Any, ...] = ()
    interval: tuple[float, float] | None = None

    def at(self, share: float) -> tuple[str, Any]:
        """Key and value at `share` (0 to 1) of the way through what the lever is drawn from.

        An interval is even. A range is triangular, most likely at its central
        value, since its ends are stated as what is barely believable.
        """
        if self.interval is not None:
            first, last = self.interval
            return self.key, first + share * (last - first)
        below = share < 0.5
        # The inverse of the triangular distribution on -1, 0, 1.
        position = (2 * share) ** 0.5 - 1 if below else 1 - (2 * (1 - share)) ** 0.5
        return f"cases.{self.key}", round(position, 6)


MOST_SCENARIOS = 100_000
"""Of one study: at a second each they take more than a day."""


def parse_lever(text: str) -> Lever:
    """A lever from its text: ``KEY=a,b,c`` are values, ``KEY=1:2:5`` five from 1 to 2.

    ``KEY=1:2`` is an interval. A key alone is a quantity that has a range in its table: its low
    and its high.
    """
    key, rest = split_assignment(text)
    sign = "=" in text
    expected = "KEY, KEY=a,b,c, KEY=first:last or KEY=first:last:count"
    if not key or (sign and not rest):
        raise InputError([Fault("--vary", repr(text), expected)])
    if not sign:
        return Lever(key, CASES)
    if ":" not in rest or rest[0] in "[{\"'" or "," in rest:
        return Lever(key, _values(rest))
    try:
        first, last, *count = (float(part) for part in rest.split(":"))
    except ValueError:
        raise InputError([Fault("--vary", repr(text), expected)]) from None
    if not isfinite(first) or not isfinite(last):
        raise InputError([Fault("--vary", repr(text), "an interval of finite numbers")])
    if not count:
        return Lever(key, (first, last), (first, last))
    if len(count) > 1 or not count[0].is_integer() or not 2 <= count[0] <= MOST_SCENARIOS:
        expected = f"a whole count from two to {to_whole(MOST_SCENARIOS)}"
        raise InputError([Fault("--vary", repr(text), expected)])
    steps = int(count[0]) - 1
    values = tuple(round(first + (last - first) * n / steps, 12) for n in range(steps + 1))
    return Lever(key, tuple(int(v) if v == int(v) else v for v in values), (first, last))


def ranged_quantities(inputs: Inputs, *, by_row: bool = False) -> list[str]:
    """``table.column`` of every quantity whose range is open in at least one row.

    With `by_row`, a table of unlike numbers, one a row in a unit of its own, has
    each row by itself: ``table.row.value``.
    """
    found = []
    for name, table in inputs.schema.items():
        frame = inputs[name]
        for field in table.fields.values():
            ends = [frame[end] for end in (field.low, field.high) if end]
            if not field.ranged or not ends:
                continue
            is_open = np.any([end.notna() & (end != frame[field.name]) for end in ends], axis=0)
            if by_row and field.name == "value" and len(table.key) == 1:
                found += [f"{name}.{key}.{field.name}" for key in frame.index[is_open]]
            elif is_open.any():
                found.append(f"{name}.{field.name}")
    return found


def _values(text: str) -> tuple[Any, ...]:
    """Values between commas; a comma inside brackets belongs to its value."""
    whole: Sequence[Any] | Any = parse_value(f"[{text}]")
    if isinstance(whole, list):
        return tuple(whole)
    # Names without quotes are no TOML, so each is read by itself.
    return tuple(parse_value(part) for part in text.split(","))
