"""Stores whose energy has a price of its own, by hand: credits, reasons, and what stands."""

import pytest

from planner import api
from planner.errors import InputError
from tests.filled_cells.conftest import HALVES, REGION, SITE, write_problem

# 1 GW all year: 2 GW of a source that runs by day at 100 USD a kW, and 1 GW of a store without
# loss that gives back 12 h of it. All live a year, and the rate is zero.
SOURCE, STORE = "sun,dispatchable,1,1,0,0", "bat,storage,1,1,0,{hours}"


def tables(store="bat,2026,100,10", hours=0, source=(), **more):
    technologies = "technology,kind,lifetime_years,round_trip_efficiency,variable_om_usd_per_mwh"
    return {
        "regions": REGION,
        "sites": SITE,
        "time_slices": HALVES,
        "site_load": "site,year,load_gw\ns,2026,1\n",
        "technology_availability": "technology,slice,availability\nsun,night,0\n",
        "power_technologies": "\n".join(
            [f"{technologies},storage_hours", SOURCE, STORE.format(hours=hours), *source]
        ),
        "power_costs": (
            "technology,year,capex_usd_per_kw,energy_capex_usd_per_kwh\n"
            f"sun,2026,100,\n{store}\n"
        ) + ("gas,2026,20,\n" if source else ""),
        **more,
    }  # fmt: skip


CREDIT = {
    "tax_credits": "technology,construction_start_year,latest_online_year,capital_share,"
    "production_credit_usd_per_mwh,production_credit_years\nbat,2026,2030,0.3,0,0\n"
}


@pytest.mark.parametrize(
    ("more", "musd"),
    [
        # 200 for the source, and 100 + 12 * 10 for the store, or 220 where its hours are its own.
        (tables(), 420.0),
        (tables("bat,2026,220,", hours=12), 420.0),
        # A credit of 30 % is one on what it holds, too: 0.3 * 220 less, however it is priced.
        (tables(**CREDIT), 354.0),
        (tables("bat,2026,220,", hours=12, **CREDIT), 354.0),
    ],
)
def test_a_credit_on_capital_is_one_on_energy_too(certified, more, musd):
    outcome = certified(more)

    assert not outcome.failed
    assert outcome.cost_busd == pytest.approx(musd / 1000)


GAS = ("gas,dispatchable,1,1,60,0",)


def test_a_store_would_enter_where_power_and_energy_together_fall_enough(certified):
    # Gas by night costs 20 a kW and 60 * 4.38: a GW of store saves 282.8 and needs another GW of
    # the source, so that it is worth 182.8. With 12 GWh it costs 100 + 240.
    folder = certified(tables("bat,2026,100,20", source=GAS)).folder

    (answer,) = api.why(folder, [("technology", "bat")])

    assert answer.numbers["paid_busd_per_unit"] == pytest.approx(0.340)
    assert answer.numbers["rise_busd_per_unit"] == pytest.approx(0.340 - 0.1828)
    assert answer.numbers["cheaper_by_share"] == pytest.approx(1 - 182.8 / 340)
    assert (
        "its capital cost, of power and energy, credits off would have to fall"
        in (answer.sentences[0])
    )


def test_more_energy_for_power_that_stands_has_a_price_of_its_own(certified):
    # A GW stands with 6 of 12 GWh. A GWh more is worth a twelfth of 182.8, and costs 20: the
    # price has to fall by 23.8 %. No GW is built with it, by which it could be told.
    header = "site,technology,capacity_gw,energy_gwh,in_service_year,life_years"
    stands = {"existing_power": f"{header}\ns,bat,1,6,2025,10\n"}
    folder = certified(tables("bat,2026,100,20", source=GAS, **stands)).folder

    (answer,) = api.why(folder, [("technology", "bat")])

    assert answer.numbers == {"cheaper_by_share": pytest.approx(1 - 182.8 / 240)}
    assert "would have to fall by more than 23.8%; then it enters" in answer.sentences[0]


@pytest.mark.parametrize(("share", "built"), [(0.99, 1.0), (1.01, 0.0)])
def test_it_enters_where_they_have_fallen_so_far(certified, share, built):
    factor = share * 182.8 / 340
    store = f"bat,2026,{100 * factor},{20 * factor}"

    outcome = certified(tables(store, source=GAS))

    power = outcome.plan["power"]
    assert power.loc[power["technology"] == "bat", "built_gw"].sum() == pytest.approx(built)


@pytest.mark.parametrize(
    ("row", "column", "found"),
    [
        ("s,bat,0,12,2025,", "energy_gwh", "12 in energy_gwh"),
        ("s,bat,0,,2025,5", "paid_usd_per_kw_year", "5 in paid_usd_per_kw_year"),
    ],
)
def test_what_stands_without_power_is_refused(tmp_path, row, column, found):
    header = "site,technology,capacity_gw,energy_gwh,in_service_year,paid_usd_per_kw_year"
    problem = tables(existing_power=f"{header}\n{row}\n")

    with pytest.raises(InputError) as error:
        api.solve(write_problem(tmp_path, problem))

    assert (
        f"existing_power.csv, line 2, columns capacity_gw, {column}: {found} of a capacity of "
        in (str(error.value))
    )


@pytest.mark.parametrize("gw", [0.000001, 1.0])
def test_energy_that_stands_with_power_is_not_bought_again(certified, gw):
    header = "site,technology,capacity_gw,energy_gwh,in_service_year,life_years"
    stands = {"existing_power": f"{header}\ns,bat,{gw},12,2025,10\n"}

    outcome = certified(tables(**stands))

    # The source, and as much power as lacks of one GW.
    assert outcome.cost_busd == pytest.approx((200 + 100 * (1 - gw)) / 1000, abs=1e-9)


def test_a_credit_without_a_region_that_has_it_is_refused(tmp_path):
    more = {**CREDIT, "regions": "region,country\nR,CAN\n"}
    model = (
        'title = "A problem in another country"\ndatasets = "tables"\n'
        'tables = { missing = "default" }\nyears = { first = 2026, last = 2026 }\n'
        'discount_rate = 0.0\n[time]\nslice_set = "d"\n[sites]\ncountries = ["CAN"]\n'
    )

    with pytest.raises(InputError, match=r"no region of regions\.csv has the country USA"):
        api.solve(write_problem(tmp_path, tables(**more), model))
