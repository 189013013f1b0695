"""What a plan does for the demands that tables state: load served, its price, goods sent."""

import pandas as pd
import pyomo.environ as pyo

from planner.formulation.annuity import discount_factor
from planner.formulation.sets import slice_of
from planner.solving.solve import SolvedWorld
from planner.units import MWH_PER_GWH, USD_PER_BILLION


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

    ``price_usd_per_mwh`` is what one more MWh would cost the year, in the year's
    own money: the dual of the balance over the slice's hours and the year's
    discount. It is missing where the solver gave no basis.
    """
    m, world = solved.formulation.model, solved.world
    duals = solved.duals("cost")
    rows = []
    for s, y, h in m.BALANCES:
        if not world.sites[s].stated_load:
            continue
        hours = slice_of(world, h).weight_hours
        unserved = pyo.value(m.unserved_gw[s, y, h]) if (s, y, h) in m.unserved_gw else 0.0
        dual = duals.get(m.site_power_balance[s, y, h].name, float("nan"))
        per_gwh = dual / hours / discount_factor(world, y) if hours else float("nan")
        price = per_gwh * USD_PER_BILLION / MWH_PER_GWH
        gw = world.sites[s].load_at(y, h)
        rows.append((s, y, h, hours, gw, unserved, price))
    columns = ["site", "year", "slice", "weight_hours", "load_gw", "unserved_gw"]
    return pd.DataFrame(rows, columns=[*columns, "price_usd_per_mwh"])


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
