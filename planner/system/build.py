"""From the checked tables and a model definition to the world that is planned."""

from planner.config import ModelDefinition, by_year
from planner.data.inputs import Inputs
from planner.data.left_out import cluster_costs
from planner.errors import Gathered, raise_any
from planner.system import (
    accelerators as chips,
)
from planner.system import (
    commitments,
    power_credits,
    site_status,
    workloads,
)
from planner.system import expansion as expansion_tables
from planner.system import (
    power_technologies as power,
)
from planner.system import sites as site_tables
from planner.system import supply as supply_tables
from planner.system.calendar import calendar
from planner.system.capex_growth import capex_growth
from planner.system.construction import construction
from planner.system.cooling import with_weather
from planner.system.equipment import equipment
from planner.system.halls import HallRetrofit, hall_retrofit, with_halls
from planner.system.objects.chips import Resource, SupplyLimit
from planner.system.objects.world import World
from planner.system.operators import with_operators
from planner.system.ordered_equipment import longest_lead
from planner.system.plugins import plugin_settings
from planner.system.ramps import ramps
from planner.system.stated_demand import check_availability, goods, number_or
from planner.system.supply_contracts import contracted_share
from planner.system.topology import training_topology
from planner.system.training_groups import training_group
from planner.units import TONNES_PER_MILLION_TONNES, USD_PER_BILLION, WEEKS_PER_YEAR

USD_PER_W_TO_BILLION_PER_GW = 1.0
"""One USD a W is a billion USD a GW."""


