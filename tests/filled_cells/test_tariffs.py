"""A tariff of a problem of a few tables: what it costs, every cell of it, and what it lacks."""

import pytest

from planner import api
from planner.errors import InputError
from tests.filled_cells.conftest import write_problem

MODEL = """\
title = "A load on a tariff"
datasets = "tables"
tables = { missing = "default" }
years = { first = 2026, last = 2027 }
discount_rate = 0.0
[power]
electricity_price = "tariff"
"""
# 2 GW in 2026 and 1 GW in 2027, on 2 GW of connection. Energy: 3 GW-years of 8,760 hours at 40 USD
# a MWh, 1.0512 billion USD. Capacity at 200 USD a MW and day, 0.073 a GW and year, on 2 GW and
# then on 1.2, 60 % of what is contracted: 0.2336. Wires at 5 USD a kW and month, 0.06 a GW and
# year, on 2 GW and then on 1.8: 0.228. In all 1.5128.
TABLES = {
    "regions": "region\nR\n",
    "sites": "site,region\ns,R\n",
    "site_load": "site,year,load_gw\ns,2026,2\ns,2027,1\n",
    "power_technologies": "technology,kind\ngrid,grid\n",
    "power_costs": "technology,year,capex_usd_per_kw\ngrid,2026,0\n",
    "electricity_prices": "region,year,price_usd_per_mwh,wholesale_usd_per_mwh\nR,2026,90,40\n",
    "grid_tariffs": (
        "region,year,capacity_usd_per_mw_day,capacity_minimum_take,"
        "wires_usd_per_kw_month,wires_minimum_take\nR,2026,200,0.6,5,0.9\n"
    ),
}
COST = 1.5128


def changed(cell):
    """The tables with another row of the tariff."""
    header = TABLES["grid_tariffs"].splitlines()[0]
    return {**TABLES, "grid_tariffs": f"{header}\nR,2026,{cell}\n"}


@pytest.mark.parametrize(
    ("row", "cost"),
    [
        ("200,0.6,5,0.9", COST),
        # 0.073 more for each of the 3.2 GW-years of capacity, and 0.012 of the 3.8 of wires.
        ("400,0.6,5,0.9", COST + 3.2 * 0.073),
        ("200,0.6,6,0.9", COST + 3.8 * 0.012),
        # All that is contracted is billed in 2027: 0.8 GW more of capacity, 0.2 of wires.
        ("200,1,5,0.9", COST + 0.8 * 0.073),
        ("200,0.6,5,1", COST + 0.2 * 0.06),
        # Without a least amount 1 GW is billed: 0.2 and 0.8 less.
        ("200,0,5,0", COST - 0.2 * 0.073 - 0.8 * 0.06),
    ],
)
def test_each_cell_of_a_tariff_is_charged_and_the_certificate_holds(row, cost, certified):
    found = certified(changed(row), MODEL)

    assert found.cost_busd == pytest.approx(cost)
    assert not found.failed


def test_the_ledger_traces_a_charge_to_its_cell(certified):
    found = certified(TABLES, MODEL)

    where = {"term": "grid_wires", "year": "2027"}
    traced = api.trace(found.folder, "cost.cost_busd", where=where)
    cells = {(c.table, c.column, float(c.value)) for term in traced.terms for c in term.cells}
    assert ("grid_tariffs", "wires_usd_per_kw_month", 5.0) in cells
    assert sum(term.value for term in traced.terms) == pytest.approx(1.8 * 0.06)


def test_a_region_without_a_tariff_is_charged_at_retail(certified):
    # 3 GW-years at 90 USD a MWh.
    tables = {name: text for name, text in TABLES.items() if name != "grid_tariffs"}

    assert certified(tables, MODEL).cost_busd == pytest.approx(3 * 8760 * 90e-6)


@pytest.mark.parametrize("kept", [0, 2])
def test_a_tariff_without_a_price_of_energy_is_named_with_row_and_cell(kept, tmp_path):
    # No row of the region at all, and a row with a blank cell.
    prices = (
        "region,year,price_usd_per_mwh,wholesale_usd_per_mwh\n" + ("R,2026,90,\n"[: 11 * kept])
    )
    where = "line 2, column region" if not kept else "column wholesale_usd_per_mwh: blank"

    with pytest.raises(InputError, match=where):
        api.solve(write_problem(tmp_path, {**TABLES, "electricity_prices": prices}, MODEL))
