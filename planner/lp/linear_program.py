"""A Pyomo model as arrays, ready to be handed to a solver."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import pyomo.environ as pyo
from pyomo.common.gc_manager import PauseGC
from pyomo.repn import generate_standard_repn
from scipy import sparse

from planner.lp.array_checks import require_numbers, settled_bounds
from planner.lp.columns import ColumnNumbers, Columns
from planner.lp.row_and_column_names import Key, names_of
from planner.lp.row_family import Linear
from planner.lp.rows import rows_of
from planner.lp.standard_form import standard_form


@dataclass(frozen=True, eq=False)
class LinearProgram:
    """Rows and columns of a linear programme, without its costs.

    ``row_lower <= matrix @ x <= row_upper`` and ``column_lower <= x <= column_upper``,
    with infinities where there is no bound. Arrays follow the order of
    `row_names` and `column_names`, which is that of the model's components.
    With columns that must be `whole` it is a mixed-integer programme.
    """

    matrix: sparse.csr_array
    row_lower: np.ndarray
    row_upper: np.ndarray
    column_lower: np.ndarray
    column_upper: np.ndarray
    row_names: Sequence[str]
    column_names: Sequence[str]
    columns: Sequence[Any]
    """The Pyomo variable of each column; a look at it makes those of a family."""
    whole: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.int32))
    """Places of the columns that may take whole numbers only."""
    inner: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.int32))
    """Places of the columns that say how a site runs once what is built stands; without them the
    programme is not taken apart, see :mod:`planner.lp.benders`."""
    row_keys: Sequence[Key] = ()
    """Family and labels of each row, in which no name has to be taken apart. A programme that is
    not of one model, as one of many scenarios, has none."""
    column_keys: Sequence[Key] = ()
    """The same of each column."""
    numbers: ColumnNumbers | None = None
    """Where each variable of the model stands among the columns."""

    @cached_property
    def _numbers(self) -> ColumnNumbers:
        return self.numbers or ColumnNumbers(self.columns)

    def columns_of(self, variable: Any) -> np.ndarray:
        """The places of the members of a Pyomo variable, in the order of its index."""
        return self._numbers.of(variable)

    def column(self, variable: Any) -> int:
        """The place of a Pyomo variable among the columns; raises ValueError where it has none."""
        place = self._numbers.number(variable)
        if place is None:
            raise ValueError(f"the programme has no column for {variable.name}")
        return place

    def given(self, values: np.ndarray) -> "LinearProgram":
        """The linear programme that is left when each whole column is held at its value.

        `values` are those of all columns; what a solver left beside a whole number is rounded.
        """
        lower, upper = self.column_lower.copy(), self.column_upper.copy()
        lower[self.whole] = upper[self.whole] = np.round(values[self.whole])
        none = np.zeros(0, dtype=np.int32)
        return replace(self, column_lower=lower, column_upper=upper, whole=none)

    def holding(self, values: Mapping[str, float]) -> "LinearProgram":
        """The programme with columns held, by their names; names that it lacks are left out.

        A value beyond the bounds of its column is taken to the nearest of them.
        """
        lower, upper = self.column_lower.copy(), self.column_upper.copy()
        for j, name in enumerate(self.column_names):
            if name in values:
                lower[j] = upper[j] = min(max(values[name], lower[j]), upper[j])
        return replace(self, column_lower=lower, column_upper=upper)

    def checksum(self) -> str:
        """SHA-256 of arrays and names: the same model gives the same bytes."""
        digest = hashlib.sha256()
        for part in (
            self.matrix.indptr.astype(np.int64),
            self.matrix.indices.astype(np.int64),
            self.matrix.data,
            self.row_lower,
            self.row_upper,
            self.column_lower,
            self.column_upper,
        ):
            digest.update(np.ascontiguousarray(part).tobytes())
        if self.whole.size:
            digest.update(self.whole.astype(np.int64).tobytes())
        digest.update("\n".join([*self.row_names, "", *self.column_names]).encode())
        return digest.hexdigest()

    def coefficient_range(self) -> tuple[float, float]:
        """Smallest and largest absolute coefficient of the matrix; zeros when it is empty."""
        return _range(self.matrix.data)

    def ranges(self, costs: np.ndarray) -> dict[str, tuple[float, float]]:
        """Smallest and largest absolute number of each part, zeros and infinities aside.

        A part that has no other number gives zeros. The solver works best where no part
        spans more than some six orders of magnitude, see FORMULATION.md on units.
        """
        return {
            "matrix": _range(self.matrix.data),
            "costs": _range(costs),
            "column bounds": _range(np.concatenate([self.column_lower, self.column_upper])),
            "row bounds": _range(np.concatenate([self.row_lower, self.row_upper])),
        }


def compile_linear_program(m: pyo.ConcreteModel, inner: Iterable[Any] = ()) -> LinearProgram:
    """Turn the active constraints and the variables of `m` into arrays.

    `inner` are variables that say how a site runs once what is built stands.

    An objective is not needed, and none must be active. Every variable of the
    model gets a column, whether a constraint uses it or not, since an
    objective may; a fixed one is held at its value and is a constant in the
    rows. A range is one row, and rows of constants are dropped.

    Raises InfeasibleError, with names, where a row of constants is broken or
    bounds leave no value, and ValueError where a number is NaN or infinite,
    or a variable's domain has gaps other than those between whole numbers.
    """
    # Millions of small objects are made and none can be freed: don't look for garbage.
    with PauseGC():
        form = standard_form(m)
        columns = Columns(m, form.columns)
        rows = rows_of(m, form, columns)
        keys, none = columns.keys(), np.zeros(0, dtype=np.int32)
        names, row_names = names_of(keys, m), names_of(rows.keys, m)
        require_numbers(rows.matrix, row_names, names)
        row_lower, row_upper = settled_bounds(rows.lower, rows.upper, row_names)
        column_lower, column_upper = columns.bounds(names)
        return LinearProgram(
            matrix=rows.matrix,
            row_lower=row_lower,
            row_upper=row_upper,
            column_lower=column_lower,
            column_upper=column_upper,
            row_names=row_names,
            column_names=names,
            row_keys=rows.keys,
            column_keys=keys,
            columns=columns.variables,
            whole=columns.whole(),
            inner=np.concatenate([none, *(columns.of(variable) for variable in inner)]),
            numbers=ColumnNumbers(columns.variables, columns.first),
        )


def costs_of(program: LinearProgram, expression: Any) -> tuple[np.ndarray, float]:
    """Cost of each column and the constant of a linear expression.

    Some of its terms may be arrays, see :class:`planner.lp.row_family.Linear`.
    Raises ValueError when the expression is not linear, has a variable that
    the programme doesn't, or a coefficient that is infinite or NaN.
    """
    costs = np.zeros(len(program.columns))
    if isinstance(expression, Linear):
        for part in expression.parts:
            np.add.at(costs, program.columns_of(part.variable)[part.members], part.coefficients)
        expression = expression.expression
    if hasattr(expression, "is_expression_type"):
        with PauseGC():
            form = generate_standard_repn(expression)
        if not form.is_linear():
            raise ValueError("the objective is not linear")
        for coefficient, variable in zip(form.linear_coefs, form.linear_vars, strict=True):
            costs[program.column(variable)] += coefficient
        constant = float(form.constant)
    else:
        constant = float(expression)
    bad = np.flatnonzero(~np.isfinite(costs))
    if bad.size:
        raise ValueError(f"the cost of {program.column_names[bad[0]]} is {costs[bad[0]]}")
    if not np.isfinite(constant):
        raise ValueError(f"the constant of the costs is {constant}")
    return costs, constant


def _range(numbers: np.ndarray) -> tuple[float, float]:
    sizes = np.abs(numbers[np.isfinite(numbers) & (numbers != 0)])
    return (float(sizes.min()), float(sizes.max())) if sizes.size else (0.0, 0.0)
