"""Whether power that a site lacks can't be had or costs too much, from prices that are given."""

from types import SimpleNamespace

import pytest

from planner.audit.shown.power_kept_out import Building

GAS = {"kind": "dispatchable", "build_limit": "turbine", "lifetime_years": 20.0,
       "region_limited": False}  # fmt: skip
ROWS = {
    "gas": GAS,
    "grid": {**GAS, "kind": "grid", "build_limit": "line"},
    "cut": {**GAS, "kind": "grid", "build_limit": "line", "region_limited": True},
    "sun": {**GAS, "kind": "variable", "build_limit": "panel"},
    "reactor": {**GAS, "kind": "baseload", "build_limit": "vessel"},
}
WORTH = 5.0


def why(*limits, builds=(("gas", "s", 2026),), retired=(), life=20.0, duals=True, least=1.0,
        load=-WORTH):  # fmt: skip
    """Why a site lacks power in 2027, where a GW of load is worth 5 and limits cost `least`."""
    rows = [(("fleet_it_load_balance", "s", "2027"), load)] if load else []
    rows += [(limit, least) for limit in limits]
    stage = SimpleNamespace(
        duals=[dual for _, dual in rows] if duals else None, values=[gw for *_, gw in retired]
    )
    proof = SimpleNamespace(
        stages={"cost": stage},
        row_families=[family for (family, *_), _ in rows],
        row_keys=[tuple(key) for (_, *key), _ in rows],
        column_families=[family for family, *_ in retired],
        column_keys=[key for _, key, _ in retired],
    )
    technologies = {g: {**row, "lifetime_years": life} for g, row in ROWS.items()}
    space = SimpleNamespace(
        evidence=SimpleNamespace(
            region=lambda s: "A",
            years=(2026, 2027, 2028),
            files=SimpleNamespace(
                technologies=technologies,
                serves=lambda v, y, years: float(0 <= y - v < years),
            ),
        ),
        builds=builds,
        kind=lambda g: technologies[g]["kind"],
        flexible=lambda g: g == "cut",
    )
    return Building(space, proof).reasons("s", 2027)


COST, NONE = {"power_cost"}, {"power"}


def test_power_that_no_limit_prices_costs_too_much():
    assert why() == COST
    # Nor do limits of other sites, years, regions and technologies.
    assert why(("site_load_limit", "t", "2027"), ("facility_power_limit", "2026"),
               ("national_build_limit", "turbine", "2027"),
               ("national_build_limit", "line", "2026"),
               ("regional_build_limit", "gas", "B"),
               ("regional_connection_limit", "A", "2026")) == COST  # fmt: skip


@pytest.mark.parametrize("limit", [
    ("facility_power_limit", "2027"), ("site_load_limit", "s", "2027"),
    ("site_water_limit", "s", "2027"), ("national_build_limit", "turbine", "2026"),
    ("regional_build_limit", "gas", "A"), ("equipment_delivery_limit", "transformer", "2026"),
])  # fmt: skip
def test_power_that_a_limit_prices_can_not_be_had(limit):
    assert why(limit) == NONE


def test_deliveries_of_another_year_keep_nothing_out():
    assert why(("equipment_delivery_limit", "transformer", "2027")) == COST


@pytest.mark.parametrize("limit", [
    ("regional_connection_limit", "A", "2026"), ("contracted_connection_limit", "s", "2026"),
    ("contracted_connection_limit", "s", "2028"),
])  # fmt: skip
def test_a_connection_waits_for_its_region_and_its_contract(limit):
    assert why(limit, builds=(("grid", "s", 2026),)) == NONE
    # One that may be cut doesn't, and no engine.
    assert why(limit, builds=(("cut", "s", 2026),)) == COST
    assert why(limit) == COST


def test_a_contract_that_ends_before_a_connection_is_none_of_its():
    before = ("contracted_connection_limit", "s", "2026")

    assert why(before, builds=(("grid", "s", 2027),)) == COST


def test_only_what_can_be_built_in_time_and_serves_in_every_hour_counts():
    for never in ((), (("gas", "t", 2026),), (("gas", "s", 2028),), (("sun", "s", 2026),)):
        assert why(builds=never) == NONE
    assert why(builds=(("gas", "s", 2027),)) == COST
    assert why(builds=(("reactor", "s", 2026),)) == COST
    # What serves for one year serves no more.
    assert why(life=1.0) == NONE
    # One of two is enough, in either order.
    limit = ("national_build_limit", "turbine", "2026")
    for both in ((("gas", "s", 2026), ("grid", "s", 2026)),
                 (("grid", "s", 2026), ("gas", "s", 2026))):  # fmt: skip
        assert why(limit, builds=both) == COST


def test_power_that_is_given_up_could_be_had():
    limit = ("national_build_limit", "turbine", "2026")
    gone = ("power_retired_gw", ("gas", "s", "2027"))

    assert why(limit, retired=[(*gone, 0.5)]) == COST
    assert why(limit, retired=[(*gone, 6e-10), (*gone, 6e-10)]) == COST
    # Hardly any, sun, and what is retired elsewhere or told of in another column.
    for none in ((*gone, 1e-9), ("power_retired_gw", ("sun", "s", "2027"), 0.5),
                 ("power_retired_gw", ("gas", "t", "2027"), 0.5),
                 ("power_built_gw", ("gas", "s", "2027"), 0.5)):  # fmt: skip
        assert why(limit, retired=[none]) == NONE
    # A limit of the load itself stands all the same.
    assert why(("site_load_limit", "s", "2027"), retired=[(*gone, 0.5)]) == NONE


def test_about_a_millionth_of_what_load_is_worth_a_limit_counts_or_not():
    # 5e-6: from a third of it to three times as much either is right.
    limit = ("site_load_limit", "s", "2027")
    for least, right in ((1.6e-6, COST), (1.7e-6, COST | NONE), (14e-6, COST | NONE),
                         (16e-6, NONE)):  # fmt: skip
        assert why(limit, least=least) == right
        assert why(("national_build_limit", "turbine", "2026"), least=-least) == right


def test_where_load_is_worth_nothing_any_limit_counts():
    assert why(("site_load_limit", "s", "2027"), least=1e-7, load=None) == NONE
    assert why(load=None) == COST


def test_without_prices_nothing_is_kept_out():
    assert why(("site_load_limit", "s", "2027"), duals=False) == COST
