"""Columns of an hourly file that no source could read."""

import pytest

from planner.data import profiles
from planner.data.profiles import region_of, unread_columns

PROFILES, REGIONS = {"solar", "wind"}, {"ERCOT", "MISO", "north_west"}


def said(*columns):
    return [str(fault) for fault in unread_columns("own.csv", columns, PROFILES, REGIONS)]


def test_the_region_of_a_column():
    assert region_of("solar:a:b") == "a:b"
    assert region_of("solar") == ""


@pytest.mark.parametrize(
    ("columns", "faults"),
    [
        (["solar:ERCOT", "wind:MISO"], []),
        (["solr:ERCOT"],
         ["own.csv, line 1, column solr:ERCOT: no profile 'solr'; expected profile:region, with "
          "a profile that is solar or wind; did you mean 'solar'?"]),
        # Without a colon it is no column of a region, whatever its name.
        (["solar"],
         ["own.csv, line 1, column solar: no profile 'solar'; expected profile:region, with a "
          "profile that is solar or wind; did you mean 'solar'?"]),
        (["solar:north_wst"],
         ["own.csv, line 1, column solar:north_wst: no region 'north_wst'; expected a region of "
          "regions.csv; did you mean 'north_west'?"]),
        # The region has its column, so the other is of another region; or it is like none.
        (["solar:north_wst", "solar:north_west"], []),
        (["solar:elsewhere"], []),
        # A region of the file that ships, which this folder does not have, though MISO is near it.
        (["wind:SPP", "wind:MISO"], []),
    ],
)  # fmt: skip
def test_a_column_that_seems_to_mean_another_is_named(columns, faults):
    assert said(*columns) == faults


def test_a_region_that_ships_is_no_misspelt_one(monkeypatch):
    import pandas as pd

    shipped = pd.DataFrame(columns=["solar:MISO_N"])
    monkeypatch.setattr(profiles, "hourly_profiles", lambda: shipped)

    assert said("solar:MISO_N") == []
    assert len(said("solar:MISO_S")) == 1
