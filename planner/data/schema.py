"""What a table must hold: ``datapackage.json`` as typed objects.

The descriptor is the only schema. It follows the Frictionless Table Schema,
with additions: a field's ``unit``; what reads it, ``used``; on a central value
the ``range`` that names the columns of its low and high value; ``optional`` on a
table or a column that need not be there; and the ``default`` of a column that is
left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

from planner.config import Case

Value = str | int | float | bool
"""What a cell holds; None stands for a blank one."""
FieldType = Literal["string", "integer", "number", "boolean"]
FIELD_TYPES: tuple[str, ...] = get_args(FieldType)

LEFT_OUT = (
    "where tables are left out on purpose, check or plan the model that says so: planner check "
    "MODEL.toml, with 'tables = { missing = \"default\" }' in it"
)
"""The way out of a folder that lacks tables."""
_NOUNS = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What reads a column; see :mod:`planner.data.uses`."""

    by: Literal["plan", "answers", "readers"] = "plan"
    rows: tuple[Mapping[str, tuple[Value, ...]], ...] = ()
    """Columns and values of the rows in which it is read; empty where it is in all."""
    choice: str = ""
    """Key of a model file that picks it; empty where none does."""
    when: tuple[Value, ...] = ()
    """Values of that key of which any picks it; empty where no value of it alone leaves it out."""
    otherwise: Literal["", "answers"] = ""
    """What reads it where that key picks another."""
    released: str = ""
    """Which of ``limits.release`` takes away the limit that it states; empty where none does."""
    needs: str = ""
    """What a problem must have; empty where it needs nothing."""
    rest: str = ""
    """What a cell holds that says nothing, beside a blank; empty where only a blank does."""


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
    identifies: bool = False
    """Whether its text is a name that rows are known by: a part of a key, or of a reference."""
    optional: bool = False
    """Whether the column may be left out; it then has its default in every row."""
    default: str | None = None
    """What stands in every cell of a column that is left out, as text; None where the schema
    states none, and an empty text for a blank."""
    refers_to: str = ""
    """``table.column`` whose values this column must be one of, if any."""
    used: Use = Use()
    """What reads the column."""
    refers_in: str = ""
    """Where a reader finds that table; empty where it is ``<table>.csv``."""

    @property
    def rest(self) -> Value | None:
        """What a cell holds that says nothing, but for a blank; None where only a blank does."""
        text = self.used.rest
        if not text:
            return None
        if self.type == "boolean":
            return text == "true"
        return text if self.type == "string" else float(text)

    @property
    def is_share(self) -> bool:
        """Whether it is a part of a whole, of which there is at most one."""
        return self.maximum == 1 and (self.unit == "share" or "/" in self.unit)

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
    optional: bool = False
    """Whether the file may be absent; the table is then empty."""
    extra: bool = False
    """Whether the tables that ship have no such file: it is for problems of one's own."""
    sparse: bool = False
    """Whether a row of a year holds until the next row, so that years may be left out."""

    def column_of(self, central: str, case: Case) -> str:
        """The column that holds the `case` of the quantity `central`.

        It is `central` itself where the quantity has no such case.
        """
        field = self.fields[central]
        return {"low": field.low, "high": field.high}.get(case, "") or central


Schema = Mapping[str, Table]
"""Tables by name, in the order of the descriptor."""


def relaxed(schema: Schema) -> dict[str, Table]:
    """The schema for a folder that holds only what its problem needs.

    Every table may be absent; a column may be left out that may be blank, or
    has a default; years may be left out; money is of the year that the model
    says. Bounds that guard the tables that ship against wrong units would only
    be in the way of another world's numbers: what stays is that a quantity is
    not negative, and a share at most 1. Money may be: somebody may pay for it.
    """
    return {
        name: replace(
            table,
            optional=True,
            sparse=True,
            currency_year=None,
            fields={column: _relaxed(field) for column, field in table.fields.items()},
        )
        for name, table in schema.items()
    }


PROVENANCE = ("source_id", "confidence")
"""Columns that say where a row is from, which a problem of one's own need not."""


def _relaxed(field: Field) -> Field:
    default = "" if field.name in PROVENANCE else field.default

    def kept(bound: float | None) -> float | None:
        return bound if bound is not None and abs(bound) <= 1 else None

    # A fee or a credit may make a cost negative.
    paid = field.unit.startswith("USD")

    return replace(
        field,
        default=default,
        required=field.required and default != "",
        optional=field.optional or not field.required or default is not None,
        minimum=None if paid else kept(field.minimum),
        maximum=field.maximum if field.is_share else None,
    )


def with_article(noun: str) -> str:
    """A noun after a or an."""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
