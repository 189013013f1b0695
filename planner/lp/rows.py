"""The rows of a model: those of Pyomo's standard form, and families of them that are arrays."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pyomo.environ as pyo
from scipy import sparse

from planner.errors import InfeasibleError
from planner.lp.array_checks import ROUNDING
from planner.lp.columns import Columns
from planner.lp.name_sentences import contradiction
from planner.lp.row_and_column_names import Keys, keys_of, keys_under, names_of
from planner.lp.row_family import Part, RowFamily


@dataclass(frozen=True, eq=False)
class Rows:
    """``lower <= matrix @ x <= upper``, with the key of each row."""

    matrix: sparse.csr_array
    lower: np.ndarray
    upper: np.ndarray
    keys: Keys


def rows_of(m: pyo.ConcreteModel, form: Any, columns: Columns) -> Rows:
    """All rows in the order of the model's constraints; `form` has those that are no arrays.

    A range is one row. Rows of constants are dropped; raises InfeasibleError,
    with names, where one is broken.
    """
    components = list(m.component_objects(pyo.Constraint, active=True))
    rank = {id(c): k for k, c in enumerate(components)}
    written, constraints = _written(form, columns)
    ranks = np.array([rank[id(c.parent_component())] for c in constraints], dtype=int)
    blocks: list[Rows] = []
    done = 0
    for k, family in enumerate(components):
        if isinstance(family, RowFamily) and family.as_arrays:
            here = int(np.searchsorted(ranks, k))
            blocks += [_between(written, done, here), _arrays(family, columns)]
            done = here
    blocks.append(_between(written, done, len(constraints)))
    return _stacked(blocks, m)


def _written(form: Any, columns: Columns) -> tuple[Rows, list[Any]]:
    """The rows of a standard form, one for each constraint, and these.

    The compiler gives a range as two rows, its upper bound first; they become
    one again.
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
    kept = np.flatnonzero(~second)
    own = np.array([columns.number(v) for v in form.columns], dtype=np.int32)
    matrix = matrix[kept]
    entries = (matrix.data, own[matrix.indices], matrix.indptr)
    whole = sparse.csr_array(entries, shape=(len(kept), len(columns.fixed)))
    constraints = [constraints[i] for i in kept]
    keys = Keys(len(kept), lambda: keys_of(constraints))
    return Rows(whole, lower[kept], upper[kept], keys), constraints


def _between(rows: Rows, first: int, end: int) -> Rows:
    """The rows from `first` to before `end`."""
    keys = Keys(end - first, lambda: rows.keys[first:end])
    return Rows(rows.matrix[first:end], rows.lower[first:end], rows.upper[first:end], keys)


def _arrays(family: RowFamily, columns: Columns) -> Rows:
    """The rows of a family; what a fixed variable adds goes to their bounds."""
    count = family.row_count()
    matrix = _matrix(family.parts(), columns, count)
    lower, upper = (np.full(count, bound, dtype=float) for bound in family.row_bounds)
    if columns.fixed.any():
        held = columns.fixed[matrix.indices]
        shift = matrix @ columns.values_of_fixed()
        lower, upper = lower - shift, upper - shift
        matrix.data = np.where(held, 0.0, matrix.data)
        matrix.eliminate_zeros()
    keys = Keys(count, lambda: keys_under(family, family.indices()))
    return Rows(matrix, lower, upper, keys)


def _matrix(parts: Sequence[Part], columns: Columns, count: int) -> sparse.csr_array:
    """The sum of parts as a matrix, without zeros."""
    none = [np.zeros(0, dtype=np.int32)]
    rows = np.concatenate([p.rows for p in parts] or none)
    places = np.concatenate([columns.of(p.variable)[p.members] for p in parts] or none)
    values = np.concatenate([p.coefficients for p in parts] or [np.zeros(0)])
    shape = (count, len(columns.fixed))
    matrix = sparse.csr_array(sparse.coo_array((values, (rows, places)), shape=shape))
    matrix.eliminate_zeros()
    return matrix


def _stacked(blocks: Sequence[Rows], m: pyo.ConcreteModel) -> Rows:
    """Blocks of rows one after another, without rows of constants."""
    matrix = sparse.csr_array(sparse.vstack([b.matrix for b in blocks], format="csr"))
    matrix.sort_indices()
    lower = np.concatenate([b.lower for b in blocks])
    upper = np.concatenate([b.upper for b in blocks])
    keys = Keys(len(lower), lambda: [key for b in blocks for key in b.keys], m)
    empty = np.diff(matrix.indptr) == 0
    if not empty.any():
        return Rows(matrix, lower, upper, keys)
    broken = empty & ((lower > ROUNDING) | (upper < -ROUNDING))
    if broken.any():
        rows = names_of([keys[int(i)] for i in np.flatnonzero(broken)])
        raise InfeasibleError(contradiction("constants alone break", rows))
    kept = np.flatnonzero(~empty)
    left = Keys(len(kept), lambda: [keys[int(i)] for i in kept], m)
    return Rows(sparse.csr_array(matrix[kept]), lower[kept], upper[kept], left)
