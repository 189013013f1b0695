"""The command line: arguments in, exit code out.

Data goes to standard output, everything else to standard error. Exit codes:
0 done, 1 unexpected error, 2 misuse or invalid input, 3 hard limits contradict
each other, 4 stopped at a limit, 5 a check of the plan failed, 130 interrupted.
"""

import errno
import sys
from collections.abc import Callable, Sequence

import typer

from planner.cli import (
    alternatives,
    backcast,
    bottlenecks,
    candidates,
    check,
    compare,
    export,
    fleet,
    formulation,
    hours,
    map,
    matters,
    milestones,
    needed,
    reference,
    report,
    run,
    show,
    stochastic,
    supply,
    sweep,
    trace,
    verify,
    why,
    workbook,
)
from planner.cli.interruption import interruptible
from planner.cli.plugin_verbs import WithPlugins
from planner.cli.terminal import notices_told, print_any_text
from planner.errors import REFUSALS, PlannerError, refusal

UNEXPECTED, MISUSE = 1, 2
_OF_A_PATH = {
    errno.EACCES, errno.EEXIST, errno.EISDIR, errno.ENAMETOOLONG, errno.ENOENT, errno.ENOTDIR,
    errno.ENOTEMPTY, errno.EPERM, errno.EROFS,
}  # fmt: skip
"""Where another path, or another right to it, mends the error; a full disk is none of them."""
WHAT = "Plan chips, fabs, power and sites for frontier training compute."

app = typer.Typer(
    name="planner",
    cls=WithPlugins,
    help=WHAT,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _add(name: str, command: Callable[..., None]) -> None:
    """Register a command; an interruption has an exit code of its own."""
    app.command(name)(interruptible(command))


_add("run", run.command)
_add("check", check.command)
_add("show", show.command)
_add("verify", verify.command)
_add("needed", needed.command)
_add("bottlenecks", bottlenecks.command)
_add("why", why.command)
_add("trace", trace.command)
_add("milestones", milestones.command)
_add("hours", hours.command)
_add("candidates", candidates.command)
_add("map", map.command)
_add("supply", supply.command)
_add("fleet", fleet.command)
_add("backcast", backcast.command)
_add("reference", reference.command)
_add("report", report.command)
_add("compare", compare.command)
_add("export", export.command)
_add("sweep", sweep.command)
_add("matters", matters.command)
_add("alternatives", alternatives.command)
_add("stochastic", stochastic.command)
_add("formulation", formulation.command)
app.add_typer(workbook.app)


@app.callback(help=WHAT)
def _planner() -> None:
    """Hold the commands together; with one command only, Typer would have no verb."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return the exit code that the shell sees."""
    print_any_text()
    try:
        with notices_told():
            app(args=None if arguments is None else list(arguments), prog_name="planner")
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


def entry() -> None:
    """Run the command line of this process."""
    sys.exit(main())
