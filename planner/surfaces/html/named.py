"""Names in place of keys, in all that a report says: the last step before it is written.

Sections speak of rows by the names that they are given. Tables of a plan, the certificate, and
sections from outside come with keys; here each of them gets its name, whichever section it is in.
"""

from dataclasses import replace

from planner.surfaces.html.parts import DataTable, Graphic, Section
from planner.wording.names import Names
from planner.wording.text import Name, Part, Text


def with_names(section: Section, names: Names) -> Section:
    """A section whose sentences, headings and cells name rows as their tables do."""

    def told(text: Text) -> Text:
        return Text(tuple(_part(part, names) for part in text.parts))

    def table(of: DataTable) -> DataTable:
        return replace(
            of,
            caption=names.told(of.caption),
            headings=tuple(map(names.told, of.headings)),
            rows=tuple(tuple(map(names.cell, row)) for row in of.rows),
        )

    def graphic(of: Graphic) -> Graphic:
        return replace(of, title=told(of.title), alt=told(of.alt), table=table(of.table))

    return replace(
        section,
        finding=told(section.finding),
        paragraphs=tuple(map(told, section.paragraphs)),
        points=tuple(map(told, section.points)),
        graphics=tuple(map(graphic, section.graphics)),
        tables=tuple(map(table, section.tables)),
        details=tuple(map(table, section.details)),
    )


def _part(part: Part, names: Names) -> Part:
    """A part of a sentence; numbers and years hold no key."""
    if isinstance(part, str):
        return names.told(part)
    return Name(names.told(part.text)) if isinstance(part, Name) else part
