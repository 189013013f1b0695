"""Sun and wind that are cut lose their own credits: in the plan, its tables, its certificate."""

import pytest

from planner import api

YEAR = """\
years = { first = 2026, last = 2026 }
discount_rate = 0.0
[time]
slice_set = "s"
"""
SLICES = {"calm": 3000, "windy": 2000, "sunny": 1760, "over": 2000}
FACTORS = {
    "wind": {"calm": 0, "windy": 1, "sunny": 0, "over": 1},
    "solar": {"calm": 0, "windy": 0, "sunny": 1, "over": 0.5},
}
LOAD = {"calm": 1, "windy": 2, "sunny": 2, "over": 2.2}
ISLAND = {
    "regions": "region\nisland\n",
    "sites": "site,region\ntown,island\n",
    "time_slices": "slice_set,slice,weight_hours\n"
    + "".join(f"s,{h},{hours}\n" for h, hours in SLICES.items()),
    "site_load": "site,year,slice,load_gw\n"
    + "".join(f"town,2026,{h},{gw}\n" for h, gw in LOAD.items()),
    "slice_profiles": "slice_set,slice,region,profile,capacity_factor\n"
    + "".join(
        f"s,{h},island,{profile},{factor}\n"
        for profile, factors in FACTORS.items()
        for h, factor in factors.items()
    ),
    "power_technologies": (
        "technology,kind,profile,availability,lifetime_years,construction_years,"
        "variable_om_usd_per_mwh\n"
        "wind,variable,wind,1,20,0,15\n"
        "sun,variable,solar,1,20,0,4\n"
        "atom,baseload,none,1,20,0,0\n"
    ),
    "power_costs": (
        "technology,year,capex_usd_per_kw\nwind,2026,500\nsun,2026,500\natom,2026,9000\n"
    ),
    "tax_credits": (
        "technology,construction_start_year,latest_online_year,capital_share,"
        "production_credit_usd_per_mwh,production_credit_years\n"
        "wind,2026,2030,0,{wind},20\nsun,2026,2030,0,{sun},20\natom,2026,2030,0,{atom},20\n"
    ),
}


@pytest.mark.parametrize(
    ("usd", "earned", "curtailed"),
    [
        # A GW of each is needed; 0.3 of 2.5 GW are over in the last slice. Cutting wind saves 15
        # and loses 22, sun 4 and 12, baseload nothing and 9: wind is cut, for 2,000 hours. Earned,
        # less the cost: wind 3,400 x 7, sun 2,760 x 8, baseload 8,760 x 9 thousand USD.
        ({"wind": 22, "sun": 12, "atom": 9}, 23.8 + 22.08 + 78.84, {"wind": 0.6}),
        # Sun loses 10 - 4: wind 4,000 x 7, sun 2,160 x 6, baseload 8,760 x 9.
        ({"wind": 22, "sun": 10, "atom": 9}, 28.0 + 12.96 + 78.84, {"sun": 0.6}),
        # Baseload loses 2: wind 4,000 x 7, sun 2,760 x 6, baseload 8,160 x 2.
        ({"wind": 22, "sun": 10, "atom": 2}, 28.0 + 16.56 + 16.32, {"atom": 0.6}),
    ],
)
def test_what_is_cut_is_what_loses_least(problem, tmp_path, usd, earned, curtailed):
    # 500 + 500 + 9,000 USD a kW over twenty years are 0.5 billion a year.
    tables = ISLAND | {"tax_credits": ISLAND["tax_credits"].format(**usd)}

    planned, _ = api.run(problem(YEAR, **tables), tmp_path / "out")

    plan, folder = planned.plan, next((tmp_path / "out").iterdir())
    record = api.read_certificate(folder)
    power = plan["power"].set_index("technology")["curtailed_twh"]
    assert record["passed"], [c for c in record["checks"] if not c["passed"]]
    assert plan.cost_busd == pytest.approx(0.5 - earned / 1e3)
    assert power[power > 1e-6].to_dict() == pytest.approx(curtailed)


