import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.data.cells import hidden_signs, parse
from planner.data.schema import Field

SHARE = Field(name="x", type="number", unit="MW/MW", required=True, minimum=0, maximum=1)
COST = Field(name="x", type="number", unit="USD/kW", required=True, minimum=0)
YEAR = Field(name="x", type="integer", unit="year", required=True, minimum=2015, maximum=2045)
OPEN = Field(name="x", type="number")
FLAG = Field(name="x", type="boolean", required=True)
TEXT = Field(name="x", type="string")
NAME = Field(name="x", type="string", identifies=True)
KIND = Field(name="x", type="string", enum=("campus", "candidate"))


def said(text, field):
    value, problem = parse(text, field)
    assert problem is not None, value
    return "; ".join(filter(None, (problem.found, problem.expected, problem.fix)))


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("0.5", SHARE, 0.5),
        ("1", SHARE, 1.0),
        ("2.5e3", COST, 2500.0),
        (".5", SHARE, 0.5),
        ("2026", YEAR, 2026),
        ("2026.0", YEAR, 2026),
        ("2.026e3", YEAR, 2026),
        ("1e3", COST, 1000.0),
        ("1000.0", COST, 1000.0),
        ("+1000.", COST, 1000.0),
        ("true", FLAG, True),
        ("false", FLAG, False),
        ("campus", KIND, "campus"),
        ("", TEXT, None),
        # Any text is a name, also one that looks like a formula, a number or a blank.
        ("=1+1", NAME, "=1+1"),
        ("007", NAME, "007"),
        ("NA", NAME, "NA"),
        ("\u0622\u0628\u200c\u062f\u0627\u0646", NAME, "\u0622\u0628\u200c\u062f\u0627\u0646"),
        ("\U0001f469\u200d\U0001f52c", NAME, "\U0001f469\u200d\U0001f52c"),
        ("two\nlines", TEXT, "two\nlines"),
    ],
)
def test_a_right_cell_becomes_its_value(text, field, value):
    assert parse(text, field) == (value, None)
    assert type(parse(text, field)[0]) is type(value)


@pytest.mark.parametrize(
    ("text", "field", "line"),
    [
        ("", SHARE, "blank; a number from 0 to 1 (MW/MW)"),
        ("a lot", COST, "'a lot' is not a number; a number of at least 0 (USD/kW)"),
        (
            "1,250",
            COST,
            "'1,250' has a thousands separator; a number of at least 0 (USD/kW); write 1250",
        ),
        (
            "1 250.5",
            COST,
            "'1 250.5' has a thousands separator; a number of at least 0 (USD/kW); write 1250.5",
        ),
        ("0,5", SHARE, "'0,5' has a decimal comma; a number from 0 to 1 (MW/MW); write 0.5"),
        ("12%", SHARE, "'12%' has a percent sign; a number from 0 to 1 (MW/MW); write 0.12"),
        (
            "12 %",
            COST,
            "'12 %' has a percent sign; a number of at least 0 (USD/kW);"
            " write 12, if the unit is right",
        ),
        ("25", SHARE, "25 is above 1; a number from 0 to 1 (MW/MW); 25 % is 0.25"),
        ("-5", COST, "-5 is below 0; a number of at least 0 (USD/kW)"),
        ("$40", COST, "'$40' is more than a number; a number of at least 0 (USD/kW); write 40"),
        ("nan", COST, "'nan' is not finite; a number of at least 0 (USD/kW)"),
        ("-Infinity", COST, "'-Infinity' is not finite; a number of at least 0 (USD/kW)"),
        ("1e999", COST, "'1e999' is not finite; a number of at least 0 (USD/kW)"),
        (
            "1_000",
            COST,
            "'1_000' has a thousands separator; a number of at least 0 (USD/kW); write 1000",
        ),
        # A cell that may be empty is to be left so; one that must be filled is not.
        ("n/a", COST, "'n/a' is not a number; a number of at least 0 (USD/kW)"),
        (
            "n/a",
            OPEN,
            "'n/a' is not a number; a number; leave the cell empty where there is no value",
        ),
        ("some", OPEN, "'some' is not a number; a number"),
        ("٣", COST, "'٣' is not a number; a number of at least 0 (USD/kW)"),
        (" 5", COST, "' 5' has a stray space; a number of at least 0 (USD/kW); write 5"),
        ("20.5", YEAR, "'20.5' is not a whole number; a whole number from 2015 to 2045 (year)"),
        (
            "9" * 400,
            YEAR,
            f"'{'9' * 55}...' is not finite; a whole number from 2015 to 2045 (year)",
        ),
        ("2062", YEAR, "2062 is above 2045; a whole number from 2015 to 2045 (year)"),
        ("TRUE", FLAG, "'TRUE'; true or false; write true"),
        ("no", FLAG, "'no'; true or false; write false"),
        ("maybe", FLAG, "'maybe'; true or false"),
        ("campuss", KIND, "'campuss'; one of campus, candidate; did you mean 'campus'?"),
        (
            "1\u2009000",
            COST,
            "'1\\u2009000' has a thousands separator; a number of at least 0 (USD/kW); write 1000",
        ),
        ("1,5", COST, "'1,5' has a decimal comma; a number of at least 0 (USD/kW); write 1.5"),
        (
            "two\nlines",
            NAME,
            "'two\\nlines' holds a sign that nobody sees (U+000A); text; write it without",
        ),
        (
            "be\x07ll",
            TEXT,
            "'be\\x07ll' holds a sign that nobody sees (U+0007); text; write it without",
        ),
        (
            "zero\u200bwidth",
            NAME,
            "'zero\\u200bwidth' holds a sign that nobody sees (U+200B); text; write it without",
        ),
        ("   ", TEXT, "'   ' has a stray space; text; leave the cell empty"),
    ],
)
def test_a_wrong_cell_is_named_with_what_is_right(text, field, line):
    assert said(text, field) == line


