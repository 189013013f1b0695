"""A cap on what the plan can't emit: a row of the programme that no column enters."""

import pandas as pd

TABLES = {
    "regions": "region\nR\n",
    "sites": "site,region\ns,R\n",
    "site_load": "site,year,slice,load_gw\ns,2026,all,1\n",
    "power_technologies": "technology,kind,fixed_om_usd_per_kw_year\nengine,dispatchable,1000\n",
}
MODEL = """\
title = "No fuel, no carbon"
datasets = "tables"
tables = { missing = "default" }
years = { first = 2026, last = 2026 }
discount_rate = 0.0
[limits]
emissions_mt_per_year = 1
[prices]
carbon_usd_per_t = 50
"""


def test_a_tonne_of_a_cap_that_nothing_reaches_is_worth_nothing(certified):
    # An engine that emits nothing serves the load, so the cap holds nobody back.
    done = certified(TABLES, MODEL)

    told = done.plan["carbon_price"]
    expected = pd.DataFrame(
        [(2026, 50.0, 0.0, 50.0)],
        columns=["year", "stated_usd_per_t", "cap_usd_per_t", "price_usd_per_t"],
    )
    assert done.failed == frozenset()
    pd.testing.assert_frame_equal(told, expected, check_dtype=False)
