"""Money: what a plan costs, added up from its tables and the prices of the inputs."""

from __future__ import annotations

import pandas as pd

from planner.audit.amounts import Amounts
from planner.audit.checks import Check, Comparison, compared
from planner.audit.evidence import Evidence
from planner.audit.files import by_key, by_year
from planner.audit.halls import ITEM, TERM, hall_charges, price, retrofitted
from planner.audit.power_money import (
    connections,
    overnight,
    power_charges,
)
from planner.audit.programme.decision_space import decision_space_of
from planner.audit.programme.priced import values_by_year
from planner.audit.programme.supply import paid, supply_of
from planner.audit.stated_demand import peaks, stated_charges
from planner.audit.stores import built_gwh, energy_price, store_charges


def charges(evidence: Evidence) -> dict[tuple[int, str], float]:
    """Year and term to what is charged, billion USD."""
    files = evidence.files
    costs, upkeep = files.cluster_costs, files.cluster_costs["non_energy_opex_share_per_year"]
    shell_life, shell_price = costs["facility_life_years"], costs["shell_usd_per_w_it"]
    chip_life = costs["accelerator_life_years"]
    total: Amounts[tuple[int, str]] = Amounts()

    def add(y: int, term: str, busd: float) -> None:
        total[y, term] += busd

    for y in evidence.years:
        for (k, _, v), units in evidence.bought.items():
            due = files.falls_due(v, y, chip_life)
            if due:
                price = evidence.chips[k].price_busd * units
                add(y, "accelerators_capital", due * files.charge(chip_life) * price)
        for (_, v), gw in evidence.shell.items():
            due = files.falls_due(v, y, shell_life)
            if due:
                add(y, "shell_capital", due * files.charge(shell_life) * shell_price * gw)
            if v <= y:
                add(y, "shell_upkeep", upkeep * shell_price * gw)
    for (k, _, y), units in evidence.running.items():
        add(y, "accelerators_upkeep", upkeep * evidence.chips[k].price_busd * units)
    for (q, p, v), (steps, capital) in _added(evidence).items():
        life = float(supply_of(decision_space_of(evidence)).additions[q, p]["life_years"])
        for y in evidence.years:
            due = files.falls_due(v, y, life)
            add(y, "supply_expansion_capital", due * files.charge(life) * capital * steps)
    for (y, term), busd in power_charges(evidence).items():
        add(y, term, busd)
    return total


def _added(evidence: Evidence) -> dict[tuple[str, str, int], tuple[float, float]]:
    """Resource and year to the steps built of it beyond the announced, and the capital of each."""
    if not evidence.files.definition["supply"].get("expansion"):
        return {}
    built = by_key(evidence.plan("expansion"), ["kind", "pool", "year"], "built")
    capital = paid(supply_of(decision_space_of(evidence)))
    return {qpv: (steps, capital.get(qpv, float("nan"))) for qpv, steps in built.items()}


