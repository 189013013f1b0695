"""Plants that stand, come and go by the tables, and that the plan retires; by hand."""

import pytest

from planner.errors import InfeasibleError
from planner.surfaces.html.facts import Facts
from planner.surfaces.html.sections import power
from tests.filled_cells.conftest import REGION

MODEL = """\
title = "Plants that stand"
datasets = "tables"
tables = { missing = "default" }
years = { first = 2025, last = 2029 }
discount_rate = 0.0
discount_timing = "end"
[time]
slice_set = "s"
[power]
technologies = ["new"]
"""
TABLES = {
    "regions": REGION,
    "sites": "site,region\ntown,R\n",
    "time_slices": "slice_set,slice,weight_hours\ns,a,5000\ns,b,3760\n",
    "site_load": "site,year,slice,load_gw\ntown,2025,all,1\n",
}


def of_one_year(model=MODEL):
    return model.replace("first = 2025, last = 2029", "first = 2026, last = 2026")


def test_a_plant_serves_from_its_year_on(certified):
    # One GW all year, 8.76 TWh. The old plant (1 USD a MWh) ends its 30 years before 2027, the
    # dead one ended in 2020, and the one to come (2 USD) serves 2028 and 2029: the new one, at
    # 100 USD, runs in 2027 alone.
    found = certified(
        {
            **TABLES,
            "power_technologies": "technology,kind,lifetime_years,variable_om_usd_per_mwh\n"
            "old,dispatchable,30,1\ndead,dispatchable,30,1\nfuture,dispatchable,30,2\n"
            "new,dispatchable,30,100\n",
            "existing_power": "site,technology,capacity_gw,in_service_year,life_years\n"
            "town,old,1,1997,30\ntown,dead,5,1990,30\ntown,future,1,2028,30\n",
        },
        MODEL,
    )

    assert found.cost_busd == pytest.approx((2 * 1 + 100 + 2 * 2) * 8.76e-3)
    assert not found.failed


def test_a_plan_of_the_past_may_leave_out_what_came(certified):
    # The same plant from 2028 on is left out: the new one runs all five years, at 100 USD.
    found = certified(
        {
            **TABLES,
            "power_technologies": "technology,kind,variable_om_usd_per_mwh\n"
            "future,dispatchable,2\nnew,dispatchable,100\n",
            "existing_power": "site,technology,capacity_gw,in_service_year\ntown,future,1,2028\n",
        },
        MODEL + '[sites]\nexisting = "before_first_year"\n',
    )

    assert found.cost_busd == pytest.approx(5 * 100 * 8.76e-3)
    assert not found.failed


OLD_AND_NEW = (
    "technology,kind,lifetime_years,fixed_om_usd_per_kw_year,variable_om_usd_per_mwh\n"
    "old,dispatchable,40,150,60\nnew,dispatchable,20,30,20\n"
)
STANDS = "site,technology,capacity_gw,in_service_year\ntown,old,2,2000\n"


def test_a_plant_is_retired_that_is_not_worth_its_fixed_cost(certified):
    # 1.5 GW for 5,000 h and 2 GW for 3,760 h, 15.02 TWh. New at 30 USD a kW and 20 USD a MWh:
    # 0.06 + 0.3004. The old one would cost 0.3 a year to stand, and saves nothing.
    tables = {
        **TABLES,
        "site_load": "site,year,slice,load_gw\ntown,2026,a,1.5\ntown,2026,b,2\n",
        "power_technologies": OLD_AND_NEW,
        "existing_power": STANDS,
    }
    found = certified(tables, of_one_year())

    assert found.cost_busd == pytest.approx(0.3604)
    assert not found.failed
    table = found.plan["power"].set_index("technology")
    assert table["retired_gw"].to_dict() == {"old": 2.0, "new": 0.0}
    assert table.at["old", "capacity_gw"] == 0.0
    told = power.retired(Facts(found.plan, {}, {}, {}, found.folder))
    assert str(told) == (
        "It retires 2 GW that stand before the end of their life, since they are not worth "
        "what they cost."
    )


@pytest.mark.parametrize(("life", "key"), [("", ""), ("40", 'retirement = "none"\n')])
def test_a_plant_stays_that_lives_for_ever_or_that_the_model_keeps(certified, life, key):
    # 0.3604 for what is new and cheaper to run, as above, and 2 GW at 150 USD a kW.
    tables = {
        **TABLES,
        "site_load": "site,year,slice,load_gw\ntown,2026,a,1.5\ntown,2026,b,2\n",
        "power_technologies": OLD_AND_NEW.replace("40,150", f"{life},150"),
        "existing_power": STANDS,
    }
    found = certified(tables, of_one_year() + key)

    assert found.cost_busd == pytest.approx(0.6604)
    assert not found.failed


def test_what_is_retired_is_gone(certified):
    # Loads of 1, 0 and 1 GW in three years. The plant costs 0.15 a GW to keep in the middle
    # one, a new one costs 0.4 in each year of its life: kept, for 3 * 0.15 and 60 USD on two
    # times 8.76 TWh. With a fixed cost of 500 USD a kW it is given up in the second year, and
    # does not come back for the third, which a new one serves: 0.5 + 0.4.
    tables = {
        **TABLES,
        "site_load": "site,year,load_gw\ntown,2025,1\ntown,2026,0\ntown,2027,1\n",
        "power_technologies": OLD_AND_NEW.replace("20,30,20", "20,400,60"),
        "existing_power": STANDS.replace("2,2000", "1,2000"),
    }
    model = MODEL.replace("last = 2029", "last = 2027")
    kept = certified(tables, model)
    sources = tables["power_technologies"].replace("40,150", "40,500")
    left = certified({**tables, "power_technologies": sources}, model)

    energy = 2 * 60 * 8.76e-3
    assert kept.cost_busd == pytest.approx(3 * 0.15 + energy)
    assert left.cost_busd == pytest.approx(0.5 + 0.4 + energy)
    assert (
        left.plan["power"].set_index(["technology", "year"]).at[("old", 2026), "retired_gw"] == 1.0
    )
    assert not kept.failed | left.failed


