"""The table of the water that a plan takes."""

import pandas as pd
import pyomo.environ as pyo

from planner.solving.solve import SolvedWorld
from planner.units import HOURS_PER_YEAR, KWH_PER_GWH, LITRES_PER_MILLION_M3


def water(solved: SolvedWorld) -> pd.DataFrame:
    """Water that cooling takes at each site and year (million m3), and over IT energy (L/kWh)."""
    m, ledger = solved.formulation.model, solved.formulation.ledgers.water
    rows = []
    for s in m.SITES:
        if not solved.world.sites[s].water_in:
            continue
        for y in m.YEARS:
            gwh = HOURS_PER_YEAR * pyo.value(m.it_load_gw[s, y])
            million_m3 = sum(value for _, value in ledger.values(s, y))
            litres = million_m3 * LITRES_PER_MILLION_M3 / (gwh * KWH_PER_GWH) if gwh else 0.0
            rows.append((s, y, million_m3, litres))
    return pd.DataFrame(rows, columns=["site", "year", "water_million_m3", "water_l_per_kwh_it"])
