"""Prices: what each column costs, by year, as it is charged and as it is spent."""

from __future__ import annotations

from collections.abc import Iterator

from planner.audit.credits import BUSD_PER_GW, BUSD_PER_GWH
from planner.audit.demand_charges import charged_for
from planner.audit.files import by_year
from planner.audit.halls import air_halls, charged_for_a_gw
from planner.audit.halls import price as price_of_cooling
from planner.audit.power_money import (
    connections,
    overnight,
)
from planner.audit.programme.clean import energy
from planner.audit.programme.credits import credited
from planner.audit.programme.decision_space import DecisionSpace
from planner.audit.programme.priced import earned
from planner.audit.programme.running_costs import running_costs
from planner.audit.programme.sites import unserved, ways
from planner.audit.programme.statement import Column, NamedRows, Row, add, column, key
from planner.audit.programme.supply import paid, supply_of
from planner.audit.stated_demand import BUSD_PER_THOUSAND, origin_prices
from planner.audit.stores import energy_price

PRESENT_COST = "present_cost_limit"
LIMITS = {"capex_budget_limit": ("year",), PRESENT_COST: ("pool",)}
"""Limits among these rows that a plan lists, and what their labels are."""


Charge = tuple[int, Column, float]
"""Year, column, and what one of it is charged in it, billion USD."""


def charged(space: DecisionSpace) -> Iterator[Charge]:
    """What each column is charged in each year."""
    yield from _of_chips_and_shell(space)
    yield from _of_power(space)
    yield from credited(space)
    yield from _of_energy(space)
    yield from charged_for(space)
    for s in air_halls(space.evidence):
        for v, y, _, busd in charged_for_a_gw(space.evidence):
            yield y, column("hall_retrofitted_gw", s, v), busd
    yield from _of_others(space)


def spent(space: DecisionSpace) -> Iterator[Charge]:
    """Capital of each column in the year in which it is spent."""
    evidence = space.evidence
    costs, price, link = evidence.files.cluster_costs, overnight(evidence), connections(evidence)
    for k, s, v in space.sales:
        yield v, column("accelerators_bought_million", k, s, v), evidence.chips[k].price_busd
    for s, v in space.shells:
        yield v, column("shell_built_gw", s, v), costs["shell_usd_per_w_it"]
    for s in air_halls(evidence):
        for v in evidence.years:
            yield v, column("hall_retrofitted_gw", s, v), price_of_cooling(evidence)
    for g, s, v in space.builds:
        each = price.get((g, v), 0.0) + link.get((g, s), 0.0)
        yield v, column("power_built_gw", g, s, v), each
    energy_cost = energy_price(evidence)
    for g, s, v in space.builds:
        if space.apart(g):
            yield v, column("storage_energy_built_gwh", g, s, v), energy_cost[g, v]
    for (q, p, v), busd in paid(supply_of(space)).items():
        yield v, column("capacity_expanded", q, p, v), busd


def _of_chips_and_shell(space: DecisionSpace) -> Iterator[Charge]:
    evidence = space.evidence
    files, costs = evidence.files, evidence.files.cluster_costs
    upkeep = costs["non_energy_opex_share_per_year"]
    chip_life, shell_life = costs["accelerator_life_years"], costs["facility_life_years"]
    shell = costs["shell_usd_per_w_it"]
    of_chips, of_shell = files.charge(chip_life), files.charge(shell_life)
    for k, s, v in space.sales:
        name = column("accelerators_bought_million", k, s, v)
        for y in evidence.years:
            if due := files.falls_due(v, y, chip_life):
                yield y, name, due * of_chips * evidence.chips[k].price_busd
    for k, s, y in space.fleet:
        each = upkeep * evidence.chips[k].price_busd
        yield y, column("accelerators_running_million", k, s, y), each
    for s, v in space.shells:
        for y in evidence.years:
            each = of_shell * shell * files.falls_due(v, y, shell_life)
            yield y, column("shell_built_gw", s, v), each + upkeep * shell * (v <= y)


