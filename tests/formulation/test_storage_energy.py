"""Stores whose energy is sized apart from their power, solved by hand."""

import pytest

from planner import api, load_model, solve

TABLES = {
    "regions": "region\nisland\n",
    "sites": "site,region\ntown,island\n",
    "power_technologies": (
        "technology,kind,flat_output,profile,variable_om_usd_per_mwh,round_trip_efficiency,"
        "charge_efficiency,energy_fixed_om_usd_per_kwh_year,lifetime_years\n"
        "plant,dispatchable,true,none,10,1,,0,1\ntank,storage,false,none,0,0.5,0.5,3,1\n"
    ),
    "power_costs": (
        "technology,year,capex_usd_per_kw,energy_capex_usd_per_kwh\n"
        "plant,2026,100,\ntank,2026,1,2\n"
    ),
    "time_slices": (
        "slice_set,slice,day,position,hours,weight_hours\n"
        "four_days,day,1,1,12,4380\nfour_days,night,1,2,12,4380\n"
    ),
    "site_load": "site,year,slice,load_gw\ntown,2026,day,3\ntown,2026,night,0\n",
}
MODEL = """\
title = "A plant that runs flat, and a tank"
datasets = "tables"
tables = { missing = "default" }
years = { first = 2026, last = 2026 }
discount_rate = 0.0
[power]
surplus = "none"
"""


@pytest.fixture
def problem(tmp_path):
    """Write the tables, some of them changed, and the model; returns its certified plan."""

    def make(**changes):
        (tmp_path / "tables").mkdir()
        for name, text in {**TABLES, **changes}.items():
            (tmp_path / "tables" / f"{name}.csv").write_text(text, encoding="utf-8")
        (tmp_path / "m.toml").write_text(MODEL, encoding="utf-8")
        run = solve(load_model(tmp_path / "m.toml"))
        run.write(tmp_path)
        checks = api.read_certificate(tmp_path / "m")["checks"]
        assert {c["family"] for c in checks if not c["passed"]} == set()
        assert "storage_energy" in {c["family"] for c in checks}
        return run.plan

    return make


def test_a_tank_carries_what_a_flat_plant_gives_at_night(problem):
    # The plant gives f all year. By night the tank takes f in and holds half of it, by day it
    # gives d = f / 2, all that it holds: 3 GW = f + d, so f is 2 and d 1 GW, and it holds 12 GWh.
    # Plant: 2 GW at 100 USD a kW and 17,520 GWh at 10 USD a MWh. Tank: 2 GW at 1 USD a kW, 12 GWh
    # at 2 USD a kWh, and 3 USD a kWh of upkeep.
    by_hand = 0.2 + 0.1752 + 0.002 + 0.024 + 0.036

    plan = problem()

    assert plan.cost_busd == pytest.approx(by_hand, rel=1e-9)
    assert plan.by("power", "built_gw", "technology").to_dict() == pytest.approx(
        {"plant": 2.0, "tank": 2.0}
    )
    assert plan["stores"]["built_gwh"].tolist() == pytest.approx([12.0])
    spent = plan.by("capex", "capex_busd", "component").to_dict()
    assert spent == pytest.approx({"power": 0.202, "storage_energy": 0.024})


def test_energy_that_stands_need_not_be_built_and_may_still_be_paid_for(problem):
    # Ten of the 12 GWh stand with half a GW: 2 USD a kWh are saved on ten, 1 USD a kW on half a
    # GW; 7 USD a kW are still paid on that.
    by_hand = 0.2 + 0.1752 + 0.0015 + 0.004 + 0.036 + 0.0035
    stands = "site,technology,capacity_gw,in_service_year,energy_gwh,paid_usd_per_kw_year\n"

    plan = problem(existing_power=stands + "town,tank,0.5,2020,10,7\n")

    assert plan.cost_busd == pytest.approx(by_hand, rel=1e-9)
    assert plan["stores"]["energy_gwh"].tolist() == pytest.approx([12.0])
