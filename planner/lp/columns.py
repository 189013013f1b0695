"""The columns of a model: its variables in order, with bounds, and where each stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyomo.environ as pyo
from pyomo.core.base import SortComponents

from planner.lp.array_checks import settled_bounds, whole_columns
from planner.lp.column_family import ColumnFamily
from planner.lp.row_and_column_names import Key, Keys, MadeLate, keys_of, keys_under

_ORDER = SortComponents.ORDERED_INDICES


class ColumnNumbers:
    """Where each variable stands among columns.

    `first` is the column of the first member of components, by their identity,
    whose members have columns one after another.
    """

    def __init__(self, variables: Sequence[Any], first: dict[int, int] | None = None) -> None:
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


@dataclass(frozen=True, eq=False)
class _Block:
    """Columns one after another: members, or a family whose members aren't made."""

    first: int
    count: int
    members: list[Any]
    family: ColumnFamily | None = None

    @property
    def columns(self) -> slice:
        return slice(self.first, self.first + self.count)

    def listed(self) -> list[Any]:
        """The variable of each column, which makes those of a family."""
        return self.members if self.family is None else list(self.family.values())

    def listed_keys(self) -> list[Key]:
        """The key of each, for which no member is made."""
        if self.family is None:
            return keys_of(self.members)
        return keys_under(self.family, self.family.index_set())


class Columns(ColumnNumbers):
    """Every variable of a model, whether a row uses it or not, in the order of its components.

    `used` are variables of rows, which may be of another model or an inactive block.
    """

    def __init__(self, m: pyo.ConcreteModel, used: Sequence[Any]) -> None:
        blocks: list[_Block] = []
        first: dict[int, int] = {}
        aliases, count = False, 0
        for component in m.component_objects(pyo.Var, active=True):
            aliases |= component.is_reference()
            if not component.is_indexed() or component.index_set().isordered():
                first[id(component)] = count
            if isinstance(component, ColumnFamily) and component.as_columns:
                blocks.append(_Block(count, len(component), [], component))
            else:
                members = list(component.values(_ORDER))
                blocks.append(_Block(count, len(members), members))
            count += blocks[-1].count
        parents = {id(parent): parent for v in used for parent in (v.parent_component(),)}
        if aliases or not all(i in first for i in parents):
            # A variable may have two names, or be met in a row only: each has one column.
            every = (*(v for block in blocks for v in block.listed()), *used)
            members, first = list({id(v): v for v in every}.values()), {}
            blocks, count = [_Block(0, len(members), members)], len(members)
        super().__init__(MadeLate(count, self._listed, m), first)
        self._blocks = blocks
        self._model = m
        self.fixed = np.zeros(count, dtype=bool)
        for block in blocks:
            if block.members:
                self.fixed[block.columns] = [v.fixed for v in block.members]

    def _listed(self) -> list[Any]:
        return [v for block in self._blocks for v in block.listed()]

    def _made(self) -> Iterator[tuple[int, Any]]:
        """The column of each variable that is made, and the variable."""
        for block in self._blocks:
            yield from enumerate(block.members, start=block.first)

    def values_of_fixed(self) -> np.ndarray:
        """The value of each fixed column, NaN where it has none, and zero of the others."""
        values = np.zeros(len(self.fixed))
        if self.fixed.any():
            for j, v in self._made():
                if v.fixed:
                    values[j] = np.nan if v.value is None else v.value
        return values

    def bounds(self, names: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """Lower and upper bound of each; a fixed one is held at its value."""
        lower, upper = np.empty(len(self.fixed)), np.empty(len(self.fixed))
        for block in self._blocks:
            for domain, here in _by_domain(block):
                least, most = domain.bounds()
                lower[block.columns][here] = -np.inf if least is None else least
                upper[block.columns][here] = np.inf if most is None else most
        for j, v in self._made():
            # Few have bounds beside those of their domain, and asking each takes its time: the
            # public properties put those of the domain in, at ten times the time.
            if v._lb is not None or v._ub is not None:
                least, most = v.lb, v.ub
                lower[j] = -np.inf if least is None else least
                upper[j] = np.inf if most is None else most
        lower[self.fixed] = upper[self.fixed] = self.values_of_fixed()[self.fixed]
        return settled_bounds(lower, upper, names)

    def keys(self) -> Keys:
        """Their keys."""
        blocks = self._blocks
        return Keys(
            len(self.fixed), lambda: [key for b in blocks for key in b.listed_keys()], self._model
        )

    def whole(self) -> np.ndarray:
        """Places of those that may take whole numbers only; see :func:`whole_columns`."""
        domains = {id(d): d for block in self._blocks for d, _ in _by_domain(block)}
        if all(_continuous(domain) for domain in domains.values()):
            return np.zeros(0, dtype=np.int32)
        return whole_columns(self.variables)


def _continuous(domain: Any) -> bool:
    """Whether a domain is an interval without gaps; the third of its numbers is the step."""
    interval = domain.get_interval()
    return interval is not None and interval[2] == 0


def _by_domain(block: _Block) -> Iterator[tuple[Any, np.ndarray | slice]]:
    """Each domain of the variables of a block, and where among them those with it are."""
    if block.family is not None:
        yield block.family.domain_of_all, slice(None)
        return
    if not block.members:
        return
    kinds = np.array([id(v.domain) for v in block.members], dtype=np.int64)
    first = np.unique(kinds, return_index=True)[1]
    for example in (block.members[i] for i in first):
        yield example.domain, kinds == id(example.domain)
