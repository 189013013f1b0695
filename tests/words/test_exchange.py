"""The IAMC form of a plan: families, units by the head of a path, and sums that agree."""

import pandas as pd
import pytest

from planner import api
from planner.config.locations import bundled
from planner.surfaces.exchange.iamc import path_of

FAMILIES = {
    "Gas": "gas_ccgt gas_ct_frame gas_ct_aero gas_recip gas_ct_mobile_bridge fuel_cell_sofc "
    "coal_to_gas_conversion",
    "Nuclear": "nuclear_ap1000 nuclear_smr nuclear_restart nuclear_uprate",
    "Geothermal": "geothermal_egs",
    "Solar": "solar_utility",
    "Wind": "wind_onshore",
    "Storage": "battery_4h battery_8h",
    "Grid": "grid grid_flexible",
}
UNITS = {
    "Capacity|": "GW",
    "Capacity Additions|": "GW/yr",
    "Final Energy|": "TWh/yr",
    "Secondary Energy|": "TWh/yr",
    "Emissions|CO2|": "Mt CO2/yr",
    "Investment|": "billion USD_2025/yr",
    "Stock|Accelerators|": "million",
    "Purchases|Accelerators": "million/yr",
    "Price|Carbon": "USD_2025/t CO2",
    "Compute|": "FLOP",
}
"""Head of a path to its unit, as the templates of the community have them."""
HEADS = (
    "Capacity|Electricity", "Capacity Additions|Electricity", "Secondary Energy|", "Investment|",
    "Emissions|", "Stock|Accelerators|Running", "Purchases|",
)  # fmt: skip
"""Of paths whose parts add up."""
COUNTED_APART = ("Secondary Energy|Electricity|Curtailment",)
YEARS = ["2026", "2027", "2028"]


@pytest.fixture(scope="module")
def run(short):
    return api.read_run(short)[0]


@pytest.fixture(scope="module")
def table(short, tmp_path_factory):
    folder = tmp_path_factory.mktemp("exchange")
    api.export(short, ["iamc"], folder)
    (path,) = folder.rglob("iamc.csv")
    return pd.read_csv(path)


@pytest.fixture(scope="module")
def usa(table):
    return table[table["Region"] == "USA"].set_index("Variable")[YEARS]


def test_each_technology_that_ships_has_its_family():
    known = {name: family for family, names in FAMILIES.items() for name in names.split()}
    shipped = pd.read_csv(bundled("datasets") / "power_technologies.csv")["technology"]

    for name in shipped:
        assert path_of(name) == f"{known[name]}|{name}"


def test_each_path_has_the_unit_of_its_head(table):
    for row in table.itertuples():
        (unit,) = {unit for head, unit in UNITS.items() if row.Variable.startswith(head)}
        assert row.Unit == unit, row.Variable


def test_a_path_is_the_sum_of_those_right_below_it(usa):
    checked = 0
    for path in usa.index:
        below = [
            other for other in usa.index
            if other.rpartition("|")[0] == path and other not in COUNTED_APART
        ]  # fmt: skip
        if below and path.startswith(HEADS):
            checked += 1
            assert usa.loc[below].sum().tolist() == pytest.approx(usa.loc[path].tolist()), path
    assert checked > 8


@pytest.mark.parametrize(
    ("path", "name", "column"),
    [
        ("Capacity|Data Center|IT", "clusters", "it_gw"),
        ("Capacity|Data Center|Facility", "clusters", "facility_gw"),
        ("Final Energy|Electricity|Data Center", "clusters", "energy_twh"),
        ("Capacity Additions|Data Center|IT", "clusters", "shell_built_it_gw"),
        ("Stock|Accelerators|H100 equivalents", "clusters", "h100e_million"),
        ("Stock|Accelerators|Running", "accelerators", "running_million"),
        ("Stock|Accelerators|Idle", "accelerators", "idle_million"),
        ("Purchases|Accelerators", "accelerators", "bought_million"),
        ("Capacity|Electricity", "power", "capacity_gw"),
        ("Capacity Additions|Electricity", "power", "built_gw"),
        ("Secondary Energy|Electricity", "power", "generation_twh"),
        ("Investment|Data Center", "capex", "capex_busd"),
        ("Emissions|CO2|Data Center", "emissions", "emissions_mt"),
    ],
)
def test_a_path_is_the_sum_of_its_column(usa, run, path, name, column):
    by_year = run[name].groupby("year")[column].sum().reindex(map(int, YEARS), fill_value=0.0)

    assert usa.loc[path].tolist() == pytest.approx(by_year.tolist())


def test_targets_stand_beside_what_is_delivered(usa, run):
    targets = run["targets"].set_index("year")

    for word in ("target", "delivered"):
        told = usa.loc[f"Compute|frontier_run|{word.capitalize()}"].tolist()
        assert told == pytest.approx(targets[word].tolist())