def test_what_is_cut_of_vintages_and_of_what_stood_is_certified(problem, tmp_path):
    # Half a GW of wind stands without a credit, half is built in 2026, 0.4 in 2027 with 18 USD for
    # half of its life, 9 in each year; 0.4 GW of sun of 2027 earn 15, and 0.4 of baseload nothing.
    # Over in the last slice: 0.3 GW in 2026, cut of what stood; in 2027 3.5 - 2.7 = 0.8, all that
    # stood and 0.3 of the new wind, which saves 15 and loses 9.
    # Capital: 0.4875 in 2026, 0.6875 in 2027. Running cost less credits, million USD, of wind, sun
    # and baseload: 2026 8 - 1, -14.08 - 8, -78.84; 2027 12.8 - 5.8, -21.824 - 12.4, -78.84.
    model = YEAR.replace("last = 2026", "last = 2027")
    later = {"calm": 1.4, "windy": 2.8, "sunny": 2.8, "over": 2.7}
    tables = ISLAND | {
        "tax_credits": ISLAND["tax_credits"].format(wind=22, sun=12, atom=9)
        + "wind,2027,2031,0,18,10\nsun,2027,2031,0,30,10\n",
        "site_load": ISLAND["site_load"]
        + "".join(f"town,2027,{h},{gw}\n" for h, gw in later.items()),
        "existing_power": "site,technology,in_service_year,capacity_gw\ntown,wind,2020,0.5\n",
        "power_technologies": ISLAND["power_technologies"]
        .replace("variable_om_usd_per_mwh\n", "variable_om_usd_per_mwh,build_limit\n")
        .replace(",0,15\n", ",0,15,wind\n")
        .replace(",0,4\n", ",0,4,sun\n")
        .replace("1,20,0,0\n", "1,20,0,0,\n"),
        "build_limits": (
            "technology,year,feasible_gw_per_year,data_center_share\n"
            "wind,2026,0.5,1\nwind,2027,0.4,1\nsun,2026,1,1\nsun,2027,0.4,1\n"
        ),
    }

    planned, _ = api.run(problem(model, **tables), tmp_path / "out")

    plan, folder = planned.plan, next((tmp_path / "out").iterdir())
    record = api.read_certificate(folder)
    cut = plan["not_taken"].groupby(["technology", "year"])["not_taken_gw"].sum()
    assert record["passed"], [c for c in record["checks"] if not c["passed"]]
    assert cut[cut > 1e-6].to_dict() == pytest.approx({("wind", 2026): 0.3, ("wind", 2027): 0.8})
    assert plan.cost_busd == pytest.approx(0.4875 + 0.6875 - 0.09392 - 0.106064)


@pytest.mark.parametrize(
    ("night", "curtailed", "cost"),
    [
        # At night 1.8 GW of steam and 0.4 of wind meet a load of 1 GW: all wind is delivered,
        # 1,000 GWh by day and 1,504 at night, at 30 USD a MWh.
        (1.0, 0.0, 0.070768 - 0.07512),
        # Of 0.3 GW no more than 0.3 is wind: 1,128 GWh at night.
        (0.3, 0.376, 0.070768 - 0.06384),
    ],
)
def test_what_is_flat_gives_way_to_output_with_a_credit(problem, tmp_path, night, curtailed, cost):
    # Steam gives the same by day, 2 GW less 0.2 of wind, and at night. Capital: 1.8 x 0.5 / 20 and
    # 0.4 x 0.5 / 20; steam costs 1 USD for each of 1.8 x 8,760 MWh: 0.070768 in all. More credit
    # than all wind can earn was taken off.
    tables = {
        "regions": ISLAND["regions"],
        "sites": ISLAND["sites"],
        "time_slices": "slice_set,slice,weight_hours\ns,day,5000\ns,night,3760\n",
        "site_load": f"site,year,slice,load_gw\ntown,2026,day,2\ntown,2026,night,{night}\n",
        "slice_profiles": (
            "slice_set,slice,region,profile,capacity_factor\n"
            "s,day,island,wind,0.5\ns,night,island,wind,1\n"
        ),
        "power_technologies": (
            "technology,kind,profile,lifetime_years,construction_years,variable_om_usd_per_mwh,"
            "flat_output,build_limit\n"
            "wind,variable,wind,20,0,0,false,wind\nsteam,dispatchable,none,20,0,1,true,\n"
        ),
        "power_costs": "technology,year,capex_usd_per_kw\nwind,2026,500\nsteam,2026,500\n",
        "build_limits": (
            "technology,year,feasible_gw_per_year,data_center_share\nwind,2026,0.4,1\n"
        ),
        "tax_credits": (
            "technology,construction_start_year,latest_online_year,capital_share,"
            "production_credit_usd_per_mwh,production_credit_years\nwind,2026,2030,0,30,20\n"
        ),
    }

    planned, _ = api.run(problem(YEAR, **tables), tmp_path / "out")

    plan, folder = planned.plan, next((tmp_path / "out").iterdir())
    record = api.read_certificate(folder)
    power = plan["power"].set_index("technology")
    assert record["passed"], [c for c in record["checks"] if not c["passed"]]
    assert plan.cost_busd == pytest.approx(cost)
    assert power.at["wind", "curtailed_twh"] == pytest.approx(curtailed, abs=1e-9)


