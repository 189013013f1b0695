"""What tables of a problem of one's own state: loads, connections and goods, in model units."""

from collections.abc import Collection, Iterator, Mapping
from math import inf, isnan, nan
from typing import TypeVar

import pandas as pd

from planner.config.stated_values import StatedValues
from planner.data.inputs import Inputs
from planner.data.paths import Key
from planner.errors import Fault, did_you_mean, listed, raise_any
from planner.system.objects.sites import Good
from planner.units import KW_PER_GW, MWH_PER_GWH, THOUSAND, USD_PER_BILLION

ALL = "all"
"""What a row of ``site_load`` says of its slice when it is about all of them."""
SUPPLY = "supply_thousand"

Otherwise = TypeVar("Otherwise", float, None)


def number_or(value: object, otherwise: Otherwise) -> "float | Otherwise":
    """A cell as a number, or `otherwise` where it is blank or there is no such column."""
    return otherwise if value is None or pd.isna(value) else float(value)  # type: ignore[arg-type]


def carried_forward(steps: Mapping[int, float], years: tuple[int, ...]) -> StatedValues[int]:
    """Each year's value, the last one known where the table has none of its own."""
    rows = {y: max(known) for y in years if (known := [when for when in steps if when <= y])}
    return StatedValues({y: steps[row] for y, row in rows.items()}, rows)


def loads(
    inputs: Inputs, years: tuple[int, ...], slices: Collection[str], column: str = "load_gw"
) -> dict[str, dict[tuple[int, str], float]]:
    """Site to year and slice to a column of ``site_load``; a slice's own row goes before ``all``.

    A row holds until the next, also where its cell is blank: then there is no value.

    Raises InputError for a slice that the model's year doesn't have, and for one that a load
    lacks in a year in which other slices have theirs.
    """
    table = inputs.optional("site_load")
    if table is None:
        return {}
    _known_slices(inputs, "site_load", slices)
    raise_any(_slices_without_load(inputs, years, slices))
    rows: dict[tuple[str, str], dict[int, float]] = {}
    for (s, y, h), value in table[column].items():
        rows.setdefault((str(s), str(h)), {})[int(y)] = number_or(value, nan)
    found: dict[str, dict[tuple[int, str], float]] = {}
    for s in dict.fromkeys(s for s, _ in rows):
        whole = carried_forward(rows.get((s, ALL), {}), years)
        own = found.setdefault(s, {})
        for h in slices:
            steps = {**whole, **carried_forward(rows.get((s, h), {}), years)}
            own |= {(y, h): value for y, value in steps.items() if not isnan(value)}
    return found


def _slices_without_load(
    inputs: Inputs, years: tuple[int, ...], slices: Collection[str]
) -> Iterator[Fault]:
    """Slices of a year in which a site has no load, though it has one in others."""
    begins: dict[str, dict[str, int]] = {}
    first: dict[str, Key] = {}
    for key in inputs["site_load"].index:
        s, y, h = str(key[0]), int(key[1]), str(key[2])
        begins.setdefault(s, {})[h] = min(y, begins.get(s, {}).get(h, y))
        first.setdefault(s, key)
    for s, since in begins.items():
        start = {h: min(since.get(h, inf), since.get(ALL, inf)) for h in slices}
        for y in years:
            without = [h for h in slices if start[h] > y]
            if without and len(without) < len(slices):
                yield Fault(
                    inputs.place("site_load", first[s], "slice"),
                    f"{s!r} has a load in {y}, and no row for {listed(without, 8)}",
                    f"a row for every slice of the year, or one for {ALL}",
                    "write 0 where nothing is needed",
                )
                break


def unserved_costs(
    inputs: Inputs, years: tuple[int, ...], slices: Collection[str]
) -> dict[str, dict[tuple[int, str], float]]:
    """Site to year and slice to the cost of load that is not served, billion USD a GWh."""
    per_gwh = MWH_PER_GWH / USD_PER_BILLION
    stated = loads(inputs, years, slices, "unserved_usd_per_mwh")
    return {s: {yh: usd * per_gwh for yh, usd in own.items()} for s, own in stated.items()}


def connection_costs(inputs: Inputs) -> dict[str, dict[str, float]]:
    """Site to technology to the capital of its connection, billion USD a GW."""
    found: dict[str, dict[str, float]] = {}
    for (s, g), usd in inputs.column("connection_costs", "connection_usd_per_kw").items():
        found.setdefault(str(s), {})[str(g)] = float(usd) * KW_PER_GW / USD_PER_BILLION
    return found


def check_availability(inputs: Inputs, slices: Collection[str]) -> None:
    """Hold the slices of ``technology_availability`` to those of the model, or InputError."""
    if inputs.optional("technology_availability") is not None:
        _known_slices(inputs, "technology_availability", slices)


