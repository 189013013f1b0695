"""What every command prints alike: signs that a terminal lacks, and notices of what was read."""

import io
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from planner.errors import Notice


def print_any_text() -> None:
    """Let this process print signs that its output has no code for, spelled out."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


@contextmanager
def notices_told() -> Iterator[None]:
    """While a command runs, print each notice of a file that was read once, on standard error."""
    told: set[str] = set()
    with warnings.catch_warnings():
        warnings.simplefilter("always", Notice)
        others = warnings.showwarning

        def show(message: Warning | str, category: type[Warning], *at: Any, **more: Any) -> None:
            if not issubclass(category, Notice):
                others(message, category, *at, **more)
            elif str(message) not in told:
                told.add(str(message))
                print(f"planner: note: {message}", file=sys.stderr)

        warnings.showwarning = show
        yield