def build_world(inputs: Inputs, model: ModelDefinition) -> World:
    """Translate the tables into model units, as `model` chooses among them.

    Raises InputError when the tables lack what the model needs, or say what can't be.
    """
    held = plugin_settings(model)
    years = model.years.planned
    later = model.sites.existing == "as_stated"
    everywhere = site_tables.all_sites(inputs, years, later=later)
    everywhere = site_status.by_status(inputs, model, everywhere)
    chosen = site_tables.chosen_sites(inputs, model, everywhere)
    names = {site.region for site in chosen.values()}
    year = calendar(inputs, model.time, names)
    # Pooled sites share their weather, so it comes before the choice.
    everywhere = with_weather(inputs, everywhere, year)
    everywhere = site_tables.with_loads(inputs, everywhere, years, year.slices)
    everywhere = with_operators(inputs, model, everywhere)
    sites = site_tables.chosen_sites(inputs, model, everywhere)
    names |= {site.region for site in sites.values()}
    site_status.check(inputs, model, everywhere, sites)
    check_availability(inputs, year.slices)
    limits = model.limits
    free = limits.release
    if "sites" in free:
        sites = {s: site_tables.released(site) for s, site in sites.items()}
    site_tables.check_sizes(inputs, model, sites)
    regions = power.regions(inputs, model, sorted(names), years)
    if "power" in free:
        regions = {r: power.released(region) for r, region in regions.items()}
    builds = limits.national_construction and "sites" not in free
    countries = {region.country for region in regions.values()} if builds else set()
    standing_chips = {k for site in sites.values() for k, _ in site.existing_fleet}
    standing_power = {g for site in sites.values() for g in site.standing_technologies}
    accelerators = chips.accelerators(inputs, model, standing_chips)
    periods = model.supply.periods_per_year
    supply: dict[Resource, SupplyLimit] = {}
    without: frozenset[Resource] = frozenset()
    if "chip_supply" not in free:
        supply = supply_tables.supply(
            inputs, years, accelerators, periods, model.supply.region_shares,
            model.supply.within_year,
        )  # fmt: skip
        without = supply_tables.unlimited(inputs, years, accelerators)
    vendor_share = supply_tables.vendor_shares(inputs, years, supply)
    parts = Gathered()
    growing = parts(lambda: construction(inputs, model, countries)) if builds else None
    capital = parts(lambda: capex_growth(inputs, model)) if limits.capex_growth else None
    at_sites = parts(lambda: commitments.site_commitments(inputs, model, sites, everywhere))
    shipped = parts(
        lambda: commitments.accelerator_commitments(
            inputs, model, sites, accelerators, supply, vendor_share
        )
    )
    phases = parts(lambda: ramps(inputs, model, accelerators))
    waits = parts(lambda: longest_lead(inputs, model))
    contracted = parts(lambda: contracted_share(inputs, model))
    told_apart = model.sites.cooling_class == "observed"
    converting = parts(lambda: hall_retrofit(inputs, model, accelerators)) if told_apart else None
    expanding = parts(
        lambda: expansion_tables.expansion(inputs, model.supply.expansion, years, supply)
    )
    raise_any(parts.faults)
    if told_apart:
        sites = with_halls(sites, accelerators, years)
    converting = converting or HallRetrofit()
    costs = cluster_costs(inputs)
    terms = inputs["power_terms"]["value"]
    asked = workloads.demand(inputs, model, years, accelerators) if model.workloads.use else None
    loads = workloads.workloads(inputs, model, asked, years) if asked else {}
    lengths = model.years.lengths
    return World(
        years=years,
        year_lengths={y: length for y, length in lengths.items() if length > 1},
        goods=goods(inputs, years, sites),
        sites=sites,
        regions=regions,
        construction=growing or {},
        accelerators=accelerators,
        supply=supply,
        unlimited_supply=without,
        vendor_share=vendor_share,
        site_commitments=at_sites or {},
        accelerator_commitments=shipped or {},
        ramps=phases or {},
        longest_lead=waits[0] if waits else "",
        equipment_lead_years=waits[1] if waits else 0.0,
        contracted_share=contracted or {},
        expansion=expanding or {},
        supply_periods=periods,
        one_way_redeployment=model.fleet.redeployment == "one_way",
        redeployment_years=costs["redeployment_weeks"] / WEEKS_PER_YEAR,
        technologies=power.technologies(inputs, model, standing_power),
        workloads=loads,
        training_topology=training_topology(inputs, model, sites, loads),
        training_group=training_group(inputs, model, accelerators, loads),
        slices=year.slices,
        capacity_factor=year.capacity_factor,
        day_sequence=year.day_sequence if model.time.storage_between_days else (),
        tax_credits=power_credits.tax_credits(inputs, model, regions, years),
        rental_delivery_share=float(terms.get("rental_delivery_share", 0.0)),
        reserve_margin=(
            None
            if model.power.security == "n_minus_1"
            else number_or(terms.get("onsite_reserve_margin"), None)
        ),
        unit_outage=model.power.security != "reserve_margin",
        flexible_load_share=float(terms.get("flexible_load_share", 0.0)),
        flexible_load_hours=float(terms.get("flexible_load_hours", 0.0)),
        average_load=model.power.load == "average",
        idle_power_share=float(terms.get("idle_power_share", 0.0)),
        build_limit_gw={}
        if "power" in free
        else {key: lengths[key[1]] * gw for key, gw in power.build_limits(inputs, years).items()},
        equipment=equipment(inputs, lengths) if model.supply.equipment else {},
        shell_capex=costs["shell_usd_per_w_it"] * USD_PER_W_TO_BILLION_PER_GW,
        shell_life_years=costs["facility_life_years"],
        hall_retrofit_capex=converting.capex,
        hall_retrofit_years=converting.years,
        non_energy_opex_share=costs["non_energy_opex_share_per_year"],
        hours_per_year=model.time.hours_per_year,
        surplus_allowed=model.power.surplus == "curtailed",
        early_retirement=model.power.retirement == "economic",
        discount_rate=model.discount_rate,
        annuity_rate=model.annuity_rate,
        discount_timing=model.discount_timing,
        discount_base_year=model.discount_base_year,
        electricity_price=model.power.electricity_price,
        carbon_price=model.prices.carbon_usd_per_t * TONNES_PER_MILLION_TONNES / USD_PER_BILLION,
        emissions_cap_mt=by_year(limits.emissions_mt_per_year, years),
        capex_budget=by_year(limits.capex_busd_per_year, years).scaled(lengths),
        capex_growth=capital,
        cost_budget=limits.present_cost_busd,
        facility_budget_gw=by_year(limits.facility_gw, years),
        limits=limits.amounts(years),
        compute_weight=_compute_weight(model, years),
        clean_share=by_year(limits.clean_share_hourly, years),
        h100e_basis=model.h100e_basis,
        demand=asked,
        plugins=held,
    )


def _compute_weight(model: ModelDefinition, years: tuple[int, ...]) -> dict[int, float]:
    """The years whose compute is sought first, where the model asks for the most of it."""
    if model.objective.goal == "least_cost":
        return {}
    return dict.fromkeys(years if model.objective.compute_in == "every_year" else years[-1:], 1.0)
