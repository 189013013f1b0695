"""The report of a plan: questions, answers, headings and sources, as they are kept."""

import pytest
from matplotlib.figure import Figure

from planner.surfaces.html.outline import document
from planner.surfaces.html.reading import read_facts


def lines_of(section):
    """Everything that a section says, a line each; of tables the captions and headings."""
    yield f"# {section.key}: {section.question}"
    yield f"= {section.finding}"
    yield from map(str, (*section.paragraphs, *section.points))
    for graphic in section.graphics:
        yield f"graphic {graphic.key}: {graphic.title} | {graphic.alt} | {graphic.source}"
        yield _headings(graphic.table)
    yield from map(_headings, (*section.tables, *section.details))


def _headings(table):
    return f"table: {table.caption} | {' | '.join(table.headings)}"


@pytest.fixture
def undrawn(monkeypatch):
    """Leave the drawings blank: what is said beside them is asked, and drawing takes seconds."""

    def blank(self, file, **options):
        file.write("<svg></svg>")

    monkeypatch.setattr(Figure, "savefig", blank)


@pytest.mark.parametrize("name", ["small", "short"])
@pytest.mark.usefixtures("undrawn")
def test_a_report_says_what_it_said(name, request, kept, without_numbers):
    folder = request.getfixturevalue(name)
    whole = document(read_facts(folder))
    text = "\n".join(line for section in whole.sections for line in lines_of(section))

    # Where the run lies and when it was made are no words of the report.
    kept(f"report_{name}", without_numbers(text.replace(str(folder.parent), "OUTPUTS")))
