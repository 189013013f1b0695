"""Families of variables that are columns before they are objects.

A plan has a few variables with a member in every slice: hundreds of thousands of objects that a
build would make only for the solver to be told how many there are. Such a family takes its
columns by its index alone, and makes its members when something looks at one.
"""

from typing import Any

import numpy as np
from pyomo.core.base.var import IndexedVar


class ColumnFamily(IndexedVar):
    """Variables over an index, in one domain and without other bounds.

    From the first look at a member on it is an ordinary variable, whose members
    can be fixed, bounded and put in expressions. Values that are loaded before
    are those of the members when they are made.
    """

    def __init__(self, index: Any, within: Any) -> None:
        self._made: dict[Any, Any] = {}
        self._as_columns = False
        self._constructed: bool = False
        self._loaded: np.ndarray | None = None
        self.domain_of_all = within
        super().__init__(index, within=within)

    def __len__(self) -> int:
        """How many members there are, made or not."""
        return len(self.index_set()) if self._as_columns else len(self._made)

    @property
    def as_columns(self) -> bool:
        """Whether no member has been looked at, so that none is fixed or has own bounds."""
        return self._as_columns

    def is_reference(self) -> bool:
        """Its members are its own."""
        return False

    @property
    def _data(self) -> dict[Any, Any]:
        """Where Pyomo keeps and looks up the members of a component."""
        self.make()
        return self._made

    @_data.setter
    def _data(self, made: dict[Any, Any]) -> None:
        self._made = made

    def construct(self, data: Any = None) -> None:
        """Take a place in the model; the members are made when one is looked at."""
        if not self._constructed:
            for index_set in self._anonymous_sets or ():
                index_set.construct()
            self._constructed = self._as_columns = True

    def make(self) -> None:
        """Make every member, from now on."""
        if not self._as_columns:
            return
        self._constructed = self._as_columns = False
        super().construct()
        if self._loaded is not None:
            values, self._loaded = self._loaded, None
            self.load(values)

    def load(self, values: np.ndarray) -> None:
        """Give each member its value, in the order of the index; the members needn't be made."""
        if self._as_columns:
            self._loaded = values
            return
        for member, value in zip(self._made.values(), values.tolist(), strict=True):
            member.set_value(value, skip_validation=True)
