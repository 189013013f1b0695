r"""Index sets: only the tuples that can exist.

A generation is sold between its volume ship date and its last year of sale; a
site takes nothing before its first power, and nothing of a vendor from which its operators don't
buy, beyond what stands there; a technology serves where it may stand, solar,
wind and storage where there is land for them, and once its lead time has passed. Sun and wind
need a profile of the region; storage needs a year of more than one slice, and no weather.
What can't happen has no variable, so the model is small before it is fast.

Sets
    :math:`y, v \in Y`  years, and years of purchase or building  ``YEARS``
    :math:`s \in S`  sites  ``SITES``
    :math:`(k, s, v)`  generation, site, year in which it can be bought  ``SALES``
    :math:`(k, s, y)`  generation that can stand at a site in a year  ``FLEET``
    :math:`(s, v)`  site and year in which shell can be added  ``SHELLS``
    :math:`(s, v)`  site with halls for air, and year in which one can be converted  ``RETROFITS``
    :math:`(g, s, v)`  technology, site, year in which it can enter service  ``BUILDS``
    :math:`(g, s, y)`  technology that can serve a site in a year  ``POWER``
    :math:`(s, y, h)`  site, year, slice in which power is balanced  ``BALANCES``
    :math:`(w, k, y)`  workload, generation, year  ``ALLOCATIONS``
    :math:`(w, y)`  training run and year, where runs are not pooled  ``SPREAD_RUNS``

A site and year in which neither weather-driven technologies nor storage can serve,
nor technologies whose availability varies, and whose stated load is flat, is
balanced once, over the whole year: nothing varies there within it.
"""

from collections.abc import Iterator
from math import inf, isinf

import pyomo.environ as pyo

from planner.system import Site, TimeSlice, World

ANNUAL = "year"
"""The slice that stands for all hours where nothing varies."""


def attach(m: pyo.ConcreteModel, world: World) -> None:
    """Put `world` and the index sets of all blocks on the model."""
    m.world = world
    m.YEARS = list(world.years)
    m.SITES = list(world.sites)
    m.SALES = list(_sales(world))
    m.FLEET = _standing(world, m.SALES)
    m.SHELLS = [(s, y) for s in m.SITES for y in m.YEARS if _open(world, world.sites[s], y)]
    m.RETROFITS = [(s, y) for s in m.SITES for y in m.YEARS if world.sites[s].air_hall_gw > 0]
    m.BUILDS = list(_builds(world))
    m.POWER = _serving(world, m.BUILDS)
    m.technologies_at = _grouped(m.POWER)
    m.BALANCES = [
        (s, y, h)
        for s in m.SITES
        for y in m.YEARS
        for h in slices_of(world, m.technologies_at, s, y)
    ]
    m.ALLOCATIONS = [
        (w, k, y)
        for w, workload in world.workloads.items()
        for k, y in sorted({(k, y) for k, _, y in m.FLEET}, key=lambda ky: (ky[1], ky[0]))
        if workload.asked_in(y)
    ]
    m.SPREAD_RUNS = [
        (w, y)
        for w, workload in world.workloads.items()
        for y in m.YEARS
        if world.training_topology and workload.kind == "training_run" and y in workload.target
    ]


def slice_of(world: World, h: str) -> TimeSlice:
    """The slice named `h`, or the whole year."""
    if h == ANNUAL:
        return TimeSlice(hours=world.hours_per_year, weight_hours=world.hours_per_year)
    return world.slices[h]


def slices_of(
    world: World, technologies_at: dict[tuple[str, int], list[str]], s: str, y: int
) -> list[str]:
    """The slices in which site `s` is balanced in year `y`."""
    technologies = [world.technologies[g] for g in technologies_at.get((s, y), ())]
    varies = world.sites[s].load_varies(y, world.slices) or any(
        technology.kind in ("variable", "storage") or technology.availability_in
        for technology in technologies
    )
    return list(world.slices) if varies else [ANNUAL]


def _can_grow(site: Site) -> bool:
    """Whether anything can be added at the site."""
    return site.max_facility_gw > site.existing_facility_gw


