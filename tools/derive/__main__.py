"""Command line of the deriving script."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tools.derive.run import derive


def main(argv: Sequence[str] | None = None) -> int:
    """Derive all tables, print what was written and what was left out."""
    parser = argparse.ArgumentParser(prog="python -m tools.derive", description=__doc__)
    parser.add_argument(
        "--from",
        dest="raw",
        type=Path,
        default=Path("../shared/data"),
        help="folder of the raw tables (default: %(default)s)",
    )
    parser.add_argument(
        "--to",
        dest="out",
        type=Path,
        default=Path("datasets"),
        help="folder of the tables and their schema (default: %(default)s)",
    )
    arguments = parser.parse_args(argv)
    if not arguments.raw.is_dir():
        print(f"derive: no raw tables at {arguments.raw}; name them with --from", file=sys.stderr)
        return 2
    result = derive(arguments.raw, arguments.out)
    for table, rows in result.tables.items():
        print(f"{table:24}{len(rows):6} rows")
    print("\nLeft out:")
    for line in result.left_out.lines():
        print(f"- {line}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
