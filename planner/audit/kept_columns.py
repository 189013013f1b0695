"""What the columns of a table hold, as Python's own types.

The checks ask the same few columns hundreds of times, and pandas takes longer to give one than a
check takes to go through it. So the columns of tables that nobody changes are kept.
"""

from __future__ import annotations

from math import nan
from typing import Any
from weakref import ref

import numpy as np
import pandas as pd

_KEPT: dict[int, tuple[ref[pd.DataFrame], dict[tuple[str, Any], Any]]] = {}
"""A table, by its place in memory, to what its columns hold; it goes when the table does."""


def keep_columns(table: pd.DataFrame) -> None:
    """Keep from now on what the columns of a table hold; nobody may change it any more."""
    place = id(table)
    kept = _KEPT.get(place)
    if kept is None or kept[0]() is not table:
        _KEPT[place] = (ref(table, lambda _: _KEPT.pop(place, None)), {})


def cells_of(table: pd.DataFrame, name: Any) -> list[Any]:
    """The cells of a column; the list is for reading alone."""
    known = _kept(table)
    found = known.get(("cells", name))
    if found is None:
        column = table[name]
        texts = isinstance(column.dtype, pd.StringDtype)
        found = column.to_numpy(dtype=object).tolist() if texts else column.tolist()
        known["cells", name] = found
    cells: list[Any] = found
    return cells


def stated_in(table: pd.DataFrame, name: Any) -> np.ndarray:
    """Whether each cell of a column holds something."""
    known = _kept(table)
    found = known.get(("stated", name))
    if found is None:
        found = known["stated", name] = table[name].notna().to_numpy()
    stated: np.ndarray = found
    return stated


def numbers_of(table: pd.DataFrame, name: Any) -> list[float]:
    """The cells of a column as numbers, NaN where it is blank; the list is for reading alone."""
    known = _kept(table)
    found = known.get(("numbers", name))
    if found is None:
        found = known["numbers", name] = table[name].to_numpy(float, na_value=nan).tolist()
    numbers: list[float] = found
    return numbers


def _kept(table: pd.DataFrame) -> dict[tuple[str, Any], Any]:
    kept = _KEPT.get(id(table))
    return {} if kept is None or kept[0]() is not table else kept[1]
