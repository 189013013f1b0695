"""Tables that were changed since a run: which cells, by what the run kept of its inputs."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from planner.data.inputs import Inputs
from planner.data.paths import keys_of
from planner.errors import Fault
from planner.storage.run_folder import read_inputs
from planner.wording.numbers import counted

AGAIN = "plan it again"
EXPECTED = "the table that the run was planned from"
NO_CELL = "changed since the run, and no cell of it that the run has"


def changed_tables(
    manifest: Mapping[str, Any], inputs: Inputs, folder: Path | None
) -> list[Fault]:
    """A fault for each file or table that is not what a run was planned from.

    `folder` is that of the run, whose own rows tell the first cell that differs; without it only
    the names of the files are known. `inputs` are the tables as they are now, with the model's
    cases and changes.
    """
    files = [
        name
        for name, checksum in manifest["inputs"].items()
        if inputs.checksums.get(name) != checksum
    ]
    kept = read_inputs(folder) if folder and files else {}
    faults = []
    for file in files:
        tables = [
            name
            for name, table in inputs.schema.items()
            if table.path == file or table.path.startswith(f"{file} ")
        ]
        found = [_change(name, kept[name], inputs) for name in tables if name in kept]
        told = [change for change in found if change]
        faults += told or [
            Fault(file, NO_CELL if kept else "changed since the run", EXPECTED, AGAIN)
        ]
    return faults


def _change(name: str, before: pd.DataFrame, inputs: Inputs) -> Fault | None:
    """The first cell of a table that differs from what it was, and how many rows do; or None."""
    table = inputs.schema[name]
    now = inputs.tables.get(name)
    if now is None:
        return Fault(table.path, "gone since the run", EXPECTED, AGAIN)
    was = before.set_index(list(table.key))
    rows = dict(zip(keys_of(now), now.to_dict("records"), strict=True))
    old = dict(zip(keys_of(was), was.to_dict("records"), strict=True))
    changes = list(_cells(old, rows))
    if not changes:
        return None
    key, column, told = changes[0]
    row = ":".join(map(str, key))
    place = (
        inputs.place(name, key, column) if column and key in rows else f"{table.path}, row {row}"
    )
    several = len({key for key, _, _ in changes})
    rest = f" (the first of {counted(several, 'row')})" if several > 1 else ""
    return Fault(place, f"changed since the run: {told}{rest}", EXPECTED, AGAIN)


def _cells(
    old: Mapping[Any, Mapping[Any, Any]], now: Mapping[Any, Mapping[Any, Any]]
) -> Iterator[tuple[Any, str, str]]:
    """Key, column and what is told of each cell that differs; no column of a whole row."""
    for key, row in old.items():
        if key not in now:
            yield key, "", "the row is gone"
            continue
        for column, cell in now[key].items():
            before = row.get(column)
            if not _alike(before, cell):
                yield key, str(column), f"{_told(cell)}, where it had {_told(before)}"
    for key in now:
        if key not in old:
            yield key, "", "the row is new"


def _alike(one: Any, other: Any) -> bool:
    if _blank(one) or _blank(other):
        return _blank(one) and _blank(other)
    return bool(one == other)


def _blank(cell: Any) -> bool:
    return bool(pd.isna(cell)) or cell == ""


def _told(cell: Any) -> str:
    return "a blank" if _blank(cell) else repr(cell) if isinstance(cell, str) else str(cell)
