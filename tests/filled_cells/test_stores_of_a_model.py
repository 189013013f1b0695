"""Stores that a model asks more of than its tables say."""

import pytest

from planner.errors import InputError
from tests.filled_cells.conftest import MODEL, REGION, SITE

TABLES = {
    "regions": REGION,
    "sites": SITE,
    "time_slices": "slice_set,slice,day,position,hours,weight_hours\n"
    "d,dark,1,0,24,4392\nd,light,2,0,24,4368\n",
    "site_load": "site,year,slice,load_gw\ns,2026,dark,0\ns,2026,light,1\n",
    "power_technologies": "technology,kind,fixed_om_usd_per_kw_year,variable_om_usd_per_mwh,"
    "storage_hours\ngas,dispatchable,100,1,0\nbat,storage,1,0,24\n",
}


def test_energy_carried_between_days_needs_their_order(certified):
    asked = MODEL + "storage_between_days = true\n"

    with pytest.raises(InputError, match=r"storage_between_days: true, and slice_days.csv has no"):
        certified(TABLES, asked)

    # Days take turns, light first and last: 183 light ones, of which two follow each other at the
    # turn of the year, and 182 dark ones. Gas of 183 / 365 GW gives all energy, and what is stored
    # by then serves both light days: 2 x 182 / 365 GW-days, in a store of 24 h.
    days = "".join(f"d,{n},{1 + n % 2}\n" for n in range(1, 366))
    counts = {day: sum(1 + n % 2 == day for n in range(1, 366)) for day in (1, 2)}
    weights = "".join(
        f"d,{name},{day},0,24,{24 * counts[day]}\n" for day, name in ((1, "dark"), (2, "light"))
    )
    header = "slice_set,slice,day,position,hours,weight_hours\n"
    ordered = {
        **TABLES,
        "slice_days": f"slice_set,day_of_year,day\n{days}",
        "time_slices": header + weights,
    }
    between, apart = certified(ordered, asked), certified(ordered, MODEL)

    # Apart, a GW of gas stands for the light days.
    energy = 24 * 183 / 1e6
    assert apart.cost_busd == pytest.approx(0.1 + energy)
    assert between.cost_busd == pytest.approx((0.1 * 183 + 0.001 * 2 * 182) / 365 + energy)
    assert not between.failed | apart.failed


@pytest.mark.parametrize(("first", "fault"), [("", True), ("1", False)])
def test_energy_has_a_price_when_the_plan_begins(certified, first, fault):
    tables = {
        **TABLES,
        "power_costs": "technology,year,capex_usd_per_kw,energy_capex_usd_per_kwh\n"
        f"gas,2026,3000,\nbat,2026,1,{first}\nbat,2027,2,1\n",
    }
    model = MODEL.replace("last = 2026", "last = 2027")

    if fault:
        with pytest.raises(InputError, match=r"power_costs.csv, line 4.*'bat' is of 2027"):
            certified(tables, model)
    else:
        assert not certified(tables, model).failed


def test_a_good_that_nobody_has_in_time_is_named(certified):
    tables = {
        **TABLES,
        "goods_supply": "good,origin,year,supply_thousand,cost_usd_per_unit\ncoal,a,2027,5,3\n",
        "goods_demand": "good,site,year,demand_thousand\ncoal,s,2026,1\n",
        "freight": "good,origin,site,freight_usd_per_unit\ncoal,a,s,1\n",
    }
    with pytest.raises(InputError, match=r"goods_demand.csv, line 2.*'coal' at 's' in 2026"):
        certified(tables, MODEL.replace("last = 2026", "last = 2027"))
