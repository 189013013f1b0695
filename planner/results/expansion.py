"""Expansion of supply: what the plan adds to what is announced, and what that costs."""

import pandas as pd
import pyomo.environ as pyo

from planner.formulation.supply_expansion import shipped_of
from planner.results.money import entries
from planner.solving.solve import SolvedWorld


def expansion_table(solved: SolvedWorld) -> pd.DataFrame:
    """One row for each resource and year from which more of it could run.

    ``built`` and ``most`` are steps of the world's capacity, in ``unit``:
    what the plan adds, and what growth lets it add. ``shipped`` is what comes
    of it within the plan, in ``shipped_unit``; ``capex_busd`` the capital that
    the region's buyers carry.
    """
    m, world = solved.formulation.model, solved.world
    limits = solved.formulation.ledgers.limits.entries["expansion_growth_limit"]
    parts = range(1, world.supply_periods + 1)
    spent = {
        (entry.line.item, entry.line.year): entry.amount
        for entry in entries(solved, solved.formulation.ledgers.capex)
        if entry.term == "supply_expansion"
    }
    rows = []
    for (q, p, v), variable in m.capacity_expanded.items():
        expansion, built = world.expansion[q, p], float(pyo.value(variable))
        most = limits.measure(q, p, v).capacity if limits.measure else float("nan")
        each = sum(shipped_of(world, q, p, v, y, t) for y in world.years for t in parts)
        capex = spent.get((f"{q} {p}", v), 0.0)
        made = (each * built, world.supply[q, p].unit)
        rows.append((q, p, v, expansion.unit, built, most, *made, capex))
    return pd.DataFrame(
        rows,
        columns=[
            *("kind", "pool", "year", "unit", "built", "most", "shipped", "shipped_unit"),
            "capex_busd",
        ],
    )
