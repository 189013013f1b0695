"""Representative days of made-up profiles whose groups are known, and of the shipped ones."""

import numpy as np
import pandas as pd
import pytest

from planner.data.profiles import HOURS, hourly_profiles
from planner.data.representative_days import representative_days, rescaled
from planner.errors import InputError


def year_of(day_levels):
    """A year in which day i has the level of its kind by day, and nothing by night."""
    shape = np.r_[np.zeros(12), np.ones(12)]
    return pd.DataFrame({"solar:r": np.concatenate([level * shape for level in day_levels])})


def test_each_kind_of_day_is_found_with_its_days():
    # 200 fair days, 164 dull ones, one dark.
    levels = np.array([0.8] * 200 + [0.3] * 164 + [0.0])

    found = representative_days(year_of(levels), 3, 2)

    assert list(found.counts) == [200, 164, 1]
    assert found.extremes == (2,)
    assert found.factors[:, :, 0] == pytest.approx(np.array([[0, 0.8], [0, 0.3], [0, 0]]))


def test_the_sequence_says_which_day_stands_for_which():
    levels = np.tile([0.9, 0.2, 0.2, 0.9, 0.5], 73)

    found = representative_days(year_of(levels), 3, 1, extreme=False)

    assert list(found.sequence[:5]) == [0, 1, 1, 0, 2]
    assert np.array_equal(found.sequence[:5], found.sequence[-5:])
    assert found.dates == (0, 1, 4)


def test_without_the_extreme_the_dark_day_counts_with_the_dull():
    levels = np.array([0.8] * 200 + [0.3] * 164 + [0.0])

    found = representative_days(year_of(levels), 2, 2, extreme=False)

    assert list(found.counts) == [200, 165]
    assert found.extremes == ()


@pytest.mark.parametrize(("days", "slices"), [(10, 1), (12, 8), (365, 4)])
def test_the_shipped_profiles_keep_their_means_within_zero_and_one(days, slices):
    profiles = hourly_profiles()

    found = representative_days(profiles, days, slices)

    assert found.counts.sum() == 365
    assert len(found.dates) == days
    assert found.factors.min() >= 0
    assert found.factors.max() <= 1
    means = found.counts @ found.factors.mean(axis=1) / 365
    assert means == pytest.approx(profiles.mean().to_numpy(), abs=1e-9)


def test_the_worst_day_of_each_region_is_kept_as_it_was():
    profiles = hourly_profiles()

    found = representative_days(profiles, 12, 8)

    kept = {found.dates[day]: day for day in found.extremes}
    for region in {name.partition(":")[2] for name in profiles}:
        own = [k for k, name in enumerate(profiles) if name.endswith(f":{region}")]
        daily = profiles.iloc[:, own].to_numpy().reshape(365, 24, -1).mean(axis=(1, 2))
        factors = found.factors[kept[int(daily.argmin())]][:, own]
        assert factors.mean() == pytest.approx(daily.min())


def test_days_that_leave_none_over_from_the_worst_ones_are_refused():
    # Of thirteen regions several have the same worst day; nine are left to be kept.
    with pytest.raises(InputError, match="days = 9, and the regions in use have 9 worst days"):
        representative_days(hourly_profiles(), 9, 1)


def test_what_is_at_its_ceiling_leaves_the_rise_to_the_others():
    # A mean of 0.8 of two equal days: the first can only rise to 1, so the second is at 0.6.
    found = rescaled(np.array([[0.9], [0.3]]), np.array([0.5, 0.5]), 0.8)

    assert found == pytest.approx(np.array([[1.0], [0.6]]))


def test_a_profile_that_is_nothing_on_the_days_chosen_still_keeps_its_mean():
    found = rescaled(np.zeros((2, 2)), np.array([0.5, 0.5]), 0.1, kept=(0,))

    assert found == pytest.approx(np.array([[0, 0], [0.2, 0.2]]))


def test_a_group_is_represented_by_the_day_that_is_nearest_to_its_others():
    # Of one day at 0.7, 199 at 0.8 and one at 0.95 it is the first at 0.8; of the dull, the first.
    levels = np.array([0.7] + [0.8] * 199 + [0.95] + [0.1] * 164)

    found = representative_days(year_of(levels), 2, 2, extreme=False)

    assert found.dates == (1, 201)
    assert list(found.counts) == [201, 164]


def test_one_day_stands_for_all_and_each_day_for_itself():
    levels = np.linspace(0.1, 0.9, 365)

    one = representative_days(year_of(levels), 1, 2, extreme=False)
    each = representative_days(year_of(levels), 365, 2, extreme=False)

    # The day in the middle of 365, at 0.5.
    assert one.dates == (182,)
    assert one.factors[:, :, 0] == pytest.approx(np.array([[0, 0.5]]))
    assert list(each.sequence) == list(range(365))
    assert each.factors[:, 1, 0] == pytest.approx(levels)


def test_days_that_are_all_kept_stay_whatever_their_mean():
    values = np.array([[0.2], [0.0]])

    assert rescaled(values, np.array([0.5, 0.5]), 0.4, kept=(0, 1)) == pytest.approx(values)


def test_a_rise_is_left_to_what_can_rise_in_one_step():
    # 0.99 of the year is at its ceiling: the rest must rise to (0.995 - 0.99) / 0.01 = 0.5.
    found = rescaled(np.array([[1.0], [0.001]]), np.array([0.99, 0.01]), 0.995)

    assert found == pytest.approx(np.array([[1.0], [0.5]]))


def test_a_fall_is_shared_by_what_is_at_its_ceiling():
    # A mean of 0.75 brought to 0.6 by a factor of 0.8.
    found = rescaled(np.array([[1.0], [0.5]]), np.array([0.5, 0.5]), 0.6)

    assert found == pytest.approx(np.array([[0.8], [0.4]]))


def test_the_same_year_gives_the_same_days():
    profiles = hourly_profiles()

    first = representative_days(profiles, 10, 8)
    again = representative_days(profiles[::-1][::-1].copy(), 10, 8)

    assert first.dates == again.dates
    assert len(profiles) == HOURS
