"""From the tables of a run to sites that can be dispatched hour by hour."""

from collections.abc import Iterator, Mapping
from typing import NoReturn

import numpy as np
import pandas as pd

from planner.analysis.hours import Hours, SiteYear, Storage, dispatch_hours
from planner.config.stated_values import held
from planner.data.profiles import FILE, HOURS
from planner.data.weather import cooling_hours, hourly_weather
from planner.errors import Fault, InputError
from planner.results import Plan
from planner.system.grid_bills import ENERGY_COLUMNS, energy_price
from planner.system.stated_demand import number_or

Tables = Mapping[str, pd.DataFrame]
TABLES_OF_HOURS = (
    *("power_technologies", "power_terms", "electricity_prices", "grid_tariffs", "fuel_prices"),
    *("sites", "site_cooling", "weather_stations", "cooling", "technology_availability"),
)
"""The input tables that a plan's hours take."""


def hours_table(
    plan: Plan,
    tables: Tables,
    profiles: pd.DataFrame,
    year: int,
    sites: tuple[str, ...] = (),
    weather: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Each site of a plan over all hours of `year`.

    `tables` are the input tables that the run was made from; `sites` limits
    the check to some; `weather` is the shipped one where none is given.
    Raises InputError for a load or an availability that tables state slice by
    slice, since which hours a slice stands for is not known.

    ``unserved_share`` is of the year's energy; ``running_cost_musd`` stands beside
    what the plan's slices cost. The load is that of the IT, flat, times the PUE of
    the hour, and what tables state; technologies and prices are those of the plan.
    ``shed_gwh`` is what was shed for connections that the grid may cut, within what
    the plan's terms allow; it is not unserved.
    """
    if missing := [name for name in ("sites", "site_members") if name not in plan.tables]:
        told = f"no table {missing[0]!r}: an earlier version of the planner wrote it"
        raise InputError([Fault("tables of the run", told, "its sites", "plan it again")])
    rows = []
    for site, made in site_years(plan, tables, profiles, year, weather):
        if sites and site not in sites:
            continue
        found = dispatch_hours(made)
        energy = float(made.load_gw.sum())
        rows.append(
            (
                site,
                year,
                energy / 1e3,
                *_figures(found, energy),
                _in_slices(plan, tables, site, year),
            )
        )
    return pd.DataFrame(
        rows,
        columns=[
            "site", "year", "load_twh", "shed_gwh", "unserved_gwh", "unserved_share",
            "hours_short", "largest_shortage_gw", "running_cost_musd",
            "running_cost_in_slices_musd",
        ],
    )  # fmt: skip


def _figures(found: Hours, energy: float) -> tuple[float, float, float, int, float, float]:
    share = found.unserved_gwh / energy if energy else 0.0
    return (
        found.shed_gwh,
        found.unserved_gwh,
        share,
        found.hours_short,
        found.largest_shortage_gw,
        found.running_cost_musd,
    )


def site_years(
    plan: Plan,
    tables: Tables,
    profiles: pd.DataFrame,
    year: int,
    weather: pd.DataFrame | None = None,
) -> Iterator[tuple[str, SiteYear]]:
    """Every site that has load in `year`, with what serves it."""
    technologies = tables["power_technologies"].set_index("technology")
    cooled = _hourly_pue(plan, tables, hourly_weather() if weather is None else weather)
    terms = tables["power_terms"].set_index("term")["value"]
    share = float(terms.get("flexible_load_share", 0.0))
    hours = float(terms.get("flexible_load_hours", 0.0))
    loads = _loads(plan, cooled, year)
    regions = plan["sites"].set_index("site")["region"]
    capacity = plan["power"].query("year == @year and capacity_gw > 0")
    stores = plan.tables.get("stores")
    of_year = None if stores is None else stores[stores["year"] == year]
    held = (
        {}
        if of_year is None
        else of_year.set_index(["technology", "site"])["energy_gwh"].to_dict()
    )
    for site, load in loads.items():
        region = str(regions[site])
        own = capacity[capacity["site"] == site].set_index("technology")["capacity_gw"]
        flat, weather = 0.0, np.zeros(HOURS)
        dispatchable: dict[str, tuple[float, float]] = {}
        storage: dict[str, Storage] = {}
        limits: dict[str, float] = {}
        shed_limit = 0.0
        for name, gw in own.items():
            technology = technologies.loc[str(name)]
            available = gw * _available(tables, technology)
            kind = technology["kind"]
            if kind == "baseload":
                flat += available
            elif kind == "variable":
                column = f"{technology['profile']}:{region}"
                weather += available * _profile(profiles, column, site)
            elif kind == "storage":
                energy = gw * technology["storage_hours"]
                storage[str(name)] = Storage(
                    power_gw=available,
                    energy_gwh=held.get((str(name), site), energy),
                    round_trip_efficiency=technology["round_trip_efficiency"],
                    charge_efficiency=number_or(technology.get("charge_efficiency"), None),
                )
            else:
                price = running_price(plan, tables, technology, region, year)
                dispatchable[str(name)] = (available, price)
                overhauled = number_or(technology.get("scheduled_outage_share"), 0.0)
                if overhauled:
                    limits[str(name)] = available * HOURS * (1 - overhauled)
                if kind == "grid" and technology["region_limited"]:
                    # The grid takes back so many full hours, and the site sheds as much.
                    limits[str(name)] = available * (HOURS - share * hours)
                    shed_limit += share * hours * gw
        yield (
            site,
            SiteYear(
                load_gw=load,
                flat_gw=flat,
                weather_gw=weather,
                dispatchable=dispatchable,
                storage=storage,
                energy_limit_gwh=limits,
                shed_share=share if limits else 0.0,
                shed_limit_gwh=shed_limit,
            ),
        )


def _loads(plan: Plan, cooled: Mapping[str, np.ndarray], year: int) -> dict[str, np.ndarray]:
    """Site to its load in each hour, GW: of its IT, and what tables state in every slice alike."""
    clusters = plan["clusters"].query("year == @year and facility_gw > 0")
    # Runs of earlier versions counted rated power alone.
    average = clusters["average_it_gw" if "average_it_gw" in clusters else "it_gw"]
    loads = {
        str(site): drawn * (cooled[site] if site in cooled else np.full(HOURS, facility / it))
        for site, drawn, it, facility in zip(
            clusters["site"], average, clusters["it_gw"], clusters["facility_gw"], strict=True
        )
    }
    stated = plan.tables.get("load")
    if stated is None:
        return loads
    for site, of_slices in stated[stated["year"] == year].groupby("site")["load_gw"]:
        gw = float(of_slices.mean())
        if not np.allclose(of_slices, gw, rtol=1e-9, atol=0.0):
            _refuse(f"the load of {site} in {year}", "table dispatch")
        if gw > 0:
            loads[str(site)] = loads.get(str(site), 0.0) + np.full(HOURS, gw)
    return loads


def _available(tables: Tables, technology: pd.Series) -> float:
    """Share of nameplate that can run in any hour; baseload is overhauled in all alike."""
    share = float(technology["availability"])
    by_slice = tables.get("technology_availability")
    if by_slice is not None:
        own = by_slice.loc[by_slice["technology"] == technology.name, "availability"]
        if own.nunique() > 1:
            _refuse(f"the availability of {technology.name}", "table dispatch")
        share = float(own.iloc[0]) if len(own) else share
    in_order = 1 - number_or(technology.get("forced_outage_share"), 0.0)
    if technology["kind"] == "baseload":
        in_order *= 1 - number_or(technology.get("scheduled_outage_share"), 0.0)
    return share * in_order


def _refuse(where: str, instead: str) -> NoReturn:
    """What differs by slice has no place in the hours of a year."""
    found = "stated slice by slice, and no slice says which hours it stands for"
    fix = f"the {instead} of the run tells each slice"
    raise InputError([Fault(where, found, "one that is the same in every hour", fix)])


def _profile(profiles: pd.DataFrame, column: str, site: str) -> np.ndarray:
    """Hourly capacity factors; InputError where a problem's own weather has none."""
    if column not in profiles:
        fix = f"add the column to profiles/{FILE} beside the tables"
        found = f"no hourly profile {column!r}"
        raise InputError([Fault(f"the weather of {site}", found, "8,760 hours of it", fix)])
    return np.asarray(profiles[column].to_numpy(), dtype=float)


def _hourly_pue(plan: Plan, tables: Tables, weather: pd.DataFrame) -> dict[str, np.ndarray]:
    """Sites with a PUE of their own in every hour; that of a pool is the mean of its members.

    A member without weather has the PUE that it is built for, in every hour.
    """
    keys = {
        "site_cooling": "site",
        "sites": "site",
        "weather_stations": "weather_station",
        "cooling": ["cooling", "temperature_c"],
    }
    indexed = {name: tables[name].set_index(key) for name, key in keys.items()}
    own = {s: cooled.pue for s, cooled in cooling_hours(indexed, weather).items()}
    built_for = indexed["sites"]["pue"]
    found = {str(s): own[s] for s in plan["sites"]["site"] if s in own}
    for pool, members in plan["site_members"].groupby("site"):
        of_members = dict(zip(members["member"], members["it_share"], strict=True))
        if any(s in own and share for s, share in of_members.items()):
            found[str(pool)] = sum(
                share * own.get(s, np.full(HOURS, float(built_for.get(s, np.nan))))
                for s, share in of_members.items()
            )
        else:
            found.pop(str(pool), None)
    return found


def running_price(
    plan: Plan, tables: Tables, technology: pd.Series, region: str, year: int
) -> float:
    """Running cost of a technology, USD a MWh: fuel, variable O&M, or the grid's energy."""
    if technology["kind"] == "grid":
        asked = str(plan.summary.get("electricity_price"))
        # Runs of before there were tariffs have no table of them.
        with_tariff = set(tables["grid_tariffs"]["region"]) if asked == "tariff" else set()
        column = ENERGY_COLUMNS[energy_price(asked, region, with_tariff)]
        prices = tables["electricity_prices"]
        own = prices[prices["region"] == region].set_index("year")[column]
        # Without a price the energy of the grid is free.
        price = 0.0 if own.empty else held(own, (year,))[year]
        return float(price + technology["variable_om_usd_per_mwh"])
    cost = float(technology["variable_om_usd_per_mwh"])
    if technology["fuel"] != "none":
        fuel = tables["fuel_prices"].set_index(["fuel", "region", "year"])["price_usd_per_mmbtu"]
        per_mmbtu = held(fuel.sort_index().xs((technology["fuel"], region)), (year,))[year]
        cost += float(technology["heat_rate_mmbtu_per_mwh"] * per_mmbtu)
    return cost


def _in_slices(plan: Plan, tables: Tables, site: str, year: int) -> float:
    """What the plan's own dispatch of the same technologies costs, million USD."""
    technologies = tables["power_technologies"].set_index("technology")
    rows = plan["power"].query("year == @year and site == @site")
    region = str(plan["sites"].set_index("site")["region"][site])
    return sum(
        twh * running_price(plan, tables, technologies.loc[name], region, year)
        for name, kind, twh in zip(
            rows["technology"], rows["kind"], rows["generation_twh"], strict=True
        )
        if kind in ("dispatchable", "grid")
    )