def goods(inputs: Inputs, years: tuple[int, ...], sites: Collection[str]) -> dict[str, Good]:
    """Every good that a site of the model needs or may buy."""
    per_thousand = THOUSAND / USD_PER_BILLION
    supply = _steps(inputs.column("goods_supply", SUPPLY), years)
    price = _steps(inputs.column("goods_supply", "cost_usd_per_unit"), years)
    demand = _steps(inputs.column("goods_demand", "demand_thousand"), years)
    # As a list: each good goes through all of it.
    freight = list(inputs.column("freight", "freight_usd_per_unit").items())
    raise_any(_unsent(inputs, sites))
    found = {
        good: Good(
            supply=supply.get(good, {}),
            price={key: usd * per_thousand for key, usd in price.get(good, {}).items()},
            demand={key: units for key, units in demand.get(good, {}).items() if key[0] in sites},
            freight={
                (str(origin), str(s)): float(usd) * per_thousand
                for (name, origin, s), usd in freight
                if name == good and s in sites
            },
        )
        for good in dict.fromkeys((*supply, *demand))
    }
    stated = {good: path.rows for good, path in demand.items()}
    raise_any(_before_any_supply(inputs, found, stated))
    return found


def _before_any_supply(
    inputs: Inputs,
    goods: Mapping[str, Good],
    rows: Mapping[str, Mapping[tuple[str, int], int | None]],
) -> Iterator[Fault]:
    """Demand in years in which no place that can send the good has any yet, told by its row."""
    told = set()
    for name, good in goods.items():
        for (s, y), units in good.demand.items():
            key = (name, s, rows[name][s, y] or y)
            near = [origin for origin, site in good.freight if site == s]
            if units > 0 and key not in told and not any((i, y) in good.supply for i in near):
                told.add(key)
                yield Fault(
                    inputs.place("goods_demand", key, "demand_thousand"),
                    f"{name!r} at {s!r} in {y}, before any place has some to send",
                    f"a row of {inputs.file('goods_supply')} by {y}, of {listed(near, 8)}",
                    "add it, or ask for the good later",
                )


def _unsent(inputs: Inputs, sites: Collection[str]) -> Iterator[Fault]:
    """Freight from places that supply nothing, and demand that no freight leads to."""
    supplied = {(good, origin) for good, origin, _ in inputs.column("goods_supply", SUPPLY).index}
    ways = inputs.column("freight", "freight_usd_per_unit").index
    for key in ways:
        good, origin, _ = key
        if (good, origin) not in supplied:
            near = [place for name, place in supplied if name == good]
            where = inputs.place("freight", key, "origin")
            found = f"no supply of {good!r} at {origin!r}"
            fix = did_you_mean(origin, near) or "add a row to goods_supply.csv"
            yield Fault(where, found, "a good and an origin of goods_supply.csv", fix)
    reached = {(good, s) for good, _, s in ways}
    for key in inputs.column("goods_demand", "demand_thousand").index:
        good, s, _ = key
        if s in sites and (good, s) not in reached:
            where = inputs.place("goods_demand", key, "good")
            found = f"no freight of {good!r} to {s!r}"
            near = [name for name, place in reached if place == s]
            fix = did_you_mean(good, near) or "add a row to freight.csv"
            yield Fault(where, found, "a good that can be sent to the site", fix)


def _steps(
    column: "pd.Series[float]", years: tuple[int, ...]
) -> dict[str, StatedValues[tuple[str, int]]]:
    """Good to place and year to a value; a row holds until the next year of its place."""
    rows: dict[tuple[str, str], dict[int, float]] = {}
    for (good, place, y), value in column.items():
        rows.setdefault((str(good), str(place)), {})[int(y)] = float(value)
    found: dict[str, StatedValues[tuple[str, int]]] = {}
    for (good, place), steps in rows.items():
        path = carried_forward(steps, years)
        before = found.get(good, StatedValues({}))
        found[good] = StatedValues(
            {**before, **{(place, y): value for y, value in path.items()}},
            {**before.rows, **{(place, y): row for y, row in path.rows.items()}},
        )
    return found


def _known_slices(inputs: Inputs, table: str, slices: Collection[str]) -> None:
    keys = inputs[table].index
    raise_any(
        Fault(
            inputs.place(table, key, "slice"),
            f"no slice {key[-1]!r} in the model's year",
            f"{listed(sorted(slices), 12)}" + (f", or {ALL}" if table == "site_load" else ""),
            did_you_mean(str(key[-1]), slices),
        )
        for key in keys
        if key[-1] not in (*slices, ALL if table == "site_load" else "")
    )
