"""What one more MWh of load costs, where clean power is matched hour by hour."""

import pytest

from planner import api, load_model, solve
from tests.filled_cells.conftest import write_problem

MODEL = """\
title = "Sun here and there"
datasets = "tables"
tables = { missing = "default" }
years = { first = 2026, last = 2026 }
discount_rate = 0.0
[time]
slice_set = "whole"
[limits]
clean_share_hourly = 0.6
"""
TABLES = {
    "regions": "region\nbright\ndull\n",
    "sites": "site,region\nhere,bright\nthere,dull\n",
    "power_technologies": (
        "technology,kind,profile,lifetime_years,fixed_om_usd_per_kw_year,co2_t_per_mwh\n"
        "sun,variable,solar,1,400,0\nengine,dispatchable,none,1,100,0.4\n"
    ),
    "time_slices": "slice_set,slice,weight_hours\nwhole,whole,8760\n",
    "slice_profiles": (
        "slice_set,slice,region,profile,capacity_factor\n"
        "whole,whole,bright,solar,1\nwhole,whole,dull,solar,0.1\n"
    ),
}


def planned(folder, here, there=1.0):
    load = f"site,year,load_gw\nhere,2026,{here}\nthere,2026,{there}\n"
    return solve(load_model(str(write_problem(folder, {**TABLES, "site_load": load}, MODEL)))).plan


def test_load_that_matches_clean_power_makes_room_for_it(tmp_path):
    # A GW of sun costs 0.4 billion USD a year here and 4 there, one of engines 0.1. Of 2 GW 1.2
    # are to be clean: 1 here, all that its load can match, and 0.2 there, 0.4 + 0.8 + 0.08.
    # One more GW here takes 0.4 of sun and 0.6 of clean power, of which it matches 1: there, 0.4
    # is an engine's instead, 0.4 - 0.4 * 3.9 = -1.16. One more there is 0.6 of sun and 0.4 of
    # engines, 2.44.
    plan = planned(tmp_path / "a", 1.0)
    price = plan["load"].set_index("site")["price_usd_per_mwh"]

    assert plan.cost_busd == pytest.approx(1.28)
    assert price["here"] == pytest.approx(-1.16e9 / 8.76e6)
    assert price["there"] == pytest.approx(2.44e9 / 8.76e6)
    assert planned(tmp_path / "b", 1.1).cost_busd == pytest.approx(1.28 - 0.116)
    assert planned(tmp_path / "c", 1.0, 1.1).cost_busd == pytest.approx(1.28 + 0.244)


LOST = {
    "regions": "region\nisland\n",
    "sites": "site,region\ntown,island\n",
    "time_slices": (
        "slice_set,slice,day,position,hours,weight_hours\nhalves,day,1,0,12,4380\n"
        "halves,night,1,1,12,4380\n"
    ),
    "site_load": (
        "site,year,slice,load_gw,unserved_usd_per_mwh\ntown,2026,day,2,30\ntown,2026,night,1,\n"
    ),
    "power_technologies": (
        "technology,kind,variable_om_usd_per_mwh,storage_hours\n"
        "engine,dispatchable,100,0\nbattery,storage,0,12\n"
    ),
    "technology_availability": "technology,slice,availability\nengine,night,0\n",
}


def test_load_of_which_none_is_served_is_worth_what_it_loses(tmp_path):
    # Both plants cost nothing to build. By night the engine rests: 1 GW comes from the battery,
    # which the engine fills by day at 100 USD a MWh. The load of the day is worth 30 and none of
    # it is served, so that one more MWh of it loses 30, and one more by night is 100.
    model = MODEL.replace("whole", "halves").replace("[limits]\nclean_share_hourly = 0.6\n", "")
    planned, _ = api.run(write_problem(tmp_path, LOST, model), tmp_path / "runs")
    folder = next((tmp_path / "runs").iterdir())
    plan = planned.plan
    load = plan["load"].set_index("slice")

    assert load["unserved_gw"].to_dict() == pytest.approx({"day": 2.0, "night": 0.0})
    assert plan.cost_busd == pytest.approx((2 * 30 + 100) * 4380e-6)
    assert load["price_usd_per_mwh"].to_dict() == pytest.approx({"day": 30.0, "night": 100.0})
    assert api.read_certificate(folder)["passed"]


@pytest.mark.parametrize(
    ("load", "cost"),
    [
        # From 2027 on the cell is blank: the first year's GW is lost for 1 USD a MWh, 0.00876, and
        # the second's served for 100 USD a kW and 10 a MWh.
        ("town,2026,all,1,1\ntown,2027,all,1,\n", 0.00876 + 0.1 + 0.0876),
        # A slice's own row goes before that of all, blank as it is: 4,380 h are served each year.
        ("town,2026,all,1,1\ntown,2026,day,1,\n", 2 * (0.1 + 0.0438 + 0.00438)),
    ],
)
def test_load_whose_cell_is_blank_must_be_served_whatever_an_earlier_row_says(
    tmp_path, load, cost
):
    tables = {
        **LOST,
        "site_load": f"site,year,slice,load_gw,unserved_usd_per_mwh\n{load}",
        "power_technologies": "technology,kind,fixed_om_usd_per_kw_year,variable_om_usd_per_mwh\n"
        "engine,dispatchable,100,10\n",
    }
    tables.pop("technology_availability")
    model = MODEL.replace("whole", "halves").replace("[limits]\nclean_share_hourly = 0.6\n", "")
    model = model.replace("last = 2026", "last = 2027")

    planned, _ = api.run(write_problem(tmp_path, tables, model), tmp_path / "runs")

    record = api.read_certificate(next((tmp_path / "runs").iterdir()))
    assert planned.plan.cost_busd == pytest.approx(cost)
    assert record["passed"], [c for c in record["checks"] if not c["passed"]]
