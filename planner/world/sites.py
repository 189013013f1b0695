"""From the site tables to sites in model units: chosen, and the small ones pooled."""

from collections.abc import Mapping
from dataclasses import replace
from math import inf

from planner.data.inputs import Inputs
from planner.errors import Fault, InputError
from planner.model_definition import ModelDefinition
from planner.units import THOUSAND
from planner.world.objects import Site


def chosen_sites(
    inputs: Inputs, model: ModelDefinition, everywhere: Mapping[str, Site]
) -> dict[str, Site]:
    """The sites of the model, of those that there are `everywhere`.

    A site below the model's size is merged into the pool of its region: what
    stands there counts, and it grows on the grid with the other small ones.
    Raises InputError when no site is left.
    """
    table = inputs["sites"]
    chosen = model.sites
    kept: dict[str, Site] = {}
    pooled: dict[str, list[Site]] = {}
    for s, site in everywhere.items():
        row = table.loc[s]
        if s not in chosen.include and s not in inputs.candidates:
            wanted = row["country"] in chosen.countries and s not in chosen.exclude
            if not wanted or (chosen.kinds != "all" and row["kind"] not in chosen.kinds):
                continue
            small = row["max_facility_gw"] < chosen.min_facility_gw
            if row["kind"] == "fleet_pool" or small:
                pooled.setdefault(site.region, []).append(site)
                continue
        kept[s] = site
    for region, members in pooled.items():
        if any(site.existing_fleet for site in members):
            kept[f"pool_{region}"] = _merged(region, members)
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


def released(site: Site) -> Site:
    """The site without limits of size, ramp and first year; what stands there stays."""
    return replace(site, max_facility_gw=inf, build_gw_per_year=inf, first_power_year=-inf)


def all_sites(inputs: Inputs, years: tuple[int, ...]) -> dict[str, Site]:
    """Every site of the tables."""
    power: dict[str, dict[str, float]] = {}
    stood = inputs["existing_power"]
    # A plan that begins in the past must not have what came after.
    stood = stood[stood["in_service_year"] < years[0]]
    for (s, g), gw in stood["capacity_gw"].items():
        if gw > 0:
            power.setdefault(s, {})[g] = float(gw)
    fleet: dict[str, dict[tuple[str, int], float]] = {}
    for (s, k, y), units_k in inputs["existing_accelerators"]["units_k"].items():
        if units_k > 0 and int(y) < years[0]:
            fleet.setdefault(s, {})[k, int(y)] = float(units_k) / THOUSAND
    contracted: dict[str, dict[int, float]] = {}
    for (s, y), gw in inputs["site_power"]["contracted_facility_gw"].items():
        contracted.setdefault(s, {})[int(y)] = float(gw)
    return {
        str(s): Site(
            region=str(row["region"]),
            max_facility_gw=float(row["max_facility_gw"]),
            build_gw_per_year=float(row["build_rate_gw_per_year"]),
            first_power_year=float(row["first_power_year"]),
            pue=float(row["pue"]),
            onsite_generation=bool(row["onsite_generation"]),
            onsite_renewables=bool(row["onsite_renewables"]),
            contracted_gw=_carried_forward(contracted.get(str(s), {}), years),
            existing_power=power.get(str(s), {}),
            existing_fleet=fleet.get(str(s), {}),
        )
        for s, row in inputs["sites"].iterrows()
    }


def _carried_forward(steps: Mapping[int, float], years: tuple[int, ...]) -> dict[int, float]:
    """Each year's value, the last one known where the table has ended."""
    return {
        y: steps[max(known)] for y in years if (known := [when for when in steps if when <= y])
    }


def _merged(region: str, members: list[Site]) -> Site:
    """One site that stands for many small ones, and grows as they may together, on the grid."""
    power: dict[str, float] = {}
    fleet: dict[tuple[str, int], float] = {}
    for site in members:
        for g, gw in site.existing_power.items():
            power[g] = power.get(g, 0.0) + gw
        for installed, units in site.existing_fleet.items():
            fleet[installed] = fleet.get(installed, 0.0) + units
    room = {
        s: max(site.max_facility_gw, site.existing_facility_gw) for s, site in enumerate(members)
    }
    it_gw = sum(room[s] / site.pue for s, site in enumerate(members))
    years = sorted({y for site in members for y in site.contracted_gw})
    weights = [room[s] / site.pue / it_gw if it_gw else 0.0 for s, site in enumerate(members)]
    slices = dict.fromkeys(h for site in members for h in site.pue_in)
    thirsty = any(site.water_in for site in members)
    return Site(
        region=region,
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
            if thirsty
        },
        onsite_generation=False,
        onsite_renewables=False,
        existing_power=power,
        existing_fleet=fleet,
    )
