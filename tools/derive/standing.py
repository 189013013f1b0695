"""Tables as they stand: what is kept where a raw table isn't at hand."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tools.derive.package import Schema
from tools.derive.raw import MissingRawError
from tools.derive.rows import Row

Rows = list[Row]


def standing_rows(folder: Path, resource: Schema) -> Rows:
    """The rows of a table of `folder`, each cell of the type that the schema gives it."""
    kinds = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
    with (folder / resource["path"]).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [{name: _typed(row.get(name), kinds[name]) for name in kinds} for row in rows]


def _typed(text: str | None, kind: str) -> object:
    """A cell as its type; one that is of another type stays text, and breaks the schema."""
    if text is None or text == "":
        return None
    if kind == "boolean" and text in ("true", "false"):
        return text == "true"
    try:
        return {"integer": int, "number": float}.get(kind, str)(text)
    except ValueError:
        return text


class Keeper:
    """Makes tables, or keeps them as they stand where a raw table that they need is missing.

    What is made of a table that was kept is made of its standing rows.
    """

    def __init__(self, folder: Path, schema: Mapping[str, Schema]) -> None:
        self.folder, self.schema = folder, schema
        self.kept: dict[str, str] = {}
        """What was kept, a table or a file, and the raw table that is missing."""

    def one(self, table: str, make: Callable[[], Rows]) -> Rows:
        """The rows of one table."""
        return self.several([table], lambda: {table: make()})[table]

    def several(
        self, tables: Sequence[str], make: Callable[[], dict[str, Rows]]
    ) -> dict[str, Rows]:
        """The rows of tables that are made together, and kept together."""
        try:
            return make()
        except MissingRawError as missing:
            self.kept.update(dict.fromkeys(tables, missing.name))
            return {table: standing_rows(self.folder, self.schema[table]) for table in tables}

    def file(self, name: str, write: Callable[[], None]) -> None:
        """A file that is no table: written, or left as it is."""
        try:
            write()
        except MissingRawError as missing:
            self.kept[name] = missing.name