def _of_power(space: DecisionSpace) -> Iterator[Charge]:
    evidence = space.evidence
    files, price, link = evidence.files, overnight(evidence), connections(evidence)
    delivery = files.power_terms.get("rental_delivery_share", 0.0)
    charge = {g: files.charge(files.technologies[g]["payback_years"]) for g in space.technologies}
    for g, s, v in space.builds:
        row, name = files.technologies[g], column("power_built_gw", g, s, v)
        life = row["payback_years"]
        each, capex = charge[g], price.get((g, v), 0.0)
        if row["rented"]:
            yield v, name, files.once(v) * delivery * capex
        for y in evidence.years:
            due = files.falls_due(v, y, life)
            total = each * link.get((g, s), 0.0)
            if not row["rented"]:
                total += each * capex
            yield y, name, due * total
    for g, s, y in space.power:
        row = files.technologies[g]
        om = row["fixed_om_usd_per_kw_year"] * BUSD_PER_GW
        yield y, column("power_capacity_gw", g, s, y), om
        if row["rented"]:
            yield y, column("power_rented_gw", g, s, y), charge[g] * price.get((g, y), 0.0)
        if space.apart(g):
            om = row["energy_fixed_om_usd_per_kwh_year"] * BUSD_PER_GW
            yield y, column("storage_energy_gwh", g, s, y), om
    held = energy_price(evidence)
    for g, s, v in space.builds:
        if space.apart(g):
            name, life = column("storage_energy_built_gwh", g, s, v), charge[g] * held[g, v]
            for y in evidence.years:
                due = files.falls_due(v, y, files.technologies[g]["payback_years"])
                yield y, name, due * life


def _of_energy(space: DecisionSpace) -> Iterator[Charge]:
    for (g, s, y), each in running_costs(space).items():
        for name, gwh in energy(space, g, s, y).items():
            yield y, name, each * gwh


def _of_others(space: DecisionSpace) -> Iterator[Charge]:
    evidence = space.evidence
    for s, y, h in unserved(space):
        usd = space.stated(space.worth, s, y, h) or 0.0
        yield y, column("unserved_gw", s, y, h), evidence.weights[h] * usd * BUSD_PER_GWH
    price = origin_prices(evidence)
    for (c, i, s, y), usd in ways(space).items():
        each = (price[c, i, y] + usd) * BUSD_PER_THOUSAND
        yield y, column("sent_thousand", c, i, s, y), each
    supply = supply_of(space)
    for (q, p, v), busd in paid(supply).items():
        life = float(supply.additions[q, p]["life_years"])
        for y in evidence.years:
            if due := evidence.files.falls_due(v, y, life):
                each = due * evidence.files.charge(life) * busd
                yield y, column("capacity_expanded", q, p, v), each


def objectives(space: DecisionSpace) -> dict[str, dict[Column, float]]:
    """Stage to what it minimises, column by column."""
    evidence = space.evidence
    found: dict[str, dict[Column, float]] = {}
    aim = evidence.files.definition["objective"]
    if aim["goal"] == "most_compute":
        last = evidence.years[-1]
        found["compute"] = {
            column("accelerators_running_million", k, s, y): -evidence.chips[k].h100e
            for k, s, y in space.fleet
            if aim["compute_in"] == "every_year" or y == last
        }
    for w, y in space.insisted:
        stage = f"shortfall_{int(space.workloads[w]['priority'])}"
        found.setdefault(stage, {})[column("shortfall_share", w, y)] = 1.0
    cost = _present(space)
    for y, name, busd in earned(space):
        add(cost, name, -evidence.files.present(y) * busd)
    return {**found, "cost": cost}


def _present(space: DecisionSpace) -> dict[Column, float]:
    """Present value of what each column is charged."""
    cost: dict[Column, float] = {}
    for y, name, busd in charged(space):
        add(cost, name, space.evidence.files.present(y) * busd)
    return cost


def money_budgets(space: DecisionSpace) -> NamedRows:
    """Capital of a year, and the present cost, within what the model allows."""
    evidence = space.evidence
    limits = evidence.files.definition["limits"]
    by_column: dict[int, dict[Column, float]] = {}
    for y, name, busd in spent(space):
        add(by_column.setdefault(y, {}), name, busd)
    for y in evidence.years:
        most = by_year(limits["capex_busd_per_year"], y)
        if most is not None:
            row = Row(by_column.get(y, {}), upper=evidence.files.length(y) * most)
            yield "capex_budget_limit", key(y), row
    if limits["present_cost_busd"] is not None:
        most = limits["present_cost_busd"] - standing_charges(space)
        yield PRESENT_COST, key("all years"), Row(_present(space), upper=most)


def standing_charges(space: DecisionSpace) -> float:
    """Present cost of what stands and is still paid for, whatever is planned, billion USD."""
    evidence = space.evidence
    return sum(
        evidence.files.present(y) * busd
        for place in evidence.places.values()
        for y, busd in place.paid.items()
    )
