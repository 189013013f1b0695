"""Traces of the money of power, and of loads and goods that the tables state."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from math import floor

from planner.analysis.trace.cells import Cell, Row, Run, Term, Traced
from planner.audit.files import by_key, by_region_and_year, by_year_held
from planner.audit.power_money import (
    BURNED,
    BUSD_PER_GW,
    BUSD_PER_GWH,
    GWH_PER_TWH,
    connections,
    credits,
    overnight,
)
from planner.audit.stated_demand import BUSD_PER_THOUSAND, at, of_slices


def price_cells(run: Run, g: str, y: int) -> tuple[Cell, ...]:
    """The capital cost of a source that is built in a year."""
    return run.held("power_costs", (g,), y, "capex_usd_per_kw")


def _source_cells(run: Run, g: str, *columns: str) -> tuple[Cell, ...]:
    return run.cells("power_technologies", g, *columns)


def _rate(run: Run) -> Cell:
    return run.of_model("discount_rate", run.files.definition["discount_rate"])


def _life(run: Run, g: str) -> tuple[Cell, ...]:
    """The cell that says for how long capital is paid; none where it is for ever."""
    own = run.files.technologies[g].get("economic_life_years")
    column = "economic_life_years" if own is not None and own == own else "lifetime_years"
    return tuple(c for c in _source_cells(run, g, column) if c.value == c.value)


def _built(run: Run, y: int) -> Iterator[tuple[str, str, int, float, float]]:
    """Source, site, year of building, GW, and the share of the year in which it is charged."""
    for (g, s, v), gw in sorted(run.ground.built.items()):
        due = run.files.falls_due(v, y, run.files.technologies[g]["payback_years"]) if gw else 0.0
        if due:
            yield g, s, v, gw, due


def _owned(run: Run, y: int) -> dict[tuple[str, str, int], tuple[float, float]]:
    """Source, region and year of building of what is owned: GW, and the share charged."""
    found: dict[tuple[str, str, int], tuple[float, float]] = {}
    for g, s, v, gw, due in _built(run, y):
        if not run.files.technologies[g]["rented"]:
            key = (g, run.ground.region(s), v)
            found[key] = (found.get(key, (0.0, due))[0] + gw, due)
    return found


def _power_capital(run: Run, y: int) -> Iterator[Term]:
    by_year: dict[tuple[str, int], tuple[float, float]] = {}
    for (g, _, v), (gw, due) in _owned(run, y).items():
        by_year[g, v] = (by_year.get((g, v), (0.0, due))[0] + gw, due)
    for (g, s, when), gw in run.ground.capacity.items():
        if when == y and run.files.technologies[g]["rented"]:
            added = gw - run.ground.places[s].stood(g, y)
            by_year[g, y] = (by_year.get((g, y), (0.0, 1.0))[0] + added, 1.0)
    price = overnight(run.ground)
    for (g, v), (gw, due) in by_year.items():
        charge = run.files.charge(run.files.technologies[g]["payback_years"]) * due
        what = "let" if run.files.technologies[g]["rented"] else f"built in {v}"
        words = f"{gw:.6g} GW of {g} {what}, {charge:.6g} of its capital cost"
        if value := gw * price.get((g, v), 0.0) * charge:
            yield Term(words, value, (*price_cells(run, g, v), *_life(run, g), _rate(run)))


def _connection_capital(run: Run, y: int) -> Iterator[Term]:
    price = connections(run.ground)
    for g, s, v, gw, due in _built(run, y):
        charge = run.files.charge(run.files.technologies[g]["payback_years"]) * due
        if value := gw * price.get((g, s), 0.0) * charge:
            words = f"{gw:.6g} GW of {g} of {v} connected at {s}, {charge:.6g} of its cost"
            cells = run.cells("connection_costs", (g, s), "connection_usd_per_kw")
            yield Term(words, value, (*cells, *_life(run, g), _rate(run)))


def _rental_delivery(run: Run, y: int) -> Iterator[Term]:
    share = run.files.power_terms.get("rental_delivery_share", 0.0)
    cells = run.cells("power_terms", "rental_delivery_share", "value")
    built: dict[str, float] = {}
    for (g, _, v), gw in run.ground.built.items():
        if gw and v == y and run.files.technologies[g]["rented"]:
            built[g] = built.get(g, 0.0) + gw
    for g, gw in built.items():
        if value := gw * overnight(run.ground).get((g, y), 0.0) * share:
            yield Term(f"{gw:.6g} GW of {g} delivered", value, (*price_cells(run, g, y), *cells))


def _tax_credits(run: Run, y: int) -> Iterator[Term]:
    credit = credits(run.ground)
    for (g, region, v), (gw, due) in _owned(run, y).items():
        if value := -gw * credit(g, region, v) * due:
            started = floor(v + 0.5 - float(run.files.technologies[g]["construction_years"]))
            columns = ("capital_share", "production_credit_usd_per_mwh")
            cells = run.cells("tax_credits", (g, started), *columns)
            words = f"{gw:.6g} GW of {g} of {v} in {region}"
            yield Term(words, value, (*cells, *price_cells(run, g, v)))


def _fixed_om(run: Run, y: int) -> Iterator[Term]:
    standing: dict[str, float] = {}
    for (g, _, when), gw in run.ground.capacity.items():
        if when == y:
            standing[g] = standing.get(g, 0.0) + gw
    for g, gw in standing.items():
        if value := gw * run.files.technologies[g]["fixed_om_usd_per_kw_year"] * BUSD_PER_GW:
            cells = _source_cells(run, g, "fixed_om_usd_per_kw_year")
            yield Term(f"{gw:.6g} GW of {g} in service", value, cells)


def _energy(run: Run, y: int) -> Iterator[tuple[str, str, float]]:
    """Source, region and GWh of what is paid by the unit."""
    found: dict[tuple[str, str], float] = {}
    for (g, s, when), twh in run.ground.energy.items():
        if when == y and twh and run.ground.kind(g) in BURNED:
            key = (g, run.ground.region(s))
            found[key] = found.get(key, 0.0) + twh * GWH_PER_TWH
    for (g, region), gwh in found.items():
        yield g, region, gwh


def _variable_om(run: Run, y: int) -> Iterator[Term]:
    for g, region, gwh in _energy(run, y):
        if value := gwh * run.files.technologies[g]["variable_om_usd_per_mwh"] * BUSD_PER_GWH:
            cells = _source_cells(run, g, "variable_om_usd_per_mwh")
            yield Term(f"{gwh:.6g} GWh of {g} in {region}", value, cells)


def _fuel(run: Run, y: int) -> Iterator[Term]:
    table = run.table("fuel_prices")
    price = by_year_held(table, ["fuel", "region"], "price_usd_per_mmbtu", run.ground.years)
    for g, region, gwh in _energy(run, y):
        source = run.files.technologies[g]
        fuel, heat = source["fuel"], source["heat_rate_mmbtu_per_mwh"]
        if fuel == "none":
            continue
        cells = _source_cells(run, g, "heat_rate_mmbtu_per_mwh")
        cells += run.held("fuel_prices", (fuel, region), y, "price_usd_per_mmbtu")
        value = gwh * heat * price[fuel, region, y] * BUSD_PER_GWH
        yield Term(f"{fuel} for {gwh:.6g} GWh of {g} in {region}", value, cells)


def _grid_energy(run: Run, y: int) -> Iterator[Term]:
    wholesale = run.files.definition["power"]["electricity_price"] == "wholesale"
    column = "wholesale_usd_per_mwh" if wholesale else "price_usd_per_mwh"
    price = by_region_and_year(run.table("electricity_prices"), column)
    for g, region, gwh in _energy(run, y):
        if run.ground.kind(g) == "grid" and (value := gwh * price(region, y) * BUSD_PER_GWH):
            cells = run.held("electricity_prices", (region,), y, column, first=True)
            yield Term(f"{gwh:.6g} GWh of {g} in {region}", value, cells)


def emissions(run: Run, row: Row) -> Traced:
    """CO2 of a year, on site or of the grid."""
    return Traced(tuple(_emitted(run, int(row["year"]), str(row["term"]))))


def _emitted(run: Run, y: int, term: str) -> Iterator[Term]:
    by_grid = by_region_and_year(run.table("grid_carbon"), "carbon_t_per_mwh")
    for g, region, gwh in _energy(run, y):
        grid = run.ground.kind(g) == "grid"
        if term not in ("", "grid" if grid else "onsite"):
            continue
        tonnes = by_grid(region, y) if grid else run.files.technologies[g]["co2_t_per_mwh"]
        if value := gwh * tonnes / GWH_PER_TWH:
            cells = (
                run.held("grid_carbon", (region,), y, "carbon_t_per_mwh", first=True)
                if grid
                else _source_cells(run, g, "co2_t_per_mwh")
            )
            yield Term(f"{gwh:.6g} GWh of {g} in {region}", value, cells)


def _carbon(run: Run, y: int) -> Iterator[Term]:
    price = run.files.definition["prices"]["carbon_usd_per_t"]
    for term in _emitted(run, y, ""):
        cells = (*term.cells, run.of_model("prices.carbon_usd_per_t", price))
        yield Term(term.words, term.value * price / 1e3, cells)


def _unserved(run: Run, y: int) -> Iterator[Term]:
    worth = of_slices(run.ground, "unserved_usd_per_mwh")
    for (s, when, h), terms in run.ground.terms.items():
        gwh = terms.get("unserved", 0.0) * run.ground.weights[h]
        usd = at(worth, s, y, h)
        if when == y and gwh and usd:
            cells = run.held("site_load", (s, h), y, "unserved_usd_per_mwh")
            cells = cells or run.held("site_load", (s, "all"), y, "unserved_usd_per_mwh")
            yield Term(f"{gwh:.6g} GWh of {s} unserved in {h}", gwh * usd * BUSD_PER_GWH, cells)


def _freight(run: Run, y: int) -> Iterator[Term]:
    way = by_key(run.table("freight"), ["good", "origin", "site"], "freight_usd_per_unit")
    years, supply = run.ground.years, run.table("goods_supply")
    price = by_year_held(supply, ["good", "origin"], "cost_usd_per_unit", years)
    sent = by_key(run.ground.plan("goods"), ["good", "origin", "site", "year"], "sent_thousand")
    for (c, i, s, when), thousand in sent.items():
        each = price.get((c, i, y), 0.0) + way[c, i, s]
        if when == y and (value := each * thousand * BUSD_PER_THOUSAND):
            cells = run.cells("freight", (c, i, s), "freight_usd_per_unit")
            cells += run.held("goods_supply", (c, i), y, "cost_usd_per_unit")
            yield Term(f"{thousand:.6g} thousand {c} from {i} to {s}", value, cells)


TERMS: Mapping[str, Callable[[Run, int], Iterator[Term]]] = {
    "power_capital": _power_capital,
    "connection_capital": _connection_capital,
    "rental_delivery": _rental_delivery,
    "power_fixed_om": _fixed_om,
    "power_variable_om": _variable_om,
    "fuel": _fuel,
    "grid_energy": _grid_energy,
    "tax_credits": _tax_credits,
    "carbon": _carbon,
    "unserved_load": _unserved,
    "freight": _freight,
}
"""Term of what a year is charged to what traces it."""
