"""The tables are what the script makes of the raw tables, and say no more than those."""

import shutil

import pandas as pd
import pytest

from tools.derive.accelerators import identifier
from tools.derive.edited import Edited
from tools.derive.package import faults
from tools.derive.power_technologies import CENTRAL_SCENARIOS, TECHNOLOGIES
from tools.derive.process_nodes import POOLS
from tools.derive.rows import CONFIDENCE
from tools.derive.run import RAW_TABLES, derive
from tools.derive.sites import site_id
from tools.differences import differences, lines, unpacked


def test_a_fresh_clone_derives_the_same_bytes(datasets, tmp_path):
    for name in ("datapackage.json", "README.md"):
        shutil.copy(datasets / name, tmp_path / name)

    derive([RAW_TABLES], tmp_path, Edited({}))

    made = [path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()]
    shipped = [path.relative_to(datasets) for path in datasets.rglob("*") if path.is_file()]
    assert sorted(made) == sorted(shipped)
    # Rows first: a fault is named by table, row and column.
    assert lines(differences(datasets, tmp_path)) == []
    assert [n for n in made if unpacked(tmp_path / n) != unpacked(datasets / n)] == []


def test_the_folder_holds_the_tables_of_the_schema_and_no_others(datasets, schema):
    tables = {path.name for path in datasets.glob("*.csv")}

    assert tables == {resource["path"] for resource in schema.values()}


def test_every_table_keeps_to_the_schema(schema, tables):
    assert faults(schema, tables) == []


