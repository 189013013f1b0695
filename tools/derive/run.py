"""Derive every table, hold it to the schema, say what moved, write it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.derive.areas import write_areas
from tools.derive.cooling import write_weather
from tools.derive.edited import Edited
from tools.derive.package import faults, read_schema, write_table
from tools.derive.profiles import write_profiles
from tools.derive.raw import Raw
from tools.derive.standing import Keeper, Rows, standing_rows
from tools.derive.tables import tables_from
from tools.differences import Moved, differences, unpacked

RAW_TABLES = Path(__file__).parent / "raw_tables"
BEGIN, END = "<!-- left out: begin -->", "<!-- left out: end -->"


@dataclass(frozen=True)
class Outcome:
    """What came of deriving: all tables, and how they differ from those that stood."""

    tables: Mapping[str, Rows]
    left_out: Sequence[str]
    kept: Mapping[str, str]
    """Tables and files kept as they stood, with the raw table that is missing."""
    moved: Sequence[Moved]


@contextmanager
def derived(
    raw_folders: Sequence[Path], out: Path, edited: Edited
) -> Iterator[tuple[Path, Outcome]]:
    """All tables in a folder of their own, and how they differ from those in `out`.

    Raises ValueError with the faults where a table breaks the schema.
    """
    raw, schema = Raw(*raw_folders), read_schema(out)
    keep = Keeper(out, schema)
    made = tables_from(raw, keep)
    if set(schema) != set(made.tables):
        odd = sorted(set(schema) ^ set(made.tables))
        raise ValueError(f"schema and tables differ: {odd}")
    tables = edited.applied(schema, made.tables, lambda name: standing_rows(out, schema[name]))
    found = faults(schema, tables)
    if found:
        raise ValueError("\n".join([f"{len(found)} faults:", *found[:50]]))
    with TemporaryDirectory() as temporary:
        fresh = Path(temporary)
        for name in ("datapackage.json", "README.md"):
            shutil.copy(out / name, fresh / name)
        for name, resource in schema.items():
            write_table(fresh, resource, tables[name])
        for folder in ("geo", "profiles"):
            if (out / folder).is_dir():
                shutil.copytree(out / folder, fresh / folder)
        keep.file("geo", lambda: write_areas(raw, fresh))
        keep.file("profiles/capacity_factors_2012.csv.gz", lambda: write_profiles(raw, fresh))
        keep.file("profiles/weather_typical_year.csv.gz", lambda: write_weather(raw, fresh))
        left_out = _left_out(out / "README.md", made.left_out.lines(), made.kept)
        _write_left_out(fresh / "README.md", left_out)
        moved = differences(out, fresh)
        yield fresh, Outcome(tables, left_out, made.kept, moved)


def derive(raw_folders: Sequence[Path], out: Path, edited: Edited) -> Outcome:
    """Write all tables to `out` and say what moved; raises ValueError as `derived` does."""
    with derived(raw_folders, out, edited) as (fresh, outcome):
        for path in sorted(path for path in fresh.rglob("*") if path.is_file()):
            target = out / path.relative_to(fresh)
            if not target.is_file() or unpacked(path) != unpacked(target):
                target.parent.mkdir(exist_ok=True)
                shutil.copyfile(path, target)
    return outcome


def _left_out(readme: Path, made: Sequence[str], kept: Mapping[str, str]) -> list[str]:
    """What was left out: of a table that was kept, what the README says already."""
    text = readme.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]
    said = [line.removeprefix("- ") for line in text.strip().splitlines()]
    of_kept = tuple(f"`{table}`: " for table in kept)
    lines = [line for line in made if not line.startswith(of_kept)]
    lines += [line for line in said if line.startswith(of_kept)]
    if not of_kept:
        return lines
    return sorted(lines, key=lambda line: said.index(line) if line in said else len(said))


def _write_left_out(readme: Path, lines: Sequence[str]) -> None:
    """Put the list of what was left out between its two marks in the README."""
    text = readme.read_text(encoding="utf-8")
    head, _, rest = text.partition(BEGIN)
    tail = rest.partition(END)[2]
    listed = "\n".join(f"- {line}" for line in lines)
    readme.write_text(f"{head}{BEGIN}\n{listed}\n{END}{tail}", encoding="utf-8", newline="\n")
