"""Places: the sites of a plan, rebuilt from the site tables; small ones stand together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf
from typing import Any

import pandas as pd

from planner.audit.amounts import Amounts
from planner.audit.calendar import Calendar, calendar
from planner.audit.candidates import Found, with_candidates
from planner.audit.cooling import Cooling, cooling_by_site
from planner.audit.existing_stock import Standing
from planner.audit.files import Files, by_year_held, number_or, records
from planner.audit.site_status import Prospect, prospect


@dataclass(frozen=True)
class Place:
    """A site of the plan, alone or many together. Power in GW, units in millions."""

    region: str
    members: Mapping[str, float]
    """Of many together: each of them to its share of their IT power."""
    generates: bool
    """Whether engines, turbines and the like may be built at the site."""
    renews: bool
    """Whether there is land for sun, wind and storage."""
    room_gw: float
    """Facility power that it can grow to."""
    pace_gw: float
    """Facility power that it can gain in a year."""
    opens: float
    """Year, with its fraction, from which something can be built."""
    pue: float
    """Facility over IT power that it is built for: its highest."""
    existing_power: Mapping[str, float]
    """Source to what stood before the first year."""
    existing_units: Mapping[tuple[str, int], float]
    """Generation and year installed to million units."""
    contracted: Mapping[int, float]
    """Year to facility power whose connection is promised, cumulative."""
    counted: float = 1.0
    """Part of its stated size and pace that counts, by its status."""
    pue_in: Mapping[str, float] = field(default_factory=dict)
    """Slice to facility over IT power; empty where `pue` holds in all of them."""
    water_in: Mapping[str, float] = field(default_factory=dict)
    """Slice to litres a kWh of IT, equal to million m3 a TWh."""
    water_limit: float = inf
    """Most water in a year, million m3."""
    come: Mapping[tuple[str, int], float] = field(default_factory=dict)
    """Source and year of the plan from which it serves to GW."""
    gone: Mapping[tuple[str, float], float] = field(default_factory=dict)
    """Source and year from which it serves no more to GW."""
    held: Mapping[tuple[str, int], float] = field(default_factory=dict)
    """Store and year to what of it that stood holds, GWh."""
    paid: Mapping[int, float] = field(default_factory=dict)
    """Year to what is still paid for what stands, retired before its end or not, billion USD."""
    refused: frozenset[str] = frozenset()
    """Vendors from which nobody buys there."""

    def stood(self, g: str, year: int) -> float:
        """What the tables say stands of a technology in a year, in its life."""
        since = sum(gw for (name, start), gw in self.come.items() if name == g and start <= year)
        ended = sum(gw for (name, end), gw in self.gone.items() if name == g and end <= year)
        return self.existing_power.get(g, 0.0) + since - ended

    @property
    def standing_technologies(self) -> set[str]:
        """Technologies of which something stands, or comes."""
        return set(self.existing_power) | {g for g, _ in self.come}

    @property
    def stood_gw(self) -> float:
        """Facility power before the first year."""
        return sum(self.existing_power.values())

    def pue_at(self, h: str) -> float:
        """Facility over IT power in a slice."""
        return self.pue_in.get(h, self.pue)


def places(files: Files) -> tuple[dict[str, Place], Calendar]:
    """The sites of the model by name, small ones under their pool's, and the year's slices."""
    again = with_candidates(files)
    alone, pools = _chosen(files, again)
    table = again.rows
    members = [*alone, *(s for pool in pools.values() for s in pool)]
    year = calendar(files, {table[s]["region"] for s in members})
    cooled = cooling_by_site(files, year, members)
    stands = Standing.of(files, again)
    ahead = {s: prospect(files, again, stands, s, table[s]) for s in members}
    single = {
        s: _single(files, stands, s, table[s], cooled.get(s, Cooling()), ahead[s]) for s in members
    }
    found = {s: single[s] for s in alone}
    for region, sites in pools.items():
        together = {s: single[s] for s in sites}
        if any(place.existing_units for place in together.values()):
            called = f"pool_{region}"
            while called in found:  # a site that stands alone may be called so
                called += "_"
            found[called] = _pooled(region, together)
    if "sites" in files.released:
        free = {"room_gw": inf, "pace_gw": inf, "opens": -inf}
        found = {s: Place(**{**vars(place), **free}) for s, place in found.items()}
    return found, year


def _chosen(files: Files, again: Found) -> tuple[list[str], dict[str, list[str]]]:
    """Sites that stand alone, and those of each region that stand together."""
    chosen = files.definition["sites"]
    loads = by_year_held(files.inputs["site_load"], ["site"], "load_gw", files.years)
    loaded = {site for site, _ in loads}
    alone: list[str] = []
    pools: dict[str, list[str]] = {}
    for site, row in again.rows.items():
        if site in chosen["include"] or site in again.chosen:
            alone.append(site)
        elif (
            (chosen["countries"] == "all" or row["country"] in chosen["countries"])
            and site not in chosen["exclude"]
            and (chosen["kinds"] == "all" or row["kind"] in chosen["kinds"])
        ):
            small = row["max_facility_gw"] < chosen["min_facility_gw"] and site not in loaded
            if small or row["kind"] == "fleet_pool":
                pools.setdefault(str(row["region"]), []).append(site)
            else:
                alone.append(site)
    return alone, pools


def _single(
    files: Files,
    stands: Standing,
    site: str,
    row: Mapping[str, Any],
    cooling: Cooling,
    ahead: Prospect,
) -> Place:
    steps = stands.contracted.get(site, {})
    contracted = {
        y: steps[max(known)] for y in files.years if (known := [v for v in steps if v <= y])
    }
    return Place(
        members={},
        generates=bool(row["onsite_generation"]),
        renews=bool(row["onsite_renewables"]),
        region=str(row["region"]),
        room_gw=ahead.share * number_or(row["max_facility_gw"], inf),
        pace_gw=ahead.share * number_or(row["build_rate_gw_per_year"], inf),
        opens=ahead.opens,
        counted=ahead.share,
        pue=float(row["pue"]),
        existing_power=stands.power.get(site, {}),
        come=stands.come.get(site, {}),
        gone=stands.gone.get(site, {}),
        existing_units=stands.units.get(site, {}),
        contracted=contracted,
        held=stands.held.get(site, {}),
        paid=stands.paid.get(site, {}),
        pue_in=cooling.pue_in,
        water_in=cooling.water_in,
        water_limit=cooling.water_limit,
        refused=refused_vendors(files, row),
    )


def refused_vendors(files: Files, row: Mapping[str, Any]) -> frozenset[str]:
    """Vendors from which none of a site's operators buys; none where nobody is known to run it."""
    named = row.get("operator")
    if files.definition["accelerators"].get("operators", "any") == "any" or pd.isna(named):
        return frozenset()
    own = [name.strip() for name in str(named).split("/") if name.strip()]
    told = records(files.inputs["operator_vendors"])
    of = {(row["operator"], row["vendor"]): row["buys"] for row in told}
    willing = {
        vendor
        for _, vendor in of
        for name in own
        if of.get((name, vendor), of.get((name, "all"), of.get(("all", vendor), True)))
    }
    return frozenset(vendor for _, vendor in of if own and vendor not in {*willing, "all"})


