"""Coordinates in the wrong order: only of a latitude that is a fault for its size."""

import pytest

from planner.data.coordinates import with_swap_hints
from planner.errors import Fault

AT = {"site": 0, "latitude": 1, "longitude": 2}


def hinted(cells, column="latitude", line=2, positions=AT):
    """Whether a fault of a line with these cells, in a table of one line, gets the hint."""
    fault = Fault(f"sites.csv, line {line}, column {column}", "x", fix="own")
    (found,) = with_swap_hints([fault], positions, {2: cells})
    assert found.fix in ("own", "latitude and longitude seem to be swapped")
    return found.fix != "own"


@pytest.mark.parametrize(
    ("latitude", "longitude", "swapped"),
    [
        ("-99.78", "32.5", True),
        ("180", "90", True),
        # A latitude may be 90 degrees, and neither may be a longitude beyond 180.
        ("90", "32.5", False),
        ("180.5", "32.5", False),
        ("-99.78", "90.5", False),
        ("north", "32.5", False),
        (None, "32.5", False),
    ],
)
def test_a_latitude_that_would_do_as_a_longitude_gets_a_hint(latitude, longitude, swapped):
    assert hinted(["a", latitude, longitude]) is swapped


def test_other_faults_keep_what_they_say():
    cells = ["a", "-99.78", "32.5"]

    assert not hinted(cells, column="longitude")
    assert not hinted(cells, line=3)
    assert not hinted(cells[:2])
    assert not hinted(cells, positions={"site": 0, "latitude": 1})
