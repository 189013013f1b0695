"""The tables that ship are right, and whatever is spoilt in them is named rightly."""

import csv
import io

import pytest

from planner.config import bundled_models, load_model
from planner.config.locations import bundled
from planner.data import Inputs
from planner.errors import InputError

DATASETS = bundled("datasets")


@pytest.fixture(scope="module")
def inputs():
    return Inputs.read(DATASETS)


@pytest.fixture
def spoilt(tmp_path):
    """Spoil one file of a copy of the tables, and say what reading them finds wrong."""

    def faults(name, spoil):
        for path in (*DATASETS.glob("*.csv"), DATASETS / "datapackage.json"):
            (tmp_path / path.name).symlink_to(path)
        content = (DATASETS / name).read_bytes()
        (tmp_path / name).unlink()
        result = spoil(content)
        if result is not None:
            (tmp_path / name).write_bytes(result)
        with pytest.raises(InputError) as raised:
            Inputs.read(tmp_path)
        return [str(fault) for fault in raised.value.faults]

    return faults


def rows_of(content):
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


def as_bytes(rows):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def line_of(rows, *key):
    """Line of the row whose first cells are `key`."""
    return next(n for n, row in enumerate(rows, start=1) if row[: len(key)] == list(key))


def test_the_tables_that_ship_have_no_fault(inputs):
    assert len(inputs.present) == 61


def test_the_models_that_ship_ask_for_what_the_tables_hold():
    for name in bundled_models():
        Inputs.for_model(load_model(name))


@pytest.mark.parametrize("case", ["low", "high"])
def test_every_quantity_can_be_low_or_high(inputs, case):
    changed = Inputs.read(DATASETS, {"*": case})

    assert {change.table for change in changed.changes} >= {"power_costs", "workloads", "sites"}
    assert all((c.new < c.old) == (case == "low") for c in changed.changes)


def test_money_is_never_negative(inputs):
    fields = [field for table in inputs.schema.values() for field in table.fields.values()]

    money = [field for field in fields if "USD" in field.unit]

    assert money
    assert all(field.minimum is not None and field.minimum >= 0 for field in money)


def test_a_table_with_money_states_its_year(inputs):
    for table in inputs.schema.values():
        holds_money = any("USD" in field.unit for field in table.fields.values())
        assert not holds_money or table.currency_year == 2025, table.name


def test_every_row_names_its_source(inputs):
    for name, table in inputs.schema.items():
        refers = {(k.columns, k.table) for k in table.foreign_keys}
        assert name == "sources" or (("source_id",), "sources") in refers


