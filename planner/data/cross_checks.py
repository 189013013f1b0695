"""Checks that a schema cannot state: rows that are missing, and rows that contradict.

Each check reads the tables it needs and is silent about what they lack; that
a table, a column or a cell is faulty is said where it is read. A table that
is absent or could not be read whole is no witness for a missing row.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from math import isclose
from typing import Any

from planner.data.foreign_keys import unknown_ids
from planner.data.reading import Reading
from planner.data.row_checks import ROW_CHECKS
from planner.errors import Fault, listed, quoted
from planner.units import HOURS_PER_YEAR

Readings = Mapping[str, Reading]

REQUIRED_ROWS = {
    "cluster_costs": (
        "server_network_multiplier",
        "shell_usd_per_w_it",
        "non_energy_opex_share_per_year",
        "accelerator_life_years",
        "accelerator_physical_life_years",
        "redeployment_weeks",
        "facility_life_years",
    ),
    "demand_drivers": (
        "raw_compute_base_flop",
        "raw_compute_base_year",
        "raw_compute_growth_oom",
        "raw_compute_change_year",
        "raw_compute_growth_after_oom",
        "data_stock_tokens",
        "data_stock_base_year",
        "data_stock_growth_per_year",
        "data_repetition_factor",
        "data_synthetic_share",
        "data_tokens_per_parameter",
        "algorithmic_efficiency_growth_oom",
        "unhobbling_growth_oom",
        "training_efficiency_growth_oom",
        "inference_compute_growth_oom",
        "inference_efficiency_growth_oom",
    ),
    "supply_terms": ("node", "packaging", "hbm", "euv"),
    "power_terms": (
        "flexible_load_share",
        "flexible_load_hours",
        "rental_delivery_share",
        "onsite_reserve_margin",
    ),
    "capability_assumptions": (
        "thinking_words_per_minute",
        "tokens_per_word",
        "anchor_training_flop",
        "anchor_forward_flop",
        "anchor_oversize",
        "data_departure",
        "speed_vs_human",
        "throughput_sacrifice",
    ),
    "equipment_lead_times": (
        "large_power_transformer",
        "medium_voltage_switchgear",
        "backup_generator",
        "data_center_shell",
        "packaging_line",
        "hbm_cycle",
        "hbm_line",
    ),
}
"""Rows that the model reads by name, so that no table may lack them."""


UNITS_OF_ROWS = {
    "cluster_costs": {
        "server_network_multiplier": "USD/USD",
        "shell_usd_per_w_it": "USD/W",
        "non_energy_opex_share_per_year": "1/year",
        "accelerator_life_years": "years",
        "accelerator_physical_life_years": "years",
        "redeployment_weeks": "weeks",
        "facility_life_years": "years",
    },
}
"""Unit that the model reads a row in, where a table has a unit for each row."""

ABOVE_ZERO = {"cluster_costs": ("accelerator_life_years", "facility_life_years")}
"""Rows whose value divides something."""


def cross_check(readings: Readings) -> list[Fault]:
    """All faults between the rows and the tables of `readings`."""
    faults = list(unknown_ids(readings))
    for check in (*ROW_CHECKS, *_TABLE_CHECKS):
        faults += check(readings)
    return faults


def _rows(readings: Readings, table: str, *columns: str) -> list[tuple[int, tuple[Any, ...]]]:
    """Rows of a table with a value in each of `columns`; none if it was not read whole."""
    reading = readings.get(table)
    if reading is None or not reading.whole:
        return []
    return [(row, values) for row, values in reading.rows(*columns) if None not in values]


def _slices_fill_the_year(readings: Readings) -> Iterator[Fault]:
    hours: dict[str, float] = {}
    for _, (name, weight) in _rows(readings, "time_slices", "slice_set", "weight_hours"):
        hours[name] = hours.get(name, 0.0) + weight
    for name, total in hours.items():
        if not isclose(total, HOURS_PER_YEAR, abs_tol=0.01):
            place = f"{readings['time_slices'].table.path}, column weight_hours"
            found = f"the slices of {name!r} sum to {total:g} h"
            yield Fault(place, found, f"{HOURS_PER_YEAR:g} h, the hours of a year")


def _every_day_has_its_representative(readings: Readings) -> Iterator[Fault]:
    """The order of days fills the year, and gives each day the weight of its slices."""
    hours: dict[tuple[str, int], float] = {}
    for _, (name, day, weight) in _rows(
        readings, "time_slices", "slice_set", "day", "weight_hours"
    ):
        hours[name, day] = hours.get((name, day), 0.0) + weight
    days: dict[tuple[str, int], int] = {}
    for _, (name, day) in _rows(readings, "slice_days", "slice_set", "day"):
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
        if "year" not in key or reading.table.sparse:
            continue
        others = [column for column in key if column != "year"]
        years: dict[tuple[Any, ...], dict[int, int]] = {}
        for row, values in _rows(readings, name, "year", *others):
            years.setdefault(values[1:], {})[values[0]] = row
        for group, rows in years.items():
            for before, after in pairwise(sorted(rows)):
                if after > before + 1:
                    thing = ", ".join(map(quoted, group))
                    gap = f"{before + 1}" + (f" to {after - 1}" if after > before + 2 else "")
                    found = f"{after} comes after {before} for {thing}"
                    place = reading.place(rows[after], "year")
                    yield Fault(place, found, "a row for every year", f"add {gap}")


def _every_row_has_its_partner(readings: Readings) -> Iterator[Fault]:
    """A thing of one table that needs at least one row in another one."""
    for table, key, partner, what in (
        ("regions", "region", "electricity_prices", "a price of electricity"),
        ("regions", "region", "grid_carbon", "the emissions of its grid"),
        ("regions", "region", "grid_large_loads", "the new load that its grid can connect"),
        ("power_sources", "source", "power_costs", "a capital cost of each source"),
    ):
        if partner in readings and readings[partner].whole and not readings[partner].absent:
            present = {name for _, (name,) in _rows(readings, partner, key)}
            for row, (name,) in _rows(readings, table, key):
                if name not in present:
                    yield _no_partner(readings, table, row, key, name, partner, what)


def _every_fuel_has_its_price(readings: Readings) -> Iterator[Fault]:
    if "fuel_prices" not in readings or not readings["fuel_prices"].whole:
        return
    fuels = {fuel for _, (fuel,) in _rows(readings, "power_sources", "fuel")} - {"none"}
    priced = {pair for _, pair in _rows(readings, "fuel_prices", "region", "fuel")}
    for row, (region,) in _rows(readings, "regions", "region"):
        for fuel in sorted(fuels - {fuel for place, fuel in priced if place == region}):
            what = f"the price of {fuel} in each region"
            yield _no_partner(readings, "regions", row, "region", region, "fuel_prices", what)


def _no_partner(
    readings: Readings, table: str, row: int, key: str, name: str, partner: str, what: str
) -> Fault:
    path = readings[partner].table.path
    place = readings[table].place(row, key)
    return Fault(place, f"{name!r} has no row in {path}", what, f"add the row to {path}")


def _required_rows_are_there(readings: Readings) -> Iterator[Fault]:
    for name, required in REQUIRED_ROWS.items():
        reading = readings.get(name)
        if reading is None or reading.absent or not reading.whole:
            continue
        key = reading.table.key[0]
        present = [value for _, (value,) in _rows(readings, name, key)]
        for missing in required:
            if missing not in present:
                place = f"{readings[name].table.path}, column {key}"
                found = f"no row {missing!r}"
                yield Fault(place, found, f"the rows {listed(required)}", "add the row")


def _rows_are_in_their_units(readings: Readings) -> Iterator[Fault]:
    for name, units in UNITS_OF_ROWS.items():
        reading = readings.get(name)
        if reading is None or not reading.whole:
            continue
        for row, (item, unit) in _rows(readings, name, reading.table.key[0], "unit"):
            if item in units and unit != units[item]:
                place = reading.place(row, "unit")
                yield Fault(
                    place, f"{unit!r} for {item!r}", f"{units[item]!r}", "convert the value"
                )


def _divisors_are_above_zero(readings: Readings) -> Iterator[Fault]:
    for name, items in ABOVE_ZERO.items():
        reading = readings.get(name)
        if reading is None or not reading.whole:
            continue
        for row, (item, value) in _rows(readings, name, reading.table.key[0], "value"):
            if item in items and not value > 0:
                place = reading.place(row, "value")
                yield Fault(place, f"{value:g} for {item!r}", "a number above 0")


def _weather_is_known_where_it_serves(readings: Readings) -> Iterator[Fault]:
    """Sun and wind that stand at a site need a profile of its region."""
    tables = ("slice_profiles", "existing_power", "sites", "power_sources")
    if not all(name in readings and readings[name].whole for name in tables):
        return
    profile = {g: p for _, (g, p) in _rows(readings, "power_sources", "source", "profile")}
    region = {s: r for _, (s, r) in _rows(readings, "sites", "site", "region")}
    known = {pair for _, pair in _rows(readings, "slice_profiles", "region", "profile")}
    for row, (site, source) in _rows(readings, "existing_power", "site", "source"):
        needed = profile.get(source, "none")
        if needed != "none" and site in region and (region[site], needed) not in known:
            place = readings["existing_power"].place(row, "source")
            found = f"{source!r} at {site!r}, but {region[site]!r} has no {needed} profile"
            yield Fault(place, found, f"rows of {needed} in slice_profiles.csv")


def _profiles_have_every_slice(readings: Readings) -> Iterator[Fault]:
    slices: dict[str, set[str]] = {}
    for _, (group, name) in _rows(readings, "time_slices", "slice_set", "slice"):
        slices.setdefault(group, set()).add(name)
    rows: dict[tuple[str, ...], dict[str, int]] = {}
    columns = ("slice_set", "region", "profile", "slice")
    for row, (*series, name) in _rows(readings, "slice_profiles", *columns):
        rows.setdefault(tuple(series), {})[name] = row
    for (group, region, profile), present in rows.items():
        missing = sorted(slices.get(group, set()) - present.keys())
        if missing:
            place = readings["slice_profiles"].place(min(present.values()), "slice")
            found = f"{profile!r} of {region!r} has no row for {listed(missing)}"
            yield Fault(place, found, f"a row for every slice of {group!r}")


def _a_line_without_limit_has_no_capacity(readings: Readings) -> Iterator[Fault]:
    free = {name for _, (name, limited) in _rows(readings, "packaging", "packaging", "limited")
            if not limited}  # fmt: skip
    for row, (name,) in _rows(readings, "packaging_capacity", "packaging"):
        if name in free:
            place = readings["packaging_capacity"].place(row, "packaging")
            found = f"a capacity of {name!r}, which packaging.csv calls not limited"
            yield Fault(place, found, "no row, or limited = true there")


_TABLE_CHECKS: tuple[Callable[[Readings], Iterator[Fault]], ...] = (
    _slices_fill_the_year,
    _every_day_has_its_representative,
    _no_year_is_skipped,
    _every_row_has_its_partner,
    _every_fuel_has_its_price,
    _required_rows_are_there,
    _rows_are_in_their_units,
    _divisors_are_above_zero,
    _weather_is_known_where_it_serves,
    _profiles_have_every_slice,
    _a_line_without_limit_has_no_capacity,
)