@pytest.mark.parametrize(
    "paid",
    [
        {"variable_om_usd_per_mwh": "-1", "fuel": "none", "heat_rate_mmbtu_per_mwh": "0"},
        {"variable_om_usd_per_mwh": "0", "fuel": "natural_gas", "heat_rate_mmbtu_per_mwh": "2"},
    ],
)
def test_what_is_paid_to_run_gives_way_to_output_with_a_credit(problem, tmp_path, paid):
    # An engine that is paid 1 USD a MWh, by its upkeep or by 2 MMBtu of fuel at -0.5 USD, runs at
    # full and spills: 1 GW of it, as calm hours need. All that the wind's GW gives by day is
    # delivered at 30 USD. Capital is 0.025 for each GW: 0.05 - 5,000 x 0.03 / 1e3 - 8,760 / 1e6.
    # At night the load of 1 GW leaves nothing for the wind, which then gives nothing.
    tables = {
        "regions": ISLAND["regions"],
        "sites": ISLAND["sites"],
        "time_slices": "slice_set,slice,weight_hours\ns,day,5000\ns,night,3760\n",
        "site_load": "site,year,slice,load_gw\ntown,2026,day,1\ntown,2026,night,1\n",
        "slice_profiles": (
            "slice_set,slice,region,profile,capacity_factor\n"
            "s,day,island,wind,1\ns,night,island,wind,0\n"
        ),
        "power_technologies": (
            "technology,kind,profile,lifetime_years,construction_years,build_limit,"
            + ",".join(paid)
            + "\nwind,variable,wind,20,0,wind,0,none,0\n"
            + f"engine,dispatchable,none,20,0,engine,{','.join(paid.values())}\n"
        ),
        "fuel_prices": "fuel,region,year,price_usd_per_mmbtu\nnatural_gas,island,2026,-0.5\n",
        "power_costs": "technology,year,capex_usd_per_kw\nwind,2026,500\nengine,2026,500\n",
        "build_limits": (
            "technology,year,feasible_gw_per_year,data_center_share\n"
            "wind,2026,1,1\nengine,2026,1,1\n"
        ),
        "tax_credits": (
            "technology,construction_start_year,latest_online_year,capital_share,"
            "production_credit_usd_per_mwh,production_credit_years\nwind,2026,2030,0,30,20\n"
        ),
    }

    planned, _ = api.run(problem(YEAR, **tables), tmp_path / "out")

    plan, folder = planned.plan, next((tmp_path / "out").iterdir())
    record = api.read_certificate(folder)
    power = plan["power"].set_index("technology")
    assert record["passed"], [c for c in record["checks"] if not c["passed"]]
    assert plan.cost_busd == pytest.approx(0.05 - 0.15 - 0.00876)
    assert power["curtailed_twh"].to_dict() == pytest.approx(
        {"wind": 0.0, "engine": 5.0}, abs=1e-9
    )