CELLS = [
    ("power_costs gas_ccgt:2026 capex_usd_per_kw", "1,250", "has a thousands separator", "1250"),
    ("power_costs gas_ccgt:2026 capex_usd_per_kw", "-5", "-5 is below 0", "of at least 0|from 0"),
    ("power_costs gas_ccgt:2026 capex_usd_per_kw", "a lot", "'a lot' is not a number", "USD/kW"),
    ("power_costs gas_ccgt:2026 year", "26", "26 is below", "a whole number from"),
    ("power_costs gas_ccgt:2026 capex_usd_per_kw", "", "blank", "USD/kW"),
    ("power_technologies gas_ccgt availability", "85.5", "above 1", "85.5 % is 0.855"),
    ("power_technologies gas_ccgt availability", "85%", "has a percent sign", "write 0.85"),
    ("power_technologies gas_ccgt region_limited", "no", "'no'", "write false"),
    ("power_technologies gas_ccgt kind", "dispatchabel", "'dispatchabel'", "mean 'dispatchable'"),
    ("power_technologies gas_ccgt build_limit", "gas_cgct", "unknown id", "mean 'gas_ccgt'"),
    ("cluster_costs shell_usd_per_w_it value", "nan", "'nan' is not finite", "a number"),
    ("sites colossus_2 region", "", "blank", "a region of regions.csv"),
    ("sites colossus_2 region", "SERC-C", "unknown id 'SERC-C'", "did you mean 'SERC_C'"),
    ("sites colossus_2 kind", "campsu", "'campsu'", "did you mean 'campus'"),
    ("sites colossus_2 latitude", "95", "95 is above 90", "from -90 to 90 (degrees north)"),
    ("sites colossus_2 pue", "0.9", "0.9 is below 1", "from 1 to 2 (MW/MW)"),
    ("sites colossus_2 max_facility_gw", "1276 MW", "is not a number", "(GW)"),
    ("sites colossus_2 onsite_generation", "TRUE", "'TRUE'", "write true"),
    ("accelerators nvidia_h100 node", "n55", "unknown id 'n55'", "a node of process_nodes.csv"),
    ("accelerators nvidia_h100 packaging", "cowoss", "unknown id", "did you mean 'cowos'"),
    ("accelerators nvidia_h100 hbm_pool", "globl", "'globl'", "did you mean 'global'"),
    ("accelerators nvidia_h100 estimated_fields", "tpd_w", "unknown column", "mean 'tdp_w'"),
    ("accelerators nvidia_h100 price_usd", "$25000", "more than a number", "write 25000"),
    ("accelerators nvidia_h100 logic_dies_per_package", "1.5", "not a whole number", "expected"),
    ("process_nodes n5 yield_reticle_die", "70", "above 1", "70 % is 0.7"),
    ("node_capacity n3:2026 ai_share", "0,4", "has a decimal comma", "write 0.4"),
    ("hbm_supply global:2026 source_id", "trendforce?", "unknown id", "sources.csv"),
    ("hbm_supply global:2026 confidence", "sure", "'sure'", "verified, reported, estimate"),
    ("workloads frontier_run mfu", "", "blank", "for a training run"),
    ("workloads rest_of_industry base_value", "inf", "'inf' is not finite", "a number"),
    ("fuel_prices natural_gas:PJM:2030 price_usd_per_mmbtu", " 3.9", "has a stray space", "3.9"),
    ("build_limits battery:2030 feasible_gw_per_year", "1e999", "is not finite", "(GW/year)"),
    ("regional_limits PJM:nuclear_restart technology", "gas_ccgt", "limited by region", "true"),
    ("slice_profiles four_days:d1_h00:ERCOT:solar capacity_factor", "1.01", "above 1", "to 1"),
    ("existing_power colossus_2:gas_ct_mobile_bridge technology", "gas_x", "unknown id", "power"),
    ("sources epoch_trends title", "", "blank", "text"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "text", "found", "right"), CELLS)
def test_a_spoilt_cell_is_the_one_fault_that_is_found(spoilt, cell, text, found, right):
    table, key, column = cell.split()
    line = 0

    def spoil(content):
        nonlocal line
        rows = rows_of(content)
        line = line_of(rows, *key.split(":"))
        rows[line - 1][rows[0].index(column)] = text
        return as_bytes(rows)

    faults = spoilt(f"{table}.csv", spoil)

    # A year that is wrong leaves a gap in the years, too.
    assert len(faults) == 1 + (column == "year")
    assert faults[0].startswith(f"{table}.csv, line {line}, column {column}: ")
    assert found in faults[0]
    assert any(word in faults[0].split(found)[1] for word in right.split("|"))


CONTRADICTIONS = [
    ("power_technologies battery_4h storage_hours", "0", "kind, storage_hours: storage with"),
    ("power_technologies solar_utility profile", "none", "columns kind, profile: variable with"),
    ("power_technologies gas_ccgt heat_rate_mmbtu_per_mwh", "0", "fuel, heat_rate_mmbtu_per"),
    ("workloads frontier_run unit", "H100e", "columns kind, unit: the unit of a training_run"),
    ("accelerators nvidia_h100 last_sale_year", "2016", "columns volume_ship_year, last_sale_y"),
    ("accelerators nvidia_h100 price_usd_low", "90000", "columns price_usd_low, price_usd, pri"),
    ("sites colossus_2 country", "US", "columns region, country: 'SERC_C' is in USA, not in US"),
    ("site_power colossus_2:2025 year", "2026", "columns site, year: 'colossus_2', 2026 is on "),
    ("sites colossus_2 site", "colossus_1", "column site: 'colossus_1' is on line"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "text", "found"), CONTRADICTIONS)
def test_cells_that_contradict_are_named_together(spoilt, cell, text, found):
    table, key, column = cell.split()

    faults = spoilt(f"{table}.csv", with_cell(key, column, text))

    place = f"{table}.csv, line "
    assert [fault for fault in faults if found in fault and fault.startswith(place)]


def renamed(old, new):
    """Spoil a header."""
    return lambda content: content.replace(old.encode(), new.encode(), 1)


def without_row(*key):
    """Delete a row."""

    def spoil(content):
        rows = rows_of(content)
        del rows[line_of(rows, *key) - 1]
        return as_bytes(rows)

    return spoil


def without_column(name):
    """Delete a column."""

    def spoil(content):
        rows = rows_of(content)
        at = rows[0].index(name)
        return as_bytes([row[:at] + row[at + 1 :] for row in rows])

    return spoil


