"""The command line: arguments in, exit code out.

Data goes to standard output, everything else to standard error. Exit codes:
0 done, 1 unexpected error, 2 misuse or invalid input, 3 hard limits contradict
each other, 4 stopped at a limit, 5 a check of the plan failed, 130 interrupted.
"""

import errno
import gc
import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import Annotated

import typer

from planner.cli.notices import notices_told, print_any_text
from planner.cli.plugin_verbs import Verbs
from planner.errors import REFUSALS, Fault, PlannerError, raise_any, refusal

UNEXPECTED, MISUSE = 1, 2
_OF_A_PATH = {
    errno.EACCES, errno.EEXIST, errno.EISDIR, errno.ENAMETOOLONG, errno.ENOENT, errno.ENOTDIR,
    errno.ENOTEMPTY, errno.EPERM, errno.EROFS,
}  # fmt: skip
"""Where another path, or another right to it, mends the error; a full disk is none of them."""
WHAT = "Plan chips, fabs, power and sites for frontier training compute."

app = typer.Typer(
    name="planner",
    cls=Verbs,
    help=WHAT,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _print_version(asked: bool) -> None:
    if asked:
        print(f"planner {version('planner')}")
        raise typer.Exit


@app.callback(help=WHAT)
def _planner(
    show_version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version, and end."
        ),
    ] = False,
) -> None:
    """Hold the commands together."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return the exit code that the shell sees."""
    print_any_text()
    # A plan makes many objects and few circles: to look for these less often saves a tenth.
    gc.set_threshold(50_000, 50, 50)
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        _refuse_empty(words)
        with notices_told():
            app(args=words, prog_name="planner")
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else 0
    except PlannerError as error:
        print(f"planner: {error}", file=sys.stderr)
        return error.exit_code
    except OSError as error:
        if error.errno in _OF_A_PATH and error.filename is not None:
            print(f"planner: {refusal(error)}", file=sys.stderr)
            return MISUSE
        # One that names no file, and that no system refused, shows where it was made.
        if error.filename is None and error.errno not in REFUSALS:
            raise
        fix = "what was whole before is so still; make room or choose another folder, then again"
        told = f"{refusal(error)}; {fix}" if error.errno in REFUSALS else refusal(error)
        print(f"planner: {told}", file=sys.stderr)
        return UNEXPECTED
    return 0


def _refuse_empty(words: Sequence[str]) -> None:
    """An empty word is a variable of the shell that nobody has set; as a path it would be here."""
    faults = [
        Fault(
            f"argument {number}" + (f", after {words[number - 2]}" if number > 1 else ""),
            "empty",
            "a name, a path or a value",
            "is a variable of the shell unset? To mean this folder, write .",
        )
        for number, word in enumerate(words, start=1)
        if not word.strip()
    ]
    raise_any(faults)


def entry() -> None:
    """Run the command line of this process."""
    sys.exit(main())