def _pooled(region: str, named: Mapping[str, Place]) -> Place:
    """Many sites as one, each with the IT power for which it has room as its weight.

    A pool grows on the grid alone.
    """
    members = list(named.values())
    room = [max(place.room_gw, place.stood_gw) for place in members]
    it = [gw / place.pue for gw, place in zip(room, members, strict=True)]
    total = sum(it)
    weights = [gw / total if total else 0.0 for gw in it]
    pairs = list(zip(weights, members, strict=True))
    slices = {h for place in members for h in place.pue_in} if total else set()
    power: Amounts[str] = Amounts()
    units: Amounts[tuple[str, int]] = Amounts()
    for place in members:
        for g, gw in place.existing_power.items():
            power[g] += gw
        for key, million in place.existing_units.items():
            units[key] += million
    gone: Amounts[tuple[str, float]] = Amounts()
    come: Amounts[tuple[str, int]] = Amounts()
    for place in members:
        for leaving, gw in place.gone.items():
            gone[leaving] += gw
        for coming, gw in place.come.items():
            come[coming] += gw
    held: Amounts[tuple[str, int]] = Amounts()
    paid: Amounts[int] = Amounts()
    for place in members:
        for store, gwh in place.held.items():
            held[store] += gwh
        for y, busd in place.paid.items():
            paid[y] += busd
    years = {y for place in members for y in place.contracted}
    wet = any(place.water_in for place in members)
    return Place(
        members=dict(zip(named, weights, strict=True)),
        generates=False,
        renews=False,
        region=region,
        room_gw=sum(room),
        pace_gw=sum(place.pace_gw for place in members),
        opens=min(place.opens for place in members),
        pue=sum(room) / total if total else 1.0,
        existing_power=power,
        come=come,
        gone=gone,
        existing_units=units,
        held=held,
        paid=paid,
        refused=frozenset.intersection(*(place.refused for place in members)),
        contracted={
            y: sum(place.contracted.get(y, place.stood_gw) for place in members) for y in years
        },
        pue_in={h: sum(w * place.pue_at(h) for w, place in pairs) for h in slices},
        water_in={
            h: sum(w * place.water_in.get(h, 0.0) for w, place in pairs) for h in slices if wet
        },
    )
