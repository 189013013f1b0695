"""JSON of others: any bytes are a document or one fault."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.data.json_file import deeper_than, parse_json, read_json
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


def test_a_file_of_more_than_256_mib_is_not_read(tmp_path):
    # A file with a hole: it takes no room on the disk.
    path = tmp_path / "a.json"
    with path.open("wb") as file:
        file.truncate(300 * 2**20)

    with pytest.raises(InputError, match="300 MiB; expected at most 256 MiB"):
        read_json(path, "a document")
    path.write_text("[1]")
    assert read_json(path, "a document") == [1]


def test_the_line_of_a_byte_that_is_no_text_is_told():
    with pytest.raises(InputError, match=r"a\.json, line 3: byte 0xff is not UTF-8"):
        parse_json(b"{\n\n\xff}", "a.json", "a document")


def test_a_fault_of_what_people_edit_has_a_line_and_a_column():
    with pytest.raises(InputError, match=r"a\.json, line 2, column 3: Expecting"):
        parse_json(b'{\n  x"a": 1}', "a.json", "a document", edited=True)
    with pytest.raises(InputError, match=r"a.json: no JSON \("):
        parse_json(b'{\n  x"a": 1}', "a.json", "a document")


def test_a_document_may_be_less_deep_where_it_is_asked_to():
    assert parse_json(b"[[]]", "a.json", "a document", most_depth=2) == [[]]
    with pytest.raises(InputError, match="more than 1 levels of nesting; expected at most 1"):
        parse_json(b"[[]]", "a.json", "a document", most_depth=1)
