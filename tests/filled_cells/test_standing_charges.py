"""A budget of present cost holds what stands and is still paid for, in plan and proof."""

import pytest

MODEL = """\
title = "What stands takes of the budget"
datasets = "tables"
tables = { missing = "default" }
years = { first = 2026, last = 2027 }
discount_rate = 0.25
discount_timing = "start"
[limits]
present_cost_busd = 2.0
"""
# 0.5 GW stand and are paid for with 200 USD a kW and year: 0.1 billion USD in 2026 and 0.1 / 1.25
# in 2027, 0.18. A year's energy of it is 4,380 GWh at 20 USD a MWh, 0.0876, and of the other
# 0.5 GW of load, from oil at 100, 0.438: 0.5256 x 1.8 = 0.94608. In all 1.12608 of the 2.
TABLES = {
    "regions": "region\nR\n",
    "sites": "site,region\ns,R\n",
    "site_load": "site,year,load_gw\ns,2026,1\n",
    "power_technologies": (
        "technology,kind,lifetime_years,variable_om_usd_per_mwh\n"
        "coal,dispatchable,30,20\noil,dispatchable,,100\n"
    ),
    "power_costs": "technology,year,capex_usd_per_kw\ncoal,2026,40000\noil,2026,0\n",
    "existing_power": (
        "site,technology,capacity_gw,in_service_year,paid_usd_per_kw_year\ns,coal,0.5,2010,200\n"
    ),
}


def test_what_stands_takes_of_a_budget_and_the_certificate_holds(certified):
    found = certified(TABLES, MODEL)
    limit = found.plan["limits"].set_index("limit").loc["present_cost_limit"]

    assert found.cost_busd == pytest.approx(1.12608)
    assert limit["capacity"] == pytest.approx(2.0)
    assert limit["used"] == pytest.approx(1.12608)
    assert not found.failed
