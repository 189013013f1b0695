"""A folder of one's own must describe what the planner reads."""

from collections.abc import Iterator

from planner.data.descriptor import DESCRIPTOR
from planner.data.schema import Schema
from planner.errors import Fault, nearest


def schema_faults(schema: Schema, shipped: Schema) -> Iterator[Fault]:
    """Tables, keys and columns of the shipped schema that `schema` lacks or has otherwise.

    More tables and more columns are welcome; other bounds are the folder's own affair. A table
    or column that is optional may be missing.
    """
    for name, right in shipped.items():
        place = f"{DESCRIPTOR}, table {name}"
        if name not in schema:
            if right.optional:
                continue
            near = nearest(name, [other for other in schema if other not in shipped])
            fix = f"rename {near!r}?" if near else "take it from the tables that ship"
            yield Fault(place, "no such table", right.title or "the table", fix)
            continue
        table = schema[name]
        if table.key != right.key:
            found = f"the primary key is {', '.join(table.key)}"
            yield Fault(place, found, ", ".join(right.key))
        for column, field in right.fields.items():
            there = table.fields.get(column)
            where = f"{place}, field {column}"
            if there is None:
                if not field.optional:
                    yield Fault(where, "no such field", field.expectation)
            elif there.type != field.type:
                yield Fault(where, f"the type is {there.type}", field.type)
            elif there.unit != field.unit:
                yield Fault(where, f"the unit is {there.unit or 'not stated'}", field.unit)