# Table, key, column, value, and the raw row that says so.
CELLS = [
    # chips/accelerators.csv, GB200, price_usd: Epoch AI, chip types
    ("accelerators", ("nvidia_gb200",), "price_usd", 37000),
    # chips/accelerators.csv, GB200: 132 kW a rack of 72
    ("accelerators", ("nvidia_gb200",), "it_power_w_per_unit", 1833),
    # chips/accelerators.csv, H100: the basis of H100-equivalents
    ("accelerators", ("nvidia_h100",), "eight_bit_dense_tflops", 1979),
    # chips/accelerators.csv, Rubin (VR200), volume_ship_quarter 2026Q4
    ("accelerators", ("nvidia_vr200",), "volume_ship_year", 2026.75),
    # chips/accelerators.csv, MI455X: TSMC N2 compute dies
    ("accelerators", ("amd_mi455x",), "node", "n2"),
    # chips/process_nodes.csv, N2/N2P: IBS, 28 billion USD for 50 thousand a month
    ("supply_expansion", ("node", "n2"), "capex_busd_per_step", 0.56),
    # chips/chip_sales_by_quarter.csv, first quarters of all but Hopper by packages a wafer:
    # 8 (v5p), 8 (v6e), 12 (v7), 25.9 (Blackwell), 43 (MI355X), 59 (MI300X), 73 % (Trn2); of TPU 8i
    # all that is counted came before its volume date
    ("accelerator_ramp", ("ramp", "nvidia_h100", "packaging", 1), "share", 0.259),
    # chips/chip_sales_by_quarter.csv: B200 347,290 and B300 992,874 in the first quarter of 2026
    ("accelerator_commitments", ("NVIDIA Blackwell", 2026, 1, "both"), "units_k", 1340),
    # sites/site_timelines.csv: 0.59 GW at the last look of July 2026, 1.18 by the end of the year
    ("site_commitments", ("openai_stargate_abilene", 2026, "both"), "facility_gw", 1.18),
    ("site_commitments", ("openai_stargate_abilene", 2026, "both"), "facility_gw_low", 0.59),
    # sites/site_steps_2026_07.csv: Goodnight 2026-12-15 and 2027-02-15, now 90 and 89 days later,
    # and Fort Wayne 2028-04-01, 83 days: the middle one in months
    ("site_status", ("announced",), "slip_months", 2.9),
    # Looked at on 2026-10-02; a shell takes 1.5 years, or 1
    ("site_status", ("announced",), "opens_from", 2028.25),
    ("site_status", ("announced",), "opens_from_low", 2027.75),
    # sites/site_status_facts.csv: AEP Ohio
    ("site_status", ("announced",), "completion_share", 0.19),
    # power_terms: 76 % of its rating in training; 8.4 of 10.2 kW; 580 TWh of 132 GW are half
    ("power_terms", ("load_factor_training_run",), "value", 0.76),
    ("power_terms", ("load_factor_training_run",), "high", 0.82),
    ("power_terms", ("load_factor_throughput",), "low", 0.5),
    ("power_terms", ("load_factor_throughput",), "value", 0.63),
    # The same with Hopper's 19.2 %: between the fourth and the fifth of eight
    ("accelerator_ramp", ("ramp", "all", "packaging", 1), "share", 0.225),
    # chips/node_capacity.csv, 2026 N3: Morgan Stanley, 2025-11-14
    ("node_capacity", ("n3", 2026), "capacity_kwpm", 148),
    # chips/packaging_capacity.csv, 2027 TSMC CoWoS year-end
    ("packaging_capacity", ("cowos", "tsmc", 2027), "wafers_k_per_year", 1800),
    # chips/packaging_capacity.csv, 2026 OSAT: J.P. Morgan 12 to 15
    ("packaging_capacity", ("cowos", "osat", 2026), "year_end_kwpm", 15),
    # chips/hbm_capacity.csv, 2026 all
    ("hbm_supply", ("global", 2026), "supply_eb", 3.9),
    # chips/market_facts.csv: 290 million GB in 2023, almost 60 % more than in 2022
    ("hbm_supply", ("global", 2023), "supply_eb", 0.29),
    ("hbm_supply", ("global", 2022), "supply_eb", 0.181),
    # 8.4 % of 51.8 billion USD for 0.29 EB are 15.0 USD a GB: 2.6 % of 80 billion are 0.139 EB
    ("hbm_supply", ("global", 2022), "supply_eb_low", 0.139),
    # 1.3 EB in 2024, 260 % more than the year before
    ("hbm_supply", ("global", 2023), "supply_eb_high", 0.361),
    # 16 % of 5.56 billion USD are 49.1 % of 1.812, of 4.351 in the year
    ("supply_quarters", ("hbm", "global", 2023, 4), "share_of_year", 0.4164),
    # 1.812 (1 + 1/1.504 + 1/1.504^2 + 1/1.504^3) = 4.351
    ("supply_quarters", ("hbm", "global", 2023, 3), "share_of_year", 0.2769),
    # 8.5, 8.5, 10.125 and 13.375 thousand wafers a month
    ("supply_quarters", ("packaging", "cowos", 2023, 3), "share_of_year", 0.25),
    # chips/epoch_components_supply.csv: 58.5 of 351
    ("supply_quarters", ("packaging", "cowos", 2024, 1), "share_of_year", 0.1667),
    # chips/market_facts.csv: 8 thousand wafers a month, and above 120 thousand in 2023
    ("packaging_capacity", ("cowos", "tsmc", 2022), "wafers_k_per_year", 96),
    ("packaging_capacity", ("cowos", "tsmc", 2023), "wafers_k_per_year", 120),
    # 60 % of all lines, of which AI has 92 %
    ("vendor_shares", ("NVIDIA", "packaging", "cowos", 2023), "share", 0.652),
    # chips/chip_sales_by_quarter.csv: 260,088 of H100 and H200 together
    ("observed_quarters", ("NVIDIA", "H100", 2023, 3), "units_k", 260.09),
    # power/power_technologies.csv, gas_ccgt market_2026 2026
    ("power_costs", ("gas_ccgt", 2026), "capex_usd_per_kw", 2200),
    # power/power_technologies.csv, nuclear_ap1000 atb_conservative 2030
    ("power_costs", ("nuclear_ap1000", 2030), "capex_usd_per_kw_high", 8529.6),
    # power/power_technologies.csv, gas_ccgt market_2026: six years from order to power
    ("power_technologies", ("gas_ccgt",), "lead_time_years", 6),
    # chips/bottlenecks.csv: heavy frames 54 to 78 months, gas engines 18 to 36
    ("power_technologies", ("gas_ct_frame",), "lead_time_years_high", 6.5),
    ("power_technologies", ("gas_recip",), "lead_time_years_low", 1.5),
    ("power_technologies", ("gas_recip",), "lead_time_years_high", 3),
    # power/build_limits.csv, solar_utility 2026: EIA, 43.4 GW planned
    ("build_limits", ("solar_utility", 2026), "feasible_gw_per_year", 43.4),
    # chips/bottlenecks.csv, share of gas turbines to data centres 0.2/0.25/0.33
    ("build_limits", ("gas_ccgt", 2026), "data_center_share_high", 0.33),
    # power/regions.csv, PJM
    ("regions", ("PJM",), "interconnection_lead_years", 5),
    # power/regions.csv, ERCOT: 66.0 USD/MWh of 2023 times 1.0571
    ("electricity_prices", ("ERCOT", 2023), "price_usd_per_mwh", 69.77),
    # power/regions.csv, ERCOT: recalled, of 2025
    ("electricity_prices", ("ERCOT", 2025), "wholesale_usd_per_mwh", 36),
    # power/regions.csv, ERCOT: its balancing area in 2022
    ("grid_carbon", ("ERCOT", 2025), "carbon_t_per_mwh", 0.347),
    # power/regions.csv, PJM; power/build_limits.csv: 9 GW in 2026, of 17.1 that regions have
    ("grid_large_loads", ("PJM", 2026), "gw_per_year", 3),
    ("grid_large_loads", ("PJM", 2026), "gw_per_year_low", 1.58),
    # sites/site_timelines.csv: what tracked campuses in MISO rise by in 2028
    ("grid_large_loads", ("MISO", 2028), "gw_per_year_high", 9.2),
    # power/regions.csv, ERCOT, gas_price_2026: 3.74, by the same weighting
    ("fuel_prices", ("natural_gas", "ERCOT", 2026), "price_usd_per_mmbtu", 3.738),
    # power/fuel_prices.csv, uranium 2030
    ("fuel_prices", ("uranium", "MISO", 2030), "price_usd_per_mmbtu", 0.5382),
    # sites/sites.csv, Crane 0.835 and Palisades 0.8
    ("regional_limits", ("PJM", "nuclear_restart"), "max_total_gw", 1.635),
    # sites/site_timelines.csv, Colossus 2, step of 2025-10-19
    ("site_power", ("colossus_2", 2025), "contracted_facility_gw", 0.323),
    # sites/site_timelines.csv, Anthropic-Amazon New Carlisle, step of 2028-03-17
    ("site_power", ("anthropic_amazon_new_carlisle", 2028), "contracted_facility_gw", 2.31),
    # chips/chip_sales_by_quarter.csv, TPU v8i: 25,654 in 2026Q2 and 14,596 of 2026Q3
    ("observed_shipments", ("Google", "TPU v8i", 2026), "units_k", 40.25),
    # sites/sites.csv, CoreWeave Muskogee: first power on 2026-12-31, a day of 2026
    ("sites", ("coreweave_muskogee_ok",), "first_power_year", 2026.99),
    # sites/raw/epoch/data_center_chip_quantities.csv, Colossus 1: 100,000 H100 by
    # 2024-09-02, 150,000 by 2025-02-17
    ("existing_accelerators", ("colossus_1", "nvidia_h100", 2025), "units_k", 50),
    # the same, Google Omaha: 179,798 TPU v5e by 2024-04-08, 263,957 by 2024-11-19
    ("existing_accelerators", ("google_omaha", "google_tpu_v5e", 2024), "units_k", 263.957),
    # demand/published_projections.csv, BACKCAST_models, GPT-4
    ("demand_drivers", ("raw_compute_base_flop",), "value", 2.1e25),
    # demand/published_projections.csv, EPOCH2030_assump, training_run_duration
    ("workloads", ("frontier_run",), "run_days", 180.6),
    # chips/cluster_cost_breakdown.csv, Bernstein: (39 + 13 + 3 + 1.4) / 39
    ("cluster_costs", ("server_network_multiplier",), "value", 1.44615),
    # chips/cluster_cost_breakdown.csv, facility shell, construction, US AI
    ("cluster_costs", ("shell_usd_per_w_it",), "high", 16),
    # demand/published_projections.csv, GPT2030, human_thinking_rate
    ("capability_assumptions", ("thinking_words_per_minute",), "value", 380),
    # demand/published_projections.csv, GPT2030, run_length_upper
    ("capability_assumptions", ("run_length_limit_years",), "value", 1.2),
    # demand/published_projections.csv, AI2027_world, 2027 h100e_stock
    ("world_compute", (2027,), "h100e_million", 100),
    # 2028 is ours: 60 million made in 2027, times 1.25 chips and 1.35 each, on top of 100
    ("world_compute", (2028,), "h100e_million", 201.2),
    # chips/chip_sales_by_quarter.csv, AMD 2026: MI300X 15,390 + 16,865, MI325X 13,088 + 14,237
    (
        "known_facts",
        ("units_of_family_amd_mi300_2026_so_far_epoch_chip_sales_2026_10",),
        "central",
        59.58,
    ),
    # the same, TPU v7 of two quarters, 334,346 + 616,658, and of a part of the third, 274,866
    (
        "known_facts",
        ("units_of_family_google_tpu_v7_2026_so_far_epoch_chip_sales_2026_10",),
        "central",
        1225.87,
    ),
    # the same, Google in 2026 at the pace of its two whole quarters: twice v6e 155,055 + 41,792,
    # v7 951,004 and v8i 25,654
    ("known_facts", ("units_google_2026_epoch_chip_sales_2026_10",), "central", 2347.01),
    # sites/data_centers_2026_10.csv, Colossus 2 at the end of 2026: 1,276 MW
    (
        "known_facts",
        ("site_facility_gw_colossus_2_2026_epoch_data_centers",),
        "central",
        1.276,
    ),
    # chips/market_facts.csv, NVIDIA's CoWoS wafers booked for 2026
    ("known_facts", ("cowos_wafers_nvidia_2026_press_second_hand",), "high", 850),
    # demand/published_projections.csv, GOVERNANCE, EU AI Act GPAI systemic risk
    ("legal_thresholds", ("eu_ai_act",), "value", 1e25),
    # demand/published_projections.csv, GOVERNANCE, Texas SB 6 large load
    ("legal_thresholds", ("texas_sb_6",), "value", 75),
    # demand/published_projections.csv, AI2027_leader, 2027 leader_revenue
    ("ai_revenue", ("leader", 2027), "revenue_busd", 140),
    # 2028 is ours: 140/45 is 3.11 times a year, its excess shrinks to 0.6 of it: 2.27 times 140
    ("ai_revenue", ("leader", 2028), "revenue_busd", 317.3),
    # demand/lab_annual_run_rate.csv: 65 and 45 in mid-2026; 3.98 and 10.7 in mid-2025, between
    # counts: 60 and 95.3
    ("ai_revenue", ("industry", 2026), "revenue_busd", 155.3),
    # 30,800 times 1.018^5
    ("gdp", ("USA", 2030), "gdp_busd", 33674),
    # demand/published_projections.csv, SA_precedent, share_of_gdp_uk_railways_1841_1850_cumulative
    ("build_outs", ("uk_railways",), "share_of_gdp", 0.4),
    # chips/bottlenecks.csv, large power transformer lead time, 2026: 160 weeks
    ("equipment_lead_times", ("large_power_transformer",), "lead_years", 3.07),
    # chips/process_nodes.csv, HBM: two years to add capacity
    ("equipment_lead_times", ("hbm_line",), "lead_years", 2),
]


