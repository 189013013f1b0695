"""What may be chosen at all: purchases, buildings and technologies by place and year.

Choosing too little is a mistake as well: a site that opens a year late, a plant that is left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import inf, isfinite
from typing import Any

import pandas as pd

from planner.audit.calendar import WHOLE_YEAR
from planner.audit.demand_curves import curve_steps
from planner.audit.evidence import Evidence
from planner.audit.files import by_key, by_region_and_year, in_service, records
from planner.audit.sites import Place
from planner.audit.stated_demand import of_slices
from planner.audit.stores import energy_price
from planner.audit.unasked_output import in_the_way

ON_SITE = ("dispatchable", "baseload")
TURNED = ("dispatchable", "grid")
"""Kinds whose output is chosen."""
SiteYear = tuple[str, int]


@dataclass(frozen=True, eq=False)
class DecisionSpace:
    """The tuples that can exist, as the tables have them."""

    evidence: Evidence

    @cached_property
    def buildable(self) -> frozenset[str]:
        """Technologies that the model lets be built."""
        chosen = self.evidence.files.definition["power"]
        return frozenset(
            g
            for g, row in self.evidence.files.technologies.items()
            if (chosen["technologies"] == "all" or g in chosen["technologies"])
            and g not in chosen["exclude"]
            and (chosen["flexible_load"] or not self.flexible(g))
        )

    @cached_property
    def technologies(self) -> tuple[str, ...]:
        """Those, and technologies that stand somewhere."""
        places = self.evidence.places.values()
        stand = {g for place in places for g in place.standing_technologies}
        return tuple(g for g in self.evidence.files.technologies if g in self.buildable | stand)

    def steady(self, g: str) -> bool:
        """Whether a dispatchable technology gives the same in every slice."""
        return bool(self.evidence.files.technologies[g].get("flat_output", False))

    def apart(self, g: str) -> bool:
        """Whether what a store holds is sized apart from its power."""
        return g in self._sized_apart

    @cached_property
    def _sized_apart(self) -> frozenset[str]:
        return frozenset(g for g, _ in energy_price(self.evidence))

    def flexible(self, g: str) -> bool:
        """Whether a technology is a connection that the grid may cut."""
        row = self.evidence.files.technologies[g]
        return bool(row["kind"] == "grid" and row["region_limited"])

    def kind(self, g: str) -> str:
        """Kind of a technology."""
        return self.evidence.kind(g)

    def opens(self, place: Place, year: int) -> bool:
        """Whether a site can grow in a year: states are those of its end."""
        return place.room_gw > place.stood_gw and place.opens < year + 1

    def reached(self, s: str, year: int) -> float:
        """The most facility power that a site can have by a year's end, GW."""
        place = self.evidence.places[s]
        grown = [y for y in self.evidence.years if y <= year and place.opens < y + 1]
        years = sum(map(self.evidence.files.length, grown))
        added = place.pace_gw * years if grown else 0.0
        return min(max(place.room_gw, place.stood_gw), place.stood_gw + added)

    def in_time(self, lead_years: float, year: int) -> bool:
        """Whether what is ordered when the plan begins serves in the first of a period's years."""
        return self.evidence.years[0] + lead_years <= year + 1

    @cached_property
    def sales(self) -> list[tuple[str, str, int]]:
        """Generation, site and year of purchase."""
        return [
            (k, s, y)
            for k, chip in self.evidence.on_sale.items()
            for s, place in self.evidence.places.items()
            for y in self.evidence.years
            if chip.ships < y + 1
            and y <= chip.last_sale
            and chip.vendor not in place.refused
            and (self.opens(place, y) or place.stood_gw > 0)
        ]

    @cached_property
    def fleet(self) -> list[tuple[str, str, int]]:
        """Generation that can stand at a site in a year."""
        begun: dict[tuple[str, str], set[int]] = {}
        for k, s, v in self.sales:
            begun.setdefault((k, s), set()).add(v)
        for s, place in self.evidence.places.items():
            for k, v in place.existing_units:
                begun.setdefault((k, s), set()).add(v)
        life = self.evidence.stays_years
        return [
            (k, s, y)
            for (k, s), years in begun.items()
            for y in self.evidence.years
            if any(in_service(v, y, life) for v in years)
        ]

    @cached_property
    def chips_at(self) -> dict[SiteYear, list[str]]:
        """Site and year to the generations that can stand there."""
        found: dict[SiteYear, list[str]] = {}
        for k, s, y in self.fleet:
            found.setdefault((s, y), []).append(k)
        return found

    @cached_property
    def chips_in(self) -> dict[int, list[str]]:
        """Year to the generations that can stand somewhere."""
        return {
            y: sorted({k for k, _, when in self.fleet if when == y}) for y in self.evidence.years
        }

    @cached_property
    def shells(self) -> list[SiteYear]:
        """Site and year in which shell can be added."""
        places = self.evidence.places.items()
        return [(s, y) for s, p in places for y in self.evidence.years if self.opens(p, y)]

    @cached_property
    def deliveries(self) -> dict[tuple[str, int], float]:
        """Technology and year to what data centres can get nationally in all the year's years."""
        if "power" in self.evidence.files.released:
            return {}
        length = self.evidence.files.length
        return {
            (row["technology"], int(row["year"])): length(int(row["year"]))
            * row["feasible_gw_per_year"]
            * row["data_center_share"]
            for row in records(self.evidence.files.inputs["build_limits"])
            if row["year"] in self.evidence.years
        }

    @cached_property
    def held(self) -> Mapping[Any, float]:
        """Source and region to the most that the region holds."""
        table = self.evidence.files.inputs["regional_limits"]
        return by_key(table, ["technology", "region"], "max_total_gw")

    @cached_property
    def queues(self) -> Mapping[str, float]:
        """Region to years from a request to its connection."""
        free = "power" in self.evidence.files.released
        column = by_key(
            self.evidence.files.inputs["regions"], ["region"], "interconnection_lead_years"
        )
        return {region: 0.0 if free else years for region, years in column.items()}

    @cached_property
    def connects(self) -> Any:
        """Region and year to new load that it can connect, GW; infinite without a limit."""
        if "power" in self.evidence.files.released:
            return lambda region, year: inf
        table = self.evidence.files.inputs["grid_large_loads"]
        yearly = by_region_and_year(table, "gw_per_year", inf)
        return lambda region, year: self.evidence.files.length(year) * yearly(region, year)

    @cached_property
    def weather(self) -> Mapping[str, Collection[str]]:
        """Region to the profiles that it has."""
        found: dict[str, set[str]] = {}
        for profile, region, _ in self.evidence.calendar.capacity_factor:
            found.setdefault(region, set()).add(profile)
        return found

    @cached_property
    def builds(self) -> list[tuple[str, str, int]]:
        """Source, site and year in which it can enter service."""
        return [
            (g, s, y)
            for s, place in self.evidence.places.items()
            for g in self.technologies
            if g in self.buildable and self._may_stand(g, place)
            for y in self.evidence.years
            if (self.opens(place, y) or (s in self.loaded and place.opens < y + 1))
            and self.deliveries.get((self.evidence.files.technologies[g]["build_limit"], y), 1.0)
            > 0
            and self._arrives(g, place, y)
        ]

    def _may_stand(self, g: str, place: Place) -> bool:
        row = self.evidence.files.technologies[g]
        weather = self.weather.get(place.region, frozenset())
        if row["kind"] == "grid":
            allowed = True
        elif row["kind"] == "variable":
            allowed = place.renews and row["profile"] in weather
        elif row["kind"] == "storage":
            # There must be another hour to carry energy to.
            allowed = place.renews and len(self.evidence.calendar.slices) > 1
        else:
            allowed = place.generates or bool(row["region_limited"])
        if row["region_limited"]:
            allowed = allowed and self.held.get((g, place.region), 0.0) > 0
        return bool(allowed)

    def _arrives(self, g: str, place: Place, year: int) -> bool:
        if self.kind(g) != "grid" or self.flexible(g):
            return self.in_time(self.evidence.files.technologies[g]["lead_time_years"], year)
        promised = place.contracted.get(year, 0.0) > place.stood_gw
        return promised or self.in_time(self.queues[place.region], year)

    @cached_property
    def power(self) -> list[tuple[str, str, int]]:
        """Source that can serve a site in a year."""
        begun: dict[tuple[str, str], list[int]] = {}
        for g, s, v in self.builds:
            begun.setdefault((g, s), []).append(v)
        rows = self.evidence.files.technologies
        return [
            (g, s, y)
            for s, place in self.evidence.places.items()
            for g in self.technologies
            for y in self.evidence.years
            if g in place.existing_power
            or any(name == g and since <= y for name, since in place.come)
            or any(in_service(v, y, rows[g]["lifetime_years"]) for v in begun.get((g, s), ()))
        ]

    @cached_property
    def technologies_at(self) -> dict[SiteYear, list[str]]:
        """Site and year to the technologies that can serve there."""
        found: dict[SiteYear, list[str]] = {}
        for g, s, y in self.power:
            found.setdefault((s, y), []).append(g)
        return found

    def at(self, s: str, y: int, *kinds: str) -> Iterable[str]:
        """The technologies of some kinds that can serve a site in a year."""
        return (g for g in self.technologies_at.get((s, y), ()) if self.kind(g) in kinds)

    @cached_property
    def load(self) -> Mapping[tuple[str, int, str], float]:
        """Site, year and slice to load that the tables state, GW."""
        return of_slices(self.evidence, "load_gw")

    @cached_property
    def loaded(self) -> frozenset[str]:
        """Sites for which the tables state a load."""
        return frozenset(s for s, _, _ in self.load)

    @cached_property
    def retirable(self) -> dict[tuple[str, str, int], float]:
        """Technology, site and year of what stands, ends and does better to go, to GW."""
        rows, places = self.evidence.files.technologies, self.evidence.places
        if self.evidence.files.definition["power"].get("retirement", "none") != "economic":
            return {}
        dear = {
            g
            for g, row in rows.items()
            if isfinite(float(row["lifetime_years"]))
            and (
                row["fixed_om_usd_per_kw_year"] > 0
                or (self.apart(g) and row["energy_fixed_om_usd_per_kwh_year"] > 0)
                or in_the_way(self.evidence.files, g, self.cuts(g))
            )
        }
        return {
            (g, s, y): stood
            for g, s, y in self.power
            if g in dear and (stood := places[s].stood(g, y)) > 0
        }

    def cuts(self, g: str) -> bool:
        """Whether less of sun or wind may be taken than the weather gives, and it matters."""
        spare = self.evidence.files.definition["power"].get("surplus", "curtailed") == "curtailed"
        overhauled = self.evidence.files.technologies[g]["scheduled_outage_share"] > 0
        return self.kind(g) == "variable" and self.evidence.is_metered(g) and (spare or overhauled)

    @cached_property
    def curtailed(self) -> list[tuple[str, str, int, str]]:
        """Sun and wind, site, year and slice in which less than the weather's may be taken."""
        return [(g, s, y, h) for g, s, y in self.power if self.cuts(g) for h in self.slices[s, y]]

    @cached_property
    def worth(self) -> Mapping[tuple[str, int, str], float]:
        """Site, year and slice to what stated load is worth that is not served, USD a MWh."""
        return of_slices(self.evidence, "unserved_usd_per_mwh")

    @cached_property
    def slices(self) -> dict[SiteYear, list[str]]:
        """Site and year to the slices in which it is balanced; one where nothing varies in it."""
        varying = {g for g, _ in self.evidence.files.running_share}
        every = list(self.evidence.calendar.slices)
        found = {}
        for s in self.evidence.places:
            for y in self.evidence.years:
                differs = any(
                    self.kind(g) in ("variable", "storage") or g in varying
                    for g in self.technologies_at.get((s, y), ())
                )
                loads = {(self.load.get((s, y, h), 0.0), self.worth.get((s, y, h))) for h in every}
                found[s, y] = every if differs or len(loads) > 1 else [WHOLE_YEAR]
        return found

    def stated(
        self, values: Mapping[tuple[str, int, str], float], s: str, y: int, h: str
    ) -> float | None:
        """A value of a slice; for a site that is balanced once a year that of any slice."""
        if h != WHOLE_YEAR or (s, y, h) in values:
            return values.get((s, y, h))
        own = (values.get((s, y, piece)) for piece in self.evidence.calendar.slices)
        return next((value for value in own if value is not None), None)

    def load_gw(self, s: str, y: int, h: str) -> float:
        """Stated load of a slice, GW."""
        return self.stated(self.load, s, y, h) or 0.0

    def peak(self, s: str, y: int) -> float:
        """The most of the load that is stated, GW."""
        return max(
            (gw for (t, when, _), gw in self.load.items() if (t, when) == (s, y)), default=0.0
        )

    @cached_property
    def targets(self) -> dict[tuple[str, int], float]:
        """Workload and year to its target, FLOP or H100e, as the demand of the plan tells it."""
        demand = self.evidence.plan("demand")
        if demand.empty:
            return {}
        told = by_key(demand[demand["quantity"] == "target"], ["workload", "year"], "central")
        return {wy: value for wy, value in told.items() if value and wy[1] in self.evidence.years}

    @cached_property
    def steps(self) -> dict[tuple[str, int, int], tuple[float, float]]:
        """Workload, year and step of its curve to million H100e that are wanted, and USD an hour.

        Of the workloads that the model buys for while it is worth it, and need not serve.
        """
        return curve_steps(self.evidence.files, self.workloads)

    @cached_property
    def at_a_price(self) -> frozenset[str]:
        """Workloads that have a price in the place of a target."""
        return frozenset(w for w, _, _ in self.steps)

    @cached_property
    def insisted(self) -> dict[tuple[str, int], float]:
        """The targets that come before costs."""
        return {wy: value for wy, value in self.targets.items() if wy[0] not in self.at_a_price}

    @cached_property
    def asked(self) -> list[tuple[str, int]]:
        """Workload and year in which it asks for compute, by a target or at a price."""
        return [*self.insisted, *dict.fromkeys((w, y) for w, y, _ in self.steps)]

    @cached_property
    def run_days(self) -> Mapping[Any, float]:
        """Run and year to its length, days."""
        demand = self.evidence.plan("demand")
        return by_key(demand[demand["quantity"] == "run_length"], ["workload", "year"], "central")

    @cached_property
    def workloads(self) -> dict[str, dict[str, Any]]:
        """Workload of the model to its row."""
        rows = records(self.evidence.files.inputs["workloads"])
        used = self.evidence.files.definition["workloads"]["use"]
        return {str(row["workload"]): row for row in rows if row["workload"] in used}

    def most_of_fleet(self, w: str) -> float:
        """Largest share of the fleet that a workload may use."""
        share = self.workloads[w]["max_share_of_fleet"]
        return 1.0 if pd.isna(share) else float(share)

    @cached_property
    def allocations(self) -> list[tuple[str, str, int]]:
        """Workload, generation and year."""
        return [(w, k, y) for w, y in self.asked for k in self.chips_in[y]]


@lru_cache(maxsize=2)
def decision_space_of(evidence: Evidence) -> DecisionSpace:
    """The decision space of a run, found once for all that ask for them."""
    return DecisionSpace(evidence)
