import pytest

from planner.data.cross_checks import cross_check
from planner.errors import Fault


@pytest.mark.parametrize(
    ("kind", "hours", "found"),
    [
        ("storage", 0.0, ["storage with storage_hours 0"]),
        ("storage", 4.0, []),
        ("grid", 0.0, []),
        ("storage", None, []),
    ],
)
def test_storage_has_hours(table, found_by, kind, hours, found):
    sources = table(
        "power_technologies", "technology", technology=["x"], kind=[kind], storage_hours=[hours]
    )

    assert found_by(cross_check, sources) == [
        f"power_technologies.csv, line 2, columns kind, storage_hours: {words}; "
        "expected hours above 0"
        for words in found
    ]


@pytest.mark.parametrize(
    ("kind", "profile", "found"),
    [
        ("variable", "none", ["variable with profile none"]),
        ("variable", "wind", []),
    ],
)
def test_variable_sources_have_a_profile(table, found_by, kind, profile, found):
    sources = table(
        "power_technologies", "technology", technology=["x"], kind=[kind], profile=[profile]
    )

    assert found_by(cross_check, sources) == [
        f"power_technologies.csv, line 2, columns kind, profile: {words}; "
        "expected a profile for a variable technology"
        for words in found
    ]


@pytest.mark.parametrize(("fuel", "rate"), [("natural_gas", 0.0), ("none", 7.5)])
def test_a_fuel_and_a_heat_rate_go_together(table, found_by, fuel, rate):
    sources = table(
        "power_technologies",
        "technology",
        technology=["x"],
        fuel=[fuel],
        heat_rate_mmbtu_per_mwh=[rate],
    )

    assert found_by(cross_check, sources) == [
        "power_technologies.csv, line 2, columns fuel, heat_rate_mmbtu_per_mwh: "
        f"fuel {fuel} with heat rate {rate:g}; "
        "expected a heat rate above 0 with a fuel, 0 without one"
    ]


def test_a_build_limit_names_a_technology(table, found_by):
    sources = table(
        "power_technologies", "technology", technology=["x", "y"], build_limit=["trubine", None]
    )
    limits = table("build_limits", "technology year", technology=["turbine"], year=[2026])

    assert found_by(cross_check, sources, limits) == [
        "power_technologies.csv, line 2, column build_limit: unknown id 'trubine'; "
        "expected a technology of build_limits.csv; did you mean 'turbine'?"
    ]


def test_only_what_is_limited_by_region_has_regional_limits(table, found_by):
    sources = table(
        "power_technologies",
        "technology",
        technology=["restart", "solar"],
        region_limited=[True, False],
    )
    limits = table(
        "regional_limits",
        "region technology",
        region=["PJM", "PJM"],
        technology=["restart", "solar"],
    )

    assert found_by(cross_check, sources, limits) == [
        "regional_limits.csv, line 3, column technology: 'solar' is not limited by region; "
        "expected a technology that exists only in some regions; "
        "write true in region_limited of solar in power_technologies.csv"
    ]


def test_an_accelerator_is_sold_after_it_ships(table, found_by):
    chips = table(
        "accelerators",
        "accelerator",
        accelerator=["new", "old"],
        volume_ship_year=[2026.75, 2026.75],
        last_sale_year=[2026, 2025],
    )

    assert found_by(cross_check, chips) == [
        "accelerators.csv, line 3, columns volume_ship_year, last_sale_year: "
        "ships in 2026.75, last sale in 2025; expected a last sale after the first"
    ]


def test_estimated_fields_are_columns_of_the_table(table, found_by):
    chips = table(
        "accelerators",
        "accelerator",
        accelerator=["a", "b"],
        tdp_w=[1.0, 1.0],
        estimated_fields=["tdp_w;tpd_w", None],
    )

    assert found_by(cross_check, chips) == [
        "accelerators.csv, line 2, column estimated_fields: unknown column 'tpd_w'; "
        "expected columns of this table, parted by ';'; did you mean 'tdp_w'?"
    ]


def workloads(table, **cells):
    row = {"kind": "training_run", "unit": "FLOP", "run_days": 180.0, "mfu": 0.4} | cells
    columns = {name: [value] for name, value in row.items()}
    return table("workloads", "workload", workload=["run"], **columns)


