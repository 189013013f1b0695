"""What a plan does for the demands that tables state: load served, its price, goods sent."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pyomo.environ as pyo

from planner.formulation.annuity import discount_factor
from planner.formulation.sets import slice_of
from planner.solving.solve import SolvedWorld
from planner.units import USD_PER_MWH


def stated_tables(solved: SolvedWorld) -> dict[str, pd.DataFrame]:
    """The tables ``load``, ``goods`` and ``stores``, each where the world has any."""
    world = solved.world
    found = {}
    if any(site.stated_load for site in world.sites.values()):
        found["load"] = load(solved)
    if world.goods:
        found["goods"] = goods(solved)
    if any(technology.energy_capex for technology in world.technologies.values()):
        found["stores"] = stores(solved)
    return found


def stores(solved: SolvedWorld) -> pd.DataFrame:
    """What stores hold, where that is sized apart from their power: built and in service, GWh."""
    m = solved.formulation.model
    rows = []
    for g, s, y in m.ENERGY:
        held = pyo.value(m.storage_energy_gwh[g, s, y])
        fresh = (g, s, y) in m.storage_energy_built_gwh
        built = pyo.value(m.storage_energy_built_gwh[g, s, y]) if fresh else 0.0
        if held or built:
            rows.append((g, s, y, built, held))
    return pd.DataFrame(rows, columns=["technology", "site", "year", "built_gwh", "energy_gwh"])


def load(solved: SolvedWorld) -> pd.DataFrame:
    """Load that is stated, what of it is not served, and the price: site, year, slice.

    ``price_usd_per_mwh`` is what one more MWh would cost the year, in the year's own money: the
    duals of all rows that the load stands in, over the slice's hours and the year's discount. It
    holds what the balance, spare capacity behind the peak and a share of clean power take; slices
    that share the peak carry its reserve by their hours. It is missing where the solver gave no
    basis.
    """
    m, world = solved.formulation.model, solved.world
    tightens = _tightened(solved)
    rows = []
    for s, y, h in m.BALANCES:
        if not world.sites[s].stated_load:
            continue
        hours = slice_of(world, h).weight_hours
        unserved = pyo.value(m.unserved_gw[s, y, h]) if (s, y, h) in m.unserved_gw else 0.0
        gw = world.sites[s].load_at(y, h)
        price = float("nan")
        if hours and tightens:
            worth = _worth_of_load(solved, tightens, s, y, h)
            per_gwh = worth / hours / discount_factor(world, y)
            price = per_gwh / USD_PER_MWH
        rows.append((s, y, h, hours, gw, unserved, price))
    columns = ["site", "year", "slice", "weight_hours", "load_gw", "unserved_gw"]
    return pd.DataFrame(rows, columns=[*columns, "price_usd_per_mwh"])


def _worth_of_load(
    solved: SolvedWorld, tightens: Mapping[str, float], s: str, y: int, h: str
) -> float:
    """What one more GW of load in a slice costs, billion USD of present value.

    `tightens` is what each row costs that is one tighter.
    """
    model = solved.formulation.model
    return sum(
        by * tightens.get(model.component(constraint)[index].name, 0.0)
        for constraint, rows in solved.formulation.ledgers.load_in.items()
        for index, by in rows(s, y, h)
    )


def _tightened(solved: SolvedWorld) -> dict[str, float]:
    """Row to the present cost of one more on its lower side, or less on its upper one."""
    program, duals = solved.program, solved.duals("cost")
    below = dict(zip(program.row_names, np.isfinite(program.row_lower), strict=True))
    return {name: dual if below.get(name, False) else -dual for name, dual in duals.items()}


def goods(solved: SolvedWorld) -> pd.DataFrame:
    """What is sent of each good, thousand units, and what it costs with its way, billion USD."""
    m, world = solved.formulation.model, solved.world
    rows = []
    for c, i, s, y in m.SENDINGS:
        sent, good = pyo.value(m.sent_thousand[c, i, s, y]), world.goods[c]
        if sent:
            each = good.price.get((i, y), 0.0) + good.freight[i, s]
            rows.append((c, i, s, y, sent, each * sent))
    return pd.DataFrame(
        rows, columns=["good", "origin", "site", "year", "sent_thousand", "cost_busd"]
    )
