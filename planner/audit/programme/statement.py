"""A programme as it should be: its columns, rows and costs, each under its labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import inf

Key = tuple[str, ...]
"""Labels of a row, as texts."""
Column = tuple[str, ...]
"""A variable, and the labels of one of its columns, as texts."""


def column(variable: str, *labels: object) -> Column:
    """The column of a variable at some labels."""
    return (variable, *map(str, labels))


@dataclass(frozen=True, slots=True)
class Row:
    """``lower <= sum of terms <= upper``; terms of columns that do not exist count for nothing."""

    terms: Mapping[Column, float]
    lower: float = -inf
    upper: float = inf


NamedRows = Iterator[tuple[str, Key, Row]]
"""Family, labels and row, one after another."""


def add(terms: dict[Column, float], name: Column, number: float) -> None:
    """Add to the coefficient of a column."""
    terms[name] = terms.get(name, 0.0) + number


def key(*labels: object) -> Key:
    """Labels as texts."""
    return tuple(map(str, labels))


@dataclass(frozen=True)
class Variable:
    """The columns that a variable has, and the bounds of each."""

    keys: frozenset[Key]
    lower: float = 0.0
    upper: float = inf
    whole: bool = False


@dataclass(frozen=True)
class Statement:
    """All of a programme."""

    variables: Mapping[str, Variable]
    rows: Mapping[str, Mapping[Key, Row]]
    costs: Mapping[str, Mapping[Column, float]]
    """Stage to the cost of each column that has one."""
    constants: Mapping[str, float] = field(default_factory=dict)
