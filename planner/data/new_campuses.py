"""New campuses that nobody has announced: a pool of them in each region, from the tables.

A region's pool begins when a request made as the first year begins has passed the region's queue,
holds what the grid connects from then to the last year (``grid_large_loads``), and adds in a year
no more than the grid connects in the best of them. It shares those connections with all sites of
the region, and its shells, land for the sun and power on site follow the rules of candidates.
"""

from collections.abc import Iterable, Iterator
from math import floor

import pandas as pd

from planner.config import ModelDefinition
from planner.config.stated_values import held
from planner.data.candidates import Need, Tables, site_cells
from planner.errors import Fault
from planner.wording.numbers import to_figures

PREFIX = "new_"
"""How the name of a pool begins; the region follows."""
KIND = "fleet_pool"
"""The kind of site that a pool is: many campuses on the grid, and none that hosts a run."""
GENERATED = "Generated: "
"""How the note of a row begins that the planner made."""


def pool_names(regions: Iterable[object]) -> set[str]:
    """What the pools of regions are called."""
    return {f"{PREFIX}{r}" for r in regions}


def new_campuses(tables: Tables, model: ModelDefinition) -> tuple[pd.DataFrame, list[Fault]]:
    """A row of the sites table for each region of the plan's countries, and the faults.

    ``sites.kinds``, ``sites.include`` and ``sites.exclude`` choose among the pools as among other
    sites. A region that connects nothing by the last year has none; a plan without any is a fault,
    and so is a pool whose name a site of the table has.
    """
    chosen = model.sites
    rows = list(_rows(tables, model))
    of_kind = chosen.kinds == "all" or KIND in chosen.kinds
    names = [str(row["site"]) for row in rows if of_kind or row["site"] in chosen.include]
    names = [name for name in names if name not in chosen.exclude]
    expected, fault = "a region in sites.countries with rows of grid_large_loads.csv", None
    if not rows:
        found = f"no region of the plan's countries connects a new load by {model.years.last}"
        fault = Fault(
            model.place("sites.new_campuses"), found, expected,
            "name a country, plan longer, or leave it out",
        )  # fmt: skip
    elif not names and not of_kind and not pool_names(tables["regions"].index) & {*chosen.include}:
        found = f"{list(chosen.kinds)}, and the pools of new campuses are of the kind {KIND!r}"
        fault = Fault(
            model.place("sites.kinds"), found, f"{KIND!r} among the kinds, beside new_campuses",
            f"or name pools in sites.include, such as {rows[0]['site']!r}",
        )  # fmt: skip
    elif not names and of_kind:
        found = "every pool of new campuses is left out"
        fault = Fault(
            model.place("sites.exclude"), found, "at least one pool", "leave out new_campuses"
        )
    columns = ["site", *tables["sites"].columns]
    pools = pd.DataFrame([row for row in rows if row["site"] in names], columns=columns)
    faults = [fault] if fault else [*_asked_in_vain(tables, model, rows)]
    return pools.set_index("site"), [*faults, *_clashes(tables, model, names)]


def _asked_in_vain(
    tables: Tables, model: ModelDefinition, rows: list[dict[str, object]]
) -> Iterator[Fault]:
    """Pools that ``sites.include`` names and whose regions have none."""
    names = pool_names(tables["regions"].index) - {str(row["site"]) for row in rows}
    for name in model.sites.include:
        if name in names and name not in tables["sites"].index:
            found = f"{name!r}, whose region connects no new load by {model.years.last}"
            if not model.sites.takes_country(
                tables["regions"].at[name.removeprefix(PREFIX), "country"]
            ):
                found = f"{name!r}, whose region is in no country of sites.countries"
            expected, fix = "a pool of the plan", "leave it out, plan longer, or name its country"
            yield Fault(model.place("sites.include"), found, expected, fix)


def _clashes(tables: Tables, model: ModelDefinition, names: list[str]) -> Iterator[Fault]:
    """Pools whose name a site has already that the planner did not write there itself."""
    sites = tables["sites"]
    for name in names:
        if name in sites.index and not str(sites.at[name, "note"]).startswith(GENERATED):
            found = f"a site {name!r} in sites.csv, which is what the pool of its region is called"
            expected = "another name"
            fix = "rename the site"
            yield Fault(model.place("sites.new_campuses"), found, expected, fix)


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
            "kind": KIND,
            "balancing_area": "",
            "build_rate_gw_per_year": max(by_year.values()),
            "coordinate_source": "representative point of the region",
            "confidence": "estimate",
            "note": f"{GENERATED}{reason}.",
        }
