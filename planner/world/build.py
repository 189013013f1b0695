"""From the checked tables and a model definition to the world that is planned."""

from planner.data.inputs import Inputs
from planner.model_definition import ModelDefinition
from planner.units import TONNES_PER_MILLION_TONNES, USD_PER_BILLION, WEEKS_PER_YEAR
from planner.world import chips, power, power_credits, workloads
from planner.world import expansion as expansion_tables
from planner.world import sites as site_tables
from planner.world import supply as supply_tables
from planner.world.calendar import calendar
from planner.world.cooling import with_weather
from planner.world.equipment import equipment
from planner.world.objects import Resource, SupplyLimit, World
from planner.world.topology import run_topology

USD_PER_W_TO_BILLION_PER_GW = 1.0
"""One USD a W is a billion USD a GW."""


def build_world(inputs: Inputs, model: ModelDefinition) -> World:
    """Translate the tables into model units, as `model` chooses among them.

    Raises InputError when the tables lack what the model needs.
    """
    years = tuple(range(model.years.first, model.years.last + 1))
    everywhere = site_tables.all_sites(inputs, years)
    chosen = site_tables.chosen_sites(inputs, model, everywhere)
    names = {site.region for site in chosen.values()}
    year = calendar(inputs, model.time, names)
    # Pooled sites share their weather, so it comes before the choice.
    sites = site_tables.chosen_sites(inputs, model, with_weather(inputs, everywhere, year))
    free = model.limits.release
    if "sites" in free:
        sites = {s: site_tables.released(site) for s, site in sites.items()}
    regions = power.regions(inputs, model, sorted(names), years)
    if "power" in free:
        regions = {r: power.released(region) for r, region in regions.items()}
    standing_chips = {k for site in sites.values() for k, _ in site.existing_fleet}
    standing_power = {g for site in sites.values() for g in site.existing_power}
    accelerators = chips.accelerators(inputs, model, standing_chips)
    periods = model.supply.periods_per_year
    supply: dict[Resource, SupplyLimit] = {}
    without: frozenset[Resource] = frozenset()
    if "chip_supply" not in free:
        shares = model.supply.region_shares
        supply = supply_tables.supply(inputs, years, accelerators, periods, shares)
        without = supply_tables.unlimited(inputs, years, accelerators)
    costs = inputs["cluster_costs"]["value"]
    terms = inputs["power_terms"]["value"]
    demand = workloads.demand(inputs, model, years, accelerators)
    loads = workloads.workloads(inputs, model, demand)
    return World(
        years=years,
        sites=sites,
        regions=regions,
        accelerators=accelerators,
        supply=supply,
        unlimited_supply=without,
        vendor_share=supply_tables.vendor_shares(inputs, years, supply),
        expansion=expansion_tables.expansion(inputs, model.supply.expansion, years, supply),
        supply_periods=periods,
        one_way_redeployment=model.fleet.redeployment == "one_way",
        redeployment_years=float(costs["redeployment_weeks"]) / WEEKS_PER_YEAR,
        sources=power.sources(inputs, model, standing_power),
        workloads=loads,
        run_topology=run_topology(inputs, model, sites, loads),
        slices=year.slices,
        capacity_factor=year.capacity_factor,
        day_sequence=year.day_sequence if model.time.storage_between_days else (),
        tax_credits=power_credits.tax_credits(inputs, model, regions, years),
        rental_delivery_share=float(terms["rental_delivery_share"]),
        reserve_margin=(
            None if model.power.security == "n_minus_1" else float(terms["onsite_reserve_margin"])
        ),
        unit_outage=model.power.security != "reserve_margin",
        flexible_load_share=float(terms["flexible_load_share"]),
        flexible_load_hours=float(terms["flexible_load_hours"]),
        build_limit_gw={} if "power" in free else power.build_limits(inputs, years),
        equipment=equipment(inputs, years) if model.supply.equipment else {},
        shell_capex=float(costs["shell_usd_per_w_it"]) * USD_PER_W_TO_BILLION_PER_GW,
        shell_life_years=float(costs["facility_life_years"]),
        non_energy_opex_share=float(costs["non_energy_opex_share_per_year"]),
        discount_rate=model.discount_rate,
        discount_timing=model.discount_timing,
        electricity_price=model.power.electricity_price,
        carbon_price=model.prices.carbon_usd_per_t * TONNES_PER_MILLION_TONNES / USD_PER_BILLION,
        emissions_cap_mt=model.emissions_caps(years),
        capex_budget=model.limit_by_year("capex_busd_per_year", years),
        cost_budget=model.limits.present_cost_busd,
        facility_budget_gw=model.limit_by_year("facility_gw", years),
        clean_share=model.clean_shares(years),
        h100e_basis=model.h100e_basis,
        demand=demand,
    )
