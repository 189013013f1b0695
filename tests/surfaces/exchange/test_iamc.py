"""The plan in IAMC form: sums over sources and regions, and readable by its community."""

import warnings

import pandas as pd
import pytest

from planner.surfaces.exchange.iamc import LABELS, SHEET, iamc, path_of

COUNTRIES = {"ERCOT": "USA", "PJM": "USA"}


@pytest.fixture
def table(plan):
    frame = iamc(plan, "base", countries=COUNTRIES, currency_year=2025)
    return frame.set_index(["Region", "Variable"])


def test_it_is_wide_with_five_labels_and_a_column_a_year(plan):
    frame = iamc(plan, "base", countries=COUNTRIES, currency_year=2025)

    assert list(frame.columns) == [*LABELS, 2026, 2027]
    assert set(frame["Scenario"]) == {"base"}
    assert not frame.duplicated(LABELS).any()


def test_a_path_is_the_sum_of_those_below_it(table):
    # Gas of 1 and 2 GW and sun of 4 GW: 3 of gas, 7 in all.
    assert table.at[("USA|ERCOT", "Capacity|Electricity|Gas"), 2027] == 3.0
    assert table.at[("USA|ERCOT", "Capacity|Electricity|Gas|gas_recip"), 2027] == 2.0
    assert table.at[("USA", "Capacity|Electricity"), 2027] == 7.0


def test_a_country_is_the_sum_of_its_regions(table):
    assert table.at[("USA", "Capacity|Data Center|Facility"), 2026] == 1.2
    assert table.at[("USA", "Capacity|Data Center|Facility"), 2027] == pytest.approx(7.2)
    assert table.at[("USA|PJM", "Capacity|Data Center|Facility"), 2026] == 0.0


def test_money_says_of_which_year_it_is(table):
    row = table.loc[("USA", "Investment|Data Center")]

    assert row["Unit"] == "billion USD_2025/yr"
    assert row[2027] == 8.0


def test_emissions_and_targets_stand_at_the_country(table):
    assert table.at[("USA", "Emissions|CO2|Data Center"), 2027] == 2.0
    assert table.at[("USA", "Compute|run|Delivered"), 2027] == 1e27
    assert ("USA|PJM", "Compute|run|Delivered") not in table.index


@pytest.mark.parametrize(
    ("technology", "path"),
    [
        ("gas_ccgt", "Gas|gas_ccgt"),
        ("fuel_cell_sofc", "Gas|fuel_cell_sofc"),
        ("nuclear_smr", "Nuclear|nuclear_smr"),
        ("grid_flexible", "Grid|grid_flexible"),
        ("tidal", "Other|tidal"),
    ],
)
def test_each_technology_has_a_family(technology, path):
    assert path_of(technology) == path


def test_pyam_reads_the_sheet_as_it_was_written(plan, pyam, tmp_path):
    frame = iamc(plan, "base", countries=COUNTRIES, currency_year=2025)
    path = tmp_path / "plan.xlsx"
    frame.to_excel(path, sheet_name=SHEET, index=False)

    with warnings.catch_warnings():
        # What pyam warns of is not ours to mend.
        warnings.simplefilter("ignore")
        read = pyam.IamDataFrame(pd.read_excel(path, sheet_name=SHEET))
        found = read.filter(region="USA", variable="Capacity|Electricity", year=2027)

    assert read.year == [2026, 2027]
    assert list(found.data["value"]) == [7.0]
