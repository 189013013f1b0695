"""The blocks of plug-ins that a model asks for, with what it says to each."""

from __future__ import annotations

from planner.config import ModelDefinition
from planner.errors import Fault, did_you_mean, listed, raise_any
from planner.plugins import Settings, installed


def plugin_settings(model: ModelDefinition) -> dict[str, Settings]:
    """The tables of ``[plugins]`` by name, in their order.

    Raises InputError for each that no installed package gives, and for a switch that is
    neither true nor alone.
    """
    tables: dict[str, dict[str, str | int | float | bool]] = {}
    faults = []
    for path, value in model.plugins.items():
        name, _, key = path.partition(".")
        table = tables.setdefault(name, {})
        if key:
            table[key] = value
        elif value is not True:
            found = f"{value!r} for the whole of it"
            expected = "true, or a table of its settings; leave it out to go without"
            faults.append(Fault(model.place(f"plugins.{path}"), found, expected))
    known = installed("blocks") if tables else {}
    for name in tables.keys() - known.keys():
        found = f"no installed package gives a block {name!r}"
        expected = f"one of {listed(known)}" if known else "a package that gives it, installed"
        fix = did_you_mean(name, known)
        faults.append(Fault(model.place(f"plugins.{name}"), found, expected, fix))
    raise_any(faults)
    return {
        name: Settings(name, table, {key: model.place(f"plugins.{name}.{key}") for key in table})
        for name, table in tables.items()
    }
