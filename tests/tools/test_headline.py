"""The README shows the reference plan as it is."""

import re

import pytest

from planner import api
from tools.headline import BEGIN, END, README, headline
from tools.marked_text import between


def cells(text):
    """The rows of the first table of a text, as lists of cells."""
    rows = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[:9]]


def charged(text):
    """The present value that a headline tells, billion USD."""
    told = re.search(r"Charged in [\d-]+, present value: ([\d,]+) billion", text)
    return float(told[1].replace(",", ""))


@pytest.mark.slow
def test_the_readme_shows_the_reference_plan(shipped):
    # What is unique of an optimum is held: its cost and what it delivers. Units that stand
    # idle, or the site of a gigawatt, may be one of many plans that cost the same.
    readme = between(README, BEGIN, END)

    made = headline(api.read_run(shipped("frontier").folder)[0])

    assert charged(readme) == pytest.approx(charged(made), abs=1)
    shown, found = cells(readme), cells(made)
    assert shown[0] == found[0]
    assert shown[0][-2].endswith(", M H100e")
    for name in ("year", *shown[0][-3:-1]):
        column = shown[0].index(name)
        for before, after in zip(shown[2:], found[2:], strict=True):
            told, true = (
                float(row[column].rstrip("%").replace(",", "")) for row in (before, after)
            )
            assert told == pytest.approx(true, abs=0.2, rel=0.005)
