"""What tariffs bill by GW: contracted, drawn and billed, and the charge."""

import pandas as pd
import pyomo.environ as pyo

from planner.solving.solve import SolvedWorld
from planner.units import USD_PER_KW

COLUMNS = [
    "component", "technology", "site", "year", "contracted_gw", "peak_gw", "billed_gw",
    "price_usd_per_kw_year", "charge_busd",
]  # fmt: skip


def demand_charges(solved: SolvedWorld) -> pd.DataFrame:
    """One row for each charge, connection, site and year in which something is contracted.

    ``billed_gw`` is the most that is drawn, ``peak_gw``, or the minimum take of what is contracted
    where that is more.
    """
    m, world = solved.formulation.model, solved.world
    drawn = m.peak_draw_gw if world.average_load else m.flat_output_gw
    rows = []
    for (c, g, s, y), billed in m.billed_gw.items():
        contracted = float(pyo.value(m.power_capacity_gw[g, s, y]))
        gw = float(pyo.value(billed))
        if contracted or gw:
            price = world.regions[world.sites[s].region].demand_charge[c, y]
            peak = float(pyo.value(drawn[g, s, y]))
            rows.append((c, g, s, y, contracted, peak, gw, price / USD_PER_KW, price * gw))
    return pd.DataFrame(rows, columns=COLUMNS)
