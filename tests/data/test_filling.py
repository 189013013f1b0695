"""What is said of the rows of a file, and of those of a sheet, that can't be read as they are."""

import pytest

from planner.data.filling import fill
from planner.data.reading import Reading
from planner.data.schema import Field, Table

TABLE = Table(
    name="t",
    path="t.csv",
    key=("site", "year"),
    fields={
        "site": Field(name="site", required=True),
        "year": Field(name="year", type="integer", required=True),
        "gw_low": Field(name="gw_low", type="number"),
        "gw": Field(name="gw", type="number", low="gw_low", high="gw_high"),
        "gw_high": Field(name="gw_high", type="number"),
        "name": Field(name="name", unique=True),
        "open": Field(name="open", type="boolean", optional=True, default="true"),
        "note": Field(name="note", optional=True),
    },
)
HEADER = ["site", "year", "gw_low", "gw", "gw_high", "name"]
SOUND = [["a", "2026", "1", "2", "3", "x"], ["a", "2027", "", "2", "", "y"]]
TWICE = "a value that occurs once"


def filled(body, letters=(), header=HEADER):
    reading = Reading(TABLE)
    fill(reading, [(1, header), *enumerate(body, start=3)], letters)
    return reading


def test_sound_rows_are_kept_with_their_lines_and_defaults():
    reading = filled(SOUND)

    assert reading.faults == []
    assert reading.whole
    assert reading.lines == [3, 4]
    assert reading.letters == {}
    assert reading.values == {
        "site": ["a", "a"], "year": [2026, 2027], "gw_low": [1.0, None], "gw": [2.0, 2.0],
        "gw_high": [3.0, None], "name": ["x", "y"], "open": [True, True], "note": [None, None],
    }  # fmt: skip


SPOILED = {
    "too many cells": (
        [["a", "2026", "1", "2", "3", "x", "4"], SOUND[1]],
        ["t.csv, {row} 3: 7 cells; expected 6, as many as the header has; put quotes around a "
         "cell that holds a comma; write numbers without them"],
    ),
    "too few cells": (
        [["a", "2026", "1"], SOUND[1]],
        ["t.csv, {row} 3: 3 cells; expected 6, as many as the header has"],
    ),
    "blank cells": (
        [SOUND[0], [""] * 6],
        ["t.csv, {row} 4: a row of blank cells; expected a row with values; delete the {line}"],
    ),
    "a header of another width": (
        [row[:5] for row in SOUND],
        ["t.csv, {row} 1: 6 columns; expected 5, as many as each row has cells"],
    ),
    "a key twice": (
        [SOUND[0], [*SOUND[0][:5], "y"]],
        ["t.csv, {cells}: 'a', 2026 is {on} 3 already; expected a value that occurs once"],
    ),
    "names of one sound": (
        [SOUND[0], ["A", "2026", "", "2", "", "y"]],
        ["t.csv, {cells}: 'A', 2026 differs from 'a', 2026 of {row} 3 by capitals alone; expected "
         "one spelling, or names that a reader can tell apart"],
    ),
    "a name twice": (
        [SOUND[0], [*SOUND[1][:5], "x"]],
        ["t.csv, {name}: 'x' is {on} 3 already; expected a value that occurs once"],
    ),
    "a range that falls": (
        [SOUND[0], ["a", "2027", "2.5", "2", "", "y"]],
        ["t.csv, {range}: 2.5, 2 do not rise; expected low, central and high value in that order"],
    ),
    "no number": (
        [SOUND[0], ["a", "2027", "", "two", "", "y"]],
        ["t.csv, {gw}: 'two' is not a number; expected a number"],
    ),
}  # fmt: skip
OF_A_FILE = {
    "row": "line", "line": "line", "on": "on line", "cells": "line 4, columns site, year",
    "name": "line 4, column name", "range": "line 4, columns gw_low, gw, gw_high",
    "gw": "line 4, column gw",
}  # fmt: skip
OF_A_SHEET = {
    "row": "row", "line": "row", "on": "in row", "cells": "cells A4 and B4, columns site, year",
    "name": "cell F4, column name", "range": "cells C4 and D4 and E4, columns gw_low, gw, gw_high",
    "gw": "cell D4, column gw",
}  # fmt: skip


@pytest.mark.parametrize("case", SPOILED)
@pytest.mark.parametrize(("letters", "words"), [("", OF_A_FILE), ("ABCDEF", OF_A_SHEET)])
def test_what_is_spoiled_is_told_where_it_stands(case, letters, words):
    body, faults = SPOILED[case]

    found = [str(fault) for fault in filled(body, letters).faults]

    assert found == [fault.format(**words) for fault in faults]


def test_of_a_row_that_is_broken_the_key_is_kept():
    reading = filled([["b", "2026", "1"], SOUND[1]])

    assert reading.whole
    assert reading.values["site"] == ["b", "a"]
    assert reading.values["gw_low"] == [None, None]
    assert reading.values["gw"] == [None, 2.0]


def test_a_header_that_fits_no_row_leaves_nothing():
    reading = filled([row[:5] for row in SOUND])

    assert not reading.whole
    assert reading.values == {}
    # Of a single row it can't be told which of the two is wrong.
    assert filled([SOUND[0][:5]]).whole


def test_a_sheet_has_the_letters_of_its_columns():
    assert filled(SOUND, "CDEFGH").letters == dict(zip(HEADER, "CDEFGH", strict=True))


def test_a_column_that_must_be_there_is_missed_and_the_others_are_read():
    reading = filled([["a"], ["b"]], header=["site"])

    assert any("no column 'year'" in str(fault) for fault in reading.faults)
    assert reading.values["site"] == ["a", "b"]
    assert "year" not in reading.values
    # Without any column that is known there is nothing to read.
    assert not filled([["a"]], header=["what"]).whole


def test_a_column_without_any_number_is_told_cell_by_cell():
    reading = filled([["a", "2026", "", "one", "", "x"], ["a", "2027", "", "two", "", "y"]])

    assert [fault.found for fault in reading.faults] == [
        "'one' is not a number",
        "'two' is not a number",
    ]
