"""Traces of money: capital as spent, and what a year is charged, term by term."""

from __future__ import annotations

from collections.abc import Iterator
from math import floor

from planner.analysis.trace.cells import Cell, Row, Run, Term, Traced
from planner.audit.files import in_service
from planner.audit.power_money import BURNED, BUSD_PER_GW, BUSD_PER_GWH, GWH_PER_TWH, credits

_PRICE = "price_usd"


def capex(run: Run, row: Row) -> Traced:
    """A row of capital as it was spent."""
    y, component, item, s = int(row["year"]), row["component"], row["item"], row["site"]
    ground = run.ground
    if component == "accelerators":
        units = ground.bought[item, s, y]
        price = ground.chips[item].price_busd
        words = f"{units:.6g} million {item} bought at {s}, {price * 1e3:,.0f} USD each"
        return Traced((Term(words, units * price, _chip(run, item)),))
    if component == "shell":
        gw, shell = ground.shell[s, y], run.cell("cluster_costs", "shell_usd_per_w_it", "value")
        words = f"shell for {gw:.6g} GW of IT at {s}"
        return Traced((Term(words, gw * float(str(shell.value)), (shell,)),))
    if component == "power":
        gw = ground.built[item, s, y]
        cell = run.cell("power_costs", (item, y), "capex_usd_per_kw")
        words = f"{gw:.6g} GW of {item} built at {s}"
        return Traced((Term(words, gw * float(str(cell.value)) * BUSD_PER_GW, (cell,)),))
    note = f"{component} is traced no further; planner show RUN -t expansion has what was built"
    return Traced((), note)


def cost(run: Run, row: Row) -> Traced:
    """What a year is charged for one term."""
    makers = {
        "accelerators_capital": _accelerators_capital,
        "accelerators_upkeep": _accelerators_upkeep,
        "shell_capital": _shell_capital,
        "shell_upkeep": _shell_upkeep,
        "power_capital": _power_capital,
        "rental_delivery": _rental_delivery,
        "power_fixed_om": _fixed_om,
        "power_variable_om": _variable_om,
        "fuel": _fuel,
        "grid_energy": _grid_energy,
        "tax_credits": _tax_credits,
        "carbon": _carbon,
    }
    if row["term"] not in makers:
        return Traced((), f"the term {row['term']} is traced no further")
    return Traced(tuple(makers[row["term"]](run, int(row["year"]))))


def present_cost(run: Run, row: Row) -> Traced:
    """The same, discounted to the start of the first year."""
    found = cost(run, row)
    factor = run.files.present(int(row["year"]))
    rate = run.of_model("discount_rate", run.files.definition["discount_rate"])
    timing = run.of_model("discount_timing", run.files.definition["discount_timing"])
    terms = (
        Term(f"{t.words}, times {factor:.6g}", t.value * factor, (*t.cells, rate, timing))
        for t in found.terms
    )
    return Traced(tuple(terms), found.note)


def _chip(run: Run, k: str) -> tuple[Cell, ...]:
    return (
        run.cell("accelerators", k, _PRICE),
        run.cell("cluster_costs", "server_network_multiplier", "value"),
    )


def _rate(run: Run) -> Cell:
    return run.of_model("discount_rate", run.files.definition["discount_rate"])


def _accelerators_capital(run: Run, y: int) -> Iterator[Term]:
    life = run.cell("cluster_costs", "accelerator_life_years", "value")
    charge = run.files.charge(float(str(life.value)))
    units: dict[tuple[str, int], float] = {}
    for (k, _, v), bought in run.ground.bought.items():
        if bought and in_service(v, y, float(str(life.value))):
            units[k, v] = units.get((k, v), 0.0) + bought
    for (k, v), number in units.items():
        value = number * run.ground.chips[k].price_busd * charge
        words = f"{number:.6g} million {k} bought in {v}, {charge:.6g} of their price"
        yield Term(words, value, (*_chip(run, k), life, _rate(run)))


