"""Rows of storage: power and energy of each store, within a day or from day to day."""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt

from planner.audit.files import number_or
from planner.audit.programme.decision_space import DecisionSpace
from planner.audit.programme.statement import Column, NamedRows, Row, column, key

Store = tuple[str, str, int]
Ways = tuple[float, float]
"""Shares of what a store takes in, and of what it lets go, that are not lost."""
Held = dict[Column, float]
"""What it holds when full, as terms on the left side of a row."""


def stores(space: DecisionSpace) -> Iterator[Store]:
    """Storage that can serve a site in a year."""
    return (gsy for gsy in space.power if space.kind(gsy[0]) == "storage")


def days(space: DecisionSpace) -> dict[int, list[str]]:
    """Representative day to its slices in their order."""
    found: dict[int, list[str]] = {}
    slices = space.evidence.calendar.slices
    for h in sorted(slices, key=lambda h: slices[h].position):
        found.setdefault(slices[h].day, []).append(h)
    return found


def between_days(space: DecisionSpace) -> bool:
    """Whether storage may carry energy from one day to the next."""
    between = space.evidence.files.definition["time"]["storage_between_days"]
    return bool(between) and len(space.evidence.calendar.days) > 0


def storage(space: DecisionSpace) -> NamedRows:
    """Charging and giving back within the power, what is held within the energy."""
    files = space.evidence.files
    for g, s, y in stores(space):
        name = column("power_capacity_gw", g, s, y)
        used: dict[Column, float] = {}
        hours = 0.0
        for h in space.slices[s, y]:
            charge, back = (column(f"{way}charge_gw", g, s, y, h) for way in ("", "dis"))
            row = Row({charge: 1.0, back: 1.0, name: -files.runs(g, h)}, upper=0.0)
            yield "storage_power_limit", key(g, s, y, h), row
            weight = space.evidence.weights[h]
            used |= {charge: weight, back: weight}
            hours += weight * files.runs(g, h)
        out = float(files.technologies[g]["scheduled_outage_share"])
        if out > 0:
            row = Row({**used, name: -(1 - out) * hours}, upper=0.0)
            yield "storage_scheduled_outage_limit", key(g, s, y), row
        store = files.technologies[g]
        whole = float(store["round_trip_efficiency"])
        way_in = number_or(store.get("charge_efficiency"), sqrt(whole))
        # What a store holds when full: hours of its power, or the energy that is built for it.
        holds = {name: -float(store["storage_hours"])}
        if space.apart(g):
            holds = {column("storage_energy_gwh", g, s, y): -1.0}
            yield _capacity(space, g, s, y)
        steps = _over_the_year if between_days(space) else _within_a_day
        yield from steps(space, (g, s, y), (way_in, whole / way_in), holds)


def _capacity(space: DecisionSpace, g: str, s: str, y: int) -> tuple[str, tuple[str, ...], Row]:
    """Energy in service: what stood and is not retired, and what was built and is in life."""
    evidence = space.evidence
    life = evidence.files.technologies[g]["lifetime_years"]
    stood = evidence.places[s].held.get((g, y), 0.0)
    terms = {column("storage_energy_gwh", g, s, y): 1.0} | {
        column("storage_energy_built_gwh", g, s, v): -serves
        for what, where, v in space.builds
        if (what, where) == (g, s) and (serves := evidence.files.serves(v, y, life))
    }
    if stood and (g, s, y) in space.retirable:
        # With each GW that is retired leaves its part of what stood.
        terms[column("power_retired_gw", g, s, y)] = stood / space.retirable[g, s, y]
    return "storage_energy_capacity_balance", key(g, s, y), Row(terms, stood, stood)


def _within_a_day(space: DecisionSpace, store: Store, ways: Ways, holds: Held) -> NamedRows:
    for slices in days(space).values():
        for i, h in enumerate(slices):
            hours = space.evidence.calendar.slices[h].hours
            held, before = (
                column("state_of_charge_gwh", *store, piece) for piece in (h, slices[i - 1])
            )
            terms = {held: 1.0}
            terms[before] = terms.get(before, 0.0) - 1.0
            terms[column("charge_gw", *store, h)] = -hours * ways[0]
            terms[column("discharge_gw", *store, h)] = hours / ways[1]
            yield "storage_energy_balance", key(*store, h), Row(terms, 0.0, 0.0)
            row = Row({held: 1.0, **holds}, upper=0.0)
            yield "storage_energy_limit", key(*store, h), row


def _over_the_year(space: DecisionSpace, store: Store, ways: Ways, holds: Held) -> NamedRows:
    order = space.evidence.calendar.days
    of_day = days(space)
    for day, slices in of_day.items():
        highest, lowest = (
            column(f"{end}_energy_moved_gwh", *store, day) for end in ("highest", "lowest")
        )
        for i, h in enumerate(slices):
            hours = space.evidence.calendar.slices[h].hours
            moved = column("energy_moved_gwh", *store, h)
            terms = {moved: 1.0}
            if i:
                terms[column("energy_moved_gwh", *store, slices[i - 1])] = -1.0
            terms[column("charge_gw", *store, h)] = -hours * ways[0]
            terms[column("discharge_gw", *store, h)] = hours / ways[1]
            yield "intraday_energy_balance", key(*store, h), Row(terms, 0.0, 0.0)
            yield (
                "intraday_energy_maximum",
                key(*store, h),
                Row({moved: 1.0, highest: -1.0}, upper=0.0),
            )
            yield (
                "intraday_energy_minimum",
                key(*store, h),
                Row({moved: 1.0, lowest: -1.0}, lower=0.0),
            )
    for i, day in enumerate(map(int, order)):
        dawn = column("energy_at_dawn_gwh", *store, i)
        terms = {column("energy_at_dawn_gwh", *store, (i + 1) % len(order)): 1.0}
        terms[dawn] = terms.get(dawn, 0.0) - 1.0
        terms[column("energy_moved_gwh", *store, of_day[day][-1])] = -1.0
        yield "interday_energy_balance", key(*store, i), Row(terms, 0.0, 0.0)
        highest = column("highest_energy_moved_gwh", *store, day)
        row = Row({dawn: 1.0, highest: 1.0, **holds}, upper=0.0)
        yield "interday_energy_upper_limit", key(*store, i), row
        lowest = column("lowest_energy_moved_gwh", *store, day)
        yield (
            "interday_energy_lower_limit",
            key(*store, i),
            Row({dawn: 1.0, lowest: 1.0}, lower=0.0),
        )
