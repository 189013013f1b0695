"""Money of power: capital and credits, upkeep, fuel, grid energy and carbon, from the tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from math import floor

from planner.certify.files import by_key, by_region_and_year, by_year_held
from planner.certify.ground import Ground

GWH_PER_TWH = 1e3
HOURS = 8760.0
BUSD_PER_GW = 1e6 / 1e9
"""Of a price in USD a kW."""
BUSD_PER_GWH = 1e3 / 1e9
"""Of a price in USD a MWh."""
BURNED = ("dispatchable", "baseload", "grid")
"""Kinds whose energy is paid by the unit, or emits."""


def power_charges(ground: Ground) -> dict[tuple[int, str], float]:
    """Year and term to what power is charged, and what its carbon is, billion USD."""
    files = ground.files
    price = overnight(ground)
    delivery = files.power_terms.get("rental_delivery_share", 0.0)
    connection = connections(ground)
    total: dict[tuple[int, str], float] = {}

    def add(y: int, term: str, busd: float) -> None:
        total[y, term] = total.get((y, term), 0.0) + busd

    charge = cache(lambda g: files.charge(files.sources[g]["payback_years"]))
    credit = credits(ground)
    for (g, s, v), gw in ground.built.items():
        source = files.sources[g]
        if source["rented"]:
            add(v, "rental_delivery", delivery * price[g, v] * gw)
        for y in ground.years:
            due = files.falls_due(v, y, source["payback_years"])
            if due and (g, s) in connection:
                add(y, "connection_capital", due * charge(g) * connection[g, s] * gw)
            if due and not source["rented"]:
                add(y, "power_capital", due * charge(g) * price.get((g, v), 0.0) * gw)
                add(y, "tax_credits", -due * credit(g, ground.region(s), v) * gw)
    for (g, s, y), gw in ground.capacity.items():
        source = files.sources[g]
        add(y, "power_fixed_om", source["fixed_om_usd_per_kw_year"] * BUSD_PER_GW * gw)
        if source["rented"]:
            added = gw - ground.places[s].stood(g, y)
            add(y, "power_capital", charge(g) * price[g, y] * added)
    fuel, grid = _fuel_prices(ground), _grid_prices(ground)
    for (g, s, y), twh in ground.energy.items():
        source, gwh = files.sources[g], twh * GWH_PER_TWH
        if source["kind"] not in BURNED:
            continue
        add(y, "power_variable_om", source["variable_om_usd_per_mwh"] * BUSD_PER_GWH * gwh)
        if source["fuel"] != "none":
            usd = source["heat_rate_mmbtu_per_mwh"] * fuel[source["fuel"], ground.region(s), y]
            add(y, "fuel", usd * BUSD_PER_GWH * gwh)
        if source["kind"] == "grid":
            add(y, "grid_energy", grid(ground.region(s), y) * BUSD_PER_GWH * gwh)
    tonne = files.definition["prices"]["carbon_usd_per_t"]
    for y, mt in emitted(ground).items():
        add(y, "carbon", tonne * 1e6 * mt / 1e9)
    return total


def overnight(ground: Ground) -> Mapping[tuple[str, int], float]:
    """Source and year to its capital cost, billion USD a GW."""
    table = ground.files.inputs["power_costs"]
    held = by_year_held(table, ["source"], "capex_usd_per_kw", ground.years)
    return {(g, y): usd * BUSD_PER_GW for (g, y), usd in held.items()}


def connections(ground: Ground) -> Mapping[tuple[str, str], float]:
    """Source and site to the capital of its connection, billion USD a GW."""
    table = ground.files.inputs["connection_costs"]
    costs = by_key(table, ["source", "site"], "connection_usd_per_kw")
    return {key: usd * BUSD_PER_GW for key, usd in costs.items()}


def credits(ground: Ground) -> Callable[[str, str, int], float]:
    """Source, region and year of service to the credit on a GW, billion USD a year of its life."""
    files = ground.files
    regions = files.inputs["regions"]
    home = set(regions.loc[regions["country"] == "USA", "region"])
    rows = {
        (str(row["source"]), int(row["construction_start_year"])): row
        for row in files.inputs["tax_credits"].to_dict("records")
    }
    price = overnight(ground)

    @cache
    def credit(g: str, region: str, v: int) -> float:
        source = files.sources[g]
        row = rows.get((g, floor(v + 0.5 - source["construction_years"])))
        if row is None or row["latest_online_year"] < v or region not in home:
            return 0.0
        over_life = files.charge(source["payback_years"])
        yearly = over_life * row["capital_share"] * price[g, v]
        usd = row["production_credit_usd_per_mwh"]
        if usd:
            gwh = HOURS * source["availability"]
            if source["kind"] == "variable":
                gwh = sum(
                    piece.weight_hours
                    * ground.calendar.capacity_factor[source["profile"], region, h]
                    for h, piece in ground.calendar.slices.items()
                )
            payments = files.charge(row["production_credit_years"])
            yearly += over_life / payments * usd * BUSD_PER_GWH * gwh
        return float(yearly)

    return credit if files.definition["power"]["tax_credits"] else lambda g, region, v: 0.0


def emitted(ground: Ground) -> dict[int, float]:
    """Year to CO2, Mt."""
    grid = by_region_and_year(ground.files.inputs["grid_carbon"], "carbon_t_per_mwh")
    total = dict.fromkeys(ground.years, 0.0)
    for (g, s, y), twh in ground.energy.items():
        source = ground.files.sources[g]
        if source["kind"] in BURNED:
            by_grid = source["kind"] == "grid"
            total[y] += twh * float(
                grid(ground.region(s), y) if by_grid else source["co2_t_per_mwh"]
            )
    return total


def _fuel_prices(ground: Ground) -> Mapping[tuple[str, str, int], float]:
    table = ground.files.inputs["fuel_prices"]
    return by_year_held(table, ["fuel", "region"], "price_usd_per_mmbtu", ground.years)


def _grid_prices(ground: Ground) -> Callable[[str, int], float]:
    wholesale = ground.files.definition["power"]["electricity_price"] == "wholesale"
    column = "wholesale_usd_per_mwh" if wholesale else "price_usd_per_mwh"
    return by_region_and_year(ground.files.inputs["electricity_prices"], column)
