"""The planner's own verbs, each imported when it is asked for.

A verb is a module beside this one of the same name, with a function ``command``
or, where it has verbs of its own, a Typer object ``app``. Its line in the help
is the first sentence of what the module says of it, read from the file's syntax
tree, so that ``planner --help`` and a shell's completion import none of them.
"""

import ast
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperCommand
from typer.main import get_command

from planner.cli.interruption import interruptible

VERBS = (
    "run", "check", "show", "verify", "needed", "bottlenecks", "why", "trace", "milestones",
    "hours", "candidates", "map", "supply", "fleet", "backcast", "reference", "report", "compare",
    "export", "sweep", "matters", "alternatives", "stochastic", "formulation", "workbook",
)  # fmt: skip
"""In the order of the help."""


class LazyVerb(TyperCommand):
    """A verb that is known by its name and its line of help until it is run."""

    def get_short_help_str(self, limit: int = 45) -> str:
        """The verb's line in the help of all."""
        return TyperCommand(self.name, help=_help(str(self.name))).get_short_help_str(limit)

    def make_context(
        self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any
    ) -> Any:
        """The context of the verb itself, which is imported here."""
        return _imported(str(self.name)).make_context(info_name, args, parent, **extra)


@cache
def _imported(name: str) -> Any:
    module = import_module(f"planner.cli.{name}")
    if hasattr(module, "app"):
        return get_command(module.app)
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(name)(interruptible(module.command))
    return get_command(app)


def _help(name: str) -> str:
    """What a verb's module says of it: the docstring of `command`, or the help of `app`."""
    path = Path(__file__).with_name(f"{name}.py")
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name == "command":
            return ast.get_docstring(node) or ""
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            texts = {k.arg: k.value for k in node.value.keywords}
            if ast.unparse(node.targets[0]) == "app" and "help" in texts:
                return str(ast.literal_eval(texts["help"]))
    raise LookupError(f"planner.cli.{name} has no function command and no app with its help")