def money_checks(evidence: Evidence, objective: float | None) -> tuple[list[Check], pd.DataFrame]:
    """Costs by term and year, their present value, and capital as it is spent.

    Also the recomputed costs themselves: year, term, cost and present cost.
    """
    mine = charges(evidence) | stated_charges(evidence) | store_charges(evidence)
    mine |= hall_charges(evidence)
    told = by_key(evidence.plan("cost"), ["year", "term"], "cost_busd")
    present = by_key(evidence.plan("cost"), ["year", "term"], "present_cost_busd")
    keys = sorted({*told, *(key for key, busd in mine.items() if busd)})
    table = pd.DataFrame(
        [(y, term, mine.get((y, term), 0.0), evidence.files.present(y)) for y, term in keys],
        columns=["year", "term", "cost_busd", "factor"],
    )
    table["present_cost_busd"] = table.pop("factor") * table["cost_busd"]
    total = float(table["present_cost_busd"].sum())
    checks = [
        compared(
            "cost",
            "what a year is charged is what its purchases cost at the prices of the tables",
            "billion USD a year",
            (
                Comparison(f"{term} of {y}", told[y, term], mine.get((y, term), 0.0))
                for y, term in keys
            ),
        ),
        compared(
            "discounting",
            "a year's charges are discounted to the start of the first or the base year",
            "billion USD",
            (
                Comparison(f"{term} of {y}", busd, evidence.files.present(y) * told[y, term])
                for (y, term), busd in present.items()
            ),
        ),
    ]
    if objective is not None:
        worth = values_by_year(evidence, decision_space_of(evidence))
        total_worth = sum(evidence.files.present(y) * busd for y, busd in worth.items())
        less = ", less that of compute that is priced" if worth else ""
        checks.append(
            compared(
                "present_cost",
                f"the solver's objective is the present value of all costs{less}, added up again",
                "billion USD",
                [Comparison("the plan", objective, total - total_worth, size=abs(total))],
            )
        )
    return [*checks, _capex(evidence), _budgets(evidence, total)], table


def _budgets(evidence: Evidence, present_cost: float) -> Check:
    """What the model allows to be spent and drawn, against what comes out again."""
    limits = evidence.files.definition["limits"]
    spent = {
        y: busd / evidence.files.length(y)
        for y, busd in by_key(evidence.plan("capex"), ["year"], "capex_busd").items()
    }
    drawn: Amounts[int] = Amounts()
    for (s, y), gw in evidence.it_gw.items():
        drawn[y] += gw * evidence.places[s].pue
    for (_, y), gw in peaks(evidence).items():
        drawn[y] += gw
    rows = [
        Comparison(f"{what} of {y}", found.get(y, 0.0), most, "<")
        for what, key, found in (
            ("capital", "capex_busd_per_year", spent),
            ("facility power", "facility_gw", drawn),
        )
        for y in evidence.years
        if (most := by_year(limits.get(key), y)) is not None
    ]
    if limits.get("present_cost_busd") is not None:
        rows.append(Comparison("present cost", present_cost, limits["present_cost_busd"], "<"))
    return compared("budgets", "no budget is overspent", "billion USD or GW", rows)


def _capex(evidence: Evidence) -> Check:
    told = by_key(evidence.plan("capex"), ["year", "component", "item", "site"], "capex_busd")
    connection = connections(evidence)
    plants, shell = overnight(evidence), evidence.files.cluster_costs["shell_usd_per_w_it"]
    mine = {
        **{
            (y, "accelerators", k, s): evidence.chips[k].price_busd * units
            for (k, s, y), units in evidence.bought.items()
        },
        **{(y, "shell", "shell", s): shell * gw for (s, y), gw in evidence.shell.items()},
        **{
            (y, "power", g, s): plants.get((g, y), 0.0) * gw
            for (g, s, y), gw in evidence.built.items()
            if gw
        },
        **{
            (y, "connection", g, s): connection[g, s] * gw
            for (g, s, y), gw in evidence.built.items()
            if gw and (g, s) in connection
        },
    }
    per_gwh = energy_price(evidence)
    mine |= {
        (y, "storage_energy", g, s): per_gwh[g, y] * gwh
        for (g, s, y), gwh in built_gwh(evidence).items()
        if gwh
    }
    for (s, y), gw in retrofitted(evidence).items():
        mine[y, TERM, ITEM, s] = price(evidence) * gw
    for (q, p, v), (steps, capital) in _added(evidence).items():
        mine[v, "supply_expansion", f"{q} {p}", ""] = capital * steps
    return compared(
        "capex",
        "capital as spent is what was bought and built, at the prices of the tables",
        "billion USD",
        (
            Comparison(
                f"{item} at {s} in {y}",
                told[y, component, item, s],
                mine.get((y, component, item, s), 0.0),
            )
            for y, component, item, s in sorted({*told, *mine}, key=str)
        ),
    )
