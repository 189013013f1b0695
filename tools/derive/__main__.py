"""Command line of the deriving script."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from tools.derive.edited import FILE, Edited
from tools.derive.run import RAW_TABLES, Outcome, derive, derived
from tools.differences import lines

RAW = "PLANNER_RAW"


def main(argv: Sequence[str] | None = None) -> int:
    """Derive all tables, print what moved, what was kept and what was left out.

    The exit code is 1 where a table breaks the schema or, with `--check`, differs from
    its derivation, and 2 for a folder that isn't there.
    """
    arguments = _parser().parse_args(argv)
    folders = arguments.raw or [Path(text) for text in [os.environ.get(RAW)] if text]
    for folder in [*folders, arguments.out]:
        if not folder.is_dir():
            print(f"derive: there is no folder {folder}", file=sys.stderr)
            return 2
    folders = [*folders, RAW_TABLES]
    try:
        edited = Edited.read(arguments.edited)
        if arguments.check:
            with derived(folders, arguments.out, edited) as (_, outcome):
                return _checked(outcome)
        outcome = derive(folders, arguments.out, edited)
    except ValueError as error:
        print(f"derive: {error}", file=sys.stderr)
        return 1
    for table, rows in outcome.tables.items():
        print(f"{table:24}{len(rows):6} rows")
    print("\nLeft out:")
    for line in outcome.left_out:
        print(f"- {line}")
    _kept(outcome)
    print("\nMoved:" if outcome.moved else "\nNothing moved.")
    print("\n".join(lines(outcome.moved)))
    return 0


def _checked(outcome: Outcome) -> int:
    """Name the rows that differ from their derivation."""
    _kept(outcome)
    if not outcome.moved:
        print("every row agrees with its derivation")
        return 0
    print("Not as derived (as it stands -> as derived; + is missing, - is not derived):")
    print("\n".join(lines(outcome.moved)))
    print(
        "\nRun `make data` for the derived rows; or change the raw table or the module that they "
        f"come from; or state a row that was edited on purpose in {FILE.name}."
    )
    return 1


def _kept(outcome: Outcome) -> None:
    if outcome.kept:
        print(f"\nKept as they stand, since a raw table is missing (--from, or {RAW}):")
    for name, raw in outcome.kept.items():
        print(f"- {name}: {raw}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.derive", description=__doc__)
    parser.add_argument(
        "--from",
        dest="raw",
        type=Path,
        action="append",
        help="folder of raw tables that come before those of the repository: newer ones, or ones "
        f"that may not be passed on; may be given again (default: {RAW} in the environment)",
    )
    parser.add_argument(
        "--to",
        dest="out",
        type=Path,
        default=Path("datasets"),
        help="folder of the tables and their schema (default: %(default)s)",
    )
    parser.add_argument(
        "--edited",
        type=Path,
        default=FILE,
        help="rows that stay as they were edited (default: %(default)s)",
    )
    parser.add_argument(
        "--check", action="store_true", help="write nothing, and name the rows that would move"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
