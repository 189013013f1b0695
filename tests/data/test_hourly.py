"""Hourly files: a year of hours in their order, under headers that mean something."""

import gzip

import numpy as np
import pandas as pd
import pytest

from planner.data.profiles import hourly_profiles, unread_columns
from planner.errors import InputError

HOURS = 8760


@pytest.fixture
def written(tmp_path):
    """Write an hourly file; returns its path."""

    def write(hours=range(HOURS), header="hour,wind:A,wind:B", value="0.5", name="f.csv.gz"):
        path = tmp_path / name
        text = "\n".join([header, *(f"{hour},{value},{value}" for hour in hours)]) + "\n"
        path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
        return path

    return write


def stamps(year=2012):
    """The hours of a leap year without 29 February, as time stamps."""
    times = pd.date_range(f"{year}-01-01", f"{year}-12-31T23:00", freq="h", tz="UTC")
    return [t.strftime("%Y-%m-%dT%H:%MZ") for t in times if (t.month, t.day) != (2, 29)]


def european(year):
    """The same, the day first."""
    return [f"{t[8:10]}.{t[5:7]}.{t[:4]} {t[11:16]}" for t in stamps(year)]


@pytest.mark.parametrize(
    "hours", [range(HOURS), range(1, HOURS + 1), stamps(), stamps(2013), european(2013)]
)
def test_hours_are_numbered_or_stamped(written, hours):
    assert hourly_profiles(written(hours)).shape == (HOURS, 2)


def swapped(hours, i, j):
    hours = list(hours)
    hours[i], hours[j] = hours[j], hours[i]
    return hours


@pytest.mark.parametrize(
    ("hours", "message"),
    [
        (
            [*range(5000), 4999, *range(5001, HOURS)],
            "f.csv.gz, line 5002: hour '4999' of line 5001 again; expected each hour once",
        ),
        (
            [*stamps()[:5000], stamps()[4999], *stamps()[5001:]],
            "line 5002: hour '2012-07-28T07:00Z' of line 5001 again",
        ),
        (swapped(range(HOURS), 10, 20), "line 12: hour '20' after hour '9'; expected hours one"),
        (swapped(stamps(), 10, 20), "line 12: hour '2012-01-01T20:00Z' after hour"),
        # An hour is left out, and another one stands at the end.
        (
            [*stamps()[:99], *stamps()[100:], "2013-01-01T00:00Z"],
            "line 101: hour '2012-01-05T04:00Z' after",
        ),
    ],
)
def test_hours_that_do_not_follow_one_another_are_refused(written, hours, message):
    with pytest.raises(InputError) as error:
        hourly_profiles(written(hours))

    assert message in str(error.value)


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("hour,wind:A,wind:A", "f.csv.gz, line 1, column wind:A: 2 columns of this name"),
        ("hour,wind:A,", "f.csv.gz, line 1, column (blank): "),
    ],
)
def test_a_header_that_is_doubled_or_missing_is_refused(written, header, message):
    with pytest.raises(InputError) as error:
        hourly_profiles(written(header=header))

    assert message in str(error.value)


@pytest.mark.parametrize(
    ("column", "message"),
    [
        ("Wind:A", "no profile 'Wind'; expected profile:region, with a profile that is solar or "
         "wind; did you mean 'wind'?"),
        ("wind A", "no profile 'wind A'"),
        ("wind:north_island", "no region 'north_island'; expected a region of regions.csv; did "
         "you mean 'North Island'?"),
    ],
)  # fmt: skip
def test_a_column_that_seems_to_mean_another_is_refused(column, message):
    regions = ["A", "B", "North Island"]

    found = list(unread_columns("f.csv", [column, "wind:B"], ["solar", "wind"], regions))

    assert [message in str(fault) for fault in found] == [True]


def test_regions_that_a_folder_does_not_have_are_no_fault():
    # The file that ships may be copied whole beside tables of two regions, and one of those has
    # no wind in it.
    columns = list(hourly_profiles())

    assert not list(unread_columns("f.csv", columns, ["solar", "wind"], ["SERC_F", "ERCOT"]))


def test_a_file_that_has_changed_is_read_again(written):
    first = hourly_profiles(written(value="0.5"))
    second = hourly_profiles(written(value="0.25"))

    assert (float(first.iloc[0, 0]), float(second.iloc[0, 0])) == (0.5, 0.25)


def test_a_file_that_is_no_table_of_hours_is_a_fault(tmp_path):
    path = tmp_path / "f.csv.gz"
    path.write_bytes(b"not compressed")

    with pytest.raises(InputError, match=r"f\.csv\.gz: "):
        hourly_profiles(path)
    assert np.isfinite(hourly_profiles().to_numpy()).all()
