"""Rows that were edited in ``datasets/`` itself, and stated in ``edited_rows.csv``.

A row of ``datasets/`` that no raw table should change is edited there, with its
source and confidence, and stated by table and key, with the reason.
Deriving leaves a stated row as it stands: changed, added, or taken out.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.derive.package import Schema, key_of
from tools.derive.rows import Row

FILE = Path(__file__).parent / "edited_rows.csv"
COLUMNS = ["table", "key", "why"]
Standing = Callable[[str], list[Row]]
"""The rows of a table as they stand, by its name."""


@dataclass(frozen=True)
class Edited:
    """Stated rows by table: their keys, joined by colons, and why each stands."""

    rows: Mapping[str, Mapping[str, str]]

    @classmethod
    def read(cls, file: Path = FILE) -> Edited:
        """The stated rows; raises ValueError with all faults of the file."""
        with file.open(encoding="utf-8", newline="") as opened:
            reader = csv.DictReader(opened)
            if reader.fieldnames != COLUMNS:
                raise ValueError(f"{file.name}: the columns are {', '.join(COLUMNS)}")
            lines = [(f"{file.name}, line {reader.line_num}", line) for line in reader]
        found: dict[str, dict[str, str]] = {}
        faults = []
        for where, line in lines:
            if any(not line[column] for column in COLUMNS):
                faults.append(f"{where}: table, key and reason must all be given")
            elif line["key"] in found.setdefault(line["table"], {}):
                faults.append(f"{where}: {line['table']} {line['key']} is stated twice")
            else:
                found[line["table"]][line["key"]] = line["why"]
        if faults:
            raise ValueError("\n".join(faults))
        return cls(found)

    def applied(
        self, schema: Mapping[str, Schema], derived: Mapping[str, list[Row]], standing: Standing
    ) -> Mapping[str, list[Row]]:
        """The derived tables with every stated row as it stands.

        A stated row that is not derived comes last; one that does not stand is left out.
        Raises ValueError for a table or a key that there is none of.
        """
        tables, faults = dict(derived), []
        for name, stated in self.rows.items():
            if name not in schema:
                faults.append(f"{FILE.name}: there is no table {name!r}")
                continue
            stands = by_key(schema[name], standing(name))
            rows = by_key(schema[name], derived[name])
            for key in stated:
                if key in stands:
                    rows[key] = stands[key]
                elif rows.pop(key, None) is None:
                    faults.append(f"{FILE.name}: {name} has no row {key!r}, and had none")
            tables[name] = list(rows.values())
        if faults:
            raise ValueError("\n".join(faults))
        return tables


def by_key(resource: Schema, rows: Sequence[Row]) -> dict[str, Row]:
    """Rows by the cells of their key, joined by colons; raises ValueError for a key twice."""
    names = resource["schema"]["primaryKey"]
    found = {":".join(key_of(row, names)): row for row in rows}
    if len(found) < len(rows):
        raise ValueError(f"{resource['name']}: two rows have the same key")
    return found
