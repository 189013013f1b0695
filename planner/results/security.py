"""Security: what generation on site leaves of its load when its largest unit is out."""

import pandas as pd
import pyomo.environ as pyo

from planner.formulation.reserve import FIRM
from planner.solving.solve import SolvedWorld

COLUMNS = (
    "site", "year", "load_on_site_gw", "firm_gw", "largest_unit", "unit_out_gw", "left_gw",
    "short_gw",
)  # fmt: skip
NEGLIGIBLE = 1e-6
"""GW below which nothing stands, or is missing."""


def security_table(solved: SolvedWorld) -> pd.DataFrame:
    """Each site and year whose load is served in part on site, with its largest unit out.

    ``load_on_site_gw`` is what the connections can't carry; ``firm_gw`` is the available
    capacity of dispatchable technologies and baseload. ``unit_out_gw`` is the largest whole unit
    of them, or all of a technology of which less than a unit stands. ``short_gw`` is what the
    rest lacks; sun, wind and storage don't count. Told whether the model asks for N-1 or not.
    """
    m, world = solved.formulation.model, solved.world
    rows = []
    for s in m.SITES:
        for y in m.YEARS:
            available = {
                g: world.technologies[g].firm * pyo.value(m.power_capacity_gw[g, s, y])
                for g in m.technologies_at.get((s, y), ())
            }
            grid = sum(gw for g, gw in available.items() if world.technologies[g].kind == "grid")
            firm = {
                g: gw
                for g, gw in available.items()
                if world.technologies[g].kind in FIRM and gw > NEGLIGIBLE
            }
            own = world.sites[s].pue * pyo.value(m.it_load_gw[s, y])
            load = own + world.sites[s].peak(y) - grid
            if load <= NEGLIGIBLE or not firm:
                continue
            out = {
                g: min(gw, world.technologies[g].firm * world.technologies[g].unit_gw)
                for g, gw in firm.items()
            }
            largest = max(out, key=lambda g: out[g])
            left = sum(firm.values()) - out[largest]
            short = load - left if load - left > NEGLIGIBLE else 0.0
            rows.append((s, y, load, sum(firm.values()), largest, out[largest], left, short))
    return pd.DataFrame(rows, columns=list(COLUMNS))
