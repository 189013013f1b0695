"""Blocks from outside: built after the planner's own, before what adds the ledgers up."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Protocol, runtime_checkable

import pyomo.environ as pyo

from planner.errors import Fault, PlannerError, raise_any
from planner.formulation.ledger import Ledger, Ledgers
from planner.plugins import Plugin, Settings, installed
from planner.system import World

OPEN = ("cost", "capex", "power")
"""Ledgers that nothing has added up yet when plug-ins are built."""


@runtime_checkable
class Block(Protocol):
    """What a package gives in the group ``planner.blocks``: a module, or an object.

    Its name there is that of its table in a model, ``[plugins.NAME]``, without which it is not
    built. Its docstring is the mathematics.
    """

    def faults(self, settings: Settings, world: World) -> Iterable[Fault]:
        """What is wrong with its settings, with their places, ``settings.place(key)``.

        A key that it doesn't know is a fault, too. `planner check` asks for them, and nothing is
        built while there are any.
        """

    def build(self, m: pyo.ConcreteModel, ledgers: Ledgers, settings: Settings) -> None:
        """Add variables and constraints to `m`, terms to `ledgers`, and declare limits.

        ``m.world`` is the problem in model units; sets, and variables of the planner's blocks,
        are attributes of `m`, as ``models/FORMULATION.md`` names them. Terms may be entered in
        the ledgers ``cost``, ``capex`` and ``power``, and the others added up.
        """


def build(m: pyo.ConcreteModel, ledgers: Ledgers) -> None:
    """Build the blocks that the world of `m` asks for, in its order.

    Raises InputError for settings that they can't take, and PlannerError, which names the
    package, where one can't be loaded, breaks off, or enters a term in a ledger that was added
    up before.
    """
    check(m.world)
    for name, settings in m.world.plugins.items():
        plugin = installed("blocks")[name]
        block = plugin.load(Block)  # type: ignore[type-abstract]
        before = _terms(ledgers)
        with plugin.at_work():
            block.build(m, ledgers, settings)
        _refuse_late_terms(plugin, before, _terms(ledgers))


def check(world: World) -> None:
    """Raise InputError with everything that is wrong with the settings of a world's plug-ins."""
    found: list[Fault] = []
    for name, settings in world.plugins.items():
        plugin = installed("blocks")[name]
        block = plugin.load(Block)  # type: ignore[type-abstract]
        with plugin.at_work():
            found += block.faults(settings, world)
    raise_any(found)


def _terms(ledgers: Ledgers) -> dict[str, set[str]]:
    sums = {each.name: getattr(ledgers, each.name) for each in fields(ledgers)}
    return {name: set(one.terms) for name, one in sums.items() if isinstance(one, Ledger)}


def _refuse_late_terms(
    plugin: Plugin, before: dict[str, set[str]], after: dict[str, set[str]]
) -> None:
    late = [
        f"{term} in {name}"
        for name in after
        if name not in OPEN
        for term in sorted(after[name] - before[name])
    ]
    if late:
        raise PlannerError(
            f"{plugin} enters the terms {', '.join(late)}, which constraints have been made of "
            f"already; open are the ledgers {', '.join(OPEN)}"
        )
