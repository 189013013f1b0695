"""What a tonne of CO2 is worth in a year: the price of the model, and that of its cap."""

import pandas as pd

from planner.formulation.annuity import discount_factor
from planner.solving.solve import SolvedWorld
from planner.units import USD_PER_T


def carbon_price(solved: SolvedWorld) -> pd.DataFrame:
    """One row a year, where the model has a price of carbon or a cap: USD a tonne.

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
            dual = duals.get(m.emissions_cap_limit[y].name, float("nan"))
            cap = -dual / discount_factor(world, y) / USD_PER_T
        if world.emissions_cap_mt or world.carbon_price:
            rows.append((y, stated, cap, stated + cap))
    columns = ["year", "stated_usd_per_t", "cap_usd_per_t", "price_usd_per_t"]
    return pd.DataFrame(rows, columns=columns)
