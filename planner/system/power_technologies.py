"""From the power tables to technologies, regions, limits and profiles in model units."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from math import inf

import pandas as pd

from planner.config import ModelDefinition
from planner.data.inputs import Inputs
from planner.errors import Fault, raise_any
from planner.system.grid_bills import grid_bills, path_of
from planner.system.objects.power import PowerTechnology, Region
from planner.system.stated_demand import carried_forward, number_or
from planner.units import (
    KW_PER_GW,
    MW_PER_GW,
    MWH_PER_GWH,
    THOUSAND,
    TONNES_PER_MILLION_TONNES,
    USD_PER_BILLION,
)

PER_GW = KW_PER_GW / USD_PER_BILLION
PER_GWH = MWH_PER_GWH / USD_PER_BILLION
MT_PER_GWH = MWH_PER_GWH / TONNES_PER_MILLION_TONNES


def technologies(
    inputs: Inputs, model: ModelDefinition, standing: Iterable[str]
) -> dict[str, PowerTechnology]:
    """Technologies that the model may build, and those in `standing` that serve already.

    A technology that may not be built has no capital cost and an endless lead time.
    Raises InputError when a connection is named that the model does not allow, or when it allows
    those that the grid may cut and none may be built.
    """
    table = inputs["power_technologies"]
    chosen = model.power
    buildable = {
        g
        for g in table.index
        if (chosen.technologies == "all" or g in chosen.technologies) and g not in chosen.exclude
    }
    flexible = {g for g in table.index if _may_be_cut(table.loc[g])}
    if chosen.flexible_load:
        raise_any(_nothing_to_cut(model, flexible) if not flexible & buildable else ())
    else:
        flexible &= buildable
        raise_any(
            Fault(
                model.place("power.technologies"),
                f"{g!r}, a connection that the grid may cut",
                "power.flexible_load = true beside it",
            )
            for g in sorted(flexible)
            if chosen.technologies != "all"
        )
        buildable -= flexible
    capex = costs_by_year(inputs, model.years.planned)
    energy = costs_by_year(inputs, model.years.planned, "energy_capex_usd_per_kwh")
    by_slice: dict[str, dict[str, float]] = {}
    for (g, h), share in inputs.column("technology_availability", "availability").items():
        by_slice.setdefault(str(g), {})[str(h)] = float(share)
    return {
        str(g): PowerTechnology(
            kind=row["kind"],
            availability=float(row["availability"]),
            availability_in=by_slice.get(str(g), {}),
            forced_outage=float(row.get("forced_outage_share", 0.0)),
            scheduled_outage=float(row.get("scheduled_outage_share", 0.0)),
            flat=bool(row.get("flat_output", False)),
            life_years=number_or(row["lifetime_years"], inf),
            economic_life_years=number_or(row.get("economic_life_years"), None),
            lead_years=float(row["lead_time_years"]) if g in buildable else float("inf"),
            capex=capex.get(str(g)) or dict.fromkeys(model.years.planned, 0.0),
            fixed_om=float(row["fixed_om_usd_per_kw_year"]) * PER_GW,
            variable_om=float(row["variable_om_usd_per_mwh"]) * PER_GWH,
            fuel=str(row["fuel"]),
            heat_rate=float(row["heat_rate_mmbtu_per_mwh"]),
            co2_mt_per_gwh=float(row["co2_t_per_mwh"]) * MT_PER_GWH,
            storage_hours=float(row["storage_hours"]),
            round_trip_efficiency=float(row["round_trip_efficiency"]),
            charge_efficiency=number_or(row.get("charge_efficiency"), None),
            energy_capex=energy.get(str(g), {}),
            energy_fixed_om=float(row.get("energy_fixed_om_usd_per_kwh_year", 0.0)) * PER_GW,
            profile=str(row["profile"]),
            build_limit=str(row["build_limit"]),
            region_limited=bool(row["region_limited"]),
            rented=bool(row["rented"]),
            unit_gw=float(row["unit_size_mw"]) / MW_PER_GW,
        )
        for g, row in table.iterrows()
        if g in buildable or g in set(standing)
    }


def costs_by_year(
    inputs: Inputs, years: tuple[int, ...], column: str = "capex_usd_per_kw"
) -> dict[str, dict[int, float]]:
    """Source to year to capital cost, billion USD a GW; the last one known in later years.

    `column` may be one that few tables have, of what a store holds: billion USD a GWh.
    """
    stated: dict[str, dict[int, float]] = {}
    costs = inputs["power_costs"]
    for (g, y), cost in (costs[column].dropna() if column in costs else {}).items():
        stated.setdefault(str(g), {})[int(y)] = float(cost) * PER_GW
    return {g: {**carried_forward(cost, years), **cost} for g, cost in stated.items()}


def _nothing_to_cut(model: ModelDefinition, known: Iterable[str]) -> Iterator[Fault]:
    named = " or ".join(repr(g) for g in sorted(known))
    yield Fault(
        model.place("power.flexible_load"),
        "true, where no connection that the grid may cut may be built",
        "a technology of kind grid with region_limited = true",
        f"let power.technologies have {named}, or leave it out"
        if named
        else "add a row to power_technologies, or leave it out",
    )


def _may_be_cut(row: pd.Series) -> bool:
    """Whether a row of the power technologies is what ``PowerTechnology.flexible`` says."""
    return bool(row["kind"] == "grid" and row["region_limited"])


def regions(
    inputs: Inputs, model: ModelDefinition, names: Sequence[str], years: tuple[int, ...]
) -> dict[str, Region]:
    """The named regions, with the paths of their grids and their prices of fuel.

    Raises InputError for a region without a price of the kind that the model asks for.
    """
    bills = grid_bills(inputs, model, names, years)
    carbon, loads = inputs["grid_carbon"], inputs["grid_large_loads"]
    limits: dict[str, dict[str, float]] = {}
    for (r, g), gw in inputs["regional_limits"]["max_total_gw"].items():
        limits.setdefault(r, {})[g] = float(gw)
    prices = inputs["fuel_prices"].reset_index()
    fuel: dict[str, dict[tuple[str, int], float]] = {}
    stated: dict[tuple[str, str], dict[int, float]] = {}
    # Heat rates are in MMBtu a MWh, so a GWh takes that number of thousand MMBtu.
    for r, f, y, usd in zip(
        prices["region"],
        prices["fuel"],
        prices["year"],
        prices["price_usd_per_mmbtu"],
        strict=True,
    ):
        stated.setdefault((r, f), {})[int(y)] = float(usd) * THOUSAND / USD_PER_BILLION
    for (r, f), by_year in stated.items():
        fuel.setdefault(r, {}).update(
            {(f, y): usd for y, usd in carried_forward(by_year, years).items()}
        )
    table = inputs["regions"]
    return {
        r: Region(
            country=str(table.at[r, "country"]),
            interconnection_lead_years=float(table.at[r, "interconnection_lead_years"]),
            grid_gw_per_year=path_of(loads["gw_per_year"], r, years).scaled(model.years.lengths),
            grid_price=bills[r].energy,
            energy_priced_at=bills[r].priced_at,
            demand_charge=bills[r].demand_charge,
            minimum_take=bills[r].minimum_take,
            co2_mt_per_gwh=path_of(carbon["carbon_t_per_mwh"] * MT_PER_GWH, r, years),
            fuel_price=fuel.get(r, {}),
            technology_limit_gw=limits.get(r, {}),
        )
        for r in names
    }


def released(region: Region) -> Region:
    """The region with connections at once and without limit."""
    return replace(region, interconnection_lead_years=0.0, grid_gw_per_year={})


def build_limits(inputs: Inputs, years: tuple[int, ...]) -> dict[tuple[str, int], float]:
    """Technology and year to what data centres can get of it nationally, GW."""
    table = inputs["build_limits"]
    available = table["feasible_gw_per_year"] * table["data_center_share"]
    return {(t, int(y)): float(gw) for (t, y), gw in available.items() if y in years}