def test_a_plant_may_be_retired_in_part(certified):
    # 2 GW in 2025, 1 GW from 2026 on: half of it is given up, in 2026.
    # (2 + 4 * 1) * 0.15 of fixed cost, 60 USD on (2 + 4) * 8.76 TWh.
    tables = {
        **TABLES,
        "site_load": "site,year,load_gw\ntown,2025,2\ntown,2026,1\n",
        "power_technologies": OLD_AND_NEW.replace("20,30", "20,3000"),
        "existing_power": STANDS,
    }
    found = certified(tables, MODEL)

    assert found.cost_busd == pytest.approx(6 * 0.15 + 6 * 60 * 8.76e-3)
    retired = found.plan["power"].query("technology == 'old'").set_index("year")["retired_gw"]
    assert retired.to_dict() == pytest.approx({2025: 0, 2026: 1, 2027: 0, 2028: 0, 2029: 0})
    assert not found.failed


def test_a_plan_that_keeps_what_it_says_it_retires_is_found(certified, monkeypatch):
    # The table tells nothing of what was retired: what is in service is less than what stands.
    tables = {
        **TABLES,
        "power_technologies": OLD_AND_NEW,
        "existing_power": STANDS,
    }
    monkeypatch.setattr("planner.results.power.retired", lambda *of: 0.0)
    found = certified(tables, of_one_year())

    assert "power_stock" in found.failed


@pytest.mark.parametrize(
    ("old", "new", "keys", "cost"),
    [
        # Baseload that runs whatever is needed costs 90 USD a MWh, 0.7884 a year; the new engine
        # 0.1 of capital and upkeep and 10 USD a MWh: 0.1 + 0.0876.
        ((0, 90, 0), (100, 10, 0), "", 0.1876),
        # Coal at 1 USD a MWh emits 8.76 Mt where 1 is allowed: it gives 1 TWh, and the engine the
        # rest at 9 USD a MWh, and 9 a kW of the 7.76 / 8.76 GW that are needed for it.
        (
            (0, 1, 1),
            (9, 9, 0),
            "[limits]\nemissions_mt_per_year = 1\n",
            0.001 + 0.06984 + 0.009 * 7.76 / 8.76,
        ),
    ],
)
def test_baseload_without_a_fixed_cost_is_retired_for_what_it_costs_to_run(
    certified, old, new, keys, cost
):
    columns = "fixed_om_usd_per_kw_year,variable_om_usd_per_mwh,co2_t_per_mwh"
    tables = {
        **TABLES,
        "site_load": "site,year,slice,load_gw\ntown,2026,all,1\n",
        "power_technologies": f"technology,kind,lifetime_years,{columns}\n"
        f"old,baseload,40,{','.join(map(str, old))}\n"
        f"new,dispatchable,20,{','.join(map(str, new))}\n",
        "existing_power": STANDS.replace(",2,", ",1,"),
    }
    found = certified(tables, of_one_year() + keys)

    assert found.cost_busd == pytest.approx(cost)
    assert not found.failed


NO_SURPLUS = of_one_year().replace("[power]", '[power]\nsurplus = "none"')


@pytest.mark.parametrize(("kind", "profile"), [("baseload", "none"), ("variable", "wind")])
def test_what_gives_a_surplus_that_may_not_be_is_retired(certified, kind, profile):
    # The load is 0 in the first slice, where the old plant gives all the same, for nothing. The
    # engine serves 3,760 GWh at 9 USD a MWh and costs 9 USD a kW to keep.
    tables = {
        **TABLES,
        "site_load": "site,year,slice,load_gw\ntown,2026,a,0\ntown,2026,b,1\n",
        "slice_profiles": "slice_set,slice,region,profile,capacity_factor\n"
        "s,a,R,wind,1\ns,b,R,wind,1\n",
        "power_technologies": "technology,kind,profile,lifetime_years,fixed_om_usd_per_kw_year,"
        f"variable_om_usd_per_mwh\nold,{kind},{profile},40,0,0\nnew,dispatchable,none,20,9,9\n",
        "existing_power": STANDS,
    }
    found = certified(tables, NO_SURPLUS)

    assert found.cost_busd == pytest.approx(0.009 + 0.03384)
    assert not found.failed


def test_a_surplus_that_nothing_takes_is_told_as_one(certified):
    # What lives for ever stays, and gives a GW where none is needed.
    tables = {
        **TABLES,
        "site_load": "site,year,slice,load_gw\ntown,2026,a,0\ntown,2026,b,1\n",
        "power_technologies": "technology,kind\nold,baseload\nnew,dispatchable\n",
        "existing_power": STANDS,
    }
    with pytest.raises(InfeasibleError, match=r"what runs unasked at town gives more in slice a"):
        certified(tables, NO_SURPLUS)
