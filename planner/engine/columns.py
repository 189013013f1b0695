"""The columns of a model: its variables in order, with bounds, and where each stands."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
import pyomo.environ as pyo
from pyomo.core.base import SortComponents

from planner.engine.checks import settled_bounds, whole_columns
from planner.engine.names import Namer, Names

_ORDER = SortComponents.ORDERED_INDICES


class ColumnNumbers:
    """Where each variable stands among columns.

    `first` is the column of the first member of components, by their identity,
    whose members have columns one after another.
    """

    def __init__(self, variables: list[Any], first: dict[int, int] | None = None) -> None:
        self.variables = variables
        self.first = first or {}
        self._within: dict[int, dict[int, int]] = {}

    @cached_property
    def _place(self) -> dict[int, int]:
        return {id(v): j for j, v in enumerate(self.variables)}

    def number(self, variable: Any) -> int | None:
        """The column of a variable; None where it has none."""
        component = variable.parent_component()
        first = self.first.get(id(component))
        if first is None:
            return self._place.get(id(variable))
        within = self._within.get(id(component))
        if within is None:
            within = {id(v): i for i, v in enumerate(component.values())}
            self._within[id(component)] = within
        return first + within[id(variable)]

    def of(self, variable: Any) -> np.ndarray:
        """The column of each member of an indexed variable, in the order of its index."""
        first = self.first.get(id(variable))
        if first is not None:
            return np.arange(first, first + len(variable), dtype=np.int32)
        return np.fromiter((self._place[id(v)] for v in variable.values()), dtype=np.int32)


class Columns(ColumnNumbers):
    """Every variable of a model, whether a row uses it or not, in the order of its components.

    `used` are variables of rows, which may be of another model or an inactive block.
    """

    def __init__(self, m: pyo.ConcreteModel, used: Sequence[Any]) -> None:
        members: list[Any] = []
        first: dict[int, int] = {}
        aliases = False
        for component in m.component_objects(pyo.Var, active=True):
            aliases |= component.is_reference()
            if not component.is_indexed() or component.index_set().isordered():
                first[id(component)] = len(members)
            members += component.values(_ORDER)
        parents = {id(parent): parent for v in used for parent in (v.parent_component(),)}
        if aliases or not all(i in first for i in parents):
            # A variable may have two names, or be met in a row only: each has one column.
            members, first = list({id(v): v for v in (*members, *used)}.values()), {}
        super().__init__(members, first)
        self._model = m
        self.fixed = np.array([v.fixed for v in members], dtype=bool)

    def values_of_fixed(self) -> np.ndarray:
        """The value of each fixed column, NaN where it has none, and zero of the others."""
        values = np.zeros(len(self.variables))
        for j in np.flatnonzero(self.fixed):
            value = self.variables[j].value
            values[j] = np.nan if value is None else value
        return values

    def bounds(self, names: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """Lower and upper bound of each; a fixed one is held at its value."""
        kinds = np.array([id(v.domain) for v in self.variables], dtype=np.int64)
        lower, upper = np.empty(len(kinds)), np.empty(len(kinds))
        for kind, example in {id(v.domain): v.domain for v in self._examples(kinds)}.items():
            least, most = example.bounds()
            lower[kinds == kind] = -np.inf if least is None else least
            upper[kinds == kind] = np.inf if most is None else most
        # Few have bounds beside those of their domain, and asking each takes its time.
        for j in self._with_bounds():
            least, most = self.variables[j].lb, self.variables[j].ub
            lower[j] = -np.inf if least is None else least
            upper[j] = np.inf if most is None else most
        lower[self.fixed] = upper[self.fixed] = self.values_of_fixed()[self.fixed]
        return settled_bounds(lower, upper, names)

    def _examples(self, kinds: np.ndarray) -> list[Any]:
        """A variable of each kind."""
        return [self.variables[j] for j in np.unique(kinds, return_index=True)[1]]

    def _with_bounds(self) -> list[int]:
        """Places of those with bounds of their own.

        The public properties put those of the domain in, at ten times the time.
        """
        every = enumerate(self.variables)
        return [j for j, v in every if v._lb is not None or v._ub is not None]

    def names(self) -> Names:
        """Their names."""
        variables = self.variables
        return Names(len(variables), lambda: Namer().of(variables), self._model)

    def whole(self) -> np.ndarray:
        """Places of those that may take whole numbers only; see :func:`whole_columns`."""
        kinds = np.array([id(v.domain) for v in self.variables], dtype=np.int64)
        if all(v.is_continuous() for v in self._examples(kinds)):
            return np.zeros(0, dtype=np.int32)
        return whole_columns(self.variables)
