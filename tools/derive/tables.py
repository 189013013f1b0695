"""Every table as rows, made of the raw tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tools.derive.accelerator_ramp import accelerator_ramp_rows
from tools.derive.accelerators import accelerator_rows, h100e_by_name
from tools.derive.affordability import ai_revenue_rows, build_out_rows, gdp_rows
from tools.derive.build_limits import build_limit_rows
from tools.derive.capability import capability_assumption_rows, world_compute_rows
from tools.derive.capex_limits import capex_limit_rows
from tools.derive.china_pool import china_pool_rows
from tools.derive.cluster_costs import cluster_cost_rows
from tools.derive.commitments import accelerator_commitment_rows, site_commitment_rows
from tools.derive.compute_demand import compute_demand_rows
from tools.derive.construction_limits import construction_limit_rows
from tools.derive.cooling import (
    cooling_rows,
    site_cooling_rows,
    weather_station_rows,
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
from tools.derive.grid_tariffs import grid_tariff_rows
from tools.derive.known_facts import known_fact_rows
from tools.derive.legal_thresholds import legal_threshold_rows
from tools.derive.memory import hbm_rows
from tools.derive.observed_shipments import observed_quarter_rows, observed_shipment_rows
from tools.derive.operator_vendors import operator_vendor_rows
from tools.derive.packaging import packaging_capacity_rows, packaging_rows
from tools.derive.power_technologies import power_cost_rows, power_technology_rows
from tools.derive.power_terms import power_term_rows
from tools.derive.process_nodes import node_capacity_rows, node_rows
from tools.derive.projections import projection_rows
from tools.derive.raw import Raw
from tools.derive.regional_limits import regional_limit_rows
from tools.derive.regions import region_rows
from tools.derive.rows import LeftOut
from tools.derive.site_power import existing_power_rows, site_power_rows
from tools.derive.site_status import site_status_rows
from tools.derive.sites import site_rows
from tools.derive.sources import source_rows
from tools.derive.standing import Keeper, Rows
from tools.derive.supply_contracts import supply_contract_rows
from tools.derive.supply_expansion import supply_expansion_rows
from tools.derive.supply_quarters import supply_quarter_rows
from tools.derive.supply_terms import supply_term_rows
from tools.derive.tax_credits import tax_credit_rows
from tools.derive.time_slices import time_tables
from tools.derive.vendor_shares import vendor_share_rows
from tools.derive.workloads import us_fleet_h100e, workload_rows

# Raw tables of which no row, or only a figure or two, is used.
UNUSED = {
    "chips/wafer_economics.csv": "prices of wafers and memory, which the price of a unit contains",
    "chips/owners_epoch_end2025.csv": "fleets by owner; the tables go by site",
    "chips/epoch_components_supply.csv": "but the shares of the quarters, and their sums",
    "chips/bottlenecks.csv": "but the share of turbines, six lead times, Ascends and "
    "China's stock of memory",
    "chips/cluster_cost_breakdown.csv": "but the rows of cluster_costs and of PUE",
    "power/transmission_ba.csv": "regions are not linked by lines yet",
    "power/hourly/rep_days_nerc.csv": "time_slices picks its own days",
    "power/hourly/hourly_cf_ipm_regions_2012.csv.gz": "finer regions than these tables have",
    "power/hourly/amarillo_wind_2012.csv.gz": "one place",
    "power/hourly/weather_hourly.csv.gz": "but US temperatures; the rest may not be passed on",
}
PLACES = ("sites", "site_power", "existing_power", "existing_accelerators")
TIME = ("time_slices", "slice_profiles", "slice_days")


@dataclass(frozen=True)
class Derived:
    """All tables by name, and what none of them holds."""

    tables: Mapping[str, Rows]
    left_out: LeftOut
    kept: Mapping[str, str] = field(default_factory=dict)
    """Tables and files that stay as they stand, with the raw table that is missing."""


def tables_from(raw: Raw, keep: Keeper) -> Derived:
    """Every table as rows, not yet written; what misses a raw table is kept as it stands."""
    left_out, one = LeftOut(), keep.one
    nodes = one("process_nodes", lambda: node_rows(raw, left_out))
    chips = one("accelerators", lambda: accelerator_rows(raw, nodes))
    places = keep.several(PLACES, lambda: place_rows(raw, chips, left_out))
    sites = [row for row in places["sites"] if row["kind"] != "fleet_pool"]
    campuses = {row["site"] for row in sites}
    contracts = [row for row in places["site_power"] if row["site"] in campuses]
    observed = one("observed_shipments", lambda: observed_shipment_rows(raw, left_out))
    stations = one("weather_stations", lambda: weather_station_rows(raw))
    lead_times = one("equipment_lead_times", lambda: equipment_lead_time_rows(raw))
    node_capacity = one("node_capacity", lambda: node_capacity_rows(raw, left_out))

    def us_fleet() -> float:
        fleet = places["existing_accelerators"]
        return us_fleet_h100e(fleet, places["sites"], h100e_by_name(raw))

    loads = one("workloads", lambda: workload_rows(raw, us_fleet()))
    revenue = one("ai_revenue", lambda: ai_revenue_rows(raw))
    tables = {
        "sources": source_rows(),
        "accelerators": chips,
        "process_nodes": nodes,
        "node_capacity": node_capacity,
        "euv_scanners": one("euv_scanners", lambda: euv_scanner_rows(raw, nodes, node_capacity)),
        "packaging": one("packaging", lambda: packaging_rows(raw)),
        "packaging_capacity": one(
            "packaging_capacity", lambda: packaging_capacity_rows(raw, left_out)
        ),
        "hbm_supply": one("hbm_supply", lambda: hbm_rows(raw, left_out)),
        "supply_terms": one("supply_terms", lambda: supply_term_rows(raw)),
        "supply_quarters": one("supply_quarters", lambda: supply_quarter_rows(raw)),
        "supply_expansion": one("supply_expansion", lambda: supply_expansion_rows(raw, left_out)),
        "supply_contracts": one("supply_contracts", lambda: supply_contract_rows(raw, chips)),
        "vendor_shares": one("vendor_shares", lambda: vendor_share_rows(raw, observed, chips)),
        "accelerator_ramp": one(
            "accelerator_ramp", lambda: accelerator_ramp_rows(raw, chips, left_out)
        ),
        "accelerator_commitments": one(
            "accelerator_commitments", lambda: accelerator_commitment_rows(raw, chips, left_out)
        ),
        "operator_vendors": one("operator_vendors", lambda: operator_vendor_rows(raw)),
        "observed_shipments": observed,
        "observed_quarters": one("observed_quarters", lambda: observed_quarter_rows(raw)),
        "power_technologies": one(
            "power_technologies", lambda: power_technology_rows(raw, left_out)
        ),
        "power_costs": one("power_costs", lambda: power_cost_rows(raw)),
        "tax_credits": one("tax_credits", lambda: tax_credit_rows(raw, left_out)),
        "build_limits": one("build_limits", lambda: build_limit_rows(raw)),
        "power_terms": one("power_terms", lambda: power_term_rows(raw)),
        "regions": one("regions", lambda: region_rows(raw)),
        "electricity_prices": one("electricity_prices", lambda: electricity_price_rows(raw)),
        "grid_tariffs": one("grid_tariffs", lambda: grid_tariff_rows(raw)),
        "grid_carbon": one("grid_carbon", lambda: grid_carbon_rows(raw)),
        "grid_large_loads": one(
            "grid_large_loads", lambda: grid_large_load_rows(raw, sites, contracts)
        ),
        "fuel_prices": one("fuel_prices", lambda: fuel_price_rows(raw, left_out)),
        "regional_limits": one("regional_limits", lambda: regional_limit_rows(raw, left_out)),
        "retiring_plants": one("retiring_plants", lambda: retiring_plant_rows(raw, left_out)),
        "balancing_areas": one("balancing_areas", lambda: balancing_area_rows(raw)),
        "sites": places["sites"],
        "site_power": places["site_power"],
        "site_commitments": one(
            "site_commitments", lambda: site_commitment_rows(raw, sites, lead_times, left_out)
        ),
        "site_status": one("site_status", lambda: site_status_rows(raw, lead_times)),
        "existing_power": places["existing_power"],
        "existing_accelerators": places["existing_accelerators"],
        "workloads": loads,
        "compute_demand_curve": one(
            "compute_demand_curve",
            lambda: compute_demand_rows(raw, loads, revenue, chips),
        ),
        "demand_drivers": one("demand_drivers", lambda: driver_rows(raw)),
        "published_projections": one(
            "published_projections", lambda: projection_rows(raw, left_out)
        ),
        "known_facts": one("known_facts", lambda: known_fact_rows(raw, places["sites"])),
        "cluster_costs": one("cluster_costs", lambda: cluster_cost_rows(raw)),
        "capability_assumptions": one(
            "capability_assumptions", lambda: capability_assumption_rows(raw)
        ),
        "world_compute": one("world_compute", lambda: world_compute_rows(raw)),
        "legal_thresholds": one("legal_thresholds", lambda: legal_threshold_rows(raw)),
        "ai_revenue": revenue,
        "gdp": gdp_rows(),
        "build_outs": one("build_outs", lambda: build_out_rows(raw)),
        "equipment_lead_times": lead_times,
        "equipment_needs": equipment_need_rows(),
        "equipment_supply": one("equipment_supply", lambda: equipment_supply_rows(raw)),
        "capex_limits": one("capex_limits", lambda: capex_limit_rows(raw)),
        "construction_limits": one(
            "construction_limits", lambda: construction_limit_rows(raw, left_out)
        ),
        **keep.several(TIME, lambda: time_tables(raw)),
        "weather_stations": stations,
        "cooling": cooling_rows(),
        "site_cooling": one("site_cooling", lambda: site_cooling_rows(sites, stations)),
    }
    for path, why in UNUSED.items():
        left_out.add("none", path, why)
    return Derived(tables, left_out, keep.kept)


def place_rows(raw: Raw, chips: Rows, left_out: LeftOut) -> dict[str, Rows]:
    """Sites with their power and accelerators: tracked and announced ones, then pools."""
    sites = site_rows(raw, left_out)
    tracked = tracked_accelerator_rows(raw, left_out)
    pools = pool_rows(raw, sites, tracked, chips, left_out)
    for table, rows in china_pool_rows(raw, sites, tracked, chips, left_out).items():
        pools[table] += rows
    return {
        "sites": sites + pools["sites"],
        "site_power": site_power_rows(raw) + pools["site_power"],
        "existing_power": existing_power_rows(raw, sites, tracked, chips)
        + pools["existing_power"],
        "existing_accelerators": tracked + pools["existing_accelerators"],
    }
