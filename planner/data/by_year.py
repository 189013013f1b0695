"""Tables that state a path by year, and what holds outside it."""

import pandas as pd

from planner.stated_values import StatedValues


def held(path: pd.Series, years: tuple[int, ...]) -> StatedValues[int]:
    """Year to value for each of `years`, from a path indexed by year.

    The first value of the path holds for earlier years and the last for later
    ones; a year between them that is missing has the value of the one before.
    """
    steps = {int(year): float(value) for year, value in path.items()}
    first = min(steps)
    rows = {y: max((k for k in steps if k <= y), default=first) for y in years}
    return StatedValues({y: steps[row] for y, row in rows.items()}, rows)
