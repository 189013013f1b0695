"""Why something has no place in a model at all: what the model says, dates, and what is banned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from planner.config import ModelDefinition
from planner.data.inputs import Inputs
from planner.errors import Fault, InputError, did_you_mean, listed
from planner.formulation.assemble import Formulation
from planner.system import Site, World
from planner.system.sites import pool_name
from planner.wording.numbers import to_decimals, to_figures, to_year

_TABLES = {"site": "sites", "accelerator": "accelerators", "technology": "power_technologies"}


def known(inputs: Inputs, kind: str, name: str, others: Iterable[str] = ()) -> None:
    """Raise InputError when no row of its table, nor of `others`, has this name."""
    names = [*map(str, inputs[_TABLES[kind]].index), *others]
    if name not in names:
        expected = f"a name of {_TABLES[kind]}.csv"
        there = f"there are {listed(dict.fromkeys(names), 8)}" if names else "the run has none"
        fix = did_you_mean(name, names) or there
        raise InputError([Fault(f"--{kind}", f"unknown {kind} {name!r}", expected, fix)])


def site_reasons(f: Formulation, inputs: Inputs, model: ModelDefinition, s: str) -> list[str]:
    """Why nothing can be built at a site, or nothing where something can."""
    m, world = f.model, f.model.world
    if s in world.sites:
        if any(where == s for where, _ in m.SHELLS):
            return []
        return [_closed(world, s, world.sites[s])]
    row, chosen = inputs["sites"].loc[s], model.sites
    if s in chosen.exclude:
        return [f"the model leaves it out ({model.place('sites.exclude')})"]
    if not chosen.takes_country(row["country"]):
        wanted = listed(chosen.countries, 6) or "none but those of sites.include"
        key = model.place("sites.countries")
        return [f"it is in {row['country']}; the model plans for {wanted} ({key})"]
    if chosen.kinds != "all" and row["kind"] not in chosen.kinds:
        return [f"it is of kind {row['kind']!r}; the model has {listed(chosen.kinds, 6)}"]
    room, least = float(row["max_facility_gw"]), chosen.min_facility_gw
    pool = pool_name(str(row["region"]), ())
    if row["kind"] != "fleet_pool" and room < least:
        kept = (
            f"it is planned as part of {pool}" if pool in world.sites
            else f"the small sites of {row['region']} have no fleet that stands, and are left out"
        )  # fmt: skip
        return [
            f"at {to_figures(room)} GW it is smaller than what is planned by itself, "
            f"{to_figures(least)} GW "
            f"({model.place('sites.min_facility_gw')}): {kept}; it would have to be "
            f"{to_figures(least - room)} GW larger"
        ]
    return [f"it stands for the small sites of {row['region']}, planned as {pool}"]


def accelerator_reasons(
    f: Formulation, inputs: Inputs, model: ModelDefinition, k: str
) -> list[str]:
    """Why no unit of a generation can be bought."""
    m, world, chosen = f.model, f.model.world, model.accelerators
    if any(chip == k for chip, _, _ in m.SALES):
        return []
    row = inputs["accelerators"].loc[k]
    if row["supply_region"] not in chosen.supply_regions:
        sold = listed(chosen.supply_regions, 6)
        return [
            f"it is barred: its supply region is {row['supply_region']!r}, the model buys from "
            f"{sold} ({model.place('accelerators.supply_regions')})"
        ]
    if k in chosen.exclude:
        return [f"the model leaves it out ({model.place('accelerators.exclude')})"]
    if chosen.include and k not in chosen.include:
        return [
            f"the model names those it buys, without it ({model.place('accelerators.include')})"
        ]
    ships, end = float(row["volume_ship_year"]), world.serves_by(world.years[-1])
    if ships >= end:
        return [
            f"it ships from {to_year(ships)} on, after the plan's end ({end}): it "
            "would have to come "
            f"{to_decimals(ships - end, 2)} years sooner, and a little more to be of use"
        ]
    if row["last_sale_year"] < world.years[0]:
        return [
            f"its last year of sale is {int(row['last_sale_year'])}; the plan begins in "
            f"{world.years[0]}"
        ]
    vendor = str(row["vendor"])
    if all(vendor in site.barred_vendors for site in world.sites.values()):
        return [
            f"no operator of the model's sites buys from {vendor} (operator_vendors, "
            f"{model.place('accelerators.operators')})"
        ]
    return ["no site of the model can take it in the years of its sale"]


def technology_reasons(f: Formulation, _: Inputs, model: ModelDefinition, g: str) -> list[str]:
    """Why a technology can't be built anywhere."""
    m, world, chosen = f.model, f.model.world, model.power
    if any(technology == g for technology, _, _ in m.BUILDS):
        return []
    if g in chosen.exclude:
        return [f"the model leaves it out ({model.place('power.exclude')})"]
    if chosen.technologies != "all" and g not in chosen.technologies:
        return [
            f"the model names its technologies, without it ({model.place('power.technologies')})"
        ]
    if g not in world.technologies or world.technologies[g].lead_years == float("inf"):
        return ["the model has no connections that the grid may cut (power.flexible_load = false)"]
    technology = world.technologies[g]
    if technology.kind != "grid" and not world.buildable(technology.lead_years, world.years[-1]):
        begin, end = world.years[0], world.serves_by(world.years[-1])
        return [
            f"ordered at the start of {begin} it serves from "
            f"{to_year(begin + technology.lead_years)} on "
            f"(lead time {to_figures(technology.lead_years)} years), after the plan's "
            f"end ({end}): "
            "it would have to come "
            f"{to_decimals(begin + technology.lead_years - end, 2)} years sooner"
        ]
    limits = [world.build_limit_gw.get((technology.build_limit, y), 1.0) for y in world.years]
    if not any(limits):
        return [f"no GW of {technology.build_limit} can be had in any year (build_limits)"]
    found = Counter(_barred(world, site, g) for site in world.sites.values())
    return [f"{reason} ({count} of {len(world.sites)} sites)" for reason, count in found.items()]


def earliest(f: Formulation, columns: Iterable[tuple[object, ...]]) -> str:
    """From which year on something can be, where that is not the first."""
    first = min((int(str(index[-1])) for index in columns), default=0)
    begin = f.model.world.years[0]
    return f"It can be had from {first} on." if first > begin else ""


def _closed(world: World, s: str, site: Site) -> str:
    if site.max_facility_gw <= site.existing_facility_gw:
        return (
            f"it is full: {to_figures(site.existing_facility_gw)} GW stand, and it takes "
            f"{to_figures(site.max_facility_gw)} GW (sites.{s}.max_facility_gw); it "
            "would have to be "
            f"larger"
        )
    end = world.serves_by(world.years[-1])
    return (
        f"its first power is in {to_year(site.first_power_year)}, after the plan's "
        f"end ({end}): it "
        f"would have to come {to_decimals(site.first_power_year - end, 2)} years sooner"
    )


def _barred(world: World, site: Site, g: str) -> str:
    """Why a technology can't stand at a site."""
    technology = world.technologies[g]
    if technology.region_limited and not world.regions[site.region].technology_limit_gw.get(
        g, 0.0
    ):
        return f"its region has no {g} (regional_limits)"
    if technology.kind in ("variable", "storage"):
        if not site.onsite_renewables:
            return "no land for solar, wind and storage there (sites.onsite_renewables)"
        return "no weather is known for it there (slice_profiles)"
    if technology.kind != "grid" and not (site.onsite_generation or technology.region_limited):
        return "generation on site is barred there (sites.onsite_generation)"
    return "nothing can be added there in the years in which it can be had"
