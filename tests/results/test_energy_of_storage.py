"""What storage gives back: one energy in all tables, curtailed where nothing uses it."""

import pytest

from planner import api
from planner.results.headline import generating
from planner.surfaces.exchange.iamc import iamc

YEAR = """\
years = {{ first = 2026, last = 2026 }}
discount_rate = 0.0
[power]
technologies = {built}
[time]
slice_set = "x"
{time}
"""
PLACE = {
    "regions": "region,country\nr,USA\n",
    "sites": "site,region\ns,r\n",
    "existing_power": "site,technology,capacity_gw,in_service_year\ns,bat,1,2020\n",
}
DUMPED = PLACE | {
    "time_slices": "slice_set,slice,weight_hours,hours\nx,a,6760,1\nx,b,2000,1\n",
    "site_load": "site,year,slice,load_gw\ns,2026,a,0\ns,2026,b,1\n",
}
TECHNOLOGIES = (
    "technology,kind,profile,lifetime_years,construction_years,variable_om_usd_per_mwh,"
    "storage_hours\n"
)


@pytest.fixture
def run(problem, tmp_path):
    """Plan a problem, write its run, and see its certificate pass."""

    def make(built, time="", **tables):
        model = problem(YEAR.format(built=built, time=time), **tables)
        planned, _ = api.run(model, tmp_path / "out")
        record = api.read_certificate(next((tmp_path / "out").iterdir()))
        assert record["passed"], [c for c in record["checks"] if not c["passed"]]
        return planned.plan

    return make


def told(plan):
    power = plan["power"].set_index("technology")
    columns = {"generation_twh": "", "curtailed_twh": ", curtailed"}
    return {f"{g}{of}": power.at[g, name] for g in power.index for name, of in columns.items()}


def test_what_is_paid_to_be_given_back_and_nothing_uses_is_curtailed(run):
    plan = run(
        '["gas"]',
        **DUMPED,
        power_technologies=TECHNOLOGIES
        + "gas,dispatchable,none,20,0,0.1,0\nbat,storage,none,20,0,-1,1\n",
        power_costs="technology,year,capex_usd_per_kw\ngas,2026,0\nbat,2026,0\n",
    )

    # A GWh is taken in for each hour of b, beside a GW of load: 2 GW x 2,000 h of gas for 0.1 USD.
    # It is given back in each of the 6,760 hours of a, for 1 USD, where there is no load.
    assert plan.cost_busd == pytest.approx((0.1 * 4000 - 6760) / 1e6)
    assert told(plan) == pytest.approx(
        {"gas": 4.0, "gas, curtailed": 0.0, "bat": 0.0, "bat, curtailed": 6.76}
    )


def test_baseload_gives_way_before_a_store_that_is_paid(run):
    tables = DUMPED | {"site_load": "site,year,slice,load_gw\ns,2026,a,0.5\ns,2026,b,1\n"}

    plan = run(
        '["coal"]',
        **tables,
        power_technologies=TECHNOLOGIES
        + "coal,baseload,none,20,0,0,0\nbat,storage,none,20,0,-1,1\n",
        power_costs="technology,year,capex_usd_per_kw\ncoal,2026,2\nbat,2026,0\n",
    )

    # A GW of coal costs 0.1 million a year: there are 2 in b, to fill the store beside the load.
    # In a they and the store, which earns 6.76 million, give 3 GW for half a GW: the 2 of coal
    # are over, and half a GW of the store.
    assert plan.cost_busd == pytest.approx(2 * 0.0001 - 0.00676)
    assert told(plan) == pytest.approx(
        {"coal": 4.0, "coal, curtailed": 13.52, "bat": 3.38, "bat, curtailed": 3.38}
    )


def test_what_a_paid_store_gives_in_vain_loses_no_other_credit(run):
    plan = run(
        '["wind"]',
        **DUMPED,
        power_technologies=TECHNOLOGIES
        + "wind,variable,wind,20,0,0,0\nbat,storage,none,20,0,-1,1\n",
        power_costs="technology,year,capex_usd_per_kw\nwind,2026,20\nbat,2026,0\n",
        slice_profiles=(
            "slice_set,slice,region,profile,capacity_factor\nx,a,r,wind,0\nx,b,r,wind,1\n"
        ),
        tax_credits=(
            "technology,construction_start_year,latest_online_year,capital_share,"
            "production_credit_usd_per_mwh,production_credit_years\nwind,2026,2030,0,10,20\n"
        ),
    )

    # 2 GW of wind at a million a year serve the load of b and fill the store: 4 TWh for 10 USD.
    # The store gives 6.76 TWh in a, where there is neither wind nor load, for 1 USD.
    assert plan.cost_busd == pytest.approx(0.002 - 0.04 - 0.00676)
    assert told(plan) == pytest.approx(
        {"wind": 4.0, "wind, curtailed": 0.0, "bat": 0.0, "bat, curtailed": 6.76}
    )


@pytest.mark.parametrize("between_days", [False, True])
@pytest.mark.parametrize("usd", [0, 0.001])
def test_storage_is_told_with_what_it_gives_back_and_adds_nothing(run, usd, between_days):
    plan = run(
        '["wind"]',
        time="storage_between_days = true" if between_days else "",
        **PLACE,
        time_slices="slice_set,slice,weight_hours,hours\nx,a,4380,12\nx,b,4380,12\n",
        slice_days="slice_set,day_of_year,day\n" + "".join(f"x,{d},1\n" for d in range(1, 366)),
        site_load="site,year,load_gw\ns,2026,0.5\n",
        power_technologies=TECHNOLOGIES
        + f"wind,variable,wind,20,0,0,0\nbat,storage,none,20,0,{usd},12\n",
        power_costs="technology,year,capex_usd_per_kw\nwind,2026,20\nbat,2026,0\n",
        slice_profiles=(
            "slice_set,slice,region,profile,capacity_factor\nx,a,r,wind,1\nx,b,r,wind,0\n"
        ),
    )

    # A GW of wind in a serves half a GW of load and fills the store, which gives half a GW in the
    # 4,380 hours of b: 2.19 TWh, of the 4.38 that are generated and used.
    assert told(plan) == pytest.approx(
        {"wind": 4.38, "wind, curtailed": 0.0, "bat": 2.19, "bat, curtailed": 0.0}
    )
    assert generating(plan["power"])["generation_twh"].sum() == pytest.approx(4.38)
    wide = iamc(plan, "x", countries={"r": "USA"}, currency_year=2025)
    rows = wide[wide["Region"] == "USA"].set_index("Variable")[2026]
    assert rows["Secondary Energy|Electricity"] == pytest.approx(4.38)
    assert rows["Electricity Storage|Discharge"] == pytest.approx(2.19)
