"""New campuses that nobody has announced: a pool of them in each region, from the tables.

A region's pool begins when a request made as the first year begins has passed the region's queue,
holds what the grid connects from then to the last year (``grid_large_loads``), and adds in a year
no more than the grid connects in the best of them. It shares those connections with all sites of
the region, and its shells, land for the sun and power on site follow the rules of candidates.
"""

from collections.abc import Iterator
from math import floor

import pandas as pd

from planner.config import ModelDefinition
from planner.config.stated_values import held
from planner.data.candidates import Need, Tables, site_cells
from planner.errors import Fault
from planner.wording.numbers import to_figures

PREFIX = "new_"
"""How the name of a pool begins; the region follows."""


def new_campuses(tables: Tables, model: ModelDefinition) -> tuple[pd.DataFrame, list[Fault]]:
    """A row of the sites table for each region of the plan's countries, and the faults.

    A region that connects nothing by the last year has none; a plan without any is a fault.
    """
    rows = list(_rows(tables, model))
    faults = []
    if not rows:
        found = f"no region of the plan's countries connects a new load by {model.years.last}"
        expected = "a region in sites.countries with rows of grid_large_loads.csv"
        fix = "name a country, plan longer, or leave it out"
        faults = [Fault(model.place("sites.new_campuses"), found, expected, fix)]
    columns = ["site", *tables["sites"].columns]
    return pd.DataFrame(rows, columns=columns).set_index("site"), faults


def _rows(tables: Tables, model: ModelDefinition) -> Iterator[dict[str, object]]:
    loads = tables["grid_large_loads"]["gw_per_year"]
    stated = set(loads.index.get_level_values("region"))
    first, last = model.years.first, model.years.last
    for key, region in tables["regions"].iterrows():
        r = str(key)
        if r not in stated or not model.sites.takes_country(region["country"]):
            continue
        connected = first + float(region["interconnection_lead_years"])
        by_year = held(loads.loc[r], tuple(range(floor(connected), last + 1)))
        gw = round(sum(by_year.values()), 3)
        if gw <= 0:
            continue
        reason = f"{to_figures(gw)} GW that {r} connects from {floor(connected)} to {last}"
        place = pd.Series({**region, "state": ""}, name=r)
        cells = site_cells(tables, Need(r, gw, last, first), place, "", gw, connected)
        yield {
            "site": f"{PREFIX}{r}",
            **cells,
            "name": f"New campuses, {region['name'] or r}",
            "kind": "fleet_pool",
            "balancing_area": "",
            "build_rate_gw_per_year": max(by_year.values()),
            "coordinate_source": "representative point of the region",
            "confidence": "estimate",
            "note": f"Generated: {reason}.",
        }