def with_cell(key, column, text):
    """Write a cell."""

    def spoil(content):
        rows = rows_of(content)
        rows[line_of(rows, *key.split(":")) - 1][rows[0].index(column)] = text
        return as_bytes(rows)

    return spoil


def with_column(name):
    """Add a column."""

    def spoil(content):
        header, *rows = rows_of(content)
        return as_bytes([[*header, name], *([*row, "x"] for row in rows)])

    return spoil


FILES = [
    ("power_costs", renamed("capex_usd_per_kw,", "capex_usd_per_mw,"),
     "line 1, column capex_usd_per_mw: the unit is usd_per_mw; expected 'capex_usd_per_kw', in"),
    ("accelerators", renamed("price_usd,", "price_eur,"),
     "line 1, column price_eur: the unit is eur; expected 'price_usd', in USD"),
    ("hbm_supply", renamed("supply_eb,", "supply_gb,"),
     "line 1, column supply_gb: the unit is gb; expected 'supply_eb', in EB"),
    ("power_technologies", renamed("availability", "availabilty"),
     "line 1, column availabilty: unknown column; expected 'availability'; did you mean"),
    ("sites", with_column("colour"), "line 1, column colour: unknown column; expected"),
    ("sites", renamed("site,", "site,colour,"), "line 1, column colour: unknown column"),
    ("sites", without_column("pue"), "line 1: no column 'pue'; expected 'pue': "),
    ("power_costs", without_row("gas_ccgt", "2029"),
     "column year: 2030 comes after 2028 for 'gas_ccgt'; expected a row for every year; add 2029"),
    ("cluster_costs", without_row("facility_life_years"), "no row 'facility_life_years'"),
    ("supply_terms", without_row("packaging"), "no row 'packaging'"),
    ("cluster_costs", with_cell("shell_usd_per_w_it", "unit", "USD/kW"),
     "column unit: 'USD/kW' for 'shell_usd_per_w_it'; expected 'USD/W'; convert the value"),
    ("workloads", with_cell("frontier_run", "base_value", "0"),
     "column base_value: 0 is below 1"),
    ("supply_terms", with_cell("node", "component_lag_years", "1.5"),
     "column component_lag_years: 1.5 is above 1"),
    ("slice_profiles", without_row("four_days", "d1_h00", "ERCOT", "solar"),
     "'solar' of 'ERCOT' has no row for d1_h00"),
    ("time_slices", with_cell("four_days:d1_h00", "weight_hours", "1"),
     "the slices of 'four_days' sum to "),
    ("sites", renamed("Colossus 2", "Colossus, 2"), "as many as the header has; put quotes"),
    ("sites", renamed("Colossus 2", '"Colossus 2'), ": cannot be read ("),
    ("sites", lambda content: content.decode().replace("Colossus", "Kolo\xdf").encode("latin-1"),
     "byte 0xdf is not UTF-8; expected text saved as UTF-8"),
    ("regions", lambda content: content.replace(b",", b";"), "parted by semicolons"),
    ("regions", lambda content: b"", "an empty file"),
    ("regions", lambda content: None, "no such file"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "spoil", "found"), FILES)
def test_a_spoilt_file_is_named_with_what_is_wrong(spoilt, table, spoil, found):
    faults = spoilt(f"{table}.csv", spoil)

    assert faults[0].startswith(f"{table}.csv")
    assert found in faults[0]
    # What is missing in one file is not reported of every other one.
    assert len(faults) <= 2


@pytest.mark.parametrize(
    ("table", "key", "line", "lacking"),
    [
        ("electricity_prices", ["NOR"], "'NOR' has no row in electricity_prices.csv", 1),
        ("grid_carbon", ["NOR"], "'NOR' has no row in grid_carbon.csv", 1),
        ("grid_large_loads", ["NOR"], "'NOR' has no row in grid_large_loads.csv", 1),
        ("grid_carbon", ["PJM", "2027"], "2028 comes after 2026 for 'PJM'", 1),
        ("regions", ["PJM"], "unknown id 'PJM'; expected a region of regions.csv", None),
        (
            "power_technologies",
            ["gas_ccgt"],
            "unknown id 'gas_ccgt'; expected a technology of",
            None,
        ),
    ],
)
def test_a_missing_row_is_named_where_it_is_missed(spoilt, table, key, line, lacking):
    faults = spoilt(f"{table}.csv", without_row(*key))

    assert lacking in (None, len(faults))
    assert any(line in fault for fault in faults)
