"""The tables of power: what stands and generates, slice by slice, and what is carbon-free."""

import pandas as pd
import pyomo.environ as pyo

from planner.formulation.outputs import outputs_by_year
from planner.formulation.sets import slice_of
from planner.solving.solve import SolvedWorld
from planner.units import THOUSAND


def power(solved: SolvedWorld) -> pd.DataFrame:
    """Each technology, site and year: built and in service (GW), generation (TWh)."""
    m = solved.formulation.model
    energy: dict[tuple[str, str, int], float] = {}
    for y, outputs in outputs_by_year(m).items():
        for g, s, gwh_per_gw, output in outputs:
            energy[g, s, y] = energy.get((g, s, y), 0.0) + gwh_per_gw * pyo.value(output)
    world = solved.world
    for g, s, y in m.POWER:
        technology = world.technologies[g]
        if technology.kind == "variable":
            capacity = pyo.value(m.power_capacity_gw[g, s, y])
            region = world.sites[s].region
            energy[g, s, y] = capacity * sum(
                piece.weight_hours * world.capacity_factor[technology.profile, region, h]
                for h, piece in world.slices.items()
            )
    rows = []
    for g, s, y in m.POWER:
        capacity = pyo.value(m.power_capacity_gw[g, s, y])
        built = pyo.value(m.power_built_gw[g, s, y]) if (g, s, y) in m.power_built_gw else 0.0
        if capacity or built:
            twh = energy.get((g, s, y), 0.0) / THOUSAND
            rows.append((g, world.technologies[g].kind, s, y, built, capacity, twh))
    return pd.DataFrame(
        rows,
        columns=[
            "technology",
            "kind",
            "site",
            "year",
            "built_gw",
            "capacity_gw",
            "generation_twh",
        ],
    )


def dispatch(solved: SolvedWorld) -> pd.DataFrame:
    """The terms of the power balance: site, year, slice, term, GW; uses are negative."""
    m, ledger = solved.formulation.model, solved.formulation.ledgers.power
    rows = (
        (s, y, h, slice_of(solved.world, h).weight_hours, term, gw)
        for s, y, h in m.BALANCES
        for term, gw in ledger.values(s, y, h)
        if gw
    )
    return pd.DataFrame(rows, columns=["site", "year", "slice", "weight_hours", "term", "gw"])


def matching(solved: SolvedWorld) -> pd.DataFrame:
    """Load and the carbon-free power that covers it, by site, year and slice (GW).

    Only in years with a share to be matched.
    """
    load = solved.formulation.ledgers.power.terms["load"]
    rows = (
        (
            *(s, y, h, slice_of(solved.world, h).weight_hours),
            *(-pyo.value(load(s, y, h)), pyo.value(variable)),
        )
        for (s, y, h), variable in solved.formulation.model.matched_gw.items()
    )
    columns = ["site", "year", "slice", "weight_hours", "load_gw", "matched_gw"]
    return pd.DataFrame(rows, columns=columns)
