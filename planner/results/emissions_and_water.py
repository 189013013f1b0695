"""What a tonne of CO2 is worth in a year, and the water that cooling takes."""

import pandas as pd
import pyomo.environ as pyo

from planner.formulation.annuity import discount_factor
from planner.formulation.outputs import drawn_it_load
from planner.solving.solve import SolvedWorld
from planner.units import HOURS_PER_YEAR, KWH_PER_GWH, LITRES_PER_MILLION_M3, USD_PER_T


def water(solved: SolvedWorld) -> pd.DataFrame:
    """Water that cooling takes at each site and year (million m3), and over IT energy (L/kWh)."""
    m, ledger = solved.formulation.model, solved.formulation.ledgers.water
    rows = []
    for s in m.SITES:
        if not solved.world.sites[s].water_in:
            continue
        for y in m.YEARS:
            gwh = HOURS_PER_YEAR * pyo.value(drawn_it_load(m)[s, y])
            million_m3 = sum(value for _, value in ledger.values(s, y))
            litres = million_m3 * LITRES_PER_MILLION_M3 / (gwh * KWH_PER_GWH) if gwh else 0.0
            rows.append((s, y, million_m3, litres))
    return pd.DataFrame(rows, columns=["site", "year", "water_million_m3", "water_l_per_kwh_it"])


def carbon_price(solved: SolvedWorld) -> pd.DataFrame:
    """Price of carbon by the model and by its cap, USD a tonne: a row a year where there is one.

    ``cap_usd_per_t`` is the dual of the year's cap in the money of the year, however many years
    it stands for: what one tonne a year more would save of that year's cost. It is missing where
    the solver gave no basis. ``price_usd_per_t`` has the stated price besides.
    """
    m, world = solved.formulation.model, solved.world
    duals = solved.duals("cost")
    stated = world.carbon_price / USD_PER_T
    rows = []
    for y in m.YEARS:
        cap = 0.0
        if y in m.emissions_cap_limit:
            cap = -duals[m.emissions_cap_limit[y].name] / discount_factor(world, y) / USD_PER_T
        if world.emissions_cap_mt or world.carbon_price:
            rows.append((y, stated, cap, stated + cap))
    columns = ["year", "stated_usd_per_t", "cap_usd_per_t", "price_usd_per_t"]
    return pd.DataFrame(rows, columns=columns)
