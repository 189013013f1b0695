"""Verbs from outside: what one is."""

from typing import Any, Protocol, runtime_checkable


@runtime_checkable
class Verb(Protocol):
    """What a package gives in the group ``planner.verbs``: a function as Typer takes it.

    Its name there is the verb, its docstring the help, and its parameters are the arguments and
    options. It prints to standard output, and raises :class:`planner.errors.PlannerError` for
    what a user can mend.
    """

    def __call__(self, *arguments: Any, **options: Any) -> None:
        """Run the command."""
