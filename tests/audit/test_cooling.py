"""What cooling takes by the slice, from two days of weather, by hand."""

from math import inf, nan
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from planner.audit import cooling
from planner.audit.calendar import Calendar, Slice

# A year of two days that stand for all: on the first it is 10 degrees until six and 20 from then
# on, on the second 30 all day. Days follow one another by turns.
WARM = np.array([10.0] * 6 + [20.0] * 18)
HOT = np.full(24, 30.0)
AIR = np.concatenate([WARM, HOT] * 4)
YEAR = Calendar(
    {"d1_a": Slice(1, 0, 6.0, 1.0), "d1_b": Slice(1, 1, 18.0, 1.0), "d2": Slice(2, 0, 24.0, 1.0)},
    np.array([1, 2] * 4),
    {},
)
POINTS = pd.DataFrame(
    [("fan", "dry", 30.0, 1.6, 2.0), ("fan", "dry", 10.0, 1.2, 0.0),
     ("dry", "dry", 10.0, 1.1, 0.0), ("dry", "dry", 30.0, 1.3, 0.0)],
    columns=["cooling", "air", "temperature_c", "pue", "water_l_per_kwh_it"],
)  # fmt: skip


@pytest.fixture(autouse=True)
def _weather(monkeypatch):
    table = pd.DataFrame({"dry:x": AIR, "wet:x": AIR - 5.0})
    monkeypatch.setattr(cooling, "hourly", lambda path: table)


def cooled(kind="fan", pue=2.0, offset=0.0, limit=nan, members=("s",), year=YEAR):
    files = SimpleNamespace(
        inputs={
            "site_cooling": pd.DataFrame(
                [("s", kind, "x", limit), ("t", kind, "x", limit)],
                columns=["site", "cooling", "weather_station", "water_limit_million_m3_per_year"],
            ),
            "sites": pd.DataFrame({"site": ["s", "t"], "pue": [pue, 1.5]}),
            "weather_stations": pd.DataFrame(
                {"weather_station": ["x"], "utc_offset_hours": [offset]}
            ),
            "cooling": POINTS,
        },
        datasets=Path("nowhere"),
    )
    return cooling.cooling_by_site(files, year, members)


def test_between_two_points_lies_a_straight_line():
    # 1.2 at 10 degrees, 1.4 at 20, 1.6 at 30; a quarter of the first day is at 10.
    found = cooled()["s"]

    assert found.pue_in == pytest.approx(
        {"d1_a": 1.2, "d1_b": 1.4, "d2": 1.6, "year": (1.2 / 4 + 1.4 * 3 / 4 + 1.6) / 2}
    )
    assert found.water_in == pytest.approx({"d1_a": 0.0, "d1_b": 1.0, "d2": 2.0, "year": 1.375})
    assert found.water_limit == inf


def test_no_hour_is_above_what_the_site_was_built_for():
    found = cooled(pue=1.5, members=("s", "t"))

    assert found["s"].pue_in["d2"] == found["t"].pue_in["d2"] == pytest.approx(1.5)
    both = cooled(pue=1.3, members=("s", "t"))
    assert (both["s"].pue_in["d1_b"], both["t"].pue_in["d1_b"]) == pytest.approx((1.3, 1.4))


def test_cooling_without_water_takes_none():
    assert cooled("dry")["s"].water_in == {}
    assert cooled("dry")["s"].pue_in["d2"] == pytest.approx(1.3)


def test_a_limit_of_water_is_told_where_there_is_one():
    assert cooled(limit=3.5)["s"].water_limit == 3.5


def test_only_sites_of_the_plan_are_cooled():
    assert set(cooled()) == {"s"}
    assert cooled(members=("z",)) == {}


def test_local_hours_come_later_than_those_of_greenwich():
    # Six hours behind it is midnight when Greenwich has six: its first six hours are the last of
    # the evening before, a hot one.
    found = cooled(offset=-6.0)["s"]

    assert found.pue_in == pytest.approx(
        {"d1_a": 1.6, "d1_b": (1.2 + 1.4 * 2) / 3, "d2": 1.4 / 4 + 1.6 * 3 / 4, "year": 1.475}
    )


def test_slices_shorter_than_an_hour_have_one():
    short = Calendar(
        {"a": Slice(1, 0, 6.2, 1.0), "b": Slice(1, 1, 0.3, 1.0), "c": Slice(1, 2, 17.5, 1.0)},
        YEAR.days, {},
    )  # fmt: skip
    found = cooled(year=short)["s"].pue_in

    # Hours are counted from the middle of one on: 0 to 6, the seventh, and from there on.
    assert found["a"] == pytest.approx(1.2)
    assert (found["b"], found["c"]) == pytest.approx((1.4, 1.4))