@pytest.mark.parametrize(("table", "key", "column", "value"), CELLS)
def test_a_cell_is_what_its_raw_row_says(tables, schema, table, key, column, value):
    names = schema[table]["schema"]["primaryKey"]

    (row,) = [row for row in tables[table] if tuple(row[name] for name in names) == key]

    assert row[column] == value


def _by(table, *names):
    """Confidence of raw rows by the named columns."""
    keys = zip(*(table[name] for name in names), strict=True)
    return dict(zip(keys, table.confidence, strict=True))


def _raw_confidence(folder):
    """Confidence that the raw rows give, by our table and primary key."""

    def read(path):
        return pd.read_csv(folder / path, keep_default_na=False, na_values=[""])

    chips = read("chips/accelerators.csv")
    nodes = read("chips/node_capacity.csv")
    hbm = read("chips/hbm_capacity.csv")
    hbm = hbm[hbm.vendor == "all"]
    packaging = read("chips/packaging_capacity.csv")
    packaging["supplier"] = packaging["item"].str.extract("^(TSMC|OSAT)")[0].str.lower()
    packaging = packaging.dropna(subset=["supplier"])
    power = read("power/power_technologies.csv")
    limits = read("power/build_limits.csv")
    regions = read("power/regions.csv")
    sites = read("sites/sites.csv")
    costs = _by(power, "tech", "scenario", "year")
    return {
        "accelerators": {
            (identifier(chip["name"], chip.vendor),): chip.confidence
            for _, chip in chips.iterrows()
        },
        "node_capacity": {
            (POOLS[name], year): level
            for (name, year), level in _by(nodes, "node", "year").items()
            if name in POOLS
        },
        "hbm_supply": {
            ("global", year): level for (year,), level in _by(hbm, "year").items()
        },
        "packaging_capacity": {
            ("cowos", supplier, year): level
            for (supplier, year), level in _by(packaging, "supplier", "year").items()
        },
        "power_costs": {
            (source, year): next(
                costs[tech, scenario, year]
                for scenario in CENTRAL_SCENARIOS
                if (tech, scenario, year) in costs
            )
            for source, tech in ((key, kind.raw or key) for key, kind in TECHNOLOGIES.items())
            for year in range(2022, 2041)
        },
        "build_limits": _by(limits, "technology", "year"),
        "regions": _by(regions, "region_id"),
        "sites": {(site_id(key),): level for (key,), level in _by(sites, "site_id").items()},
    }  # fmt: skip


