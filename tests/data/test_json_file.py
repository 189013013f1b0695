"""JSON of others: any bytes are a document or one fault."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.data.json_file import deeper_than, parse_json
from planner.errors import InputError

FINITE = st.floats(allow_nan=False, allow_infinity=False, width=16)
plain = st.none() | st.booleans() | st.integers() | st.text() | FINITE
documents = st.recursive(
    plain,
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(documents)
def test_a_document_comes_back(document):
    assert parse_json(json.dumps(document).encode(), "a.json", "a document") == document


@given(st.binary())
def test_any_bytes_are_a_document_or_a_fault(content):
    with suppress(InputError):
        parse_json(content, "a.json", "a document")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"a": 1, "a": 2}', "the key 'a' is stated twice"),
        ('{"a": NaN}', "NaN is no number of JSON"),
        ("[" * 5000 + "]" * 5000, "more than 64 levels of nesting"),
        ("[" * 66 + "]" * 66, "more than 64 levels of nesting"),
        ('{"a": 1', "no JSON"),
    ],
)
def test_what_no_reader_should_guess_at_is_refused(text, found):
    with pytest.raises(InputError, match=found):
        parse_json(text.encode(), "a.json", "a document")


def test_nesting_is_counted_by_levels():
    assert not deeper_than([[]], 2)
    assert deeper_than([[{}]], 2)
    assert not deeper_than("text", 0)
