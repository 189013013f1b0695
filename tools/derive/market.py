"""Figures of the market as they were published: rows of one raw table, found by what they say."""

from __future__ import annotations

from tools.derive.raw import Raw
from tools.derive.rows import blank

TABLE = "chips/market_facts.csv"


def published(raw: Raw, topic: str, entity: str, period: str, metric: str) -> float:
    """The central figure of one row, in the unit that it has there."""
    return ends(raw, topic, entity, period, metric)[1]


def ends(
    raw: Raw, topic: str, entity: str, period: str, metric: str
) -> tuple[float, float, float]:
    """Low, central and high of one row; the central one where it has no range.

    Raises ValueError where the table has no such row, or several.
    """
    table = raw[TABLE]
    at = (table.topic == topic) & (table.entity == entity) & (table.period == period)
    found = table[at & (table.metric == metric)]
    if len(found) != 1:
        wanted = f"{topic}, {entity}, {period}, {metric}"
        raise ValueError(f"{TABLE} has {len(found)} rows of {wanted}, where one is expected")
    low, central, high = (found.iloc[0][end] for end in ("low", "central", "high"))
    central = float(central)
    return tuple(central if blank(end) else float(end) for end in (low, central, high))  # type: ignore[return-value]
