"""Where a number of the report comes from: one cell, or a sum over some rows of a table."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

How = Literal["sum", "max", "min", "rows", "distinct", "half"]
"""``rows`` counts rows, ``distinct`` values; ``half`` is the least number of groups of `by` that
hold half of the sum."""

Condition = str | int | float | bool | tuple[str | int, ...]
"""A value that a column has, or several of which it has one."""


@dataclass(frozen=True, slots=True)
class Query:
    """A number as an aggregate over the rows of a table that meet every condition.

    The aggregate, taken over groups of `by` where that is given (the greatest
    of their sums, for example), less the answer to `less`, is divided by that to
    `over`, where there are any, and multiplied by `scale`.
    """

    table: str
    column: str
    how: How
    where: tuple[tuple[str, Condition], ...] = ()
    by: str = ""
    over: "Query | None" = None
    scale: float = 1.0
    less: "Query | None" = None

    def as_data(self) -> dict[str, Any]:
        """The query as JSON has it, without what is left out."""
        data: dict[str, Any] = {"table": self.table, "column": self.column, "how": self.how}
        if self.where:
            data["where"] = {
                name: list(value) if isinstance(value, tuple) else value
                for name, value in self.where
            }
        if self.by:
            data["by"] = self.by
        if self.over is not None:
            data["over"] = self.over.as_data()
        if self.less is not None:
            data["less"] = self.less.as_data()
        if self.scale != 1.0:
            data["scale"] = self.scale
        return data


def rows_of(table: pd.DataFrame, where: tuple[tuple[str, Condition], ...]) -> pd.DataFrame:
    """The rows that meet every condition."""
    kept = pd.Series(True, index=table.index)
    for column, value in where:
        found = table[column]
        met = found.isin(value) if isinstance(value, tuple) else found == value
        kept &= met.fillna(False).astype(bool)
    return table[kept]


def answer(query: Query, tables: Mapping[str, pd.DataFrame]) -> float:
    """The number that a query asks for; 0 over no rows."""
    rows = rows_of(tables[query.table], query.where)
    value = _aggregate(rows, query)
    if query.less is not None:
        value -= answer(query.less, tables)
    value *= query.scale
    if query.over is not None:
        below = answer(query.over, tables)
        return value / below if below else 0.0
    return value


def _aggregate(rows: pd.DataFrame, query: Query) -> float:
    if query.how == "rows":
        return float(len(rows))
    if rows.empty:
        return 0.0
    if query.how == "distinct":
        return float(rows[query.column].nunique())
    values = rows.groupby(query.by)[query.column].sum() if query.by else rows[query.column]
    if query.how == "sum":
        return float(values.sum())
    if query.how == "max":
        return float(values.max())
    if query.how == "min":
        return float(values.min())
    descending = values.sort_values(ascending=False)
    return float((descending.cumsum() < descending.sum() / 2).sum() + 1)
