"""One row of each table, turned into model units by hand."""

import pytest

from planner.config import load_model
from planner.data.inputs import Inputs
from planner.system import Site
from planner.system.build import build_world
from planner.system.dies_per_wafer import gross_dies_per_wafer
from planner.system.sites import _merged


@pytest.fixture(scope="module")
def world():
    model = load_model("frontier")
    return build_world(Inputs.for_model(model), model)


def test_an_accelerator(world):
    # accelerators.csv, nvidia_gb200: 5,000 TFLOP/s FP8, 1,833 W, 37,000 USD;
    # cluster_costs.csv: 1.44615 for server and network, a life of five years.
    chip = world.accelerators["nvidia_gb200"]

    assert chip.power_gw == pytest.approx(1.833)
    assert chip.h100e == pytest.approx(2.527, abs=1e-3)
    # 5e15 FLOP/s x 1e6 units x 86,400 s = 4.32e26 FLOP a day.
    assert chip.training_compute_per_day == pytest.approx(0.432)
    # A million units at 53.5 thousand USD are 53.5 billion.
    assert chip.it_capex == pytest.approx(37 * 1.44615)
    assert chip.life_years == 5


def test_what_an_accelerator_draws(world):
    # GB200: two dies of 800 mm2 on N5, yield 0.7 at that size; 16 packages a
    # wafer, of which 95 % survive; 186 GB of memory.
    uses = world.accelerators["nvidia_gb200"].uses

    assert uses["packaging", "cowos"] == pytest.approx(1000 / (16 * 0.95))
    dies = gross_dies_per_wafer(800) * 0.7
    assert uses["node", "n5"] == pytest.approx(1000 * 2 / (dies * 0.95))
    # A million units of 186 GB are 186 million GB, 0.186 EB.
    assert uses["hbm", "global"] == pytest.approx(0.186 / 0.95)


def test_what_a_region_gets_of_a_supply(world):
    # HBM 2028 and 2029: 7.6 and 9.6 EB (hbm_supply.csv), half of each, 0.9 for
    # AI and 0.77 for buyers in the USA (supply_terms.csv).
    available = world.supply["hbm", "global"].available

    assert available[2029] == pytest.approx(0.9 * 0.77 * (0.5 * 7.6 + 0.5 * 9.6))
    # Beyond the table's last year, 2030 with 11.8 EB, it grows at the stated rate.
    assert available[2032] > available[2031] > available[2030]


def test_a_power_source(world):
    # power_technologies.csv, gas_ccgt: 6.159 MMBtu a MWh, 0.327 t a MWh; power_costs
    # 2026: 2,200 USD a kW is 2.2 billion a GW.
    technology = world.technologies["gas_ccgt"]

    assert technology.capex[2026] == pytest.approx(2.2)
    assert technology.heat_rate == pytest.approx(6.2, abs=0.1)
    # A GWh is a thousand MWh: 327 tonnes, 3.27e-4 million tonnes.
    assert technology.co2_mt_per_gwh == pytest.approx(3.27e-4, rel=0.02)
    # 36 USD a kW and year are 0.036 billion a GW.
    assert technology.fixed_om == pytest.approx(0.036, rel=0.05)


def test_a_region(world):
    # ERCOT at wholesale: 36 USD a MWh of 2025, and 38.7 in 2026, since gas rises by 0.44 USD per
    # MMBtu and a MWh moves by 6.1 MMBtu. 0.338 t a MWh in 2026, 0.232 in 2032.
    region = world.regions["ERCOT"]

    # 1 USD a MWh is 1e-6 billion a GWh.
    assert region.grid_price[2026] == pytest.approx(38.72e-6, rel=1e-3)
    # Wires at 5.833 USD a kW and month are 0.07 billion a GW and year; no capacity is sold.
    assert region.demand_charge["wires", 2026] == pytest.approx(0.07, rel=1e-3)
    assert region.demand_charge["capacity", 2026] == 0
    # 1 USD per MMBtu is 1e-6 billion a thousand MMBtu.
    assert region.fuel_price["natural_gas", 2026] == pytest.approx(3.74e-6, rel=0.05)
    assert region.co2_mt_per_gwh[2026] == pytest.approx(3.38e-4, rel=0.01)
    assert region.co2_mt_per_gwh[2032] == pytest.approx(2.32e-4, rel=0.01)
    assert region.grid_gw_per_year == dict.fromkeys(world.years, 3.5)


def test_a_national_limit(world):
    # build_limits.csv, gas_ccgt 2030: 14 GW, of which data centres get 0.25.
    assert world.build_limit_gw["gas_ccgt", 2030] == pytest.approx(3.5)


def test_the_fleet_comes_into_the_world_whole():
    # Every unit of a US site that is still in life, pooled or not.
    model = load_model("frontier")
    inputs = Inputs.for_model(model)
    world = build_world(inputs, model)
    table = inputs["existing_accelerators"].reset_index()
    country = table["site"].map(inputs["sites"]["country"])

    listed = table.loc[country == "USA", "units_k"].sum() / 1e3
    standing = sum(sum(site.existing_fleet.values()) for site in world.sites.values())
    assert standing == pytest.approx(listed)


def test_small_sites_grow_together():
    # 0.2 of 0.5 GW at a PUE of 1.25 and 0.3 of 0.3 at 1.5: room for 0.3 more.
    first = Site(
        region="r", max_facility_gw=0.5, build_gw_per_year=0.1, pue=1.25,
        existing_power={"grid": 0.2}, contracted_gw={2026: 0.4},
    )  # fmt: skip
    second = Site(
        region="r", max_facility_gw=0.3, build_gw_per_year=0.0, pue=1.5,
        existing_power={"grid": 0.3},
    )  # fmt: skip

    pool = _merged("r", {"first": first, "second": second})

    assert pool.max_facility_gw == pytest.approx(0.8)
    assert pool.existing_facility_gw == pytest.approx(0.5)
    assert pool.build_gw_per_year == pytest.approx(0.1)
    assert pool.contracted_gw == {2026: pytest.approx(0.7)}
    assert pool.pue == pytest.approx(0.8 / (0.5 / 1.25 + 0.3 / 1.5))
