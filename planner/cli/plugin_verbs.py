"""All verbs: the planner's own, and those from outside that none of its own has the name of."""

from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from planner.cli.interruption import interruptible
from planner.cli.lazy_verbs import VERBS, LazyVerb
from planner.errors import PlannerError
from planner.plugins import Plugin, installed
from planner.plugins.verbs import Verb


class Verbs(TyperGroup):
    """The planner's commands, and behind them those of plug-ins, each loaded when asked for."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.commands = {**self.commands, **{verb: LazyVerb(verb) for verb in VERBS}}

    def list_commands(self, ctx: Any) -> list[str]:
        """The planner's own verbs in their order, then those of plug-ins."""
        own = super().list_commands(ctx)
        return [*own, *(name for name in installed("verbs") if name not in own)]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """A command by its name, which no package can take from the planner."""
        own = super().get_command(ctx, cmd_name)
        if own is not None or cmd_name not in installed("verbs"):
            return own
        plugin = installed("verbs")[cmd_name]
        try:
            return _command(plugin)
        except PlannerError as broken:
            return _refusal(cmd_name, broken)


def _command(plugin: Plugin) -> Any:
    verb = plugin.load(Verb)  # type: ignore[type-abstract]
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    with plugin.at_work("is no command"):
        app.command(plugin.name)(interruptible(verb))
        return get_command(app)


def _refusal(name: str, error: PlannerError) -> Any:
    """A command that says why it can't be had: the others, and the help, work all the same."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None)

    @app.command(
        name,
        help="Can't be loaded; ask for it to see why.",
        context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
    )
    def refuse() -> None:
        raise error

    return get_command(app)
