"""What the tables of a folder are held to: its own descriptor, the shipped one, or less of it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

from planner.config.former_names import TABLES
from planner.config.locations import bundled
from planner.data.descriptor import DESCRIPTOR, read_schema
from planner.data.schema import Schema, Table, relaxed
from planner.data.schema_checks import schema_faults
from planner.errors import Fault, did_you_mean, listed

Missing = Literal["fault", "default"]
"""What a table is that a folder leaves out, as ``tables.missing`` of a model says it."""


def folder_schema(folder: Path, missing: Missing) -> tuple[Schema, list[Fault]]:
    """What the tables of a folder are held to, and in what its own descriptor falls short."""
    shipped = bundled("datasets")
    right = read_schema(shipped)
    if folder.resolve() == shipped.resolve():
        return right, []
    if missing == "fault":
        optional = {name: table for name, table in right.items() if table.optional}
        own = read_schema(folder)
        return {**optional, **own}, list(schema_faults(own, right))
    schema: dict[str, Table] = relaxed(right)
    faults: list[Fault] = []
    if (folder / DESCRIPTOR).is_file():
        own = read_schema(folder)
        schema |= own
        faults += schema_faults(own, {name: right[name] for name in own if name in right})
    schema = _former_files(folder, schema)
    return schema, faults + list(_unknown_tables(folder, schema))


def _former_files(folder: Path, schema: Schema) -> dict[str, Table]:
    """The schema with the paths of tables that the folder holds under their former names."""
    former = {new: f"{old}.csv" for old, new in TABLES.items()}
    return {
        name: replace(table, path=former[name])
        if name in former
        and not (folder / table.path).is_file()
        and (folder / former[name]).is_file()
        else table
        for name, table in schema.items()
    }


def _unknown_tables(folder: Path, schema: Schema) -> Iterator[Fault]:
    """Tables that no schema describes: one under another name would be read as absent."""
    known = {table.path for table in schema.values()}
    for path in sorted(folder.glob("*.csv")):
        if path.name not in known:
            yield Fault(
                str(path.relative_to(folder)),
                "no table of that name",
                f"one of {listed(sorted(known), 60)}",
                did_you_mean(path.name, known) or "rename or remove it",
            )
