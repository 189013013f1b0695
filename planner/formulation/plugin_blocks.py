"""Blocks from outside: built after the planner's own, before what adds the ledgers up."""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from math import isfinite
from typing import Any, Protocol, runtime_checkable

import pyomo.environ as pyo
from pyomo.repn import generate_standard_repn

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

        A bound other than nought is declared with ``ledgers.limits.declare``, with its cells or a
        reason for none, or with ``ledgers.limits.fact``, which says why it is no limit.

        ``m.world`` is the problem in model units; sets, and variables of the planner's blocks,
        are attributes of `m`, as ``models/FORMULATION.md`` names them. Terms may be entered in
        the ledgers ``cost``, ``capex`` and ``power``, and the others added up.
        """


def build(m: pyo.ConcreteModel, ledgers: Ledgers) -> None:
    """Build the blocks that the world of `m` asks for, in its order.

    Raises InputError for settings that they can't take, and PlannerError, which names the
    package, where one can't be loaded, breaks off, enters a term in a ledger that was added up
    before, or bounds something by a number that it doesn't declare.
    """
    check(m.world)
    for name, settings in m.world.plugins.items():
        plugin = installed("blocks")[name]
        block = plugin.load(Block)  # type: ignore[type-abstract]
        before, known = _terms(ledgers), _constraints(m) | ledgers.limits.entries.keys()
        with plugin.at_work():
            block.build(m, ledgers, settings)
            silent = list(_silent(m, ledgers, known))
        _refuse_late_terms(plugin, before, _terms(ledgers))
        if silent:
            raise PlannerError(f"{plugin}: {'; '.join(silent)}")


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


def _constraints(m: pyo.ConcreteModel) -> set[str]:
    return {each.local_name for each in m.component_objects(pyo.Constraint)}


def _silent(m: pyo.ConcreteModel, ledgers: Ledgers, known: set[str]) -> Iterator[str]:
    """What a block bounds and no answer would speak of, of all that was not `known` before it."""
    limits = ledgers.limits
    for name in sorted(limits.entries.keys() - known - _constraints(m)):
        yield f"declares a limit {name}, and adds no constraint of that name"
    for name in sorted(_constraints(m) - known):
        rows = getattr(m, name)
        if name not in limits.entries:
            if name not in limits.facts and any(map(_bounded, rows.values())):
                yield (
                    f"bounds {name} by a number that is declared nowhere: ledgers.limits.declare "
                    "says which cells state it, ledgers.limits.fact why it is no limit"
                )
        elif len(rows) and not limits.entries[name].no_cell:
            indices = (i if isinstance(i, tuple) else (i,) for i in rows)
            if not any(limits.entries[name].effects(index) for index in indices):
                yield f"declares the limit {name} with no cell in any row, and no reason for none"


def _bounded(row: Any) -> bool:
    """Whether a side of a row is another number than nought."""
    constant = generate_standard_repn(row.body, compute_values=True).constant
    sides = (float(pyo.value(side)) for side in (row.lower, row.upper) if side is not None)
    return any(isfinite(side) and side != constant for side in sides)


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
