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
    """Leave the drawings blank, which take seconds, and note what their axes and panels say."""
    said = []

    def blank(self, file, **options):
        for axes in self.axes:
            legend = axes.get_legend()
            texts = [text.get_text() for text in legend.get_texts()] if legend else []
            told = [axes.get_title(), axes.get_title("left"), axes.get_xlabel(), axes.get_ylabel()]
            said.append(f"axes: {' | '.join(filter(None, [*told, *texts]))}")
        file.write("<svg></svg>")

    monkeypatch.setattr(Figure, "savefig", blank)
    return said


@pytest.mark.parametrize("name", ["short"])
def test_a_report_says_what_it_said(name, request, kept, without_numbers, undrawn):
    folder = request.getfixturevalue(name)
    whole = document(read_facts(folder))
    text = "\n".join(line for section in whole.sections for line in lines_of(section))

    text = "\n".join([text, *undrawn])
    # Where the run lies and when it was made are no words of the report.
    kept(f"report_{name}", without_numbers(text.replace(str(folder.parent), "OUTPUTS")))
