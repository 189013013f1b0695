"""What a table must hold: ``datapackage.json`` as typed objects.

The descriptor is the only schema. It follows the Frictionless Table Schema,
with two additions: a field's ``unit``, and on a central value the ``range``
that names the columns of its low and high value.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from planner.model_definition import Case

FieldType = Literal["string", "integer", "number", "boolean"]
FIELD_TYPES: tuple[str, ...] = get_args(FieldType)

_NOUNS = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column: what it holds, in which unit, within which bounds."""

    name: str
    type: FieldType = "string"
    description: str = ""
    unit: str = ""
    required: bool = False
    unique: bool = False
    minimum: float | None = None
    maximum: float | None = None
    enum: tuple[str, ...] = ()
    pattern: str = ""
    low: str = ""
    """Column of the low value; empty where the quantity has none."""
    high: str = ""
    """Column of the high value; empty where the quantity has none."""
    refers_to: str = ""
    """``table.column`` whose values this column must be one of, if any."""
    refers_in: str = ""
    """Where a reader finds that table; empty where it is ``<table>.csv``."""

    @property
    def ranged(self) -> bool:
        """Whether a low or a high value stands beside this central one."""
        return bool(self.low or self.high)

    @property
    def expectation(self) -> str:
        """What a cell must hold, in words: ``a number from 0 to 1 (MW/MW)``."""
        if self.enum:
            return f"one of {', '.join(self.enum)}"
        if self.refers_to:
            table, _, column = self.refers_to.rpartition(".")
            return f"{with_article(column)} of {self.refers_in or f'{table}.csv'}"
        if self.pattern:
            return f"text of the form {self.pattern}"
        if self.minimum is not None and self.maximum is not None:
            bounds = f" from {self.minimum:g} to {self.maximum:g}"
        elif self.minimum is not None:
            bounds = f" of at least {self.minimum:g}"
        elif self.maximum is not None:
            bounds = f" of at most {self.maximum:g}"
        else:
            bounds = ""
        return _NOUNS[self.type] + bounds + (f" ({self.unit})" if self.unit else "")


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns whose values must occur together in `table`, under `references`."""

    columns: tuple[str, ...]
    table: str
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One CSV file: its columns, its key, and the tables that it refers to."""

    name: str
    path: str
    fields: Mapping[str, Field]
    key: tuple[str, ...]
    title: str = ""
    description: str = ""
    currency_year: int | None = None
    """Year whose prices its money is stated in; None where it holds no money."""
    foreign_keys: tuple[ForeignKey, ...] = ()

    def column_of(self, central: str, case: Case) -> str:
        """The column that holds the `case` of the quantity `central`.

        It is `central` itself where the quantity has no such case.
        """
        field = self.fields[central]
        return {"low": field.low, "high": field.high}.get(case, "") or central


Schema = Mapping[str, Table]
"""Tables by name, in the order of the descriptor."""


def with_article(noun: str) -> str:
    """A noun after a or an."""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
