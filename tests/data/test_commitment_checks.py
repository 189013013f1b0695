"""Commitments that can't be, each at its row and cell."""

import pytest

from planner import api
from planner.config import load_model, overlaid
from planner.data.cross_checks import cross_check
from planner.errors import InputError


def sites(table, **columns):
    told = {"site": ["abilene"], "year": [2026], "bound": ["floor"], **columns}
    return table("site_commitments", "site year bound", **told)


def shipments(table, **columns):
    told = {"family": ["Blackwell"], "year": [2026], "quarter": [1], "bound": ["both"], **columns}
    return table("accelerator_commitments", "family year quarter bound", **told)


def chips(table):
    return table(
        "accelerators", "accelerator", accelerator=["b200", "vr200"],
        family=["Blackwell", "Rubin"], volume_ship_year=[2024.75, 2026.75],
    )  # fmt: skip


def test_a_commitment_above_a_sites_size_is_named(table, found_by):
    size = table("sites", "site", site=["abilene"], max_facility_gw=[1.2])

    assert found_by(cross_check, size, sites(table, facility_gw=[1.3])) == [
        "site_commitments.csv, line 2, column facility_gw: 1.3 GW at 'abilene', whose "
        "max_facility_gw is 1.2; expected no more than the site's size; raise it in sites.csv, or "
        "lower the commitment"
    ]
    assert found_by(cross_check, size, sites(table, facility_gw=[1.2])) == []
    # The high value as well: a case may ask for it.
    high = sites(table, facility_gw=[1.0], facility_gw_high=[1.5])
    assert len(found_by(cross_check, size, high)) == 1


def test_a_floor_above_a_later_ceiling_is_named(table, found_by):
    given = sites(
        table, site=["abilene"] * 2, year=[2026, 2027], bound=["floor", "ceiling"],
        facility_gw=[1.0, 0.8],
    )  # fmt: skip

    assert found_by(cross_check, given) == [
        "site_commitments.csv, line 3, column facility_gw: a ceiling of 0.8 for abilene in 2027, "
        "where the floor of 2026 is 1; expected no floor above a ceiling"
    ]


def test_shipments_of_one_quarter_do_not_bound_another(table, found_by):
    given = shipments(
        table, family=["Blackwell"] * 3, year=[2026] * 3, quarter=[1, 1, 2],
        bound=["floor", "ceiling", "ceiling"], units_k=[9.0, 8.0, 1.0],
    )  # fmt: skip

    assert found_by(cross_check, given, chips(table)) == [
        "accelerator_commitments.csv, line 3, column units_k: a ceiling of 8 for Blackwell in "
        "quarter 1 of 2026, where the floor is 9; expected no floor above a ceiling"
    ]


def test_a_second_floor_beside_a_row_of_both_is_named(table, found_by):
    # Both is a floor and a ceiling: another floor of a quarter would be added to it.
    counted = shipments(
        table, family=["Blackwell"] * 3, year=[2026] * 3, quarter=[1, 1, 2],
        bound=["both", "floor", "floor"], units_k=[9.0, 8.0, 1.0],
    )  # fmt: skip
    built = sites(
        table, site=["abilene"] * 2, year=[2026, 2026], bound=["ceiling", "both"],
        facility_gw=[1.0, 1.0],
    )  # fmt: skip

    assert found_by(cross_check, counted, chips(table)) == [
        "accelerator_commitments.csv, line 3, column bound: a floor for Blackwell in quarter 1 of "
        "2026, which line 2 states as 'both'; expected one floor and one ceiling; leave one of "
        "the rows out"
    ]
    assert found_by(cross_check, built) == [
        "site_commitments.csv, line 3, column bound: a ceiling for abilene in 2026, which line 2 "
        "states as 'ceiling'; expected one floor and one ceiling; leave one of the rows out"
    ]


def test_a_family_is_known_and_counted_after_it_ships(table, found_by):
    given = shipments(
        table, family=["Blackwel", "Rubin", "Rubin", "Rubin"], year=[2026] * 4,
        quarter=[1, 3, 4, 2], bound=["both"] * 4, units_k=[1.0, 2.0, 3.0, 0.0],
    )  # fmt: skip

    assert found_by(cross_check, given, chips(table)) == [
        "accelerator_commitments.csv, line 2, column family: unknown family 'Blackwel'; expected "
        "a value of family in accelerators.csv; did you mean 'Blackwell'?",
        "accelerator_commitments.csv, line 3, columns year, quarter: 2 thousand of Rubin in "
        "quarter 3 of 2026; expected none before it ships, in 2026.75",
    ]


def test_what_a_model_sets_need_agree_only_with_what_it_asks_for():
    # TPU v7 is counted in 2026: a model that is given the counts may not have it ship in 2029.
    late = {
        "set.accelerators.google_tpu_v7.volume_ship_year": 2029.25,
        "set.accelerators.google_tpu_v7.last_sale_year": 2031,
    }
    given = {**late, "commitments.accelerators": "given"}

    api.load_inputs(overlaid(load_model("small"), late))
    with pytest.raises(InputError, match=r"accelerator_commitments\.csv.*before it ships"):
        api.load_inputs(overlaid(load_model("small"), given))
