"""A Pyomo model as arrays, ready to be handed to a solver."""

import gc
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyomo.environ as pyo
from pyomo.common.errors import InfeasibleConstraintException
from pyomo.repn import generate_standard_repn
from pyomo.repn.plugins.standard_form import LinearStandardFormCompiler
from scipy import sparse

from planner.errors import InfeasibleError


@dataclass(frozen=True, eq=False)
class LinearProgram:
    """Rows and columns of a linear programme, without its costs.

    ``row_lower <= matrix @ x <= row_upper`` and ``column_lower <= x <= column_upper``,
    with infinities where there is no bound. Arrays follow the order of
    `row_names` and `column_names`, which is that of the model's components.
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
        digest.update("\n".join([*self.row_names, "", *self.column_names]).encode())
        return digest.hexdigest()

    def coefficient_range(self) -> tuple[float, float]:
        """Smallest and largest absolute coefficient of the matrix; zeros when it is empty."""
        sizes = np.abs(self.matrix.data)
        return (float(sizes.min()), float(sizes.max())) if sizes.size else (0.0, 0.0)


def compile_linear_program(m: pyo.ConcreteModel) -> LinearProgram:
    """Turn the constraints and variables of `m` into arrays.

    An objective is not needed, and none must be active. Every variable of the
    model gets a column, whether a constraint uses it or not, since an
    objective may. Raises InfeasibleError when a row holds constants only and
    is violated.
    """
    with _collector_paused():
        variables = list(m.component_data_objects(pyo.Var, descend_into=True))
        constraints = list(m.component_data_objects(pyo.Constraint, active=True))
        order = {id(v): j for j, v in enumerate(variables)}
        try:
            form = LinearStandardFormCompiler().write(
                m, mixed_form=True, set_sense=None, column_order=variables, row_order=constraints
            )
        except InfeasibleConstraintException as error:
            raise InfeasibleError(f"no plan exists: {error}") from error
        return _arrays(form, variables, order)


def _arrays(form: Any, variables: list[Any], order: dict[int, int]) -> LinearProgram:
    """The arrays of a standard form, its columns set at their variables' places."""
    place = np.array([order[id(v)] for v in form.columns], dtype=np.int64)
    coo = form.A.tocoo()
    # The compiler gives a range as two rows of one constraint; they become one again.
    rows: list[Any] = []
    row_of = np.empty(len(form.rows), dtype=np.int64)
    lower: list[float] = []
    upper: list[float] = []
    for i, (entry, bound) in enumerate(zip(form.rows, form.rhs, strict=True)):
        repeated = bool(rows) and rows[-1] is entry.constraint
        if not repeated:
            rows.append(entry.constraint)
            lower.append(-np.inf)
            upper.append(np.inf)
        row_of[i] = len(rows) - 1
        if entry.bound_type <= 0:
            lower[-1] = bound
        if entry.bound_type >= 0:
            upper[-1] = bound
    matrix = _assembled(coo, row_of, place, (len(rows), len(variables)))
    return LinearProgram(
        matrix=matrix,
        row_lower=np.array(lower, dtype=float),
        row_upper=np.array(upper, dtype=float),
        column_lower=np.array([_bound(v, v.lb, -np.inf) for v in variables], dtype=float),
        column_upper=np.array([_bound(v, v.ub, np.inf) for v in variables], dtype=float),
        row_names=[c.name for c in rows],
        column_names=[v.name for v in variables],
        columns=variables,
    )


def _bound(variable: Any, bound: float | None, missing: float) -> float:
    """A bound of a column; a fixed variable is held at its value."""
    if variable.fixed:
        return float(variable.value)
    return missing if bound is None else float(bound)


def _assembled(
    coo: Any, row_of: np.ndarray, place: np.ndarray, shape: tuple[int, int]
) -> sparse.csr_array:
    """The matrix with each constraint in one row: of a range's two rows, the first."""
    first = np.ones(len(row_of), dtype=bool)
    first[1:] = row_of[1:] != row_of[:-1]
    keep = first[coo.row]
    entries = (coo.data[keep], (row_of[coo.row[keep]], place[coo.col[keep]]))
    matrix = sparse.csr_array(sparse.coo_array(entries, shape=shape))
    matrix.sort_indices()
    return matrix


def costs_of(program: LinearProgram, expression: Any) -> tuple[np.ndarray, float]:
    """Cost of each column and the constant of a linear expression.

    Raises ValueError when the expression is not linear, or has a variable
    that the programme doesn't.
    """
    place = {id(v): j for j, v in enumerate(program.columns)}
    costs = np.zeros(len(program.columns))
    if not hasattr(expression, "is_expression_type"):
        return costs, float(expression)
    with _collector_paused():
        form = generate_standard_repn(expression)
    if not form.is_linear():
        raise ValueError("the objective is not linear")
    for coefficient, variable in zip(form.linear_coefs, form.linear_vars, strict=True):
        if id(variable) not in place:
            raise ValueError(f"the programme has no column for {variable.name}")
        costs[place[id(variable)]] += coefficient
    return costs, float(form.constant)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Millions of small objects are made and none can be freed: don't look for garbage."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
