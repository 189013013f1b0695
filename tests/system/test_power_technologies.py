"""From the power tables to sources, regions and limits in model units."""

import pytest

from planner import api
from planner.config import ModelDefinition, load_model
from planner.errors import InputError


def priced(name: str, electricity_price: str, **sites: object) -> ModelDefinition:
    """A model that ships, with grid energy at another price and perhaps at other sites."""
    model = load_model(name)
    power = model.power.model_copy(update={"electricity_price": electricity_price})
    chosen = model.sites.model_copy(update=sites)
    return model.model_copy(update={"power": power, "sites": chosen})


def test_grid_energy_is_priced_as_the_model_says():
    table = api.load_inputs(load_model("small"))["electricity_prices"].loc["ERCOT"]

    retail = api.load_world(priced("small", "retail"))
    wholesale = api.load_world(priced("small", "wholesale"))

    # A USD a MWh is a millionth of a billion USD a GWh.
    for y in retail.years:
        asked = retail.regions["ERCOT"].grid_price[y], wholesale.regions["ERCOT"].grid_price[y]
        assert asked[0] == pytest.approx(table.at[y, "price_usd_per_mwh"] / 1e6)
        assert asked[1] == pytest.approx(table.at[y, "wholesale_usd_per_mwh"] / 1e6)
        assert asked[1] < asked[0]


def test_a_region_with_one_row_has_the_same_grid_in_every_year():
    norway = load_model("small").model_copy(
        update={"sites": load_model("small").sites.model_copy(update={"countries": ("NOR",)})}
    )

    grid = api.load_world(norway).regions["NOR"]

    # 40 USD a MWh, 0.03 t a MWh, 0.67 GW a year; the tables have one row of each.
    years = range(2026, 2029)
    assert grid.grid_price == pytest.approx(dict.fromkeys(years, 40 / 1e6))
    assert grid.co2_mt_per_gwh == pytest.approx(dict.fromkeys(years, 0.03 / 1e3))
    assert grid.grid_gw_per_year == dict.fromkeys(years, 0.67)


def test_a_cell_of_one_year_changes_that_year_alone():
    model = load_model("small")
    cells = {"grid_carbon.ERCOT:2027.carbon_t_per_mwh": 0.1}
    before = api.load_world(model).regions["ERCOT"].co2_mt_per_gwh
    after = api.load_world(model.model_copy(update={"set": model.set | cells}))

    assert after.regions["ERCOT"].co2_mt_per_gwh == before | {2027: pytest.approx(1e-4)}


def test_the_summary_of_a_plan_says_what_grid_energy_was_priced_at():
    assert api.solve("small").plan.summary["electricity_price"] == "retail"
    found = api.solve(priced("small", "wholesale")).plan
    assert found.summary["electricity_price"] == "wholesale"


def test_a_region_without_a_wholesale_price_is_named():
    with pytest.raises(InputError, match="column wholesale_usd_per_mwh: blank") as caught:
        api.load_world(priced("small", "wholesale", countries=("NOR",)))

    assert "power.electricity_price" in str(caught.value)


def test_connections_that_may_be_cut_are_taken_where_the_model_asks_for_them():
    without = api.load_world(load_model("frontier"))
    allowed = api.load_world(load_model("frontier_flexible"))

    assert "grid_flexible" not in without.technologies
    assert [g for g, technology in allowed.technologies.items() if technology.flexible] == [
        "grid_flexible"
    ]
    assert allowed.regions["PJM"].technology_limit_gw["grid_flexible"] == 18.0
    named = load_model("small").power.model_copy(
        update={"technologies": ("grid", "grid_flexible")}
    )
    with pytest.raises(InputError, match=r"power\.flexible_load = true"):
        api.load_world(load_model("small").model_copy(update={"power": named}))
    # Half of a load for 87.6 hours is 0.5 % of its energy.
    share = allowed.flexible_load_share * allowed.flexible_load_hours / 8760
    assert share == pytest.approx(0.005)


@pytest.mark.parametrize(
    "changes",
    [{}, {"technologies": "all", "exclude": ("grid_flexible",)}],
    ids=["not named", "excluded"],
)
def test_load_that_is_flexible_without_a_connection_to_cut_is_refused(changes):
    # The tutorial names its technologies, and grid_flexible is not among them.
    chosen = load_model("small").power.model_copy(update={"flexible_load": True, **changes})
    model = load_model("small").model_copy(update={"power": chosen})

    with pytest.raises(InputError) as caught:
        api.load_world(model)

    found = str(caught.value)
    assert "no connection that the grid may cut may be built" in found
    assert "power.flexible_load" in found
    assert "let power.technologies have 'grid_flexible', or leave it out" in found


def test_credits_go_by_the_year_in_which_construction_begins():
    credits = api.load_world(load_model("frontier")).tax_credits
    years = {
        g: [y for y in range(2026, 2033) if (g, "ERCOT", y) in credits]
        for g in ("solar_utility", "wind_onshore", "battery_4h", "fuel_cell_sofc", "gas_recip")
    }

    assert years == {
        # Two years of building from 2024 to 2026; begun in 2027, it is due in that year.
        "solar_utility": [2026, 2027, 2028],
        # Three years: begun in 2026, it serves in 2029, the last year for it.
        "wind_onshore": [2026, 2027, 2028, 2029],
        "battery_4h": list(range(2026, 2033)),
        "fuel_cell_sofc": list(range(2026, 2033)),
        "gas_recip": [],
    }


def test_credits_are_given_at_home_alone_and_only_where_the_model_takes_them():
    home = priced("small", "retail")
    power = home.power.model_copy(update={"sources": "all"})
    abroad = home.model_copy(
        update={"sites": home.sites.model_copy(update={"countries": ("NOR",)}), "power": power}
    )
    refused = home.model_copy(update={"power": power.model_copy(update={"tax_credits": False})})

    assert {r for _, r, _ in api.load_world(abroad).tax_credits} == {"ERCOT"}
    assert api.load_world(refused).tax_credits == {}


def test_a_case_varies_the_lead_times_that_have_a_range():
    model = load_model("small")
    slow = model.model_copy(
        update={"cases": {**model.cases, "power_technologies.lead_time_years": "high"}}
    )

    usual, late = api.load_world(model), api.load_world(slow)

    # Gas engines come in 18 to 36 months, 27 in the middle; mobile turbines have no range.
    assert usual.technologies["gas_recip"].lead_years == 2.25
    assert late.technologies["gas_recip"].lead_years == 3.0
    assert late.technologies["gas_ct_mobile_bridge"] == usual.technologies["gas_ct_mobile_bridge"]


@pytest.mark.parametrize(
    ("security", "margin", "outage"),
    [("reserve_margin", 0.148, False), ("n_minus_1", None, True), ("both", 0.148, True)],
)
def test_a_model_says_what_stands_behind_generation_on_site(security, margin, outage):
    model = load_model("small")
    power = model.power.model_copy(update={"security": security})

    found = api.load_world(model.model_copy(update={"power": power}))

    assert found.reserve_margin == (margin and pytest.approx(margin, abs=1e-3))
    assert found.unit_outage == outage
    # Engines of 18 MW.
    assert found.technologies["gas_recip"].unit_gw == pytest.approx(0.018)
