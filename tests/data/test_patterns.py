"""Patterns of others: those that could take for ever are refused before they are used."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.config.locations import bundled
from planner.data.descriptor import read_schema
from planner.data.patterns import LONGEST, MOST_WAYS, fits, pattern_problem


@pytest.mark.parametrize(
    "pattern", ["(a+)+$", "(a|aa)+$", "(a|a)*$", "a?" * 30 + "a" * 30, r"(\w+\s?)*!", r"(a)\1"]
)
def test_a_pattern_that_could_take_for_ever_is_refused(pattern):
    assert "more ways than can be tried" in pattern_problem(pattern)


@pytest.mark.parametrize("pattern", ["(", "[a", "a{2,1}", "(?P<a>x)(?P<a>y)", "(" * 5000])
def test_what_is_no_pattern_is_refused(pattern):
    assert pattern_problem(pattern)


@pytest.mark.parametrize("pattern", ["[a-z][a-z0-9_]*", r"\d{4}(-\d{2}){0,2}", "a|b", ""])
def test_a_plain_pattern_is_taken(pattern):
    assert not pattern_problem(pattern)


def test_as_many_ways_as_are_allowed_are_taken_and_no_more():
    # Of ten alternatives seven in a row are 10 ** 7 ways, all that are tried. With none in a row
    # beside them, or another word, there is one more.
    word = "(aa|bb|cc|dd|ee|ff|gg|hh|ii|jj)"

    assert MOST_WAYS == 10**7
    assert not pattern_problem(f"{word}{{7}}")
    assert pattern_problem(f"({word}{{7}}){{0,1}}")
    assert pattern_problem(f"{word}{{7}}|kk")


def test_the_patterns_that_ship_are_taken():
    schema = read_schema(bundled("datasets"))
    patterns = {field.pattern for table in schema.values() for field in table.fields.values()}

    assert not any(pattern_problem(pattern) for pattern in patterns)


PIECES = st.sampled_from(["a", "a+", "a*", "(a|b)", "(a+b)?", "[ab]{1,9}", ".*?", "(aa|a)", "b$"])


@settings(max_examples=50, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=6))
def test_what_is_taken_ends(pieces):
    pattern = "".join(pieces)
    if pattern_problem(pattern):
        return

    # Every way of the longest text is tried here: the test itself would never end.
    text = "a" * (LONGEST - 1) + "!"

    assert fits(pattern, text) == bool(re.fullmatch(pattern, text))
    assert not fits(pattern, text + "!")
