"""The tests of one planted error, in a process of its own."""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from tools.mutate_code.mutants import Mutant
from tools.mutate_code.planted import plant
from tools.quick.nearest import module_of

MOST_SECONDS = 400
"""Of a processor, all threads together, after which a change is held to have no end. The tests of
a change that survives take a third of it."""
MOST_ON_THE_CLOCK = 3_600.0
"""Seconds after which a trial is given up: what only waits, or a machine with other work."""
CAUGHT, SURVIVED, ENDLESS = "caught", "survived", "no end"
NOT_RUN = 5
"""Exit code of pytest where no test was left to run."""


@dataclass(frozen=True)
class Outcome:
    """What became of a planted error."""

    what: str
    test: str
    """The test that caught it; empty where it is not one test, such as an import that fails."""
    seconds: float


class _FirstFailure:
    """A plugin of pytest that tells which test fails first."""

    def __init__(self, to: Connection) -> None:
        self._to = to

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed:
            self._to.send(report.nodeid)


class _Budget:
    """A plugin of pytest that skips what begins when the processor's time is spent."""

    def __init__(self, seconds: float, always: Sequence[str]) -> None:
        self._seconds, self._always = seconds, tuple(always)

    def pytest_runtest_setup(self, item: Any) -> None:
        if time.process_time() > self._seconds and not item.nodeid.startswith(self._always):
            import pytest

            pytest.skip("no time is left")


def tried(
    mutant: Mutant,
    tests: Sequence[str],
    seconds: float,
    root: Path,
    always: Sequence[str] = (),
) -> Outcome:
    """Run tests on a change, for so many seconds of a processor; what runs then may end.

    Tests of the files `always` run whatever the time.
    """
    started = time.time()
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_test, args=(mutant, tests, seconds, root, always, theirs))
    process.start()
    theirs.close()
    process.join(MOST_ON_THE_CLOCK)
    given_up = process.is_alive()
    if given_up:
        process.kill()
        process.join()
    try:
        test = str(ours.recv()) if ours.poll() else ""
    except EOFError:
        test = ""
    return Outcome(_what(given_up, process.exitcode), test, time.time() - started)


def _what(given_up: bool, exitcode: int | None) -> str:
    """What became of a change; one whose trial was given up is not held to be caught."""
    if given_up or exitcode == 0:
        return SURVIVED
    return ENDLESS if exitcode == -signal.SIGXCPU else CAUGHT


def _test(
    mutant: Mutant,
    tests: Sequence[str],
    seconds: float,
    root: Path,
    always: Sequence[str],
    to: Connection,
) -> None:
    """Run the tests on a change; the exit code is 0 where all of them pass."""
    import pytest

    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 10))
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    os.chdir(root)
    plant(mutant, root)
    options = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-m", "not slow"]
    # What is imported already can't be rewritten for better messages, which nobody reads here.
    options += ["--assert=plain"]
    code = pytest.main([*options, *tests], plugins=[_FirstFailure(to), _Budget(seconds, always)])
    os._exit(0 if code in (0, NOT_RUN) else 1)


def import_all(root: Path) -> None:
    """Import what every test waits for, once for all children."""
    import importlib

    import highspy  # noqa: F401
    import hypothesis  # noqa: F401
    import openpyxl  # noqa: F401
    import pandas  # noqa: F401
    import pyarrow.parquet  # noqa: F401
    import pydantic  # noqa: F401
    import pyomo.environ  # noqa: F401
    import pytest  # noqa: F401
    import typer  # noqa: F401

    for path in sorted((root / "planner").rglob("*.py")):
        if path.name != "__main__.py":
            importlib.import_module(module_of(path.relative_to(root).as_posix()))


def warm() -> None:
    """Make the right plans that the tests of the certificate share, for changes of it alone.

    They are made in a process of its own: a solver's threads would not be there in children.
    """
    import importlib

    planting: Any = importlib.import_module("tests.audit.planting")
    with multiprocessing.get_context("fork").Pool(1) as pool:
        made = pool.apply(_right_plans)
    for name in planting.MODELS:
        planting._asked(name)
    planting.right = made.__getitem__


def _right_plans() -> dict[str, Any]:
    import importlib

    planting: Any = importlib.import_module("tests.audit.planting")
    return {name: planting.right(name) for name in planting.MODELS}
