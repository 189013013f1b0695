"""Families of rows that enter a programme as arrays, with the rule that says them readably.

A plan has a few families of constraints with a row in every slice; written by their rules they
take most of the time of a build. Such a family states its rows twice: by a rule of one row, as
any constraint does, and as arrays of all rows at once. The arrays go to the solver; whoever asks
the family for a row gets the one that the rule makes. A test holds the two together, entry by
entry.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyomo.environ as pyo
from pyomo.core.base.constraint import IndexedConstraint

Numbers = np.ndarray | float


@dataclass(frozen=True, eq=False)
class Part:
    """What one variable adds to rows: ``coefficients[i]`` times ``members[i]`` in ``rows[i]``.

    `members` are places in the order of the variable's index, `rows` in the order of the rows'.
    A member may come more than once in a row; its coefficients add up.
    """

    variable: Any
    rows: np.ndarray
    members: np.ndarray
    coefficients: np.ndarray

    @classmethod
    def each(cls, variable: Any, coefficients: Numbers, rows: np.ndarray | None = None) -> "Part":
        """Every member of the variable once, in its order; by default in rows of that order."""
        every = np.arange(len(variable), dtype=np.int32)
        rows = every if rows is None else rows
        return cls(variable, rows, every, np.broadcast_to(coefficients, len(every)))

    @classmethod
    def at(
        cls,
        variable: Any,
        members: np.ndarray,
        coefficients: Numbers,
        rows: np.ndarray | None = None,
    ) -> "Part":
        """The members at these places; by default in rows of the same order."""
        rows = np.arange(len(members), dtype=np.int32) if rows is None else rows
        return cls(variable, rows, members, np.broadcast_to(coefficients, len(members)))

    @classmethod
    def of(cls, variable: Any, entries: Iterable[tuple[int, Any, float]]) -> "Part":
        """What a list of row, index of the member and coefficient says."""
        rows, indices, coefficients = tuple(zip(*entries, strict=True)) or ((), (), ())
        return cls(
            variable,
            np.array(rows, dtype=np.int32),
            places(variable, indices),
            np.array(coefficients, dtype=float),
        )

    def times(self, factor: Numbers) -> "Part":
        """The same with every coefficient multiplied."""
        return Part(self.variable, self.rows, self.members, factor * self.coefficients)


def places(indices: Iterable[Any], wanted: Iterable[Any]) -> np.ndarray:
    """Where each of `wanted` stands among `indices`."""
    at = {index: i for i, index in enumerate(indices)}
    return np.array([at[index] for index in wanted], dtype=np.int32)


@dataclass(frozen=True)
class Linear:
    """A linear expression, some of whose terms are arrays; their rows are of no account."""

    expression: Any
    parts: Sequence[Part] = ()

    def written_out(self) -> Any:
        """The whole of it as an expression of Pyomo, for those who know no arrays."""
        written = [self.expression]
        for part in self.parts:
            variables = list(part.variable.values())
            pairs = zip(part.members, part.coefficients, strict=True)
            written += [float(coefficient) * variables[j] for j, coefficient in pairs]
        return pyo.quicksum(written)


class RowFamily(IndexedConstraint):
    """Constraints over an index as arrays, ``lower <= sum of parts <= upper`` in each row.

    A bound is one for all rows, or an array of theirs.

    `rule` makes one row as it does for any constraint, and is used from the first
    time that anything looks at a row: from then on the family is an ordinary one,
    whose rows can be changed, and `parts` is not asked any more.
    """

    def __init__(
        self,
        index: Any,
        rule: Callable[..., Any],
        parts: Callable[[], Sequence[Part]],
        lower: Numbers = -np.inf,
        upper: Numbers = np.inf,
    ) -> None:
        self._made: dict[Any, Any] = {}
        self._as_arrays = False
        self._constructed: bool = False
        self._parts = parts
        self.row_bounds = (lower, upper)
        super().__init__(index, rule=rule)

    @property
    def as_arrays(self) -> bool:
        """Whether no row has been looked at, so that the arrays are the family."""
        return self._as_arrays

    @property
    def _data(self) -> dict[Any, Any]:
        """Where Pyomo keeps and looks up the members of a component."""
        self.write_out()
        return self._made

    @_data.setter
    def _data(self, made: dict[Any, Any]) -> None:
        self._made = made

    def construct(self, data: Any = None) -> None:
        """Take a place in the model; the rows are made when one is looked at."""
        if not self._constructed:
            for index_set in self._anonymous_sets or ():
                index_set.construct()
            self._constructed = self._as_arrays = True

    def write_out(self) -> None:
        """Make every row by the rule, from now on."""
        if self._as_arrays:
            self._constructed = self._as_arrays = False
            super().construct()

    def stand_aside(self) -> None:
        """Be inactive for a while, without a look at any row."""
        self._active = False

    def come_back(self) -> None:
        """Be active again."""
        self._active = True

    def indices(self) -> Iterator[Any]:
        """The index of each row, in their order."""
        return iter(self.index_set())

    def row_count(self) -> int:
        """How many rows there are."""
        return len(self.index_set())

    def parts(self) -> Sequence[Part]:
        """The arrays of all rows."""
        return self._parts()
