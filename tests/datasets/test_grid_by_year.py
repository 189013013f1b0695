"""The grid's path by region and year, held to what it was made from."""

import pytest

from tools.derive.grid_carbon import FIRST, Paths
from tools.derive.raw import Raw


@pytest.fixture(scope="module")
def paths(raw_folder):
    return Paths(Raw(raw_folder))


def by(rows, column):
    return {(row["region"], row["year"]): row[column] for row in rows}


def test_a_price_moves_by_the_gas_that_makes_it(tables):
    # Its note says by how much with each USD per MMBtu; fuel_prices has the gas.
    gas = [row for row in tables["fuel_prices"] if row["fuel"] == "natural_gas"]
    gas = by(gas, "price_usd_per_mmbtu")
    price = by(tables["electricity_prices"], "price_usd_per_mwh")
    notes = by(tables["electricity_prices"], "note")
    home = {region for region, year in price if year == 2030}

    assert len(home) == 13
    for region in home:
        rate = float(notes[region, 2030].split(" move by ")[1].split()[0])
        change = gas[region, 2030] - gas[region, 2026]
        # Prices have four digits, so those above 100 USD are rounded to a tenth.
        moved = price[region, 2030] - price[region, 2026]
        assert moved == pytest.approx(rate * change, abs=0.12)
        # A MWh from gas takes more than 6 MMBtu; coal sets the price beside it.
        assert 3.0 < rate < 10.0


def test_the_path_of_carbon_begins_at_its_level(paths, tables):
    for region in {row["region"] for row in tables["grid_carbon"] if row["year"] == 2030}:
        assert paths.factors(region, FIRST) == pytest.approx((1.0, 1.0, 1.0))


def test_a_retired_coal_plant_is_made_up_for_by_gas(paths):
    # SERC_C: 3,048 MW of coal leave in 2028 by the list of units. A GW of coal less is a GW of
    # gas more, over a load that has grown.
    fleet, region = paths.fleet, "SERC_C"
    gone = fleet.mean_gw(region, "coal", FIRST) - fleet.mean_gw(region, "coal", 2028)
    saved = fleet.t_per_mwh(region, "coal") - fleet.t_per_mwh(region, "gas")
    gas = paths._balance(region, FIRST, 0.0, coal_stays=True)
    emitted = sum(gw * fleet.t_per_mwh(region, kind) for kind, gw in gas.items())

    kept = paths.factors(region, 2028)[2]
    retired = paths._factor(region, 2028, grid_share=0.0)

    assert gone > 1.0
    growth = paths.growth.at[2028, region]
    assert kept - retired == pytest.approx(gone * saved / emitted / growth, rel=1e-6)


def test_new_sun_is_shared_out_among_the_regions(paths):
    for kind in ("solar", "wind"):
        shares = [share for (k, _), share in paths.share.items() if k == kind]

        assert sum(shares) == pytest.approx(1.0)


def test_regions_connect_together_what_the_nation_does_in_the_low_case(tables):
    # build_limits.csv, grid_large_load: 9 GW in 2026, spread as the recalled 17.1 GW.
    low = [row["gw_per_year_low"] for row in tables["grid_large_loads"] if row["year"] == 2026]

    assert sum(value for value in low if value) == pytest.approx(9.0, rel=0.01)