def test_no_row_looks_better_than_its_raw_row(raw_folder, tables, schema):
    raw = _raw_confidence(raw_folder)
    compared = 0

    for table, levels in raw.items():
        names = schema[table]["schema"]["primaryKey"]
        for row in tables[table]:
            level = levels.get(tuple(row[name] for name in names))
            if level is not None:
                compared += 1
                better = CONFIDENCE.index(row["confidence"]) < CONFIDENCE.index(level)
                assert not better, (table, row)

    assert compared > 700


def test_what_is_recalled_is_an_estimate(tables):
    claimed = [
        row
        for rows in tables.values()
        for row in rows
        if row.get("source_id") == "planner_estimate" and row.get("confidence") != "estimate"
    ]

    assert [row for row in claimed if "title" not in row] == []


def test_second_hand_rows_name_where_they_were_read(tables):
    unnamed = [
        row
        for name, rows in tables.items()
        for row in rows
        if name != "sources" and row["source_id"] == "press_second_hand" and not row["note"]
    ]

    assert unnamed == []


def test_every_source_is_cited(tables):
    sources = {row["source_id"] for row in tables["sources"]}
    cells = [row for name, rows in tables.items() if name != "sources" for row in rows]
    cited = {row["source_id"] for row in cells}
    notes = " ".join(str(row["note"]) for row in cells)
    places = " ".join(row["coordinate_source"] for row in tables["sites"])

    uncited = {s for s in sources - cited if s not in notes}

    assert uncited == {"osm_observatory"}
    assert "OpenStreetMap" in places
