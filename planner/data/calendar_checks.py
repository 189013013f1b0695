"""The hours, days and years of the tables: none is missing, none is counted twice."""

from collections.abc import Iterator
from itertools import pairwise
from math import isclose
from typing import Any

from planner.data.reading import Check, Readings, stated_rows
from planner.errors import Fault, listed, quoted
from planner.units import HOURS_PER_YEAR

HELD = frozenset(
    {"accelerator_commitments", "capex_limits", "compute_demand_curve", "site_commitments"}
)
"""Tables whose row needs none of the year before or after: it holds until the next, or it says
what is known at one time, and of other years nothing is."""


def _slices_fill_the_year(readings: Readings) -> Iterator[Fault]:
    hours: dict[str, float] = {}
    for _, (name, weight) in stated_rows(readings, "time_slices", "slice_set", "weight_hours"):
        hours[name] = hours.get(name, 0.0) + weight
    for name, total in hours.items():
        # A problem of one's own may have another year: its model says which.
        if readings["time_slices"].table.sparse:
            return
        if not isclose(total, HOURS_PER_YEAR, abs_tol=0.01):
            place = f"{readings['time_slices'].table.path}, column weight_hours"
            found = f"the slices of {name!r} sum to {total:g} h"
            yield Fault(place, found, f"{HOURS_PER_YEAR:g} h, the hours of a year")


def _quarters_make_the_year(readings: Readings) -> Iterator[Fault]:
    """What is made in a year falls on its four quarters, all of it."""
    shares: dict[tuple[str, str, int], dict[int, float]] = {}
    columns = ("resource_kind", "pool", "year", "quarter", "share_of_year")
    for _, (kind, pool, year, quarter, share) in stated_rows(
        readings, "supply_quarters", *columns
    ):
        shares.setdefault((kind, pool, year), {})[quarter] = share
    for (kind, pool, year), of_year in shares.items():
        missing = [str(n) for n in range(1, 5) if n not in of_year]
        if missing or not isclose(sum(of_year.values()), 1.0, abs_tol=1e-6):
            place = f"{readings['supply_quarters'].table.path}, column share_of_year"
            lack = f"no quarter {listed(missing)}" if missing else f"{sum(of_year.values()):g}"
            found = f"{lack} of {kind} {pool!r} in {year}"
            yield Fault(place, found, "four quarters whose shares add up to 1")


def _every_day_has_its_representative(readings: Readings) -> Iterator[Fault]:
    """The order of days fills the year, and gives each day the weight of its slices."""
    hours: dict[tuple[str, int], float] = {}
    for _, (name, day, weight) in stated_rows(
        readings, "time_slices", "slice_set", "day", "weight_hours"
    ):
        hours[name, day] = hours.get((name, day), 0.0) + weight
    days: dict[tuple[str, int], int] = {}
    for _, (name, day) in stated_rows(readings, "slice_days", "slice_set", "day"):
        days[name, day] = days.get((name, day), 0) + 1
    order = readings.get("slice_days")
    if order is None or order.absent or not order.whole:
        return
    for name, day in sorted(hours.keys() | days.keys()):
        stated, found = hours.get((name, day), 0.0), 24.0 * days.get((name, day), 0)
        if not isclose(stated, found, abs_tol=0.01):
            place = f"{readings['slice_days'].table.path}, column day"
            fix = f"the slices of that day weigh {stated:g} h in time_slices.csv"
            text = f"day {day} of {name!r} stands for {found / 24:g} days"
            yield Fault(place, text, f"{stated / 24:g} days", fix)


def _no_year_is_skipped(readings: Readings) -> Iterator[Fault]:
    for name, reading in readings.items():
        key = reading.table.key
        if "year" not in key or reading.table.sparse or name in HELD:
            continue
        others = [column for column in key if column != "year"]
        years: dict[tuple[Any, ...], dict[int, int]] = {}
        for row, values in stated_rows(readings, name, "year", *others):
            years.setdefault(values[1:], {})[values[0]] = row
        for group, rows in years.items():
            for before, after in pairwise(sorted(rows)):
                if after > before + 1:
                    thing = ", ".join(map(quoted, group))
                    gap = f"{before + 1}" + (f" to {after - 1}" if after > before + 2 else "")
                    found = f"{after} comes after {before} for {thing}"
                    place = reading.place(rows[after], "year")
                    yield Fault(place, found, "a row for every year", f"add {gap}")


def _profiles_have_every_slice(readings: Readings) -> Iterator[Fault]:
    slices: dict[str, set[str]] = {}
    for _, (group, name) in stated_rows(readings, "time_slices", "slice_set", "slice"):
        slices.setdefault(group, set()).add(name)
    rows: dict[tuple[str, ...], dict[str, int]] = {}
    columns = ("slice_set", "region", "profile", "slice")
    for row, (*series, name) in stated_rows(readings, "slice_profiles", *columns):
        rows.setdefault(tuple(series), {})[name] = row
    for (group, region, profile), present in rows.items():
        missing = sorted(slices.get(group, set()) - present.keys())
        if missing:
            place = readings["slice_profiles"].place(min(present.values()), "slice")
            found = f"{profile!r} of {region!r} has no row for {listed(missing)}"
            yield Fault(place, found, f"a row for every slice of {group!r}")


CALENDAR_CHECKS: tuple[Check, ...] = (
    _slices_fill_the_year,
    _quarters_make_the_year,
    _every_day_has_its_representative,
    _no_year_is_skipped,
    _profiles_have_every_slice,
)
