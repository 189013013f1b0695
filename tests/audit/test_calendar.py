"""The days of the certificate's year, by hand: which stands for others, and what it gives."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from planner.audit import calendar
from planner.audit.calendar import _darkest, _medoid, _scaled


def scaled(values, weights, mean, fixed=()):
    return _scaled(np.array(values), np.array(weights), mean, set(fixed)).tolist()


def flat(*rows):
    return [pytest.approx(list(row)) for row in rows]


@pytest.mark.parametrize(
    ("mean", "factor"),
    [
        # The first two days have 0.5 * 0.3 + 0.3 * 0.5 = 0.3, the third, which stays, 0.2 * 0.4.
        (0.4, 0.32 / 0.30),
        (0.23, 0.15 / 0.30),
        (0.38, 1.0),
    ],
)
def test_all_days_but_the_fixed_ones_have_one_factor(mean, factor):
    found = scaled([[0.2, 0.4], [0.5, 0.5], [0.8, 0.0]], [0.5, 0.3, 0.2], mean, {2})

    assert found == flat((0.2 * factor, 0.4 * factor), (0.5 * factor, 0.5 * factor), (0.8, 0.0))


def test_nothing_rises_above_one():
    # Half an hour's worth at most is won by the second: 0.8 and 1.0 have a mean of 0.9.
    assert scaled([[0.5, 1.0]], [1.0], 0.9) == flat((0.8, 1.0))
    # What is dark stays so, however much is asked for.
    assert scaled([[0.0, 0.5]], [1.0], 0.6) == flat((0.0, 1.0))


@pytest.mark.parametrize(("mean", "each"), [(0.3, 0.2), (0.95, 1.0), (0.1, 0.0)])
def test_dark_days_get_what_is_short_in_every_hour(mean, each):
    # The other half of the year gives 0.4, 0.2 of the mean; each of the dark half's hours the
    # rest of it, twice, and no more than one or less than nothing.
    found = scaled([[0.0, 0.0], [0.6, 0.2]], [0.5, 0.5], mean, {1})

    assert found == flat((each, each), (0.6, 0.2))


def test_where_all_days_are_fixed_none_changes():
    assert scaled([[0.1, 0.3]], [1.0], 0.9, {0}) == flat((0.1, 0.3))


def test_the_day_nearest_to_its_group_stands_for_it():
    # Of 0, 3 and 4 the squared distances add up to 25, 10 and 17; of days as near the first.
    days = np.array([[9.0], [0.0], [3.0], [4.0]])

    assert _medoid(days, np.array([1, 2, 3])) == 2
    assert _medoid(np.array([[1.0], [2.0]]), np.array([0, 1])) == 0


def test_the_darkest_day_of_a_region_has_least_sun_and_wind_together():
    # Three days of one slice. Here the sums are 5, 3 and 4; there, sun alone, 1, 2 and 0.
    blocks = np.array([[[4.0, 1.0, 1.0]], [[0.0, 3.0, 2.0]], [[2.0, 2.0, 0.0]]])

    assert _darkest(blocks, ["solar:here", "wind:here", "solar:there"]) == {1, 2}


def found(monkeypatch, series, **time):
    """The calendar of hourly profiles, given by hand, for days that are to be found in them."""
    monkeypatch.setattr(calendar, "hourly", lambda path: pd.DataFrame(series))
    files = SimpleNamespace(
        definition={"time": {"days": 2, "slices_per_day": 2, "extreme": False, **time}},
        datasets=Path("datasets"),
    )
    return calendar.calendar(files, {"north"})


def test_days_that_are_found_stand_for_all_and_keep_the_mean(monkeypatch):
    # 100 days are dark in the morning, and 0.5 in the afternoon; 265 have 0.25 and 0.75. Within
    # them every other hour has half as much again as the hour before.
    day = np.repeat([[0.0, 0.5]] * 100 + [[0.25, 0.75]] * 265, 12, axis=1).ravel()
    day *= np.tile([0.8, 1.2], 4380)

    of = found(monkeypatch, {"solar:north": day, "solar:south": day[::-1]})

    assert {h: piece.hours for h, piece in of.slices.items()} == dict.fromkeys(of.slices, 12.0)
    assert {h: piece.weight_hours for h, piece in of.slices.items()} == pytest.approx(
        {"d1_h00": 1200, "d1_h12": 1200, "d2_h00": 3180, "d2_h12": 3180}
    )
    assert of.days.tolist() == [1] * 100 + [2] * 265
    # Only regions of the model take part.
    assert of.capacity_factor == pytest.approx(
        {
            ("solar", "north", "d1_h00"): 0.0,
            ("solar", "north", "d1_h12"): 0.5,
            ("solar", "north", "d2_h00"): 0.25,
            ("solar", "north", "d2_h12"): 0.75,
        }
    )


def test_the_darkest_day_is_kept_as_it_is(monkeypatch):
    # One day of nothing among two kinds of days; it stands for itself alone, or for a few.
    days = [[0.2, 0.4]] * 200 + [[0.0, 0.0]] + [[0.6, 0.8]] * 164
    day = np.repeat(days, 12, axis=1).ravel()

    of = found(monkeypatch, {"wind:north": day}, days=3, extreme=True)

    factors = sorted(round(cf, 9) for cf in of.capacity_factor.values())
    assert factors == [0.0, 0.0, 0.2, 0.4, 0.6, 0.8]
    total = sum(of.slices[h].weight_hours * cf for (_, _, h), cf in of.capacity_factor.items())
    assert total == pytest.approx(day.sum())
