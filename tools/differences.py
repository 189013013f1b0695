"""What differs between two folders of tables: rows added and removed, cells changed.

``python -m tools.differences OLD NEW`` compares any two copies of ``datasets/``
by the keys of their ``datapackage.json``. ``--model small`` plans a model from
each, too, and says how its headline moves.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

SHOWN = 20
"""Lines of a table that are printed unless all are asked for."""
Cells = dict[str, str]


class Moved(NamedTuple):
    """One difference: a cell, or a row, column or file with nothing on one side."""

    table: str
    key: str
    column: str
    before: str | None
    after: str | None

    def line(self) -> str:
        """In a line: what it was, what it is."""
        if not self.column:
            return f"{'+' if self.before is None else '-'} {self.key or 'the whole file'}"
        if self.before is None or self.after is None:
            return f"{'+' if self.before is None else '-'} column {self.column}"
        at = f"{self.key} " if self.key else ""
        return f"  {at}{self.column}: {self.before or 'blank'} -> {self.after or 'blank'}" + (
            _change(self.before, self.after)
        )


def differences(old: Path, new: Path) -> list[Moved]:
    """Every difference between two folders, table by table in the order of the descriptor."""
    described = {**_resources(old), **_resources(new)}
    found: list[Moved] = []
    for name, resource in described.items():
        before, after = (folder / resource["path"] for folder in (old, new))
        if before.is_file() and after.is_file():
            found += _of_tables(name, resource["schema"]["primaryKey"], before, after)
        elif before.is_file() or after.is_file():
            found.append(_whole(name, before.is_file()))
    tables = {resource["path"] for resource in described.values()}
    others = {name for folder in (old, new) for name in _files(folder)} - tables
    return found + [each for name in sorted(others) for each in _of_files(name, old, new)]


def _resources(folder: Path) -> dict[str, Any]:
    descriptor = folder / "datapackage.json"
    if not descriptor.is_file():
        return {}
    resources = json.loads(descriptor.read_text(encoding="utf-8"))["resources"]
    return {resource["name"]: resource for resource in resources}


def _files(folder: Path) -> Iterator[str]:
    """Data that no descriptor names: outlines, hourly profiles, tables of one's own."""
    for path in folder.rglob("*"):
        if path.name.removesuffix(".gz").endswith((".csv", ".geojson")):
            yield path.relative_to(folder).as_posix()


def _of_files(name: str, old: Path, new: Path) -> list[Moved]:
    before, after = (folder / name for folder in (old, new))
    if before.is_file() != after.is_file():
        return [_whole(name, before.is_file())]
    if unpacked(before) == unpacked(after):
        return []
    return [Moved(name, "", "content", "one file", "another")]


def unpacked(path: Path) -> bytes:
    """What a file holds, unpacked: another machine packs the same bytes another way."""
    content = path.read_bytes()
    return gzip.decompress(content) if path.suffix == ".gz" else content


def _whole(name: str, was_there: bool) -> Moved:
    return Moved(name, "", "", *(("there", None) if was_there else (None, "there")))


def _of_tables(name: str, key: Sequence[str], old: Path, new: Path) -> Iterator[Moved]:
    (columns, rows), (new_columns, new_rows) = (_read(path, key) for path in (old, new))
    for column in columns:
        if column not in new_columns:
            yield Moved(name, "", column, "there", None)
    for column in new_columns:
        if column not in columns:
            yield Moved(name, "", column, None, "there")
    for each in rows:
        if each not in new_rows:
            yield Moved(name, each, "", "there", None)
    for each, row in new_rows.items():
        if each not in rows:
            yield Moved(name, each, "", None, "there")
            continue
        for column in new_columns:
            if column in columns and not _same(rows[each][column], row[column]):
                yield Moved(name, each, column, rows[each][column], row[column])


def _read(path: Path, key: Sequence[str]) -> tuple[list[str], dict[str, Cells]]:
    """The columns of a table, and its rows by key; further rows of a key are counted."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, restval="", restkey="")
        rows: dict[str, Cells] = {}
        for row in reader:
            name = ":".join(row.get(each, "") for each in key)
            times = 1
            while (again := name if times == 1 else f"{name} ({times})") in rows:
                times += 1
            rows[again] = row
        return list(reader.fieldnames or []), rows


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _same(before: str, after: str) -> bool:
    return before == after or (
        (number := _number(before)) is not None and number == _number(after)
    )


def _change(before: str, after: str) -> str:
    one, other = _number(before), _number(after)
    return f" ({other / one - 1:+.3g})" if one and other is not None else ""


def lines(found: Iterable[Moved], shown: int | None = SHOWN) -> list[str]:
    """The differences in words: a line that counts for each table, then the first `shown`."""
    by_table: dict[str, list[Moved]] = {}
    for moved in found:
        by_table.setdefault(moved.table, []).append(moved)
    told = []
    for table, moves in by_table.items():
        rows = [moved for moved in moves if not moved.column]
        cells = [moved for moved in moves if None not in (moved.before, moved.after)]
        added = sum(moved.before is None for moved in rows)
        changed = len({moved.key for moved in cells})
        told.append(
            f"{table}: {added} added, {len(rows) - added} removed, "
            f"{len(cells)} cells of {changed} rows changed"
        )
        told += [f"  {moved.line()}" for moved in moves[:shown]]
        if shown is not None and len(moves) > shown:
            told.append(f"    and {len(moves) - shown} more")
    return told


def main(argv: Sequence[str] | None = None) -> int:
    """Print the differences; 0 where there are none, 1 where there are, 2 for misuse."""
    parser = argparse.ArgumentParser(prog="python -m tools.differences", description=__doc__)
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument("--all", action="store_true", help=f"more than {SHOWN} lines a table")
    parser.add_argument("--model", action="append", default=[], help="plan a model from both, too")
    arguments = parser.parse_args(argv)
    for folder in (arguments.old, arguments.new):
        if not folder.is_dir():
            print(f"differences: there is no folder {folder}", file=sys.stderr)
            return 2
    found = differences(arguments.old, arguments.new)
    print("\n".join(lines(found, None if arguments.all else SHOWN)) or "no difference")
    if arguments.model:
        from tools.headline_moves import movement_text

        for model in arguments.model:
            print("\n" + movement_text(model, arguments.old, arguments.new))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
