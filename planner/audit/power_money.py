"""Money of power: capital and credits, upkeep, fuel, grid energy and carbon, from the tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache

from planner.audit.amounts import Amounts
from planner.audit.credits import BUSD_PER_GW, BUSD_PER_GWH, GWH_PER_TWH, Credits
from planner.audit.demand_charges import bill_charges, regions_with_tariff
from planner.audit.evidence import Evidence
from planner.audit.files import by_key, by_region_and_year, by_year_held


def power_charges(evidence: Evidence) -> dict[tuple[int, str], float]:
    """Year and term to what power is charged, and what its carbon is, billion USD."""
    files = evidence.files
    price = overnight(evidence)
    delivery = files.power_terms.get("rental_delivery_share", 0.0)
    connection = connections(evidence)
    total: Amounts[tuple[int, str]] = Amounts()

    def add(y: int, term: str, busd: float) -> None:
        total[y, term] += busd

    charge = cache(lambda g: files.charge(files.technologies[g]["payback_years"]))
    for (g, s, v), gw in evidence.built.items():
        technology = files.technologies[g]
        if technology["rented"]:
            add(v, "rental_delivery", files.once(v) * delivery * price[g, v] * gw)
        for y in evidence.years:
            due = files.falls_due(v, y, technology["payback_years"])
            if due and (g, s) in connection:
                add(y, "connection_capital", due * charge(g) * connection[g, s] * gw)
            if due and not technology["rented"]:
                add(y, "power_capital", due * charge(g) * price.get((g, v), 0.0) * gw)
    for y, busd in Credits(evidence).charges():
        add(y, "tax_credits", busd)
    for (g, s, y), gw in evidence.capacity.items():
        technology = files.technologies[g]
        add(y, "power_fixed_om", technology["fixed_om_usd_per_kw_year"] * BUSD_PER_GW * gw)
        if technology["rented"]:
            added = gw - evidence.kept[g, s, y]
            add(y, "power_capital", charge(g) * price[g, y] * added)
    for (_, y, term), busd in energy_charges(evidence).items():
        add(y, term, busd)
    return total


def energy_charges(evidence: Evidence) -> dict[tuple[str, int, str], float]:
    """Site, year and term to what energy is charged as it is used, and its carbon; billion USD.

    Terms of a year in which nothing is used are there too, with nothing.
    """
    files = evidence.files
    fuel, grid = fuel_prices(evidence), grid_prices(evidence)
    total: dict[tuple[str, int, str], float] = {}

    def add(s: str, y: int, term: str, busd: float) -> None:
        total[s, y, term] = total.get((s, y, term), 0.0) + busd

    for (g, s, y), twh in evidence.taken.items():
        technology, gwh = files.technologies[g], twh * GWH_PER_TWH
        by_mwh = technology["variable_om_usd_per_mwh"] * BUSD_PER_GWH
        add(s, y, "power_variable_om", by_mwh * gwh)
        if technology["fuel"] != "none":
            usd = (
                technology["heat_rate_mmbtu_per_mwh"]
                * fuel[technology["fuel"], evidence.region(s), y]
            )
            add(s, y, "fuel", usd * BUSD_PER_GWH * gwh)
        if technology["kind"] == "grid":
            add(s, y, "grid_energy", grid(evidence.region(s), y) * BUSD_PER_GWH * gwh)
    for (s, y, term), busd in bill_charges(evidence).items():
        add(s, y, term, busd)
    tonne = files.definition["prices"]["carbon_usd_per_t"]
    for s, y, mt in _emitted_at(evidence):
        add(s, y, "carbon", tonne * 1e6 * mt / 1e9)
    return total


def overnight(evidence: Evidence) -> Mapping[tuple[str, int], float]:
    """Source and year to its capital cost, billion USD a GW."""
    table = evidence.files.inputs["power_costs"]
    held = by_year_held(table, ["technology"], "capex_usd_per_kw", evidence.years)
    return {(g, y): usd * BUSD_PER_GW for (g, y), usd in held.items()}


def connections(evidence: Evidence) -> Mapping[tuple[str, str], float]:
    """Source and site to the capital of its connection, billion USD a GW."""
    table = evidence.files.inputs["connection_costs"]
    costs = by_key(table, ["technology", "site"], "connection_usd_per_kw")
    return {key: usd * BUSD_PER_GW for key, usd in costs.items()}


def emitted(evidence: Evidence) -> dict[int, float]:
    """Year to CO2, Mt."""
    total = dict.fromkeys(evidence.years, 0.0)
    for _, y, mt in _emitted_at(evidence):
        total[y] += mt
    return total


def _emitted_at(evidence: Evidence) -> Iterator[tuple[str, int, float]]:
    """Site, year and CO2 of each technology there, Mt."""
    grid = by_region_and_year(evidence.files.inputs["grid_carbon"], "carbon_t_per_mwh")
    for (g, s, y), twh in evidence.taken.items():
        technology = evidence.files.technologies[g]
        by_grid = technology["kind"] == "grid"
        factor = grid(evidence.region(s), y) if by_grid else technology["co2_t_per_mwh"]
        yield s, y, twh * float(factor)


def fuel_prices(evidence: Evidence) -> Mapping[tuple[str, str, int], float]:
    """Fuel, region and year to USD a MMBtu."""
    table = evidence.files.inputs["fuel_prices"]
    return by_year_held(table, ["fuel", "region"], "price_usd_per_mmbtu", evidence.years)


def grid_prices(evidence: Evidence) -> Callable[[str, int], float]:
    """Region and year to the price of grid energy that the model asks for, USD a MWh.

    A tariff prices energy at wholesale, and a region without one at retail.
    """
    asked = evidence.files.definition["power"]["electricity_price"]
    table = evidence.files.inputs["electricity_prices"]
    wholesale = by_region_and_year(table, "wholesale_usd_per_mwh")
    retail = by_region_and_year(table, "price_usd_per_mwh")
    if asked == "wholesale":
        return wholesale
    of_tariff = regions_with_tariff(evidence.files)
    return lambda region, y: (wholesale if region in of_tariff else retail)(region, y)