def test_a_word_for_nothing_may_be_left_out_where_blank_is_allowed():
    optional = Field(name="x", type="number", unit="GW")

    assert said("n/a", optional) == (
        "'n/a' is not a number; a number (GW); leave the cell empty where there is no value"
    )


def test_a_stray_space_does_not_hide_the_value():
    value, problem = parse(" PJM", TEXT)

    assert value == "PJM"
    assert problem is not None


def test_a_pattern_is_held_to():
    field = Field(name="x", pattern="[a-z_0-9]+")

    assert parse("nvidia_h100", field) == ("nvidia_h100", None)
    assert said("NVIDIA H100", field) == "'NVIDIA H100'; text of the form [a-z_0-9]+"


@given(number=st.floats(allow_nan=False, allow_infinity=False))
def test_any_finite_number_survives_being_written_and_read(number):
    field = Field(name="x", type="number")

    assert parse(repr(number), field) == (number, None)


@given(text=st.text("0123456789.,-+eEnaif_%$ \u00a0\u0663", max_size=12))
def test_no_text_makes_a_number_column_stumble(text):
    value, problem = parse(text, Field(name="x", type="number"))

    if value is not None:
        assert math.isfinite(value)
    else:
        assert problem is not None or text == ""


def test_numbers_of_no_sign_are_hidden_and_their_neighbours_are_not():
    # Unicode keeps 32 numbers from U+FDD0 on and the last two of each plane for no sign.
    kept = [
        *range(0xFDD0, 0xFDF0),
        *(p * 0x10000 + n for p in range(17) for n in (0xFFFE, 0xFFFF)),
    ]

    assert len(kept) == 66
    assert all(hidden_signs(chr(n), breaks=True) == f"U+{n:04X}" for n in kept)
    assert not any(hidden_signs(f"\n{chr(n)}", breaks=True) for n in (0xFDCF, 0xFDF0, 0xFFFD))


def test_whole_numbers_that_floats_tell_apart_are_taken_and_larger_ones_refused():
    count = Field(name="x", type="integer")

    assert parse(str(2**53 - 1), count)[0] == 2**53 - 1
    # As a float 2**53 + 1 is 2**53.
    assert parse(str(2**53 + 1), count)[1] is not None
    assert parse(str(-(2**53)), count)[1] is not None
    assert parse(str(10**17), count)[1] is not None
