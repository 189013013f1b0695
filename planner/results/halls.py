"""Halls by their cooling: what is for air alone, what is converted, what needs liquid."""

import pandas as pd
import pyomo.environ as pyo

from planner.solving.loading import DUST
from planner.solving.solve import SolvedWorld

COLUMNS = (
    "site", "year", "air_hall_it_gw", "liquid_hall_it_gw", "retrofitted_it_gw",
    "liquid_cooled_it_gw",
)  # fmt: skip


def halls(solved: SolvedWorld) -> pd.DataFrame:
    """Each year of each site with halls that were built for air, GW of IT at the end of the year.

    ``air_hall_it_gw`` is cooled by air alone, ``liquid_hall_it_gw`` houses any generation, new
    shells among it; ``retrofitted_it_gw`` is converted in the year, and
    ``liquid_cooled_it_gw`` is the load of units that need liquid cooling.
    """
    m, world = solved.formulation.model, solved.world
    rows = []
    for s in dict.fromkeys(s for s, _ in m.RETROFITS):
        site = world.sites[s]
        air = site.air_hall_gw
        liquid = site.existing_facility_gw / site.pue - air
        for y in m.YEARS:
            converted = pyo.value(m.hall_retrofitted_gw[s, y])
            built = pyo.value(m.shell_built_gw[s, y]) if (s, y) in m.shell_built_gw else 0.0
            air, liquid = air - converted, liquid + built + converted
            drawn = sum(
                chip.power_gw * pyo.value(m.accelerators_running_million[k, s, y])
                for k, chip in world.accelerators.items()
                if chip.liquid_cooled and (k, s, y) in m.accelerators_running_million
            )
            left = air if air > DUST else 0.0
            rows.append((s, y, left, liquid, converted, drawn))
    return pd.DataFrame(rows, columns=list(COLUMNS))
