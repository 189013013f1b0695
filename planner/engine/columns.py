"""The columns of a model: its variables in order, with bounds, and where each stands."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyomo.environ as pyo
from pyomo.core.base import SortComponents

from planner.engine.checks import settled_bounds, whole_columns
from planner.engine.names import Namer, Names

_ORDER = SortComponents.ORDERED_INDICES


class ColumnNumbers:
    """Where each variable stands among columns; `place` is that by the variable's identity."""

    def __init__(self, variables: list[Any]) -> None:
        self.variables = variables
        self.place = {id(v): j for j, v in enumerate(variables)}
        self._known: dict[int, np.ndarray] = {}

    def of(self, variable: Any) -> np.ndarray:
        """The column of each member of an indexed variable, in the order of its index."""
        found = self._known.get(id(variable))
        if found is None:
            columns = (self.place[id(v)] for v in variable.values())
            found = self._known[id(variable)] = np.fromiter(columns, dtype=np.int32)
        return found


class Columns(ColumnNumbers):
    """Every variable of a model, whether a row uses it or not, in the order of its components.

    `used` are variables of rows, which may be of another model or an inactive block.
    """

    def __init__(self, m: pyo.ConcreteModel, used: Sequence[Any]) -> None:
        members = list(m.component_data_objects(pyo.Var, active=True, sort=_ORDER))
        super().__init__(members)
        if len(self.place) < len(members) or any(id(v) not in self.place for v in used):
            super().__init__(list({id(v): v for v in (*members, *used)}.values()))
        self.fixed = np.fromiter((v.fixed for v in self.variables), dtype=bool)

    def values_of_fixed(self) -> np.ndarray:
        """The value of each fixed column, NaN where it has none, and zero of the others."""
        values = np.zeros(len(self.variables))
        for j in np.flatnonzero(self.fixed):
            value = self.variables[j].value
            values[j] = np.nan if value is None else value
        return values

    def bounds(self, names: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """Lower and upper bound of each; a fixed one is held at its value."""
        # A bound that is missing, None, becomes NaN on its way into an array.
        lower = np.array([v.lb for v in self.variables], dtype=float)
        upper = np.array([v.ub for v in self.variables], dtype=float)
        lower[np.isnan(lower)] = -np.inf
        upper[np.isnan(upper)] = np.inf
        values = self.values_of_fixed()
        lower[self.fixed] = upper[self.fixed] = values[self.fixed]
        return settled_bounds(lower, upper, names)

    def names(self) -> Names:
        """Their names."""
        variables = self.variables
        return Names(len(variables), lambda: Namer().of(variables))

    def whole(self) -> np.ndarray:
        """Places of those that may take whole numbers only; see :func:`whole_columns`."""
        domains = {id(v.domain): v for v in self.variables}
        if all(v.is_continuous() for v in domains.values()):
            return np.zeros(0, dtype=np.int32)
        return whole_columns(self.variables)
