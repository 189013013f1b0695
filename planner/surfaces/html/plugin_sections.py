"""Sections from outside: asked of every report, left out where they have nothing to say."""

from collections.abc import Iterable
from typing import Protocol, runtime_checkable

from planner.errors import PlannerError
from planner.plugins import installed
from planner.surfaces.html.facts import Facts
from planner.surfaces.html.parts import Section


@runtime_checkable
class ReportSection(Protocol):
    """What a package gives in the group ``planner.sections``: a module, or an object."""

    def build(self, facts: Facts) -> Section | None:
        """The section of one run's report; None where the run is not of the kind that it tells of.

        Its key must be that of no other section. A number that it prints should come from
        ``facts.number``, which keeps with it what it was looked up from.
        """


def sections(facts: Facts, others: Iterable[Section | None]) -> list[Section]:
    """The sections of all plug-ins, in the order of their names.

    Raises PlannerError, which names the package, where one can't be loaded, breaks off, or
    has the key of another section.
    """
    found: list[Section] = []
    for plugin in installed("sections").values():
        maker = plugin.load(ReportSection)  # type: ignore[type-abstract]
        with plugin.at_work():
            section = maker.build(facts)
        if section is None:
            continue
        if section.key in {each.key for each in (*others, *found) if each is not None}:
            raise PlannerError(f"{plugin}: there is a section of the key {section.key!r} already")
        found.append(section)
    return found
