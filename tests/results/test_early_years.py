"""A row that holds for years before its own is told."""

import dataclasses

import pandas as pd
import pytest

from planner import api
from planner.config import load_model
from planner.config.stated_values import held
from planner.system.capex_growth import TABLE
from planner.system.early_years import early_notices
from planner.system.objects.capex import CapexGrowth

SLICES = {
    "regions": "region\nisle\nshore\n",
    "sites": "site,region\ntown,isle\nport,shore\n",
    "time_slices": "slice_set,slice,weight_hours\ns,a,8760\n",
    "site_load": "site,year,slice,load_gw\ntown,2026,a,1\nport,2026,a,1\n",
    "power_technologies": (
        "technology,kind,lifetime_years,construction_years\n{kind},{kind},20,0\n"
    ),
    "power_costs": "technology,year,capex_usd_per_kw\n{kind},2026,0\n",
    "electricity_prices": (
        "region,year,price_usd_per_mwh,wholesale_usd_per_mwh\n"
        "isle,2028,60,40\nisle,2029,50,40\nshore,2026,60,40\n"
    ),
    "grid_tariffs": (
        "region,year,capacity_usd_per_mw_day,capacity_minimum_take,wires_usd_per_kw_month,"
        "wires_minimum_take\nisle,2027,100,0.5,2,0.5\nshore,2026,100,0.5,2,0.5\n"
    ),
    "grid_carbon": "region,year,carbon_t_per_mwh\nisle,2026,0.4\nshore,2030,0.3\n",
}


@pytest.fixture
def notes(problem):
    """Notes on a plan of a town on an isle and a port on the shore, from 2026 on."""

    def make(price, kind="grid"):
        model = (
            f'years = {{ first = 2026, last = 2029 }}\n[power]\nelectricity_price = "{price}"\n'
            '[time]\nslice_set = "s"\n'
        )
        tables = {name: text.replace("{kind}", kind) for name, text in SLICES.items()}
        if kind != "grid":
            grids = ("electricity_prices", "grid_tariffs", "grid_carbon")
            tables = {name: text for name, text in tables.items() if name not in grids}
        path = problem(model, **tables)
        asked = load_model(path)
        return list(early_notices(api.load_inputs(asked), api.load_world(asked)))

    return make


def test_each_table_names_its_regions_and_the_years_before(notes):
    assert notes("tariff") == [
        "isle begins with 2028 in electricity_prices: that row is taken for 2026-2027 too",
        "isle begins with 2027 in grid_tariffs: that row is taken for 2026 too",
        "shore begins with 2030 in grid_carbon: that row is taken for 2026-2029 too",
    ]


def test_a_tariff_that_is_not_charged_is_not_told(notes):
    assert [told for told in notes("retail") if "grid_tariffs" in told] == []


def test_a_plan_without_a_grid_reads_none_of_it(notes):
    assert notes("tariff", "dispatchable") == []


def test_the_reference_plan_has_a_row_for_its_first_year():
    model = load_model("frontier")

    assert list(early_notices(api.load_inputs(model), api.load_world(model))) == []


@pytest.mark.parametrize(
    ("share_from", "growth_from", "told"),
    [
        (2027, 2027, []),
        # Guided for from 2027 on: 2026 is not limited, and needs no share.
        (
            2029,
            2028,
            ["planned_share begins with 2029 in {}: that row is taken for 2027-2028 too"],
        ),
        (2027, 2030, ["growth begins with 2030 in {}: that row is taken for 2028-2029 too"]),
    ],
)
def test_a_share_and_a_growth_of_capital_are_told_for_limited_years(share_from, growth_from, told):
    growth = CapexGrowth(
        guided_busd={2027: 100.0},
        planned_share=held(pd.Series({share_from: 0.5}), (2026, 2027, 2028, 2029, 2030)),
        growth=held(pd.Series({growth_from: 0.1}), (2028, 2029, 2030)),
    )
    world = dataclasses.replace(api.load_world(load_model("small")), capex_growth=growth)

    notes = early_notices(api.load_inputs(load_model("small")), world)

    assert [note for note in notes if TABLE in note] == [text.format(TABLE) for text in told]
