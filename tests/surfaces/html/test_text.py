"""Sentences: what they say, and which of their parts are numbers."""

import pandas as pd
import pytest

from planner.wording.numbers import printed
from planner.wording.query import Query, answer
from planner.wording.text import Name, Number, Text, Year, listed, say, sentences, years

TABLES = {
    "t": pd.DataFrame(
        {
            "site": ["a", "b", "c", "a"],
            "year": [2026, 2026, 2026, 2027],
            "gw": [5.0, 3.0, 2.0, 7.0],
            "met": [True, False, True, True],
        }
    )
}


def test_a_sentence_keeps_its_parts():
    gw = Number("3", 3.0, Query("t", "gw", "sum"))

    text = say("{site} has {gw} GW in {year}", site=Name("Site 9"), gw=gw, year=Year(2030))

    assert str(text) == "Site 9 has 3 GW in 2030"
    assert text.numbers == (gw,)


@pytest.mark.parametrize(
    ("of", "said"),
    [
        ([], ""),
        ([2026], "2026"),
        ([2027, 2026], "2026 and 2027"),
        ([2026, 2027, 2028], "2026 to 2028"),
        ([2026, 2028, 2029, 2030, 2032], "2026, 2028 to 2030 and 2032"),
    ],
)
def test_years_are_drawn_together_from_three_on(of, said):
    assert str(years(of)) == said


def test_lists_have_one_and():
    names = [Name(name) for name in "abc"]

    assert str(listed(names)) == "a, b and c"
    assert str(listed(names[:2])) == "a and b"
    assert str(listed(names[:1])) == "a"
    assert str(listed([])) == ""


def test_an_empty_sentence_leaves_no_gap():
    assert str(sentences(say("One."), Text(), say("Two."))) == "One. Two."


def test_a_count_in_words_begins_with_a_capital():
    one = Number("one", 1.0, Query("t", "gw", "rows"))

    assert str(say("{n} of them", n=one).capital()) == "One of them"
    assert str(say("words").capital()) == "Words"
    assert str(Text().capital()) == ""


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Query("t", "gw", "sum"), 17.0),
        (Query("t", "gw", "sum", (("year", 2026),)), 10.0),
        (Query("t", "gw", "sum", (("site", ("b", "c")),)), 5.0),
        (Query("t", "gw", "max", by="site"), 12.0),
        (Query("t", "gw", "min"), 2.0),
        (Query("t", "met", "rows", (("met", True),)), 3.0),
        (Query("t", "site", "distinct"), 3.0),
        # 12 of 17 is more than half; in 2026 the 5 of 10 are half already.
        (Query("t", "gw", "half", by="site"), 1.0),
        (Query("t", "gw", "half", (("year", 2026),), by="site"), 1.0),
        (Query("t", "gw", "half", (("site", ("b", "c")),), by="site"), 1.0),
        (Query("t", "gw", "sum", (("year", 1999),)), 0.0),
        (Query("t", "gw", "sum", (("site", "a"),), over=Query("t", "gw", "sum")), 12 / 17),
        (Query("t", "gw", "sum", over=Query("t", "gw", "sum", (("year", 1999),))), 0.0),
        (Query("t", "gw", "min", scale=-1.0), -2.0),
    ],
)
def test_a_query_is_answered_from_the_rows_that_meet_it(query, expected):
    assert answer(query, TABLES) == pytest.approx(expected)


def test_a_missing_value_meets_no_condition():
    table = pd.DataFrame({"year": pd.array([2026, None], dtype="Int64"), "gw": [1.0, 2.0]})

    assert answer(Query("t", "gw", "sum", (("year", 2026),)), {"t": table}) == 1.0


@pytest.mark.parametrize(
    ("value", "form", "said"),
    [
        (0.0, "plain", "0"),
        (117.4, "plain", "117"),
        (99.96, "plain", "100"),
        (6782.9, "plain", "6,783"),
        (0.0123, "plain", "0.0123"),
        (2.1e30, "plain", "2.10 × 10³⁰"),
        (-4e-7, "plain", "-4.00 × 10⁻⁷"),
        (9.996e29, "power", "1.00 × 10³⁰"),
        (0.0, "power", "0"),
        (0.94, "percent", "94%"),
        (12.5, "percent", "1,250%"),
        (1.0, "percent", "100%"),
        (0.99999, "percent", "more than 99.9%"),
        (0.0001, "percent", "less than 0.1%"),
        (0.0, "percent", "0%"),
        (0.0, "count", "none"),
        (1.0, "count", "one"),
        (4729.0, "count", "4,729"),
        (float("nan"), "plain", "no figure"),
    ],
)
def test_numbers_are_printed_for_readers(value, form, said):
    assert printed(value, form) == said
