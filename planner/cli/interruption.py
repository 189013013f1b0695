"""Ctrl-C: every command ends with the same words and the same exit code."""

import sys
from collections.abc import Callable
from functools import wraps

import typer

INTERRUPTED = 130


def interruptible(command: Callable[..., None]) -> Callable[..., None]:
    """A command that an interruption ends with an exit code of its own."""

    @wraps(command)
    def ending(*arguments: object, **options: object) -> None:
        try:
            command(*arguments, **options)
        except KeyboardInterrupt:
            print("planner: interrupted; the run under way was not written", file=sys.stderr)
            raise typer.Exit(INTERRUPTED) from None

    return ending
