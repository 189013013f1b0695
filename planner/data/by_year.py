"""Tables that state a path by year, and what holds outside it."""

import pandas as pd


def held(path: pd.Series, years: tuple[int, ...]) -> dict[int, float]:
    """Year to value for each of `years`, from a path indexed by year.

    The first value of the path holds for earlier years and the last for later
    ones; between them no year is missing, as the tables are checked for.
    """
    first, last = int(path.index.min()), int(path.index.max())
    return {y: float(path[min(max(y, first), last)]) for y in years}
