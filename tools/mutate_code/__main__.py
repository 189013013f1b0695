"""Command line of the planted errors."""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

from tools.mutate_code.mutants import Mutant, mutants_of
from tools.mutate_code.planted import plant
from tools.quick.deadline import UNTIL
from tools.quick.nearest import touched_by

ROOT = Path(__file__).parents[2]
ROOMS = ("formulation", "audit", "results", "solving", "data", "analysis")
NEAREST = 10
"""Test files that are tried on a change, nearest first."""
CAUGHT, SURVIVED, ENDLESS = "caught", "survived", "caught: no end"


def main(argv: Sequence[str] | None = None) -> int:
    """Plant errors, test each, and print what survived."""
    parser = argparse.ArgumentParser(prog="python -m tools.mutate_code", description=__doc__)
    parser.add_argument("--count", type=int, default=300, help="default: %(default)s")
    parser.add_argument("--seed", type=int, default=1, help="default: %(default)s")
    parser.add_argument("--seconds", type=float, default=40.0, help="of tests for each change")
    parser.add_argument("--rooms", default=",".join(ROOMS), help="default: %(default)s")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    arguments = parser.parse_args(argv)
    sample = drawn(arguments.rooms.split(","), arguments.count, arguments.seed)
    for mutant in sample:
        tests_of(mutant.path)
    _import_libraries()
    counts = {CAUGHT: 0, SURVIVED: 0, ENDLESS: 0}
    with ThreadPoolExecutor(arguments.workers) as pool:
        results = pool.map(lambda each: tested(each, arguments.seconds), sample)
        for mutant, result in zip(sample, results, strict=True):
            counts[result] += 1
            if result == SURVIVED:
                print(f"survived: {mutant}", flush=True)
    caught = counts[CAUGHT] + counts[ENDLESS]
    print(f"{caught} of {len(sample)} planted errors caught ({100 * caught / len(sample):.1f} %)")
    return 0


def drawn(rooms: Sequence[str], count: int, seed: int) -> list[Mutant]:
    """A sample of the changes that the files of some rooms allow."""
    found = [
        mutant
        for room in rooms
        for path in sorted((ROOT / "planner" / room).rglob("*.py"))
        for mutant in mutants_of(path, ROOT)
    ]
    return random.Random(seed).sample(found, min(count, len(found)))


@cache
def tests_of(path: str) -> tuple[str, ...]:
    """The test files nearest to a module."""
    return tuple(name for _, name in touched_by(ROOT, [path])[:NEAREST])


def tested(mutant: Mutant, seconds: float) -> str:
    """What became of a change: the tests run in a process of their own."""
    context = multiprocessing.get_context("fork")
    process = context.Process(target=_test, args=(mutant, tests_of(mutant.path), seconds))
    process.start()
    process.join(4 * seconds)
    if process.is_alive():
        process.kill()
        process.join()
        return ENDLESS
    return SURVIVED if process.exitcode == 0 else CAUGHT


def _test(mutant: Mutant, tests: tuple[str, ...], seconds: float) -> None:
    """Run the tests on a change; the exit code is 0 where all of them pass."""
    import pytest

    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    os.chdir(ROOT)
    os.environ[UNTIL] = str(time.time() + seconds)
    plant(mutant, ROOT)
    options = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-m", "not slow"]
    code = pytest.main([*options, "-p", "tools.quick.deadline", *tests])
    os._exit(0 if code in (0, 5) else 1)


def _import_libraries() -> None:
    """Import what every test waits for, but no module of the planner: children have it."""
    import highspy  # noqa: F401
    import hypothesis  # noqa: F401
    import openpyxl  # noqa: F401
    import pandas  # noqa: F401
    import pyarrow.parquet  # noqa: F401
    import pydantic  # noqa: F401
    import pyomo.environ  # noqa: F401
    import pytest  # noqa: F401
    import typer  # noqa: F401


if __name__ == "__main__":
    sys.exit(main())
