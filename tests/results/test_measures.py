"""What only measures tells what is, where an optimum may hold it anywhere."""

import pytest

from planner import api, load_model, solve
from planner.solving import solve as solving
from tests.filled_cells.conftest import write_problem

MODEL = """\
title = "More wind than is asked for, in a town with room"
datasets = "tables"
tables = { missing = "default" }
years = { first = 2026, last = 2026 }
discount_rate = 0.0
[time]
slice_set = "halves"
[limits]
clean_share_hourly = 0.3
facility_gw = 9
"""
# Wind costs 10 USD a kW and year, gas 90 a MWh, 394 in half a year: 2.5 GW of wind are 1.25 by day
# and serve 1 GW at night, and no gas is built. By day the 0.8 that are wanted are clean as well,
# where three tenths of them are asked for. Of 0.9 GW there, where nobody must be served, it serves
# what it is paid for: 0.9 by day and by night. The town may draw 7 GW and draws 1.
TABLES = {
    "regions": "region\nnorth\n",
    "sites": "site,region,max_facility_gw\ntown,north,7\nvillage,north,3\n",
    "power_technologies": (
        "technology,kind,profile,lifetime_years,fixed_om_usd_per_kw_year,"
        "variable_om_usd_per_mwh,co2_t_per_mwh\n"
        "wind,variable,wind,20,10,0,0\ngas,dispatchable,none,20,0,90,0.4\n"
    ),
    "time_slices": "slice_set,slice,weight_hours\nhalves,day,4380\nhalves,night,4380\n",
    "slice_profiles": (
        "slice_set,slice,region,profile,capacity_factor\n"
        "halves,day,north,wind,0.5\nhalves,night,north,wind,0.4\n"
    ),
    "site_load": (
        "site,year,slice,load_gw,unserved_usd_per_mwh\n"
        "town,2026,day,0.8,\ntown,2026,night,1,\nvillage,2026,all,0.9,3000\n"
    ),
}


@pytest.fixture
def run(tmp_path):
    return solve(load_model(str(write_problem(tmp_path / "windy", TABLES, MODEL))))


def test_a_limit_that_is_worth_nothing_is_told_as_used_by_what_uses_it(run):
    plan = run.plan
    limits = plan["limits"].set_index(["limit", "place"])["used"]
    binding = plan["limits"].set_index("limit")["binding"]
    matched = plan["matching"].set_index(["site", "slice"])["matched_gw"]

    # 2.5 GW of wind in the town and 2.25 in the village, at 10 USD a kW.
    assert plan.cost_busd == pytest.approx(0.0475)
    assert limits["site_load_limit", "town"] == pytest.approx(1.0)
    assert limits["site_load_limit", "village"] == pytest.approx(0.9)
    assert limits["facility_power_limit", ""] == pytest.approx(1.9)
    assert matched.to_dict() == pytest.approx(
        {("town", "day"): 0.8, ("town", "night"): 1.0,
         ("village", "day"): 0.9, ("village", "night"): 0.9}
    )  # fmt: skip
    assert limits["clean_share_requirement", ""].tolist() == pytest.approx([0.0, 0.0])
    assert not binding.any()


def test_where_the_limit_costs_something_nothing_else_moves(tmp_path):
    # Room for 0.6 GW in the village: 0.3 by day and night are not served, 2,628 GWh at 3,000 USD
    # a MWh, and 0.6 / 0.4 GW of wind serve the rest.
    tight = {**TABLES, "sites": TABLES["sites"].replace("north,3", "north,0.6")}

    plan = solve(load_model(str(write_problem(tmp_path, tight, MODEL)))).plan
    used = plan["limits"].set_index(["limit", "place"]).loc[("site_load_limit", "village")]

    assert plan.cost_busd == pytest.approx(0.025 + 0.015 + 2.628 * 3.0)
    assert used["used"].item() == pytest.approx(0.6)
    assert used["binding"].item()


def test_the_certificate_refuses_what_only_bounds(tmp_path, monkeypatch):
    model = load_model(str(write_problem(tmp_path / "windy", TABLES, MODEL)))
    solve(model).write(tmp_path / "right")
    monkeypatch.setattr(solving, "settled_measures", lambda formulation, program, result: result)
    solve(model).write(tmp_path / "left")

    right, left = (api.read_certificate(tmp_path / to / model.name) for to in ("right", "left"))

    assert right["passed"]
    (failed,) = [check for check in left["checks"] if not check["passed"]]
    assert failed["family"] == "limits"
