"""A world without what no block of it reads, so that two of them are alike where plans must be."""

from collections.abc import Mapping
from dataclasses import replace
from math import inf

from planner.system.objects.chips import Accelerator
from planner.system.objects.power import PowerTechnology, Region
from planner.system.objects.sites import Site
from planner.system.objects.world import TimeSlice, World


def planned(world: World) -> World:
    """The world without rows of the tables that it holds and nothing in it can use.

    Technologies that no site has a place for, prices of fuels that none burns, credits and limits
    of others that are not there, generations that are never on sale and stand nowhere, with the
    lines that they alone would draw on, years in which nothing of a technology can enter service,
    and the order and length of slices where nothing is stored.
    """
    technologies = {g: t for g, t in world.technologies.items() if _has_a_place(world, g)}
    fuels = {technology.fuel for technology in technologies.values()}
    profiles = {technology.profile for technology in technologies.values()}
    limits = {technology.build_limit for technology in technologies.values()}
    flexible = any(technology.flexible for technology in technologies.values())
    stores = any(technology.kind == "storage" for technology in technologies.values())
    limited = {g for g, technology in technologies.items() if technology.region_limited}
    ordered = {g: _ordered(world, technology) for g, technology in technologies.items()}
    standing = {k for site in world.sites.values() for k, _ in site.existing_fleet}
    sold = {
        k for k, chip in world.accelerators.items() if _is_sold(chip, world.years[0], world.end)
    }
    # What stands draws on no line any more.
    chips = {
        k: chip if k in sold else replace(chip, uses={})
        for k, chip in world.accelerators.items()
        if k in sold or k in standing
    }
    drawn = {resource for chip in chips.values() for resource in chip.uses}
    vendors = {world.accelerators[k].vendor for k in sold}
    return replace(
        world,
        technologies=ordered,
        slices=world.slices if stores else _weights(world),
        regions={r: _of_region(region, fuels, limited) for r, region in world.regions.items()},
        accelerators=chips,
        # How much comes from which row of a table is for its prices.
        supply={
            resource: replace(limit, gain={}, stated={}, row_steps={}, growth=0.0)
            for resource, limit in world.supply.items()
            if resource in drawn
        },
        vendor_share={
            key: share
            for key, share in world.vendor_share.items()
            if key[0] in vendors and key[1:3] in drawn
        },
        capacity_factor={k: cf for k, cf in world.capacity_factor.items() if k[0] in profiles},
        tax_credits={
            key: credit
            for key, credit in world.tax_credits.items()
            if key[0] in technologies and key[2] in ordered[key[0]].capex
        },
        build_limit_gw={k: gw for k, gw in world.build_limit_gw.items() if k[0] in limits},
        flexible_load_share=world.flexible_load_share if flexible else 0.0,
        flexible_load_hours=world.flexible_load_hours if flexible else 0.0,
        rental_delivery_share=(
            world.rental_delivery_share if any(t.rented for t in technologies.values()) else 0.0
        ),
        redeployment_years=world.redeployment_years if world.one_way_redeployment else 0.0,
    )


def without_told_targets(world: World) -> World:
    """The world without what the drivers ask of workloads that have a price: it is told alone."""
    return replace(
        world,
        demand=None,
        workloads={
            w: replace(load, target={}) if load.priced else load
            for w, load in world.workloads.items()
        },
    )


def _has_a_place(world: World, g: str) -> bool:
    """Whether a technology stands at a site, or any site or year has a place for it."""
    if any(g in site.standing_technologies for site in world.sites.values()):
        return True
    technology = world.technologies[g]
    if technology.lead_years == inf or not (
        technology.kind == "grid" or world.buildable(technology.lead_years, world.years[-1])
    ):
        return False
    places = [site for site in world.sites.values() if _takes(site, technology)]
    if technology.region_limited:
        limits = (world.regions[site.region].technology_limit_gw for site in places)
        return any(limit.get(g, 0.0) > 0 for limit in limits)
    return bool(places)


def _takes(site: Site, technology: PowerTechnology) -> bool:
    if technology.kind in ("storage", "variable"):
        return site.onsite_renewables
    return technology.kind == "grid" or site.onsite_generation or technology.region_limited


def _is_sold(chip: Accelerator, first: int, last: int) -> bool:
    return chip.ship_year < last and chip.last_sale_year >= first


def _weights(world: World) -> dict[str, TimeSlice]:
    """The slices of a year in which nothing is stored: their length and their day don't count."""
    return {h: replace(piece, day=1, hours=1.0) for h, piece in world.slices.items()}


def _ordered(world: World, technology: PowerTechnology) -> PowerTechnology:
    """A technology with the costs of years in which it can enter service."""
    lead = 0.0 if technology.kind == "grid" else technology.lead_years

    def own(costs: Mapping[int, float]) -> Mapping[int, float]:
        return {
            y: usd
            for y, usd in costs.items()
            if y in world.years and lead < inf and world.buildable(lead, y)
        }

    return replace(
        technology, capex=own(technology.capex), energy_capex=own(technology.energy_capex)
    )


def _of_region(region: Region, fuels: set[str], limited: set[str]) -> Region:
    return replace(
        region,
        fuel_price={key: usd for key, usd in region.fuel_price.items() if key[0] in fuels},
        technology_limit_gw={
            g: gw for g, gw in region.technology_limit_gw.items() if g in limited
        },
    )
