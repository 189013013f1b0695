"""Take the raw tables that may be passed on from a fuller folder into ``tools/derive/raw_tables``.

``python -m tools.derive.collect ../shared/data`` (``make raw RAW=...``) copies
every table of ``tools/derive/raw_tables/tables.toml`` that the folder holds, with the
columns and rows named there and cell for cell as it stands. Large ones are
compressed.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import re
import sys
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tools.derive.raw import MissingRawError, Raw

RAW = Path("tools/derive/raw_tables")
LARGE_BYTES = 100_000
"""From here on a table that nobody edits by hand is compressed."""
BY_HAND = ("chips/", "demand/", "sites/sites.csv", "power/build_limits.csv", "power/power_tech")
"""Tables compiled for this project: left readable, so that a change shows line by line."""

Listed = Mapping[str, Any]


def listed(folder: Path) -> list[Listed]:
    """The raw tables as ``tables.toml`` describes them."""
    text = (folder / "tables.toml").read_text(encoding="utf-8")
    tables: list[Listed] = tomllib.loads(text)["table"]
    return tables


def selected(content: bytes, table: Listed) -> bytes:
    """The columns and rows of a CSV that `table` names, each cell as it stands."""
    if "columns" not in table and "rows" not in table:
        return content
    reader = csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""))
    columns = table.get("columns") or list(reader.fieldnames or [])
    lost = sorted({*columns, *table.get("rows", {})} - set(reader.fieldnames or []))
    if lost:
        raise ValueError(f"{table['path']} has no column {', '.join(lost)}")
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for row in reader:
        wanted = table.get("rows", {}).items()
        if all(re.fullmatch(pattern, row[column]) for column, pattern in wanted):
            writer.writerow(row)
    return text.getvalue().encode()


def collect(fuller: Path, folder: Path) -> list[Path]:
    """Copy each listed table that `fuller` holds; the paths that were written."""
    raw, written = Raw(fuller), []
    for table in listed(folder):
        name = table["path"]
        try:
            # A checkout has line feeds alone, whatever the file came with.
            content = selected(raw.content(name).replace(b"\r\n", b"\n"), table)
        except MissingRawError:
            continue
        packed = len(content) > LARGE_BYTES and not name.startswith(BY_HAND)
        path, other = folder / name, folder / f"{name}.gz"
        if packed:
            # A fixed time and name in the header: the same table gives the same bytes.
            path, other = other, path
            content = gzip.compress(content, compresslevel=9, mtime=0)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        other.unlink(missing_ok=True)
        written.append(path)
    return written


def main(argv: Sequence[str] | None = None) -> int:
    """Collect, and print what was written."""
    parser = argparse.ArgumentParser(prog="python -m tools.derive.collect", description=__doc__)
    parser.add_argument("fuller", type=Path, help="folder of raw tables")
    parser.add_argument("--to", type=Path, default=RAW, help="default: %(default)s")
    arguments = parser.parse_args(argv)
    if not arguments.fuller.is_dir():
        print(f"collect: there is no folder {arguments.fuller}", file=sys.stderr)
        return 2
    written = collect(arguments.fuller, arguments.to)
    for path in written:
        print(f"{path.stat().st_size:9,d}  {path}")
    print(f"{sum(path.stat().st_size for path in written):9,d}  bytes in {len(written)} files")
    return 0 if written else 1


if __name__ == "__main__":
    sys.exit(main())
