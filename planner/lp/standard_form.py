"""A Pyomo model's constraints as Pyomo's standard form, whatever rows of constants it has."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pyomo.environ as pyo
from pyomo.common.errors import InfeasibleConstraintException
from pyomo.repn import generate_standard_repn
from pyomo.repn.plugins.standard_form import LinearStandardFormCompiler

from planner.errors import InfeasibleError
from planner.lp.array_checks import ROUNDING
from planner.lp.name_sentences import contradiction
from planner.lp.row_family import RowFamily


def standard_form(m: pyo.ConcreteModel) -> Any:
    """The standard form of `m`'s active constraints, with no row of constants among them.

    Families of rows that are arrays are left out. Raises InfeasibleError,
    naming the rows, where constants alone break one.
    """
    with _without_arrays(m):
        return _settled(m)


@contextmanager
def _without_arrays(m: pyo.ConcreteModel) -> Iterator[None]:
    """Set families that are arrays aside, so that none of their rows is looked at."""
    aside = [
        c
        for c in m.component_objects(pyo.Constraint, active=True)
        if isinstance(c, RowFamily) and c.as_arrays
    ]
    for family in aside:
        family.stand_aside()
    try:
        yield
    finally:
        for family in aside:
            family.come_back()


def _settled(m: pyo.ConcreteModel) -> Any:
    """The standard form, rows of constants left out that hold but for rounding."""
    try:
        return _written(m)
    except InfeasibleConstraintException:
        constant = list(_rows_of_constants(m))
    # The compiler stops at the first such row and takes 0.1 + 0.2 <= 0.3 for a contradiction.
    broken = [row.name for row, by in constant if by > ROUNDING]
    if broken:
        raise InfeasibleError(contradiction("constants alone break", broken))
    for row, _ in constant:
        row.deactivate()
    try:
        return _written(m)
    finally:
        for row, _ in constant:
            row.activate()


def _written(m: pyo.ConcreteModel) -> Any:
    """The compiler's result, in the orders of the model's components.

    No order of columns is asked for: with one, the compiler gives the coefficient of
    a fixed member of an indexed variable to another member of it.
    """
    return LinearStandardFormCompiler().write(m, mixed_form=True, set_sense=None)


def _rows_of_constants(m: pyo.ConcreteModel) -> Iterator[tuple[Any, float]]:
    """Active constraints without a free variable, each with how far it is broken.

    The distance is relative to the bound, and to one where the bound is small.
    """
    for row in m.component_data_objects(pyo.Constraint, active=True):
        body = generate_standard_repn(row.body)
        if body.linear_vars or not body.is_linear():
            continue
        value = float(pyo.value(body.constant))
        below = (row.lb - value) / max(1.0, abs(row.lb)) if row.has_lb() else 0.0
        above = (value - row.ub) / max(1.0, abs(row.ub)) if row.has_ub() else 0.0
        yield row, max(below, above)
