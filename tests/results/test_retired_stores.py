"""What a store holds leaves with its power, and what is still paid for it is owed all the same."""

import pytest

from planner import api

MODEL = """\
years = { first = 2026, last = 2026 }
discount_rate = 0.0
[time]
slice_set = "x"
"""
TABLES = {
    "regions": "region\nr\n",
    "sites": "site,region\ns,r\n",
    "time_slices": "slice_set,slice,weight_hours\nx,a,4380\nx,b,4380\n",
    "site_load": "site,year,load_gw\ns,2026,1\n",
    "power_technologies": (
        "technology,kind,lifetime_years,construction_years,fixed_om_usd_per_kw_year,"
        "variable_om_usd_per_mwh,energy_fixed_om_usd_per_kwh_year\n"
        "gas,dispatchable,20,0,100,10,0\nbat,storage,20,0,{om},0,50\n"
    ),
    "power_costs": (
        "technology,year,capex_usd_per_kw,energy_capex_usd_per_kwh\n"
        "gas,2026,0,\nbat,2026,100,200\n"
    ),
    "existing_power": (
        "site,technology,capacity_gw,in_service_year,energy_gwh,paid_usd_per_kw_year\n"
        "s,bat,1,2020,10,7\n"
    ),
}


# Whether its power costs something to keep, or only what it holds: 10 GWh for 50 USD a kWh.
@pytest.mark.parametrize("om", [5, 0])
def test_energy_of_a_retired_store_is_gone_and_what_is_paid_for_it_is_owed(problem, tmp_path, om):
    technologies = TABLES["power_technologies"].format(om=om)
    model = problem(MODEL, **TABLES | {"power_technologies": technologies})

    planned, _ = api.run(model, tmp_path / "out")

    # A GW of gas serves the load: 100 million to keep, and 8,760 GWh at 10 USD a MWh, 87.6. The
    # store, which nothing needs, is retired and costs no more than the 7 million that are owed.
    record = api.read_certificate(next((tmp_path / "out").iterdir()))
    assert record["passed"], [c for c in record["checks"] if not c["passed"]]
    power = planned.plan["power"].set_index("technology")
    assert planned.plan.cost_busd == pytest.approx(0.100 + 0.0876 + 0.007)
    assert power.at["bat", "retired_gw"] == pytest.approx(1.0)
    assert planned.plan["stores"]["energy_gwh"].sum() == pytest.approx(0.0)


def test_power_that_is_built_anew_has_none_of_the_energy_of_what_is_retired(problem, tmp_path):
    # Half a GW of load in each of two halves of a day, of which the sun serves one: a GW of sun,
    # for a million a year, and half a GW out of a store for 12 hours, 6 GWh.
    tables = TABLES | {
        "time_slices": "slice_set,slice,weight_hours,hours\nx,a,4380,12\nx,b,4380,12\n",
        "site_load": "site,year,load_gw\ns,2026,0.5\n",
        "slice_profiles": (
            "slice_set,slice,region,profile,capacity_factor\nx,a,r,solar,1\nx,b,r,solar,0\n"
        ),
        "power_technologies": (
            "technology,kind,profile,lifetime_years,construction_years,"
            "fixed_om_usd_per_kw_year,energy_fixed_om_usd_per_kwh_year\n"
            "sun,variable,solar,20,0,0,0\nbat,storage,none,20,0,90,1\nnew,storage,none,20,0,0,1\n"
        ),
        "power_costs": (
            "technology,year,capex_usd_per_kw,energy_capex_usd_per_kwh\n"
            "sun,2026,20,\nbat,2026,20,200\nnew,2026,20,200\n"
        ),
        "existing_power": (
            "site,technology,capacity_gw,in_service_year,energy_gwh\ns,bat,1,2020,10\n"
        ),
    }

    planned, _ = api.run(problem(MODEL, **tables), tmp_path / "out")

    # A GWh anew costs 10 million a year and 1 to keep. Of what stands 0.6 GW come with 6 GWh, for
    # 54 and 6 million; half a GW of it with 5 and one anew for 45 and 16; half a GW anew for 66.5.
    # So the old one stays, less 0.4 GW, which take 4 GWh with them. The sun costs 1 million.
    record = api.read_certificate(next((tmp_path / "out").iterdir()))
    assert record["passed"], [c for c in record["checks"] if not c["passed"]]
    stores = planned.plan["stores"].set_index("technology")
    assert planned.plan.cost_busd == pytest.approx(0.001 + 0.054 + 0.006)
    assert stores.at["bat", "energy_gwh"] == pytest.approx(6.0)
