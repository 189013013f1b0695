"""Campuses that Epoch AI tracks: whose rows there are, and what is made of their counts."""

import pandas as pd
import pytest

from tools.derive.construction_limits import added
from tools.derive.raw import Raw
from tools.derive.run import RAW_TABLES
from tools.derive.sites import pue_columns


def test_every_campus_in_the_usa_that_is_counted_with_power_has_a_row(datasets):
    """Of October 2026; a campus without a dated power is none that can be planned."""
    counted = Raw(RAW_TABLES)["sites/data_centers_2026_10.csv"]
    powers = [column for column in counted if "_mw_" in column]
    with_power = counted[powers].max(axis=1) > 0
    named = set(counted.loc[(counted.country == "United States") & with_power, "data_center"])

    assert len(named) > 70
    assert named <= set(pd.read_csv(datasets / "sites.csv")["name"])


def test_what_a_campus_gives_back_is_not_taken_off_what_is_added():
    # 300 MW added at one, of which 100 by the count; 50 given back at the other.
    campuses = pd.DataFrame(
        {
            "facility_mw_end2025": [100.0, 200.0],
            "facility_power_mw_2026_10_02": [200.0, 150.0],
            "facility_mw_end2026": [400.0, 150.0],
        }
    )

    assert added(campuses) == pytest.approx((0.1, 0.3))


def test_the_floors_of_the_year_of_the_count_can_all_be_built(datasets):
    """What is committed in 2026 counts as added, so that the national limit lets it through."""
    sites = pd.read_csv(datasets / "sites.csv").set_index("site")
    floors = pd.read_csv(datasets / "site_commitments.csv").query("year == 2026")
    floors = floors[floors["bound"] != "ceiling"].set_index("site")["facility_gw"]
    stood = pd.read_csv(datasets / "site_power.csv").query("year == 2025")
    stood = stood.set_index("site")["contracted_facility_gw"]
    limits = pd.read_csv(datasets / "construction_limits.csv").set_index(["country", "term"])

    built = (floors - stood.reindex(floors.index)).clip(lower=0.0)
    in_usa = built[sites["country"].reindex(built.index) == "USA"].sum()
    assert in_usa <= limits.at[("USA", "facility_added"), "value"]


def test_a_campus_with_one_power_for_facility_and_it_is_as_good_as_the_best_new_one():
    new = (1.08, 1.15, 1.25)

    assert pue_columns(1.0, new) == {"pue_low": 1.08, "pue": 1.08, "pue_high": 1.25}
    assert pue_columns(1.7, new) == {"pue_low": 1.08, "pue": 1.5, "pue_high": None}
