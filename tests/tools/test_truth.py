"""The page of known facts shows the facts that ship, and each row outside with its cause."""

import csv
from pathlib import Path

import pytest

from planner.cli.terminal import figure
from tools.marked_text import between
from tools.truth import BEGIN, END, PAGE

FACTS = Path(__file__).parents[2] / "datasets" / "known_facts.csv"


@pytest.fixture(scope="module")
def page():
    return between(PAGE, BEGIN, END)


@pytest.fixture(scope="module")
def rows(page):
    """The page's rows as cells."""
    lines = [line for line in page.splitlines() if line.startswith("| 20")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_the_page_shows_the_facts_of_the_plans_years_as_they_stand(rows):
    shown = {tuple(row[:8]) for row in rows}
    with FACTS.open(encoding="utf-8", newline="") as file:
        facts = [row for row in csv.DictReader(file) if row["scope"] != "site"]

    # A foundry's money has no counterpart, nor have flows of the year before the plan.
    for fact in facts:
        if fact["quantity"].startswith("foundry") or fact["year"] == "2025":
            continue
        ends = (
            figure(float(fact[end])) if fact[end] else "" for end in ("low", "central", "high")
        )
        names = (fact[name] for name in ("year", "quantity", "subject", "unit", "reading"))
        assert (*names, *ends) in shown


def test_each_row_outside_has_a_cause_on_the_page(page, rows):
    outside = [row for row in rows if row[-1] == "outside" and row[1] != "site_facility_gw"]

    assert outside
    for year, quantity, subject, _, reading, *_ in outside:
        what = f"{quantity} {subject}".strip()
        (line, *_) = [
            n for n in page.splitlines() if n.startswith(f"- {year}, {what}, {reading}: ")
        ]
        assert len(line.partition(": ")[2]) > 20
