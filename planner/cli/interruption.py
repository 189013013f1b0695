"""Ctrl-C: every command ends with the same exit code, and tells what is whole and stays."""

import sys
from collections.abc import Callable
from functools import wraps

import typer

from planner.cli.paths import at_home

INTERRUPTED = 130
_kept: dict[str, str] = {}


def interruptible(command: Callable[..., None]) -> Callable[..., None]:
    """A command that an interruption ends with an exit code of its own."""

    @wraps(command)
    def ending(*arguments: object, **options: object) -> None:
        _kept.clear()
        try:
            given = [at_home(argument) for argument in arguments]
            command(*given, **{key: at_home(option) for key, option in options.items()})
        except KeyboardInterrupt:
            print(f"planner: {_message()}", file=sys.stderr)
            raise typer.Exit(INTERRUPTED) from None

    return ending


def keeps(what: str, words: str) -> None:
    """Note what is whole by now and stays; later words on the same thing take their place."""
    _kept[what] = words


def _message() -> str:
    stays = "; ".join(_kept.values())
    return "interrupted; the run under way was not written" + (f"; {stays}" if stays else "")
