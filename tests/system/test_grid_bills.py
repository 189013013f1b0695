"""What grid power costs in a region: tariffs, regions without one, and cells that are missing."""

import shutil

import pytest

from planner import api
from planner.config import load_model
from planner.config.locations import bundled
from planner.errors import InputError
from planner.system.grid_bills import tariff_notices


def asked(electricity_price="tariff", countries=("USA",), cells=(), **changes):
    """The tutorial at all sites of some countries, with grid power at a price and cells set."""
    model = load_model("small")
    power = model.power.model_copy(update={"electricity_price": electricity_price})
    sites = model.sites.model_copy(update={"countries": countries, "include": ()})
    return model.model_copy(
        update={"power": power, "sites": sites, "set": {**model.set, **dict(cells)}, **changes}
    )


@pytest.fixture
def folder(tmp_path):
    """A copy of the tables that ship; returns it with a function that changes a cell of a row."""
    tables = tmp_path / "datasets"
    shutil.copytree(bundled("datasets"), tables)

    def write(table, start, column, value):
        path = tables / f"{table}.csv"
        header, *rows = path.read_text(encoding="utf-8").splitlines()
        at = header.split(",").index(column)
        for i, row in enumerate(rows):
            if row.startswith(start):
                cells = row.split(",", at + 1)
                rows[i] = ",".join([*cells[:at], value, *cells[at + 1 :]])
                path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
                return i + 2
        raise AssertionError(f"no row {start}")

    return tables, write


def test_a_tariff_charges_energy_at_wholesale_and_capacity_and_wires_by_gw():
    cells = {
        "grid_tariffs.PJM:2027.capacity_usd_per_mw_day": 300.0,
        "grid_tariffs.PJM:2027.wires_usd_per_kw_month": 5.0,
        "grid_tariffs.PJM:2027.capacity_minimum_take": 0.6,
        "grid_tariffs.PJM:2027.wires_minimum_take": 0.85,
        "electricity_prices.PJM:2027.wholesale_usd_per_mwh": 48.0,
    }
    region = api.load_world(asked(cells=cells)).regions["PJM"]

    # 300 USD a MW and day are 0.1095 billion a GW and year; 5 USD a kW and month are 0.06.
    assert region.demand_charge["capacity", 2027] == pytest.approx(0.1095)
    assert region.demand_charge["wires", 2027] == pytest.approx(0.06)
    assert region.minimum_take["capacity", 2027] == 0.6
    assert region.minimum_take["wires", 2027] == 0.85
    assert region.grid_price[2027] == pytest.approx(48e-6)
    assert region.energy_priced_at == "wholesale"


def test_a_region_without_a_tariff_is_charged_at_retail_and_told():
    inputs, world = api.load_inputs(asked()), api.load_world(asked())
    prices = inputs["electricity_prices"]

    southeast = world.regions["SERC_SE"]
    retail = prices.at[("SERC_SE", 2026), "price_usd_per_mwh"] / 1e6
    assert southeast.grid_price[2026] == pytest.approx(retail)
    assert southeast.energy_priced_at == "retail"
    assert not southeast.demand_charge
    (told,) = tariff_notices(inputs, world)
    assert "SERC_SE" in told
    assert "PJM" not in told
    assert "retail" in told


@pytest.mark.parametrize("price", ["retail", "wholesale"])
def test_a_plan_at_another_price_has_no_charges_by_gw(price):
    world = api.load_world(asked(price))

    assert not any(region.demand_charge for region in world.regions.values())
    assert list(tariff_notices(api.load_inputs(asked(price)), world)) == []


def test_a_case_takes_the_high_charges():
    high = {**load_model("small").cases, "grid_tariffs.wires_usd_per_kw_month": "high"}
    usual, dear = (api.load_world(asked(**c)).regions for c in ({}, {"cases": high}))

    assert dear["PJM"].demand_charge["wires", 2027] > usual["PJM"].demand_charge["wires", 2027]
    # Of the rates of other regions no range is known.
    assert dear["ERCOT"] == usual["ERCOT"]


@pytest.mark.parametrize(
    "column",
    [
        "capacity_usd_per_mw_day",
        "wires_usd_per_kw_month",
        "capacity_minimum_take",
        "wires_minimum_take",
    ],
)
def test_a_tariff_without_a_term_is_named_with_row_and_cell(column, folder):
    tables, write = folder
    line = write("grid_tariffs", "PJM,2027", column, "")

    with pytest.raises(InputError) as caught:
        api.load_inputs(asked(datasets=tables))

    assert f"grid_tariffs.csv, line {line}, column {column}: blank" in str(caught.value)


def test_a_tariff_whose_energy_has_no_price_is_named_with_row_and_cell(folder):
    tables, write = folder
    line = write("electricity_prices", "PJM,2027", "wholesale_usd_per_mwh", "")
    for end in ("low", "high"):
        write("electricity_prices", "PJM,2027", f"wholesale_usd_per_mwh_{end}", "")

    with pytest.raises(InputError) as caught:
        api.load_world(asked(datasets=tables))

    where = f"electricity_prices.csv, line {line}, column wholesale_usd_per_mwh: blank"
    assert where in str(caught.value)
    assert "grid_tariffs" in str(caught.value)


def test_a_share_above_one_is_refused(folder):
    tables, write = folder
    line = write("grid_tariffs", "PJM,2027", "wires_minimum_take", "85")

    with pytest.raises(InputError, match=f"line {line}, column wires_minimum_take"):
        api.load_inputs(asked(datasets=tables))


def test_a_run_tells_of_regions_without_a_tariff():
    model = load_model("small")
    power = model.power.model_copy(update={"electricity_price": "tariff"})
    with_tariff = api.solve(model.model_copy(update={"power": power}))

    # The tutorial's sites are in ERCOT, which has one.
    assert not [notice for notice in with_tariff.notices if "grid_tariffs" in notice]
    bills = with_tariff.plan["demand_charges"]
    assert set(bills["component"]) == {"wires"}
    assert bills["charge_busd"].to_list() == pytest.approx(
        (bills["billed_gw"] * bills["price_usd_per_kw_year"] / 1e3).to_list()
    )
