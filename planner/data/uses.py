"""Uses: what reads a column, so that a cell that is filled acts or is refused.

The descriptor says it of each column that not everything reads, under ``used``:

``by``
    ``plan`` where it is left out: the world, its blocks and the certificate. ``answers``: what is
    asked of a plan, such as its milestones or the laws that it meets. ``readers``: people.
``rows``
    The rows in which it is read, as one or several sets of columns and values. In all other rows
    the cell must hold nothing: a blank, or the column's default.
``choice``
    The key of a model file that picks this column, or this table, among several.
``when``
    The values of that key that pick it, where others leave it unread.
``otherwise``
    ``answers`` where those read it that the plan does not.
``released``
    Which word of ``limits.release`` takes away the limit that it states.
``with``
    What a problem must have for the column to be read: ``accelerators``.

A table may have a ``used`` of its own, for those of its columns that have none. Where a row is
from, and its note, are for readers in all tables.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from planner.config import ModelDefinition
from planner.data.reading import Reading, Readings
from planner.data.schema import Field, Use
from planner.errors import Fault, quoted


@dataclass(frozen=True)
class _Need:
    """Something that a problem must have for a column to be read."""

    what: str
    """In words, as in "the problem has no ..."."""
    fix: str


_NEEDS: Mapping[str, _Need] = {
    "accelerators": _Need("workload, and so no accelerators", "name one in workloads.use")
}


def unread_rows(readings: Readings) -> Iterator[Fault]:
    """Cells that are filled in rows in which nothing reads them."""
    for reading in readings.values():
        for field in reading.table.fields.values():
            if field.used.rows:
                yield from _unread_in(reading, field)


def unread_columns(model: ModelDefinition, readings: Readings) -> Iterator[Fault]:
    """Columns that are filled in a problem of one's own that has nothing to read them.

    Tables that are written for many models, as those that ship, hold more than each of them needs.
    """
    if model.tables.missing != "default":
        return
    has = {"accelerators": bool(model.workloads.use)}
    for reading in readings.values():
        table = reading.table
        for field in table.fields.values():
            need = field.used.needs
            if not need or has[need] or field.name in table.key:
                continue
            row = next(
                (row for row, (cell,) in reading.rows(field.name) if not is_at_rest(field, cell)),
                None,
            )
            if row is not None:
                cell = dict(reading.rows(field.name))[row][0]
                yield Fault(
                    reading.place(row, field.name),
                    f"{quoted(_as_typed(cell))}, which nothing reads: the problem has no "
                    f"{_NEEDS[need].what}",
                    _nothing(field),
                    f"leave it out, or {_NEEDS[need].fix}",
                )


def is_at_rest(field: Field, cell: object) -> bool:
    """Whether a cell says no more than one that is left out."""
    if cell is None or cell == "":
        return True
    return field.rest is not None and cell == field.rest


def is_read(use: Use, row: Mapping[str, Any]) -> bool:
    """Whether a column is read in a row."""
    return not use.rows or any(
        all(row[column] in values for column, values in alternative.items())
        for alternative in use.rows
    )


def _unread_in(reading: Reading, field: Field) -> Iterator[Fault]:
    asked = list(dict.fromkeys(column for rows in field.used.rows for column in rows))
    for row, (cell, *cells) in reading.rows(field.name, *asked):
        own = dict(zip(asked, cells, strict=True))
        if None in cells or is_at_rest(field, cell) or is_read(field.used, own):
            continue
        is_one = ", ".join(f"{column} is {quoted(str(value))}" for column, value in own.items())
        wanted = " or ".join(
            " and ".join(f"{c} is {_one_of(values)}" for c, values in rows.items())
            for rows in field.used.rows
        )
        yield Fault(
            reading.place(row, field.name),
            f"{quoted(_as_typed(cell))}, which nothing reads where {is_one}",
            f"{_nothing(field)}: it is read where {wanted}",
            "leave it out",
        )


def _as_typed(cell: object) -> str:
    """A cell as its author wrote it, whatever type it was read as."""
    return _one_of((cell,)).removesuffix(".0")


def _one_of(values: tuple[Any, ...]) -> str:
    return " or ".join(str(v).lower() if isinstance(v, bool) else str(v) for v in values)


def _nothing(field: Field) -> str:
    return "a blank" if field.rest is None else f"{field.used.rest} or a blank"
