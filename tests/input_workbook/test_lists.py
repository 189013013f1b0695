"""Lists in a cell: what is written comes back, whatever signs names hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.input_workbook.lists import names_in, shares_in, shown_names, shown_shares

# Of the signs that part names, quote them and end a line, and some others.
NAMES = st.text(st.sampled_from(",;=\"\n' ab7é上"), min_size=1, max_size=8).filter(
    lambda name: name == name.strip()
)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a, b; c\nd", ["a", "b", "c", "d"]),
        (" a ,, b,", ["a", "b"]),
        ('say "hi", b', ['say "hi"', "b"]),
        ('"a, b", "c ""d"""', ["a, b", 'c "d"']),
        ('"no end, b', ['"no end', "b"]),
        ("", []),
        (None, []),
    ],
)
def test_signs_part_names_outside_of_quotation_marks(text, names):
    assert names_in(text) == names


@given(st.lists(NAMES, max_size=4))
def test_names_come_back(names):
    assert names_in(shown_names(names)) == names


@given(st.dictionaries(NAMES, st.floats(0, 1), max_size=4))
def test_shares_come_back(shares):
    assert shares_in(shown_shares(shares)) == (shares, "")


@pytest.mark.parametrize("wrong", ["west", "west = much", "= 1", "west = 1, west = 0.5"])
def test_what_is_no_share_is_said(wrong):
    shares, said = shares_in(f"east = 0.5, {wrong}")

    assert shares == {}
    assert said in wrong
    assert said
