"""The workbook of a plan: what its cells say, sheet by sheet, as it is kept."""

import re

import pytest

from planner.surfaces.workbook.plan.scenario import from_folders
from planner.surfaces.workbook.plan.write import build

LITERAL = re.compile(r'"((?:[^"]|"")*)"')
"""A text within a formula."""
WORDS = re.compile(r"[A-Za-z]{2}.* ")
"""What a text of a formula that is shown has, and a name of a sheet or a sign has not."""
HEAD = 6
"""Rows of a sheet of results or of copies that are words; those below are the rows of a table."""
OF_ROWS = ("Certificate", "Control", "Copies", "Guards", "Sources", "Texts", "data")
OF_THE_RUN = re.compile(
    r"\d{4}-\d\d-\d\dT[\d:+]+|\b[0-9a-f]{40,}\b|(?<=, )revision .*|(?<=, highspy ).*"
)
"""When and by what the run was made, which are no words of the workbook."""
OF_RESULTS, OF_INPUTS = "Res_", "In_"


def texts_of(sheet):
    """Each text that the cells of a sheet say, once, in the order of reading.

    Of a table of inputs it is the title: its words are those of the data.
    """
    rows = None
    if sheet.title.startswith(OF_INPUTS):
        rows = 1
    elif sheet.title in OF_ROWS or sheet.title.startswith(OF_RESULTS):
        rows = HEAD
    for row in sheet.iter_rows(max_row=rows):
        for cell in row:
            if cell.data_type == "s":
                yield cell.value
            elif cell.data_type == "f":
                formula = getattr(cell.value, "text", cell.value)
                yield from filter(WORDS.match, LITERAL.findall(str(formula)))


@pytest.fixture
def workbook(small):
    return build(from_folders([small])).workbook


def test_a_workbook_says_what_it_said(workbook, small, kept, without_numbers):
    lines = []
    for sheet in workbook:
        lines += [f"# {sheet.title}", *dict.fromkeys(texts_of(sheet))]
    text = "\n".join(lines).replace(str(small.parent), "OUTPUTS")

    kept("workbook_small", without_numbers(OF_THE_RUN.sub("...", text)))
