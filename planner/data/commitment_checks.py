"""Commitments that contradict each other, their site, or the day that a generation first ships."""

from collections.abc import Iterator
from typing import Any

from planner.config import ModelDefinition
from planner.data.reading import Check, Reading, Readings
from planner.errors import Fault, did_you_mean
from planner.units import QUARTERS_PER_YEAR
from planner.wording.numbers import to_percent

SITES, SHIPMENTS = "site_commitments", "accelerator_commitments"
_CASES = ("{}_low", "{}", "{}_high")


def unasked_commitments(model: ModelDefinition) -> frozenset[str]:
    """The tables of commitments that a model does not ask for, and need not agree with."""
    asked = {SITES: model.commitments.sites, SHIPMENTS: model.commitments.accelerators}
    return frozenset(name for name, choice in asked.items() if choice == "none")


def share_notices(model: ModelDefinition) -> Iterator[str]:
    """A note where a model states two parts of one region, of its demand and of its shipments."""
    of_counts, of_demand = model.commitments.accelerators_share, model.demand.curve_share
    if of_counts is None or of_demand is None or of_counts == of_demand:
        return
    yield (
        f"{model.place('commitments.accelerators_share')}: the planned sites are "
        f"{to_percent(of_counts)} of their region by its counted shipments, and "
        f"{to_percent(of_demand)} of it by demand.curve_share; left out, it is the same as that"
    )


def _fit_their_site(readings: Readings) -> Iterator[Fault]:
    """No site is given more than it can take."""
    given, sites = readings.get(SITES), readings.get("sites")
    if given is None or sites is None:
        return
    size = dict(values for _, values in sites.rows("site", "max_facility_gw"))
    for case in _CASES:
        column = case.format("facility_gw")
        for row, (site, bound, gw) in given.rows("site", "bound", column):
            most = size.get(site)
            if bound != "ceiling" and None not in (gw, most) and gw > most:
                found = f"{gw:g} GW at {site!r}, whose max_facility_gw is {most:g}"
                fix = f"raise it in {sites.table.path}, or lower the commitment"
                yield Fault(given.place(row, column), found, "no more than the site's size", fix)


def _floors_lie_below_ceilings(readings: Readings) -> Iterator[Fault]:
    """What is given of a site never falls, so a floor binds all later ceilings."""
    for table, quantity, what in (
        (SITES, "facility_gw", ("site",)),
        (SHIPMENTS, "units_k", ("family", "year", "quarter")),
    ):
        given = readings.get(table)
        if given is None:
            continue
        for case in _CASES:
            yield from _crossed(given, case.format(quantity), what)


def _one_floor_and_one_ceiling(readings: Readings) -> Iterator[Fault]:
    """A row of both is a floor and a ceiling: a second one of either would be added or lost."""
    for table, what in ((SITES, ("site", "year")), (SHIPMENTS, ("family", "year", "quarter"))):
        given = readings.get(table)
        if given is None:
            continue
        stated: dict[tuple[Any, ...], tuple[int, str]] = {}
        for row, (*key, bound) in given.rows(*what, "bound"):
            if None in (*key, bound):
                continue
            for side in ("floor", "ceiling") if bound == "both" else (bound,):
                before, other = stated.setdefault((*key, side), (row, bound))
                if other != bound:
                    where = given.row_place(before).rpartition(", ")[2]
                    yield Fault(
                        given.place(row, "bound"),
                        f"a {side} for {_told(*key)}, which {where} states as {other!r}",
                        "one floor and one ceiling",
                        "leave one of the rows out",
                    )
                    break


def _told(name: object, year: object, quarter: object = None) -> str:
    """A site and year, or a family and quarter, in words."""
    when = f"{year}" if quarter is None else f"quarter {quarter} of {year}"
    return f"{name} in {when}"


def _crossed(given: Reading, column: str, what: tuple[str, ...]) -> Iterator[Fault]:
    found: dict[tuple[Any, ...], list[tuple[int, int, str, float]]] = {}
    for row, (*named, year, bound, value) in given.rows(*what, "year", "bound", column):
        if None not in (*named, year, bound, value):
            found.setdefault(tuple(named), []).append((row, int(year), bound, float(value)))
    for thing, rows in found.items():
        for row, year, bound, most in rows:
            if bound == "floor":
                continue
            before = [
                (least, since)
                for other, since, of, least in rows
                if of != "ceiling" and since <= year and other != row
            ]
            least, since = max(before, default=(0.0, year))
            if least > most:
                quarter = thing[2] if len(thing) > 1 else None
                of = "" if quarter is not None else f" of {since}"
                yield Fault(
                    given.place(row, column),
                    f"a ceiling of {most:g} for {_told(thing[0], year, *thing[2:])}, where the "
                    f"floor{of} is {least:g}",
                    "no floor above a ceiling",
                )


def _families_are_known_and_ship(readings: Readings) -> Iterator[Fault]:
    """A misspelt family would count nothing; and nothing is counted before it ships."""
    given, chips = readings.get(SHIPMENTS), readings.get("accelerators")
    if given is None or chips is None or not chips.whole:
        return
    ships: dict[str, float] = {}
    for _, (family, date) in chips.rows("family", "volume_ship_year"):
        if None not in (family, date):
            ships[family] = min(date, ships.get(family, date))
    columns = ("family", "year", "quarter", "bound", "units_k")
    for row, (family, year, quarter, bound, units) in given.rows(*columns):
        if family is None or family not in ships:
            if family is not None and ships:
                expected = f"a value of family in {chips.table.path}"
                fix = did_you_mean(str(family), ships)
                place = given.place(row, "family")
                yield Fault(place, f"unknown family {family!r}", expected, fix)
        elif None not in (year, quarter, bound) and units and bound != "ceiling":
            end = year + quarter / QUARTERS_PER_YEAR
            if ships[family] >= end:
                found = f"{units:g} thousand of {family} in quarter {quarter} of {year}"
                expected = f"none before it ships, in {ships[family]:g}"
                yield Fault(given.place(row, "year", "quarter"), found, expected)


COMMITMENT_CHECKS: tuple[Check, ...] = (
    _fit_their_site,
    _one_floor_and_one_ceiling,
    _floors_lie_below_ceilings,
    _families_are_known_and_ship,
)
