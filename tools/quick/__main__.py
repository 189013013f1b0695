"""Command line of the quick check."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from tools.quick.deadline import UNTIL
from tools.quick.nearest import touched_by

ROOT = Path(__file__).parents[2]
SECONDS = 60.0
KEPT_BACK = 12.0
"""Seconds of the minute kept for the tests that run when it is over, and for the summary."""
NEAREST = 24
"""Test files that are looked at: reading more of them takes a good part of the minute."""
NO_TESTS = 5
"""Exit code of pytest where no test was left to run."""


def changed_files(since: str | None) -> list[str]:
    """Files that differ from a revision, and new ones that git does not ignore.

    Unless one is named, the revision is where this branch left `main`; on `main`, the last commit.
    """
    base = since or "".join(_git("merge-base", "HEAD", "main")) or "HEAD"
    new = _git("ls-files", "--others", "--exclude-standard")
    return sorted({*_git("diff", "--name-only", base, "--"), *new})


def _git(*arguments: str) -> list[str]:
    """The lines that git answers; none where it can't."""
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True)
    return done.stdout.splitlines()


def linters(changed: Sequence[str]) -> list[list[str]]:
    """The linters' commands for what changed and still is there."""
    there = [name for name in changed if name.endswith(".py") and (ROOT / name).is_file()]
    package = [name for name in there if name.startswith("planner/")]
    commands = []
    if there:
        commands += [["ruff", "check", *there], ["ruff", "format", "--check", *there]]
    if package:
        commands += [["lint-imports", "--cache-dir", ".import_linter_cache"], ["mypy", *package]]
    return commands


def main(argv: Sequence[str] | None = None) -> int:
    """Lint, then test; the exit code is 1 if either found something."""
    started = time.time()
    parser = argparse.ArgumentParser(prog="python -m tools.quick", description=__doc__)
    parser.add_argument("--since", help="revision that the change began at (default: main)")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="default: %(default)g")
    parser.add_argument("--list", action="store_true", help="only print the tests, nearest first")
    arguments = parser.parse_args(argv)
    changed = changed_files(arguments.since)
    touched = touched_by(ROOT, changed)
    print(f"{len(changed)} files changed; they touch {len(touched)} test files")
    if arguments.list:
        for rank, name in touched:
            print(f"{rank:3}  {name}")
        return 0
    # Types take longest to look at: beside the tests, on the other core.
    failed, beside = [], []
    for command in linters(changed):
        if command[0] == "mypy":
            beside.append(_started(command, output=subprocess.PIPE))
        else:
            failed.append(_started(command).wait() != 0)
    if touched:
        until = started + arguments.seconds - KEPT_BACK
        command = ["pytest", "-q", "-n", "auto", "--dist", "loadfile", "-m", "not slow"]
        # Nearest first, in the order of the names.
        command += ["--no-loadscope-reorder", "-p", "tools.quick.deadline"]
        command += [name for _, name in touched[:NEAREST]]
        failed.append(_started(command, {UNTIL: str(until)}).wait() not in (0, NO_TESTS))
    for process in beside:
        print(process.communicate()[0], end="")
        failed.append(process.returncode != 0)
    left = max(0, len(touched) - NEAREST)
    print(f"{time.time() - started:.0f} s; {left} test files further away: `make test` runs all")
    return 1 if any(failed) else 0


def _started(
    command: Sequence[str], more: Mapping[str, str] | None = None, output: int | None = None
) -> subprocess.Popen[str]:
    """A tool of this environment, started on this tree."""
    tools = Path(sys.executable).parent
    path = os.pathsep.join([str(ROOT), *os.environ.get("PYTHONPATH", "").split(os.pathsep)])
    environment = {**os.environ, "PYTHONPATH": path.rstrip(os.pathsep), **(more or {})}
    return subprocess.Popen(
        [tools / command[0], *command[1:]], cwd=ROOT, env=environment, stdout=output, text=True
    )


if __name__ == "__main__":
    sys.exit(main())
