"""TOML of others: bounded before it is parsed, and taken apart as the parser does."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.config import load_model, parse_assignments, parse_value
from planner.config.toml_text import parse_toml, statements
from planner.errors import InputError

VALUES = [
    "1",
    '"a = [1"',
    "'its \\'",
    '"""\n[x]\n"a" """',
    "'''\n# no comment\n'''",
    "[1, # one\n 2]",
    "{ a = [1], b.c = 2 }",
    '"""ends in a quote\\\n  """"',
    "2026-01-01T00:00:00Z",
]


@given(
    st.lists(st.tuples(st.sampled_from(VALUES), st.sampled_from(["", " # note", "\n", "\n\n"])))
)
def test_statements_are_those_that_the_parser_finds(values):
    lines = [f"key_{n} = {value}{after}" for n, (value, after) in enumerate(values)]
    text = "\n".join(["[table] # x", *lines])

    found = list(statements(text))

    assert [tomllib.loads(statement) for _, statement in found[1:]] == [
        tomllib.loads(line) for line in lines
    ]
    for number, statement in found:
        assert text.splitlines()[number - 1].startswith(statement.splitlines()[0].rstrip()[:5])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a = " + "[" * 5000 + "]" * 5000, "line 1: more than 32 lists and tables"),
        ("\n" + "a." * 100_000 + "b = 1", "line 2: a key of more than 32 parts"),
        ("a = {" + "b = {" * 5000, "line 1: more than 32 lists and tables"),
        ("x" * 5_000_000, "5,000,000 characters"),
        ("a = 1" + "0" * 5000, "exceeds the limit"),
    ],
)
def test_what_is_beyond_bounds_is_refused_before_it_is_parsed(text, found):
    with pytest.raises(InputError, match=found):
        parse_toml(text, "my.toml")


@pytest.mark.parametrize("text", ['"never closed', "'", '"""', "a" * 1000, '"a"' * 1000, "[]{}"])
def test_no_text_is_taken_apart_for_ever(text):
    with pytest.raises(tomllib.TOMLDecodeError):
        parse_toml(text * 200, "my.toml")


def test_a_long_chain_of_models_is_refused(tmp_path):
    (tmp_path / "m0.toml").write_text('extends = "small"\n')
    for number in range(1, 2000):
        (tmp_path / f"m{number}.toml").write_text(f'extends = "m{number - 1}"\n')

    with pytest.raises(InputError, match="at most 32 models above each other"):
        load_model(tmp_path / "m1999.toml")


@pytest.mark.parametrize("name", ["..toml", "...toml", "....toml", " .toml"])
def test_a_name_that_no_folder_can_have_is_refused(tmp_path, name):
    (tmp_path / name).write_text('extends = "small"\n')

    with pytest.raises(InputError, match="a name that a folder can have"):
        load_model(tmp_path / name)


def test_a_value_of_two_lines_is_refused():
    with pytest.raises(InputError, match="has 2 lines; expected one value in one line"):
        parse_value("0.1\ndiscount_timing = 'end'")


def test_a_key_that_is_set_twice_is_refused():
    with pytest.raises(InputError, match="'discount_rate' is set twice"):
        parse_assignments(["discount_rate=0.1", "discount_rate=0.2"])


def test_a_key_without_end_is_refused():
    with pytest.raises(InputError, match="at most 32 parts"):
        parse_assignments(["a." * 50_000 + "b=1"])
