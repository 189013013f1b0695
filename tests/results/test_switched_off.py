"""What is switched off and why: rows of idle units, and a sentence a year."""

from types import SimpleNamespace

import pandas as pd
import pytest

from planner.results import switched_off as module
from planner.results.switched_off import COLUMNS, switched_off, switched_off_sentences


def test_an_hour_of_a_unit_is_worth_what_it_computes_in_a_year(monkeypatch):
    # 17.52 billion USD a million units in 8,760 hours are 2 USD an hour, and 4.38 are 0.5.
    idle = [("k", "s", 2026, 0.5, 0.25, 9.0), ("j", "s", 2027, 1.0, 0.0, 9.0)]
    monkeypatch.setattr(module, "idle_units", lambda solved: iter(idle))
    asked = []

    def parts(k, s, y, units, displaced):
        asked.append((k, s, y, units, displaced))
        yield "power", units - displaced
        yield "replaced", displaced

    reasons = SimpleNamespace(
        parts=parts,
        worth=SimpleNamespace(
            value={("k", 2026): 17.52}, cost=SimpleNamespace(of=lambda k, s, y: 4.38)
        ),
    )
    solved = SimpleNamespace(world=SimpleNamespace(hours_per_year=8_760.0))

    table = switched_off(solved, reasons)

    assert asked == [("k", "s", 2026, 0.75, 0.25), ("j", "s", 2027, 1.0, 0.0)]
    assert table[["reason", "idle_million"]].values.tolist() == [
        ["power", 0.5], ["replaced", 0.25], ["power", 1.0], ["replaced", 0.0],
    ]  # fmt: skip
    assert table["value_usd_per_unit_hour"].tolist()[:2] == pytest.approx([2.0, 2.0])
    assert table["value_usd_per_unit_hour"].isna().tolist() == [False, False, True, True]
    assert table["running_usd_per_unit_hour"].tolist() == pytest.approx([0.5] * 4)


def sentences(*rows):
    """Of rows of generation, site, year, reason and idle million."""
    table = pd.DataFrame([(*row, 1.0, 1.0) for row in rows], columns=COLUMNS)
    return switched_off_sentences(table)


def test_a_year_names_the_generations_with_most_units_first():
    told = sentences(
        ("c", "s", 2027, "replaced", 2.0),
        ("a", "s", 2027, "power", 0.5), ("b", "s", 2027, "power", 0.5),
        ("b", "t", 2027, "power", 0.25),
        ("a", "s", 2026, "running_cost", 0.25),
    )  # fmt: skip

    assert told == [
        "Switched off in 2026: 0.25 million, no demand at its running cost (a).",
        "Switched off in 2027: 2.00 million, replaced (c); 1.25 million, no power (b, a).",
    ]


def test_four_generations_are_named():
    rows = [(name, "s", 2026, "power", 1.0 - 0.1 * i) for i, name in enumerate("abcdef")]

    assert sentences(*rows[:4])[0].endswith("no power (a, b, c, d).")
    assert sentences(*rows[:5])[0].endswith("no power (a, b, c, d and 1 more).")
    assert sentences(*rows)[0].endswith("no power (a, b, c, d and 2 more).")


def test_a_few_units_are_not_told():
    # Twentieths of a million are told from one on, of a reason as a whole.
    assert sentences(("a", "s", 2026, "power", 0.049)) == []
    assert len(sentences(("a", "s", 2026, "power", 0.05))) == 1
    assert len(sentences(("a", "s", 2026, "power", 0.03), ("b", "s", 2026, "power", 0.03))) == 1
    # A reason of another version is told as it is.
    assert sentences(("a", "s", 2026, "weather", 1.0)) == [
        "Switched off in 2026: 1.00 million, weather (a)."
    ]
