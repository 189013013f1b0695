"""Hourly files of others: a year of hours, or one fault that says what is wrong with it."""

import gzip

import pandas as pd
import pytest

from planner.data.hourly_file import HOURS, read_hours
from planner.errors import InputError

TABLE = pd.DataFrame({"solar:here": [0.25] * HOURS, "wind:here": [0.5] * HOURS})
TEXT = TABLE.to_csv(index_label="hour").encode()


def shuffled(text):
    header, *rows = text.decode().splitlines()
    return "\n".join([header, *rows[1:101], rows[0], *rows[101:]]).encode()


def doubled(text):
    lines = text.decode().splitlines()
    return "\n".join([*lines[:-1], lines[5]]).encode()


FAULTS = {
    "packed by nothing": ("a.csv.gz", TEXT, "not packed"),
    "cut short": ("a.csv.gz", gzip.compress(TEXT)[:-100], "cannot be unpacked"),
    "broken": ("a.csv.gz", gzip.compress(TEXT)[:50] + b"\0" * 500, "cannot be unpacked"),
    "a bomb": ("a.csv.gz", gzip.compress(bytes(300 * 2**20), 1), "more than 256 MiB"),
    "not text": ("a.csv", b"\xff\xfe" + TEXT, "line 1: byte 0xff is not UTF-8"),
    "empty": ("a.csv", b"", "an empty file"),
    "two columns of a name": ("a.csv", TEXT.replace(b"wind:", b"solar:", 1), "2 columns of this"),
    "a column that tells no place": ("a.csv", TEXT.replace(b"wind:", b"wind", 1), "'windhere'"),
    "no column": ("a.csv", b"hour\n" + b"1\n" * HOURS, "no column of values"),
    "a ragged row": (
        "a.csv",
        TEXT.replace(b"\n7,0.25,0.5", b"\n7,0.25,0.5,1", 1),
        "line 9: 4 cel",
    ),
    "out of order": ("a.csv", shuffled(TEXT), "line 2: hour '1'|line 102: hour '0' after"),
    "an hour twice": ("a.csv", doubled(TEXT), "line 8761: hour '4' of line 6 again"),
    "a word": (
        "a.csv",
        TEXT.replace(b"\n7,0.25", b"\n7,much", 1),
        "line 9, column solar:here: 1 g",
    ),
    "an endless number": (
        "a.csv",
        TEXT.replace(b"\n7,0.25", b"\n7,inf", 1),
        "inf; expected from 0",
    ),
}


@pytest.mark.parametrize("case", FAULTS)
def test_what_is_no_year_of_hours_is_named(case, tmp_path):
    name, content, found = FAULTS[case]
    (tmp_path / name).write_bytes(content)

    with pytest.raises(InputError, match=found):
        read_hours(tmp_path / name, 0, 1, "MW/MW")


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        read_hours(tmp_path / "a.csv", 0, 1, "MW/MW")


def test_dates_are_hours_too(tmp_path):
    dates = pd.date_range("2012-01-01", periods=HOURS, freq="h").astype(str)
    TABLE.set_axis(dates, axis=0).to_csv(tmp_path / "a.csv")

    assert list(read_hours(tmp_path / "a.csv", 0, 1, "MW/MW")) == list(TABLE)


def test_a_file_that_is_changed_is_read_again(tmp_path):
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(TEXT))
    before = read_hours(path, 0, 1, "MW/MW")
    path.write_bytes(gzip.compress(TEXT.replace(b"0.25", b"0.75")))

    after = read_hours(path, 0, 1, "MW/MW")

    assert (before["solar:here"] == 0.25).all()
    assert (after["solar:here"] == 0.75).all()


def stamped(stamps):
    return TABLE.set_index(pd.Index(stamps, name="hour")).to_csv().encode()


def test_stamps_of_another_form_rise(tmp_path):
    stamps = [f"h{n:04}" for n in range(HOURS)]
    path = tmp_path / "a.csv"

    path.write_bytes(stamped(stamps))
    assert len(read_hours(path, 0, 1, "MW/MW")) == HOURS
    path.write_bytes(stamped([*stamps[:10], "g", *stamps[11:]]))
    with pytest.raises(InputError, match="line 12: hour 'g' after hour 'h0009'"):
        read_hours(path, 0, 1, "MW/MW")


def test_a_bound_is_a_value_and_what_lies_beyond_is_none(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(TEXT.replace(b"\n7,0.25", b"\n7,0", 1).replace(b"\n9,0.25", b"\n9,1", 1))
    assert read_hours(path, 0, 1, "MW/MW")["solar:here"].tolist()[7:10] == [0.0, 0.25, 1.0]

    path.write_bytes(TEXT.replace(b"\n7,0.25", b"\n7,-0.5", 1))
    told = r"line 9, column solar:here: -0\.5; expected from 0 to 1 \(MW/MW\)"
    with pytest.raises(InputError, match=told):
        read_hours(path, 0, 1, "MW/MW")
