"""From the site tables to sites in model units: chosen, and the small ones pooled."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from math import inf

from planner.config import ModelDefinition
from planner.data.inputs import Inputs
from planner.errors import Fault, InputError, listed, raise_any
from planner.system.objects.sites import Pool, Site
from planner.system.power_technologies import PER_GW
from planner.system.stated_demand import (
    ALL,
    carried_forward,
    connection_costs,
    loads,
    number_or,
    unserved_costs,
)
from planner.units import THOUSAND

ROUNDING = 1e-9
"""By how much of a site a load may seem to be larger, since decimal fractions are rounded."""


def chosen_sites(
    inputs: Inputs, model: ModelDefinition, everywhere: Mapping[str, Site]
) -> dict[str, Site]:
    """The sites of the model, of those that there are `everywhere`.

    A site below the model's size is merged into the pool of its region: what
    stands there counts, and it grows on the grid with the other small ones.
    Raises InputError when no site is left.
    """
    table = inputs["sites"].to_dict("index")
    chosen = model.sites
    kept: dict[str, Site] = {}
    pooled: dict[str, dict[str, Site]] = {}
    for s, site in everywhere.items():
        row = table[s]
        if s not in chosen.include and s not in inputs.candidates:
            wanted = chosen.takes_country(row["country"]) and s not in chosen.exclude
            if not wanted or (chosen.kinds != "all" and row["kind"] not in chosen.kinds):
                continue
            # What needs power of its own is no part of a pool of accelerators.
            small = row["max_facility_gw"] < chosen.min_facility_gw and not site.stated_load
            if row["kind"] == "fleet_pool" or small:
                pooled.setdefault(site.region, {})[s] = site
                continue
        kept[s] = site
    for region, members in pooled.items():
        if any(site.existing_fleet for site in members.values()):
            kept[pool_name(region, kept)] = _merged(region, members)
    if not kept:
        raise InputError(
            [
                Fault(
                    where=model.place("sites"),
                    found="no site of the tables fits",
                    expected="at least one",
                    fix="widen sites.countries or sites.kinds, or lower sites.min_facility_gw",
                )
            ]
        )
    return kept


def pool_name(region: str, sites: Collection[str]) -> str:
    """What the small sites of a region are called together: no site of the tables is."""
    name = f"pool_{region}"
    while name in sites:
        name += "_"
    return name


def with_loads(
    inputs: Inputs, sites: Mapping[str, Site], years: tuple[int, ...], slices: Collection[str]
) -> dict[str, Site]:
    """The sites with the loads that the tables state, beside those of accelerators."""
    load, cost = loads(inputs, years, slices), unserved_costs(inputs, years, slices)
    return {
        s: replace(site, stated_load=load[s], unserved_cost=cost.get(s, {})) if s in load else site
        for s, site in sites.items()
    }


def check_sizes(inputs: Inputs, model: ModelDefinition, sites: Mapping[str, Site]) -> None:
    """Hold loads that must be served to the size and pace of their sites; InputError otherwise.

    Also hold sites to a size where the model asks for N-1, whose row is made of it.
    """
    raise_any([*_loads_too_large(inputs, model, sites), *_sizes_without_end(inputs, model, sites)])


def _loads_too_large(
    inputs: Inputs, model: ModelDefinition, sites: Mapping[str, Site]
) -> Iterator[Fault]:
    for s, site in sites.items():
        for y in model.years.planned:
            must = {
                h: gw
                for (when, h), gw in site.stated_load.items()
                if when == y and site.unserved_cost_at(y, h) is None
            }
            most = site.reachable_gw(y, model.years.lengths)
            worst = max(must, key=must.__getitem__, default="")
            if worst and must[worst] > most * (1 + ROUNDING):
                keys = [key for key in inputs["site_load"].index if str(key[0]) == s]
                own = [key for key in keys if str(key[2]) in (worst, ALL) and int(key[1]) <= y]
                yield Fault(
                    inputs.place("site_load", (own or keys)[-1], "load_gw"),
                    f"{must[worst]:g} GW at {s!r} in {y}, which must be served",
                    f"at most the {most:g} GW of facility power that the site can have by then",
                    "raise its max_facility_gw or build_rate_gw_per_year, or state what load that "
                    "is not served costs (unserved_usd_per_mwh)",
                )
                break


def _sizes_without_end(
    inputs: Inputs, model: ModelDefinition, sites: Mapping[str, Site]
) -> Iterator[Fault]:
    if model.power.security == "reserve_margin" or not model.workloads.use:
        return
    endless = [s for s, site in sites.items() if site.max_facility_gw == inf]
    if endless:
        fix = (
            "leave sites out of limits.release"
            if "sites" in model.limits.release
            else "state their max_facility_gw"
        )
        found = f"{model.power.security!r} at {listed(endless, 4)}, of no limited size"
        yield Fault(model.place("power.security"), found, "sites with a size", fix)


def released(site: Site) -> Site:
    """The site without limits of size, ramp and first year; what stands there stays."""
    return replace(site, max_facility_gw=inf, build_gw_per_year=inf, first_power_year=-inf)


def all_sites(inputs: Inputs, years: tuple[int, ...], *, later: bool = True) -> dict[str, Site]:
    """Every site of the tables.

    What the tables say stands from a year of the plan on enters service then; without
    `later` it is left out, since a plan that begins in the past must not have what came after.
    """
    power: dict[str, dict[str, float]] = {}
    entering: dict[str, dict[tuple[str, int], float]] = {}
    retired: dict[str, dict[tuple[str, int], float]] = {}
    energy: dict[str, dict[tuple[str, int], float]] = {}
    paid: dict[str, dict[int, float]] = {}
    for (s, g), row in inputs["existing_power"].to_dict("index").items():
        since, gw = int(row["in_service_year"]), float(row["capacity_gw"])
        serves = next((y for y in years if y >= since), None)
        if gw <= 0 or (since >= years[0] and not (later and serves)):
            continue
        if serves is None or since < years[0]:
            power.setdefault(s, {})[g] = gw
        else:
            entering.setdefault(s, {})[g, serves] = gw
        gone = since + number_or(row.get("life_years"), inf)
        hours = float(inputs["power_technologies"].at[g, "storage_hours"])
        gwh = number_or(row.get("energy_gwh"), hours * gw)
        busd = float(row.get("paid_usd_per_kw_year", 0.0)) * PER_GW * gw
        for y in (y for y in years if max(since, years[0]) <= y < gone):
            energy.setdefault(s, {})[g, y] = gwh
            paid.setdefault(s, {})[y] = paid.get(s, {}).get(y, 0.0) + busd
        retired.setdefault(s, {}).update({(g, y): gw for y in years if y >= gone})
    fleet: dict[str, dict[tuple[str, int], float]] = {}
    for (s, k, y), units_k in inputs["existing_accelerators"]["units_k"].items():
        if units_k > 0 and (later or int(y) < years[0]):
            fleet.setdefault(s, {})[k, int(y)] = float(units_k) / THOUSAND
    contracted: dict[str, dict[int, float]] = {}
    for (s, y), gw in inputs["site_power"]["contracted_facility_gw"].items():
        contracted.setdefault(s, {})[int(y)] = float(gw)
    connections = connection_costs(inputs)
    return {
        str(s): Site(
            region=str(row["region"]),
            max_facility_gw=number_or(row["max_facility_gw"], inf),
            build_gw_per_year=number_or(row["build_rate_gw_per_year"], inf),
            first_power_year=number_or(row["first_power_year"], -inf),
            pue=float(row["pue"]),
            onsite_generation=bool(row["onsite_generation"]),
            onsite_renewables=bool(row["onsite_renewables"]),
            contracted_gw=carried_forward(contracted.get(str(s), {}), years),
            existing_power=power.get(str(s), {}),
            entering_power=entering.get(str(s), {}),
            existing_energy_gwh=energy.get(str(s), {}),
            still_paid={y: busd for y, busd in paid.get(str(s), {}).items() if busd},
            retired_power=retired.get(str(s), {}),
            connection_cost=connections.get(str(s), {}),
            existing_fleet=fleet.get(str(s), {}),
        )
        for s, row in inputs["sites"].to_dict("index").items()
    }


def _merged(region: str, named: Mapping[str, Site]) -> Site:
    """One site that stands for many small ones, and grows as they may together, on the grid."""
    members = list(named.values())
    power: dict[str, float] = {}
    entering: dict[tuple[str, int], float] = {}
    energy: dict[tuple[str, int], float] = {}
    paid: dict[int, float] = {}
    retired: dict[tuple[str, int], float] = {}
    fleet: dict[tuple[str, int], float] = {}
    for site in members:
        for g, gw in site.existing_power.items():
            power[g] = power.get(g, 0.0) + gw
        for come, gw in site.entering_power.items():
            entering[come] = entering.get(come, 0.0) + gw
        for held, gwh in site.existing_energy_gwh.items():
            energy[held] = energy.get(held, 0.0) + gwh
        for y, busd in site.still_paid.items():
            paid[y] = paid.get(y, 0.0) + busd
        for gone, gw in site.retired_power.items():
            retired[gone] = retired.get(gone, 0.0) + gw
        for installed, units in site.existing_fleet.items():
            fleet[installed] = fleet.get(installed, 0.0) + units
    room = {
        s: max(site.max_facility_gw, site.existing_facility_gw) for s, site in enumerate(members)
    }
    it_gw = sum(room[s] / site.pue for s, site in enumerate(members))
    years = sorted({y for site in members for y in site.contracted_gw})
    weights = [room[s] / site.pue / it_gw if it_gw else 0.0 for s, site in enumerate(members)]
    slices = dict.fromkeys(h for site in members for h in site.pue_in)
    takes_water = any(site.water_in for site in members)
    return Site(
        region=region,
        members=dict(zip(named, weights, strict=True)),
        max_facility_gw=sum(room.values()),
        build_gw_per_year=sum(site.build_gw_per_year for site in members),
        first_power_year=min(site.first_power_year for site in members),
        pue=sum(room.values()) / it_gw if it_gw else 1.0,
        contracted_gw={
            y: sum(site.contracted_gw.get(y, site.existing_facility_gw) for site in members)
            for y in years
        },
        pue_in={
            h: sum(w * site.pue_at(h) for w, site in zip(weights, members, strict=True))
            for h in slices
            if it_gw
        },
        water_in={
            h: sum(w * site.water_in.get(h, 0.0) for w, site in zip(weights, members, strict=True))
            for h in slices
            if takes_water
        },
        onsite_generation=False,
        onsite_renewables=False,
        existing_power=power,
        entering_power=entering,
        existing_energy_gwh=energy,
        still_paid=paid,
        retired_power=retired,
        existing_fleet=fleet,
        # Each takes what its own operators buy, so together they bar what all of them bar.
        barred_vendors=frozenset.intersection(*(site.barred_vendors for site in members)),
        pool=Pool(
            members=tuple(named),
            room_gw=sum(
                site.max_facility_gw
                for site in members
                if site.max_facility_gw >= site.existing_facility_gw
            ),
            contracted_gw={
                y: sum(site.contracted_gw.get(y, 0.0) for site in members) for y in years
            },
        ),
    )