def _accelerators_upkeep(run: Run, y: int) -> Iterator[Term]:
    share = run.cell("cluster_costs", "non_energy_opex_share_per_year", "value")
    units: dict[str, float] = {}
    for (k, _, when), running in run.ground.running.items():
        if running and when == y:
            units[k] = units.get(k, 0.0) + running
    for k, number in units.items():
        value = number * run.ground.chips[k].price_busd * float(str(share.value))
        yield Term(f"{number:.6g} million {k} running", value, (*_chip(run, k), share))


def _shell(run: Run, y: int, life: float) -> Iterator[tuple[int, float]]:
    """Year of building to GW of IT that still count in `y`."""
    built: dict[int, float] = {}
    for (_, v), gw in run.ground.shell.items():
        if gw and in_service(v, y, life):
            built[v] = built.get(v, 0.0) + gw
    yield from sorted(built.items())


def _shell_capital(run: Run, y: int) -> Iterator[Term]:
    price = run.cell("cluster_costs", "shell_usd_per_w_it", "value")
    life = run.cell("cluster_costs", "facility_life_years", "value")
    charge = run.files.charge(float(str(life.value)))
    for v, gw in _shell(run, y, float(str(life.value))):
        words = f"shell for {gw:.6g} GW of IT built in {v}, {charge:.6g} of its price"
        yield Term(words, gw * float(str(price.value)) * charge, (price, life, _rate(run)))


def _shell_upkeep(run: Run, y: int) -> Iterator[Term]:
    price = run.cell("cluster_costs", "shell_usd_per_w_it", "value")
    share = run.cell("cluster_costs", "non_energy_opex_share_per_year", "value")
    for v, gw in _shell(run, y, float("inf")):
        value = gw * float(str(price.value)) * float(str(share.value))
        yield Term(f"shell for {gw:.6g} GW of IT built in {v}", value, (price, share))


def _owned(run: Run, y: int) -> Iterator[tuple[str, str, int, float]]:
    """Source, region, year of building and GW of what is owned and still charged in `y`."""
    built: dict[tuple[str, str, int], float] = {}
    for (g, s, v), gw in run.ground.built.items():
        technology = run.files.technologies[g]
        if gw and not technology["rented"] and in_service(v, y, technology["lifetime_years"]):
            key = (g, run.ground.region(s), v)
            built[key] = built.get(key, 0.0) + gw
    for (g, region, v), gw in sorted(built.items()):
        yield g, region, v, gw


def _power_capital(run: Run, y: int) -> Iterator[Term]:
    by_year: dict[tuple[str, int], float] = {}
    for g, _, v, gw in _owned(run, y):
        by_year[g, v] = by_year.get((g, v), 0.0) + gw
    for (g, s, when), gw in run.ground.capacity.items():
        if when == y and run.files.technologies[g]["rented"]:
            stood = run.ground.places[s].existing_power.get(g, 0.0)
            by_year[g, y] = by_year.get((g, y), 0.0) + gw - stood
    for (g, v), gw in by_year.items():
        price = run.cell("power_costs", (g, v), "capex_usd_per_kw")
        life = run.cell("power_technologies", g, "lifetime_years")
        charge = run.files.charge(float(str(life.value)))
        what = "let" if run.files.technologies[g]["rented"] else f"built in {v}"
        words = f"{gw:.6g} GW of {g} {what}, {charge:.6g} of its capital cost"
        value = gw * float(str(price.value)) * BUSD_PER_GW * charge
        yield Term(words, value, (price, life, _rate(run)))


def _rental_delivery(run: Run, y: int) -> Iterator[Term]:
    share = run.cell("power_terms", "rental_delivery_share", "value")
    built: dict[str, float] = {}
    for (g, _, v), gw in run.ground.built.items():
        if gw and v == y and run.files.technologies[g]["rented"]:
            built[g] = built.get(g, 0.0) + gw
    for g, gw in built.items():
        price = run.cell("power_costs", (g, y), "capex_usd_per_kw")
        value = gw * float(str(price.value)) * BUSD_PER_GW * float(str(share.value))
        yield Term(f"{gw:.6g} GW of {g} delivered", value, (price, share))