def _open(world: World, site: Site, year: int) -> bool:
    """Whether the site can grow in `year`: a year's states are those of its end."""
    return _can_grow(site) and site.first_power_year < world.serves_by(year)


def _takes_power(world: World, site: Site, year: int) -> bool:
    """Whether technologies can be built there in `year`: for chips that may come, or a stated load."""
    takes = _can_grow(site) or bool(site.stated_load)
    return takes and site.first_power_year < world.serves_by(year)


def _sales(world: World) -> Iterator[tuple[str, str, int]]:
    for k, chip in world.accelerators.items():
        for s, site in world.sites.items():
            for y in world.years:
                on_sale = chip.ship_year < world.serves_by(y) and y <= chip.last_sale_year
                hosts = _open(world, site, y) or site.existing_facility_gw > 0
                if on_sale and hosts and chip.vendor not in site.barred_vendors:
                    yield k, s, y


def _standing(world: World, sales: list[tuple[str, str, int]]) -> list[tuple[str, str, int]]:
    bought = {(k, s): [] for k, s, _ in sales}  # type: dict[tuple[str, str], list[int]]
    for k, s, v in sales:
        bought[k, s].append(v)
    for s, site in world.sites.items():
        for k, v in site.existing_fleet:
            bought.setdefault((k, s), []).append(v)
    return [
        (k, s, y)
        for (k, s), years in bought.items()
        for y in world.years
        if any(world.in_life(v, y, world.accelerators[k].stays_years) for v in years)
    ]


def _builds(world: World) -> Iterator[tuple[str, str, int]]:
    profiles = {(profile, r) for profile, r, _ in world.capacity_factor}
    for s, site in world.sites.items():
        region = world.regions[site.region]
        weather = {profile for profile, r in profiles if r == site.region}
        for g, technology in world.technologies.items():
            allowed = {
                "grid": True,
                # In a year of one slice there is no other hour to carry energy to.
                "storage": site.onsite_renewables and len(world.slices) > 1,
                "variable": site.onsite_renewables and technology.profile in weather,
            }.get(technology.kind, site.onsite_generation or technology.region_limited)
            if technology.region_limited:
                allowed = allowed and region.technology_limit_gw.get(g, 0) > 0
            if not allowed:
                continue
            for y in world.years:
                limit = world.build_limit_gw.get((technology.build_limit, y), 1.0)
                if _takes_power(world, site, y) and limit > 0 and _arrives(world, site, g, y):
                    yield g, s, y


def _arrives(world: World, site: Site, g: str, year: int) -> bool:
    """Whether technology `g` can be in service at the site in `year`."""
    if isinf(world.technologies[g].lead_years):
        # What the model does not let be built only stands, connections to the grid as well.
        return False
    if world.technologies[g].kind != "grid" or world.technologies[g].flexible:
        return world.buildable(world.technologies[g].lead_years, year)
    lead = world.regions[site.region].interconnection_lead_years
    contracted = site.contracted_gw.get(year, 0.0) > site.existing_facility_gw
    return contracted or world.buildable(lead, year)


def _serving(world: World, builds: list[tuple[str, str, int]]) -> list[tuple[str, str, int]]:
    first: dict[tuple[str, str], list[int]] = {}
    for g, s, v in builds:
        first.setdefault((g, s), []).append(v)
    from_year = {
        (g, s): world.years[0]
        if g in site.existing_power
        else min(y for of, y in site.entering_power if of == g)
        for s, site in world.sites.items()
        for g in site.standing_technologies
    }
    return [
        (g, s, y)
        for s in world.sites
        for g in world.technologies
        for y in world.years
        if y >= from_year.get((g, s), inf)
        or any(
            world.in_life(v, y, world.technologies[g].life_years) for v in first.get((g, s), ())
        )
    ]


def _grouped(power: list[tuple[str, str, int]]) -> dict[tuple[str, int], list[str]]:
    grouped: dict[tuple[str, int], list[str]] = {}
    for g, s, y in power:
        grouped.setdefault((s, y), []).append(g)
    return grouped
