"""From any cell to a text or a problem, never to another value."""

import math
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.data.cells import parse
from planner.data.schema import Field
from planner.input_workbook.cells import UNSAVED, text_of

KINDS = ("string", "integer", "number", "boolean")
NUMBER = Field(name="x", type="number")

values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**15), 10**15),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=8),
    st.dates(),
    st.times(),
    st.datetimes(timezones=st.just(UTC)),
    st.just(UNSAVED),
)


@settings(deadline=None)
@given(values, st.sampled_from("nsbde"), st.sampled_from(KINDS))
def test_a_cell_has_a_text_or_a_problem(value, data_type, kind):
    text, problem = text_of(value, data_type, kind)

    assert (text is None) != (problem is None)


@settings(deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_keeps_its_last_digit(number):
    text, _ = text_of(number, "n", "number")
    value, problem = parse(text, NUMBER)

    assert problem is None
    assert value == number
    assert math.copysign(1, value) == math.copysign(1, number) or number == 0


@settings(deadline=None)
@given(st.text(alphabet="abc_019 -", min_size=1, max_size=12))
def test_plain_text_stays_as_it_is(text):
    assert text_of(text, "s", "string") == (text, None)


@pytest.mark.parametrize("value", [True, date(2026, 1, 1), time(1), datetime(2026, 1, 1), UNSAVED])
@pytest.mark.parametrize("kind", ["string", "integer", "number"])
def test_what_is_no_number_and_no_text_has_a_way_out(value, kind):
    _, problem = text_of(value, "n", kind)

    assert problem.found
    assert problem.fix


def test_accents_are_composed_so_that_equal_names_are_equal():
    assert text_of("Que\u0301bec", "s", "string") == ("Qu\u00e9bec", None)
