"""From tables of a problem of one's own to model units."""

import pytest

from planner import load_model
from planner.api import load_world

MODEL = """\
title = "A town"
datasets = "tables"
tables = { missing = "default" }
years = { first = 2026, last = 2029, step = 3 }
[time]
slice_set = "two"
"""
TABLES = {
    "regions": "region\nisland\n",
    "grid_large_loads": "region,year,gw_per_year\nisland,2026,0.5\n",
    "sites": "site,region\ntown,island\n",
    "power_technologies": "technology,kind,lifetime_years,economic_life_years,"
    "forced_outage_share\n"
    "gas,dispatchable,30,20,0.1\noil,dispatchable,,,0\n",
    "power_costs": "technology,year,capex_usd_per_kw\ngas,2025,1000\ngas,2028,800\noil,2026,500\n",
    "existing_power": "site,technology,capacity_gw,in_service_year,life_years\n"
    "town,gas,2,1999,30\ntown,oil,1,1970,\n",
    "connection_costs": "site,technology,connection_usd_per_kw\ntown,gas,150\n",
    "build_limits": "technology,year,feasible_gw_per_year\nturbines,2026,0.5\n",
    "time_slices": "slice_set,slice,weight_hours\ntwo,day,4380\ntwo,night,4380\n",
    "site_load": "site,year,slice,load_gw,unserved_usd_per_mwh\n"
    "town,2020,all,2,\ntown,2020,day,3,5000\ntown,2029,day,4,\n",
    "goods_supply": "good,origin,year,supply_thousand,cost_usd_per_unit\nsteel,mill,2026,3,500\n",
    "goods_demand": "good,site,year,demand_thousand\nsteel,town,2027,2\n",
    "freight": "good,origin,site,freight_usd_per_unit\nsteel,mill,town,40\n",
}


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    folder = tmp_path_factory.mktemp("town")
    (folder / "tables").mkdir()
    for name, text in TABLES.items():
        (folder / "tables" / f"{name}.csv").write_text(text, encoding="utf-8")
    (folder / "town.toml").write_text(MODEL, encoding="utf-8")
    return load_world(load_model(folder / "town.toml"))


def test_a_row_holds_until_the_next_and_a_slice_goes_before_all(town):
    load = town.sites["town"].stated_load

    assert load == {(2026, "day"): 3, (2026, "night"): 2, (2029, "day"): 4, (2029, "night"): 2}


def test_what_is_not_served_costs_billions_a_gwh(town):
    # 5,000 USD a MWh are 5 million a GWh. From 2029 on the cell is blank: all must be served.
    assert town.sites["town"].unserved_cost == pytest.approx({(2026, "day"): 5e-3})


def test_a_plant_that_stands_is_gone_after_its_life(town):
    # In service in 1999 for thirty years: through 2028. Oil has no end.
    site = town.sites["town"]

    assert [site.standing("gas", y) for y in town.years] == [2.0, 0.0]
    assert [site.standing("oil", y) for y in town.years] == [1.0, 1.0]


def test_capital_costs_hold_until_the_next_row(town):
    gas = town.technologies["gas"]

    assert (gas.capex[2026], gas.capex[2029]) == (1.0, 0.8)
    assert (gas.life_years, gas.payback_years, gas.forced_outage) == (30.0, 20.0, 0.1)
    assert town.technologies["oil"].payback_years == float("inf")
    assert town.sites["town"].connection_cost == {"gas": 0.15}


def test_a_year_that_stands_for_three_has_the_limits_of_three(town):
    assert [(y, town.length(y)) for y in town.years] == [(2026, 3), (2029, 3)]
    assert town.build_limit_gw["turbines", 2026] == 1.5
    assert town.regions["island"].grid_gw_per_year == {2026: 1.5, 2029: 1.5}


def test_goods_are_in_thousands_and_billions(town):
    steel = town.goods["steel"]

    assert steel.supply == {("mill", 2026): 3.0, ("mill", 2029): 3.0}
    assert steel.price["mill", 2026] == pytest.approx(5e-4)
    assert steel.freight["mill", "town"] == pytest.approx(4e-5)
    assert steel.demand == {("town", 2029): 2.0}
