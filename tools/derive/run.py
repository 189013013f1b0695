"""Derive every table, hold it to the schema, write it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tools.derive.accelerators import accelerator_rows, h100e_by_name
from tools.derive.affordability import ai_revenue_rows, build_out_rows, gdp_rows
from tools.derive.areas import write_areas
from tools.derive.build_limits import build_limit_rows
from tools.derive.capability import capability_assumption_rows, world_compute_rows
from tools.derive.china_pool import china_pool_rows
from tools.derive.cluster_costs import cluster_cost_rows
from tools.derive.cooling import (
    cooling_rows,
    site_cooling_rows,
    weather_station_rows,
    write_weather,
)
from tools.derive.demand_drivers import driver_rows
from tools.derive.electricity_prices import electricity_price_rows
from tools.derive.equipment_lead_times import equipment_lead_time_rows
from tools.derive.equipment_supply import equipment_need_rows, equipment_supply_rows
from tools.derive.euv_scanners import euv_scanner_rows
from tools.derive.existing_accelerators import tracked_accelerator_rows
from tools.derive.fleet_pool import pool_rows
from tools.derive.fuel_prices import fuel_price_rows
from tools.derive.grid_areas import balancing_area_rows, retiring_plant_rows
from tools.derive.grid_carbon import grid_carbon_rows
from tools.derive.grid_large_loads import grid_large_load_rows
from tools.derive.legal_thresholds import legal_threshold_rows
from tools.derive.memory import hbm_rows
from tools.derive.observed_shipments import observed_shipment_rows
from tools.derive.package import faults, read_schema, write_table
from tools.derive.packaging import packaging_capacity_rows, packaging_rows
from tools.derive.power_technologies import power_cost_rows, power_technology_rows
from tools.derive.power_terms import power_term_rows
from tools.derive.process_nodes import node_capacity_rows, node_rows
from tools.derive.profiles import write_profiles
from tools.derive.projections import projection_rows
from tools.derive.raw import Raw
from tools.derive.regional_limits import regional_limit_rows
from tools.derive.regions import region_rows
from tools.derive.rows import LeftOut, Row
from tools.derive.site_power import existing_power_rows, site_power_rows
from tools.derive.sites import site_rows
from tools.derive.sources import source_rows
from tools.derive.supply_expansion import supply_expansion_rows
from tools.derive.supply_terms import supply_term_rows
from tools.derive.tax_credits import tax_credit_rows
from tools.derive.time_slices import time_tables
from tools.derive.vendor_shares import vendor_share_rows
from tools.derive.workloads import us_fleet_h100e, workload_rows

# Raw tables of which no row, or only a figure or two, is used.
UNUSED = {
    "chips/wafer_economics.csv": "prices of wafers and memory, which the price of a unit contains",
    "chips/owners_epoch_end2025.csv": "fleets by owner; the tables go by site",
    "chips/epoch_components_supply.csv": "quarters, summed to years in two tables",
    "chips/bottlenecks.csv": "but the share of turbines, six lead times, Ascends and "
    "China's stock of memory",
    "chips/cluster_cost_breakdown.csv": "but the rows of cluster_costs and of PUE",
    "power/transmission_ba.csv": "regions are not linked by lines yet",
    "power/us_data_center_energy_lbnl.csv": "all data centres; for comparison",
    "power/hourly/rep_days_nerc.csv": "time_slices picks its own days",
    "power/hourly/hourly_cf_ipm_regions_2012.csv.gz": "finer regions than these tables have",
    "power/hourly/amarillo_wind_2012.csv.gz": "one place",
    "power/hourly/weather_hourly.csv.gz": "but US temperatures; the rest may not be passed on",
}
BEGIN, END = "<!-- left out: begin -->", "<!-- left out: end -->"


@dataclass(frozen=True)
class Derived:
    """All tables by name, and what none of them holds."""

    tables: dict[str, list[Row]]
    left_out: LeftOut


def tables_from(raw: Raw) -> Derived:
    """Every table as rows, not yet written."""
    left_out = LeftOut()
    chips = accelerator_rows(raw)
    sites = site_rows(raw, left_out)
    tracked = tracked_accelerator_rows(raw, left_out)
    pools = pool_rows(raw, sites, tracked, chips, left_out)
    for table, rows in china_pool_rows(raw, sites, tracked, chips, left_out).items():
        pools[table] += rows
    fleet = tracked + pools["existing_accelerators"]
    contracts = site_power_rows(raw)
    supplied = existing_power_rows(raw, sites, tracked, chips)
    observed = observed_shipment_rows(raw, left_out)
    stations = weather_station_rows(raw)
    us_fleet = us_fleet_h100e(fleet, sites + pools["sites"], h100e_by_name(raw))
    nodes, node_capacity = node_rows(raw, left_out), node_capacity_rows(raw, left_out)
    tables = {
        "sources": source_rows(),
        "accelerators": chips,
        "process_nodes": nodes,
        "node_capacity": node_capacity,
        "euv_scanners": euv_scanner_rows(raw, nodes, node_capacity),
        "packaging": packaging_rows(raw),
        "packaging_capacity": packaging_capacity_rows(raw, left_out),
        "hbm_supply": hbm_rows(raw, left_out),
        "supply_terms": supply_term_rows(raw),
        "supply_expansion": supply_expansion_rows(raw, left_out),
        "vendor_shares": vendor_share_rows(raw, observed, chips),
        "observed_shipments": observed,
        "power_technologies": power_technology_rows(raw, left_out),
        "power_costs": power_cost_rows(raw),
        "tax_credits": tax_credit_rows(raw, left_out),
        "build_limits": build_limit_rows(raw),
        "power_terms": power_term_rows(raw),
        "regions": region_rows(raw),
        "electricity_prices": electricity_price_rows(raw),
        "grid_carbon": grid_carbon_rows(raw),
        "grid_large_loads": grid_large_load_rows(raw, sites, contracts),
        "fuel_prices": fuel_price_rows(raw, left_out),
        "regional_limits": regional_limit_rows(raw, left_out),
        "retiring_plants": retiring_plant_rows(raw, left_out),
        "balancing_areas": balancing_area_rows(raw),
        "sites": sites + pools["sites"],
        "site_power": contracts + pools["site_power"],
        "existing_power": supplied + pools["existing_power"],
        "existing_accelerators": fleet,
        "workloads": workload_rows(raw, us_fleet),
        "demand_drivers": driver_rows(raw),
        "published_projections": projection_rows(raw, left_out),
        "cluster_costs": cluster_cost_rows(raw),
        "capability_assumptions": capability_assumption_rows(raw),
        "world_compute": world_compute_rows(raw),
        "legal_thresholds": legal_threshold_rows(raw),
        "ai_revenue": ai_revenue_rows(raw),
        "gdp": gdp_rows(),
        "build_outs": build_out_rows(raw),
        "equipment_lead_times": equipment_lead_time_rows(raw),
        "equipment_needs": equipment_need_rows(),
        "equipment_supply": equipment_supply_rows(raw),
        **time_tables(raw),
        "weather_stations": stations,
        "cooling": cooling_rows(),
        "site_cooling": site_cooling_rows(sites, stations),
    }
    for path, why in UNUSED.items():
        left_out.add("none", path, why)
    return Derived(tables, left_out)


def derive(raw_folder: Path, out: Path) -> Derived:
    """Write all tables to `out`; raises ValueError with the faults if one breaks the schema."""
    schema = read_schema(out)
    result = tables_from(Raw(raw_folder))
    if set(schema) != set(result.tables):
        odd = sorted(set(schema) ^ set(result.tables))
        raise ValueError(f"schema and tables differ: {odd}")
    found = faults(schema, result.tables)
    if found:
        raise ValueError("\n".join([f"{len(found)} faults:", *found[:50]]))
    for name, resource in schema.items():
        write_table(out, resource, result.tables[name])
    write_areas(raw_folder, out)
    write_profiles(raw_folder, out)
    write_weather(Raw(raw_folder), out)
    _write_left_out(out / "README.md", result.left_out)
    return result


def _write_left_out(readme: Path, left_out: LeftOut) -> None:
    """Put the list of what was left out between its two marks in the README."""
    text = readme.read_text(encoding="utf-8")
    head, _, rest = text.partition(BEGIN)
    tail = rest.partition(END)[2]
    lines = "\n".join(f"- {line}" for line in left_out.lines())
    readme.write_text(f"{head}{BEGIN}\n{lines}\n{END}{tail}", encoding="utf-8", newline="\n")
