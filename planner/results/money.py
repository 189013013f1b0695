"""The tables of money: capital as spent, and what each year is charged."""

import pandas as pd
import pyomo.environ as pyo

from planner.formulation.annuity import discount_factor
from planner.solving.solve import SolvedWorld


def capex(solved: SolvedWorld) -> pd.DataFrame:
    """Capital as spent, undiscounted: year, component, item, site, billion USD."""
    m, world = solved.formulation.model, solved.world
    rows: list[tuple[object, ...]] = []
    for (k, s, y), bought in m.accelerators_bought_million.items():
        spent = world.accelerators[k].it_capex * pyo.value(bought)
        rows.append((y, "accelerators", k, s, spent))
    for (s, y), built in m.shell_built_gw.items():
        rows.append((y, "shell", "shell", s, world.shell_capex * pyo.value(built)))
    for (g, s, y), built in m.power_built_gw.items():
        rows.append((y, "power", g, s, world.technologies[g].capex[y] * pyo.value(built)))
    for (g, s, y), built in m.power_built_gw.items():
        connection = world.sites[s].connection_cost.get(g, 0.0)
        rows.append((y, "connection", g, s, connection * pyo.value(built)))
    for (g, s, y), built in m.storage_energy_built_gwh.items():
        spent = world.technologies[g].energy_capex[y] * pyo.value(built)
        rows.append((y, "storage_energy", g, s, spent))
    for (q, p, y), built in m.capacity_expanded.items():
        expansion = world.expansion[q, p]
        spent = expansion.paid_share[y] * expansion.cost * pyo.value(built)
        rows.append((y, "supply_expansion", f"{q} {p}", "", spent))
    return pd.DataFrame(
        (row for row in rows if row[-1]),
        columns=["year", "component", "item", "site", "capex_busd"],
    )


def cost(solved: SolvedWorld) -> pd.DataFrame:
    """What each year is charged, by term; the present values add up to the objective."""
    m, ledger = solved.formulation.model, solved.formulation.ledgers.cost
    rows = (
        (y, term, busd, discount_factor(solved.world, y) * busd)
        for y in m.YEARS
        for term, busd in ledger.values(y)
    )
    return pd.DataFrame(rows, columns=["year", "term", "cost_busd", "present_cost_busd"])