def _tax_credits(run: Run, y: int) -> Iterator[Term]:
    credit = credits(run.ground)
    for g, region, v, gw in _owned(run, y):
        value = -gw * credit(g, region, v)
        if not value:
            continue
        started = floor(v + 0.5 - float(run.files.technologies[g]["construction_years"]))
        cells = [
            run.cell("tax_credits", (g, started), column)
            for column in ("capital_share", "production_credit_usd_per_mwh")
        ]
        price = run.cell("power_costs", (g, v), "capex_usd_per_kw")
        yield Term(f"{gw:.6g} GW of {g} of {v} in {region}", value, (*cells, price))


def _fixed_om(run: Run, y: int) -> Iterator[Term]:
    standing: dict[str, float] = {}
    for (g, _, when), gw in run.ground.capacity.items():
        if when == y:
            standing[g] = standing.get(g, 0.0) + gw
    for g, gw in standing.items():
        cell = run.cell("power_technologies", g, "fixed_om_usd_per_kw_year")
        value = gw * float(str(cell.value)) * BUSD_PER_GW
        if value:
            yield Term(f"{gw:.6g} GW of {g} in service", value, (cell,))


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
        cell = run.cell("power_technologies", g, "variable_om_usd_per_mwh")
        value = gwh * float(str(cell.value)) * BUSD_PER_GWH
        if value:
            yield Term(f"{gwh:.6g} GWh of {g} in {region}", value, (cell,))


def _fuel(run: Run, y: int) -> Iterator[Term]:
    for g, region, gwh in _energy(run, y):
        fuel = run.files.technologies[g]["fuel"]
        if fuel == "none":
            continue
        heat = run.cell("power_technologies", g, "heat_rate_mmbtu_per_mwh")
        price = run.cell("fuel_prices", (fuel, region, y), "price_usd_per_mmbtu")
        value = gwh * float(str(heat.value)) * float(str(price.value)) * BUSD_PER_GWH
        yield Term(f"{fuel} for {gwh:.6g} GWh of {g} in {region}", value, (heat, price))


def _grid_energy(run: Run, y: int) -> Iterator[Term]:
    wholesale = run.files.definition["power"]["electricity_price"] == "wholesale"
    column = "wholesale_usd_per_mwh" if wholesale else "price_usd_per_mwh"
    for g, region, gwh in _energy(run, y):
        if run.ground.kind(g) == "grid":
            price = run.cell_at("electricity_prices", region, y, column)
            value = gwh * float(str(price.value)) * BUSD_PER_GWH
            yield Term(f"{gwh:.6g} GWh of {g} in {region}", value, (price,))


def emissions(run: Run, row: Row) -> Traced:
    """CO2 of a year, on site or of the grid."""
    return Traced(tuple(_emitted(run, int(row["year"]), str(row["term"]))))


def _emitted(run: Run, y: int, term: str) -> Iterator[Term]:
    for g, region, gwh in _energy(run, y):
        by_grid = run.ground.kind(g) == "grid"
        if term not in ("", "grid" if by_grid else "onsite"):
            continue
        cell = (
            run.cell_at("grid_carbon", region, y, "carbon_t_per_mwh")
            if by_grid
            else run.cell("power_technologies", g, "co2_t_per_mwh")
        )
        value = gwh * float(str(cell.value)) / GWH_PER_TWH
        if value:
            yield Term(f"{gwh:.6g} GWh of {g} in {region}", value, (cell,))


def _carbon(run: Run, y: int) -> Iterator[Term]:
    price = run.files.definition["prices"]["carbon_usd_per_t"]
    for term in _emitted(run, y, ""):
        cells = (*term.cells, run.of_model("prices.carbon_usd_per_t", price))
        yield Term(term.words, term.value * price / 1e3, cells)
