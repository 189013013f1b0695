"""A Pyomo model as arrays, ready to be handed to a solver."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

import numpy as np
import pyomo.environ as pyo
from pyomo.common.gc_manager import PauseGC
from pyomo.core.base import SortComponents
from pyomo.repn import generate_standard_repn
from scipy import sparse

from planner.engine.checks import (
    ROUNDING,
    require_numbers,
    settled_bounds,
    whole_columns,
)
from planner.engine.standard_form import standard_form
from planner.engine.words import contradiction
from planner.errors import InfeasibleError


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
    row_names: list[str]
    column_names: list[str]
    columns: list[Any]
    """The Pyomo variable of each column."""
    whole: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.int32))
    """Places of the columns that may take whole numbers only."""

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


def compile_linear_program(m: pyo.ConcreteModel) -> LinearProgram:
    """Turn the active constraints and the variables of `m` into arrays.

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
        found = m.component_data_objects(pyo.Var, active=True, sort=SortComponents.ORDERED_INDICES)
        # A constraint may use a variable of another model, or of an inactive block.
        variables = list({id(v): v for v in (*found, *form.columns)}.values())
        return _arrays(form, variables)


def _arrays(form: Any, variables: list[Any]) -> LinearProgram:
    """The arrays of a standard form, its columns set at their variables' places."""
    matrix, lower, upper, constraints = _rows(form)
    place = _places(variables)
    own = np.array([place[id(v)] for v in form.columns], dtype=np.int32)
    entries = (matrix.data, own[matrix.indices], matrix.indptr)
    matrix = sparse.csr_array(entries, shape=(len(constraints), len(variables)))
    matrix.sort_indices()
    row_names = [c.name for c in constraints]
    column_names = [v.name for v in variables]
    require_numbers(matrix, row_names, column_names)
    row_lower, row_upper = settled_bounds(lower, upper, row_names)
    column_lower, column_upper = settled_bounds(
        np.array([_bound(v, v.lb, -np.inf) for v in variables], dtype=float),
        np.array([_bound(v, v.ub, np.inf) for v in variables], dtype=float),
        column_names,
    )
    return LinearProgram(
        matrix=matrix,
        row_lower=row_lower,
        row_upper=row_upper,
        column_lower=column_lower,
        column_upper=column_upper,
        row_names=row_names,
        column_names=column_names,
        columns=variables,
        whole=whole_columns(variables),
    )


def _rows(form: Any) -> tuple[sparse.csr_array, np.ndarray, np.ndarray, list[Any]]:
    """Matrix, bounds and constraints of a standard form, one row for each constraint.

    The compiler gives a range as two rows, its upper bound first; they become
    one again. Rows whose coefficients cancelled are checked and dropped.
    """
    matrix = sparse.csr_array(form.A)
    constraints = [entry.constraint for entry in form.rows]
    kind = np.array([entry.bound_type for entry in form.rows], dtype=int)
    bound = np.asarray(form.rhs, dtype=float)
    lower = np.where(kind == 1, -np.inf, bound)
    upper = np.where(kind == -1, np.inf, bound)
    second = np.array([False, *(a is b for a, b in pairwise(constraints))], dtype=bool)
    second = second[: len(constraints)]
    lower[np.flatnonzero(second) - 1] = lower[second]
    empty = ~second & (np.diff(matrix.indptr) == 0)
    broken = empty & ((lower > ROUNDING) | (upper < -ROUNDING))
    if broken.any():
        names = (constraints[i].name for i in np.flatnonzero(broken))
        raise InfeasibleError(contradiction("constants alone break", names))
    kept = np.flatnonzero(~second & ~empty)
    return matrix[kept], lower[kept], upper[kept], [constraints[i] for i in kept]


def _bound(variable: Any, bound: float | None, missing: float) -> float:
    """A bound of a column; a fixed variable is held at its value."""
    if variable.fixed:
        return float("nan" if variable.value is None else variable.value)
    return missing if bound is None else float(bound)


def costs_of(program: LinearProgram, expression: Any) -> tuple[np.ndarray, float]:
    """Cost of each column and the constant of a linear expression.

    Raises ValueError when the expression is not linear, has a variable that
    the programme doesn't, or a coefficient that is infinite or NaN.
    """
    costs = np.zeros(len(program.columns))
    if not hasattr(expression, "is_expression_type"):
        return costs, float(expression)
    place = _places(program.columns)
    with PauseGC():
        form = generate_standard_repn(expression)
    if not form.is_linear():
        raise ValueError("the objective is not linear")
    for coefficient, variable in zip(form.linear_coefs, form.linear_vars, strict=True):
        if id(variable) not in place:
            raise ValueError(f"the programme has no column for {variable.name}")
        costs[place[id(variable)]] += coefficient
    constant = float(form.constant)
    bad = np.flatnonzero(~np.isfinite(costs))
    if bad.size:
        raise ValueError(f"the cost of {program.column_names[bad[0]]} is {costs[bad[0]]}")
    if not np.isfinite(constant):
        raise ValueError(f"the constant of the costs is {constant}")
    return costs, constant


def _places(variables: list[Any]) -> dict[int, int]:
    """Column of each variable, by the variable's identity."""
    return {id(v): j for j, v in enumerate(variables)}


def _range(numbers: np.ndarray) -> tuple[float, float]:
    sizes = np.abs(numbers[np.isfinite(numbers) & (numbers != 0)])
    return (float(sizes.min()), float(sizes.max())) if sizes.size else (0.0, 0.0)
