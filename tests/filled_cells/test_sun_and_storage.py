"""What a row of the power technologies states acts whatever the kind of the source; by hand."""

import pytest

from tests.filled_cells.conftest import HALVES, REGION, SITE

COLUMNS = (
    "technology,kind,profile,storage_hours,round_trip_efficiency,fixed_om_usd_per_kw_year,"
    "variable_om_usd_per_mwh,availability,forced_outage_share,scheduled_outage_share,fuel,"
    "heat_rate_mmbtu_per_mwh,co2_t_per_mwh"
)


def row(name, kind, **cells):
    values = {
        "technology": name,
        "kind": kind,
        "profile": "none",
        "storage_hours": 0,
        "round_trip_efficiency": 1,
        "fixed_om_usd_per_kw_year": 10,
        "variable_om_usd_per_mwh": 0,
        "availability": 1,
        "forced_outage_share": 0,
        "scheduled_outage_share": 0,
        "fuel": "none",
        "heat_rate_mmbtu_per_mwh": 0,
        "co2_t_per_mwh": 0,
    }
    return ",".join(str({**values, **cells}[column]) for column in COLUMNS.split(","))


def tables(sun=(), battery=(), **more):
    """1 GW all year from sun that shines by day, and a battery of 24 hours without loss."""
    return {
        "regions": REGION,
        "sites": SITE,
        "time_slices": HALVES,
        "slice_profiles": "slice_set,slice,region,profile,capacity_factor\n"
        "d,day,R,solar,1\nd,night,R,solar,0\n",
        "site_load": "site,year,load_gw\ns,2026,1\n",
        "fuel_prices": "fuel,region,year,price_usd_per_mmbtu\nnatural_gas,R,2026,3\n",
        "power_technologies": "\n".join(
            [
                COLUMNS,
                row("sun", "variable", profile="solar", **dict(sun)),
                row("battery", "storage", storage_hours=24, **dict(battery)),
            ]
        ),
        **more,
    }


# 2 GW of sun by day, of which 1 GW goes into 1 GW of battery: 30 million USD of fixed cost at
# 10 USD a kW. The sun gives 8.76 TWh, the battery gives back 4.38 TWh.
@pytest.mark.parametrize(
    ("sun", "battery", "musd"),
    [
        ({}, {}, 30.0),
        # 1 USD is paid for each MWh: less than another GW of either costs.
        ({"variable_om_usd_per_mwh": -1}, {}, 30 - 8.76),
        ({}, {"variable_om_usd_per_mwh": -1}, 30 - 4.38),
        # 5 USD on each MWh that is delivered.
        ({"variable_om_usd_per_mwh": 5}, {}, 30.0 + 8.76 * 5),
        ({}, {"variable_om_usd_per_mwh": 5}, 30.0 + 4.38 * 5),
        # 7 MMBtu a MWh at 3 USD each.
        ({"fuel": "natural_gas", "heat_rate_mmbtu_per_mwh": 7}, {}, 30.0 + 8.76 * 21),
        ({}, {"fuel": "natural_gas", "heat_rate_mmbtu_per_mwh": 7}, 30.0 + 4.38 * 21),
        # Half of it can run: twice as much stands.
        ({"availability": 0.5}, {}, 30.0 + 20.0),
        ({}, {"availability": 0.5}, 30.0 + 10.0),
        ({"forced_outage_share": 0.5}, {}, 30.0 + 20.0),
        ({}, {"forced_outage_share": 0.5}, 30.0 + 10.0),
        # Overhauls take a fifth of the year. The sun is wanted in all its hours, and so is the
        # battery in all of the year: 2 and 1 GW over 0.8.
        ({"scheduled_outage_share": 0.2}, {}, 10.0 + 20.0 / 0.8),
        ({}, {"scheduled_outage_share": 0.2}, 20.0 + 10.0 / 0.8),
    ],
)
def test_a_cost_or_an_outage_acts_on_sun_and_on_storage(certified, sun, battery, musd):
    found = certified(tables(sun, battery))

    assert found.cost_busd * 1e3 == pytest.approx(musd, rel=1e-9)
    assert not found.failed


@pytest.mark.parametrize(("g", "mt"), [("sun", 8.76 * 0.1), ("battery", 4.38 * 0.1)])
def test_emissions_of_any_kind_are_counted_and_priced(certified, g, mt):
    # 0.1 t a MWh, at 50 USD a tonne.
    model = MODEL_WITH_CARBON
    found = certified(tables(**{g: {"co2_t_per_mwh": 0.1}}), model)

    assert found.plan["emissions"]["emissions_mt"].sum() == pytest.approx(mt)
    assert found.cost_busd * 1e3 == pytest.approx(30.0 + 50 * mt)
    assert not found.failed


MODEL_WITH_CARBON = """\
title = "Carbon has a price"
datasets = "tables"
tables = { missing = "default" }
years = { first = 2026, last = 2026 }
discount_rate = 0.0
[time]
slice_set = "d"
[prices]
carbon_usd_per_t = 50
"""


def test_what_is_curtailed_is_not_charged(certified):
    # A load of 0.25 GW by night and 1 GW by day, from sun at half of its capacity by night:
    # no battery. The day asks for 1 GW, whose night gives 0.5 GW, of which half is curtailed.
    # 10 million USD of fixed cost, and 5 USD on 4.38 + 1.095 TWh.
    found = certified(
        tables(
            {"variable_om_usd_per_mwh": 5},
            {"fixed_om_usd_per_kw_year": 1000},
            slice_profiles="slice_set,slice,region,profile,capacity_factor\n"
            "d,day,R,solar,1\nd,night,R,solar,0.5\n",
            site_load="site,year,slice,load_gw\ns,2026,day,1\ns,2026,night,0.25\n",
        )
    )

    assert found.cost_busd * 1e3 == pytest.approx(10.0 + 5 * (4.38 + 1.095))
    assert found.plan["power"]["generation_twh"].sum() == pytest.approx(5.475)
    assert not found.failed


def test_availability_by_slice_acts_on_sun_and_on_storage(certified):
    # Of the sun half can run by day, of the battery a quarter by night, when it gives back:
    # 4 GW of sun and 4 GW of battery.
    found = certified(
        tables(
            technology_availability="technology,slice,availability\nsun,day,0.5\nbattery,night,0.25\n"
        )
    )

    assert found.cost_busd * 1e3 == pytest.approx(80.0)
    assert not found.failed


def test_storage_serves_where_there_is_no_weather(certified):
    # Gas at 100 USD a kW and 60 USD a MWh for 2 GW by day and 1 GW by night; a battery at 1 USD
    # a kW moves 0.5 GW of the night into the day. 1.5 GW of gas all year: 150 + 788.4, and 0.5.
    found = certified(
        {
            "regions": REGION,
            "sites": SITE,
            "time_slices": HALVES,
            "site_load": "site,year,slice,load_gw\ns,2026,day,2\ns,2026,night,1\n",
            "power_technologies": "technology,kind,fixed_om_usd_per_kw_year,"
            "variable_om_usd_per_mwh,storage_hours\ngas,dispatchable,100,60,0\nbattery,storage,1,0,12\n",
        }
    )

    assert found.cost_busd * 1e3 == pytest.approx(150 + 1.5 * 8.76 * 60 + 0.5)
    assert not found.failed
