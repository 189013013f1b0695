"""Which plug-ins are installed, and how one is loaded and called."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import Distribution, EntryPoint, entry_points
from typing import Literal, TypeVar

from planner.errors import PlannerError

Group = Literal["blocks", "sections", "sheets", "verbs", "solvers"]
T = TypeVar("T")


@dataclass(frozen=True)
class Plugin:
    """A name that a package gives in a group; loaded when it is asked for."""

    group: Group
    name: str
    package: str
    """Name and version of the package."""
    entry: EntryPoint = field(repr=False, compare=False)

    def load(self, protocol: type[T]) -> T:
        """What the entry point names; it must fit the protocol of its group.

        Raises PlannerError, which names the package, where it can't be imported or doesn't fit.
        """
        with self.at_work("can't be loaded"):
            found = self.entry.load()
        if not isinstance(found, protocol):
            wanted = ", ".join(sorted(_members(protocol)))
            raise PlannerError(
                f"{self}: {self.entry.value} has not what a plug-in of planner.{self.group} has: "
                f"{wanted}; ask its authors to mend it, or uninstall it"
            )
        return found

    @contextmanager
    def at_work(self, what: str = "broke off") -> Iterator[None]:
        """While code of the plug-in runs: what breaks off in it is said to be the package's.

        Its exception is the cause of the one that is raised, for its authors.
        """
        try:
            yield
        except (PlannerError, OSError, MemoryError):
            raise
        except Exception as fault:
            told = f"{type(fault).__name__}: {fault}".rstrip(": ")
            raise PlannerError(
                f"{self} {what}: {told}; ask its authors to mend it, or uninstall it"
            ) from fault

    def __str__(self) -> str:
        """As it stands in an error."""
        return f"the plug-in {self.name!r} (planner.{self.group}) of the package {self.package}"


def installed(group: Group) -> Mapping[str, Plugin]:
    """The plug-ins of a group by name, none of them loaded.

    Raises PlannerError where two packages give the same name.
    """
    return _installed(group)


@cache
def _installed(group: Group) -> dict[str, Plugin]:
    found: dict[str, Plugin] = {}
    for entry in sorted(entry_points(group=f"planner.{group}"), key=lambda each: each.name):
        plugin = Plugin(group, entry.name, _label(entry.dist), entry)
        other = found.setdefault(entry.name, plugin)
        if other.package != plugin.package:
            raise PlannerError(
                f"{other} has the same name as one of {plugin.package}; uninstall one of them"
            )
    return found


def installed_packages() -> dict[str, str]:
    """Packages that change plans, by blocks or solvers: name and version, and a fingerprint.

    The fingerprint is that of the list of its files, each with its hash; empty for a package
    that is installed from where it is edited.
    """
    found = {}
    for group in ("blocks", "solvers"):
        for entry in entry_points(group=f"planner.{group}"):
            record = (entry.dist.read_text("RECORD") if entry.dist else None) or ""
            found[_label(entry.dist)] = hashlib.sha256(record.encode()).hexdigest()[:16]
    return dict(sorted(found.items()))


def _label(distribution: Distribution | None) -> str:
    if distribution is None:
        return "of no name"
    return f"{distribution.name} {distribution.version}"


def _members(protocol: type) -> set[str]:
    """What a protocol asks for, in words."""
    if "__call__" in vars(protocol):
        return {"to be called"}
    names = {*inspect.get_annotations(protocol), *vars(protocol)}
    return {name for name in names if not name.startswith("_")}