def test_a_training_run_counts_operations(table, found_by):
    assert found_by(cross_check, workloads(table)) == []
    assert found_by(cross_check, workloads(table, unit="H100e")) == [
        "workloads.csv, line 2, columns kind, unit: the unit of a training_run is H100e; "
        "expected FLOP"
    ]


def test_a_training_run_has_days_and_a_utilisation(table, found_by):
    assert found_by(cross_check, workloads(table, run_days=None, mfu=None)) == [
        "workloads.csv, line 2, column run_days: blank; expected text for a training run",
        "workloads.csv, line 2, column mfu: blank; expected text for a training run",
    ]


def test_a_cell_that_is_faulty_already_is_not_called_blank(table, found_by):
    run = workloads(table, mfu=None)
    run.faults.append(Fault("workloads.csv, line 2, column mfu", "'40%'", "a number"))

    assert found_by(cross_check, run) == []


def test_a_site_lies_in_the_country_of_its_region(table, found_by):
    sites = table("sites", "site", site=["abilene"], region=["ERCOT"], country=["CAN"])
    regions = table("regions", "region", region=["ERCOT"], country=["USA"])

    assert found_by(cross_check, sites, regions) == [
        "sites.csv, line 2, columns region, country: 'ERCOT' is in USA, not in CAN; "
        "expected one country"
    ]


def test_a_vendors_share_names_a_vendor_and_a_pool_that_there_are(table, found_by):
    # A misspelt name would limit nothing.
    shares = table(
        "vendor_shares", "vendor resource_kind pool",
        vendor=["NVIDIA", "Nvidia", "NVIDIA"],
        resource_kind=["packaging", "packaging", "hbm"],
        pool=["cowos", "cowso", "global"],
    )  # fmt: skip
    chips = table("accelerators", "accelerator", accelerator=["k"], vendor=["NVIDIA"])
    lines = table("packaging", "packaging", packaging=["cowos"])
    memory = table("hbm_supply", "hbm_pool", hbm_pool=["global"])

    assert found_by(cross_check, shares, chips, lines, memory) == [
        "vendor_shares.csv, line 3, column vendor: unknown vendor 'Nvidia'; "
        "expected a value of vendor in accelerators.csv; did you mean 'NVIDIA'?",
        "vendor_shares.csv, line 3, column pool: unknown pool 'cowso'; "
        "expected a value of packaging in packaging.csv; did you mean 'cowos'?",
    ]


def test_quarters_name_a_pool_that_there_is(table, found_by):
    quarters = table(
        "supply_quarters", "resource_kind pool year quarter", resource_kind=["hbm"] * 4,
        pool=["globl"] * 4, year=[2025] * 4, quarter=[1, 2, 3, 4], share_of_year=[0.25] * 4,
    )  # fmt: skip
    memory = table("hbm_supply", "hbm_pool", hbm_pool=["global"])

    assert found_by(cross_check, quarters, memory)[0] == (
        "supply_quarters.csv, line 2, column pool: unknown pool 'globl'; "
        "expected a value of hbm_pool in hbm_supply.csv; did you mean 'global'?"
    )


@pytest.mark.parametrize(
    ("credit", "years", "kind", "online", "found"),
    [
        (28.0, 10.0, "variable", 2029, []),
        (0.0, 0.0, "dispatchable", 2029, []),
        (28.0, 0.0, "variable", 2029, ["28 USD a MWh for 0 years"]),
        (28.0, 1.0, "variable", 2029, []),
        (0.0, 1.0, "variable", 2029, ["0 USD a MWh for 1 years"]),
        (0.0, 10.0, "variable", 2029, ["0 USD a MWh for 10 years"]),
        (0.0, 0.0, "storage", 2025, ["begun in 2026, in service by 2025"]),
        (28.0, 10.0, "grid", 2029, ["a credit on the output of 'x', which is grid"]),
    ],
)
def test_a_tax_credit_is_whole(table, found_by, credit, years, kind, online, found):
    sources = table("power_technologies", "technology", technology=["x"], kind=[kind])
    credits = table(
        "tax_credits",
        "technology construction_start_year",
        technology=["x"],
        construction_start_year=[2026],
        latest_online_year=[online],
        production_credit_usd_per_mwh=[credit],
        production_credit_years=[years],
    )

    faults = found_by(cross_check, sources, credits)

    assert [line.split(": ", 1)[1].split("; ")[0] for line in faults] == found
