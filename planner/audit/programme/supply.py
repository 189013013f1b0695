"""Rows of supply: components that shipments draw, vendors' shares, and what is built beyond."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import isfinite

import pandas as pd

from planner.audit.files import in_service, records, rows_by
from planner.audit.programme.decision_space import DecisionSpace
from planner.audit.programme.statement import Column, NamedRows, Row, add, column, key
from planner.audit.resources import Resource, Resources, vendors_shares

COMPONENTS = {
    "component_supply_limit": ("kind", "pool", "year"),
    "vendor_share_limit": ("vendor", "kind", "pool", "year"),
    "first_year_shipment_limit": ("accelerator", "kind", "pool", "year"),
    "part_year_component_limit": ("kind", "pool", "year", "part"),
    "part_year_vendor_share_limit": ("vendor", "kind", "pool", "year", "part"),
    "first_part_shipment_limit": ("accelerator", "kind", "pool", "year", "part"),
    "expansion_growth_limit": ("kind", "pool", "year"),
}
LIMITS = {**COMPONENTS, "equipment_delivery_limit": ("pool", "year")}
"""Limits among these rows that a plan lists, and what their labels are."""


LINES = {"packaging": "packaging_line", "hbm": "hbm_line"}
"""Kind of a line to its row among the lead times of equipment."""


@dataclass(frozen=True, eq=False)
class Supply:
    """What there is of each resource, and what may be added to it."""

    space: DecisionSpace

    @cached_property
    def limits(self) -> Mapping[Resource, Resources]:
        """Limited resources that something on sale draws on."""
        evidence = self.space.evidence
        drawn = {resource for chip in evidence.on_sale.values() for resource in chip.draws}
        if "chip_supply" in evidence.files.released:
            return {}
        return {
            resource: Resources.of(evidence, *resource)
            for resource in sorted(drawn)
            if resource not in evidence.unlimited
        }

    @property
    def parts(self) -> range:
        """Parts of a year, from 1 on."""
        return range(
            1, int(self.space.evidence.files.definition["supply"]["periods_per_year"]) + 1
        )

    @cached_property
    def additions(self) -> Mapping[Resource, Mapping[str, float]]:
        """Resources that may be built beyond what is announced, to their row of the table."""
        wanted = self.space.evidence.files.definition["supply"].get("expansion", ())
        rows = records(self.space.evidence.files.inputs["supply_expansion"])
        table = {(row["resource_kind"], row["pool"]): row for row in rows}
        return {r: table[r] for r in self.limits if r[0] in wanted and r in table}

    def lead_years(self, resource: Resource) -> float:
        """Decision to first wafer; of the nodes of a pool the slowest counts."""
        kind, pool = resource
        inputs = self.space.evidence.files.inputs
        if kind in LINES:
            leads = rows_by(inputs["equipment_lead_times"], "equipment")
            return float(leads[LINES[kind]]["lead_years"])
        nodes = inputs["process_nodes"]
        return float(nodes.loc[nodes["node_pool"] == pool, "fab_build_years"].max())

    def runs_in(self, resource: Resource, v: int) -> float:
        """Share of a year in which a line runs that is ordered when the plan begins."""
        begins = self.space.evidence.years[0] + self.lead_years(resource)
        return min(max(v + 1 - begins, 0.0), 1.0)

    def growth_left(self, resource: Resource, v: int) -> float:
        """Steps that growth leaves beside what is announced for a year."""
        world = self.limits[resource].steps
        cap = float(self.additions[resource]["growth_share_per_year"])
        before, then = world(v - 1), world(v)
        return max(0.0, cap * before - max(0.0, then - before))

    def adds(self, resource: Resource, v: int, y: int, t: int) -> float:
        """What a step that runs from `v` on adds to the shipments of a part of a year."""
        life = float(self.additions[resource]["life_years"])
        first = self.runs_in(resource, v)
        return sum(
            (first if made == v else 1.0) * self.limits[resource].gain(y, t, made)
            for made in range(v, y + 1)
            if in_service(v, made, life)
        )

    @cached_property
    def expansions(self) -> list[tuple[str, str, int]]:
        """Resource and year from which more of it can run, where something of it ships."""
        found = []
        years = self.space.evidence.years
        for resource in self.additions:
            room = False
            for v in years:
                if self.runs_in(resource, v) <= 0:
                    continue
                room = room or self.growth_left(resource, v) > 0
                later = (y for y in years if y >= v)
                ships = any(self.adds(resource, v, y, t) > 0 for y in later for t in self.parts)
                if room and ships:
                    found.append((*resource, v))
        return found

    @cached_property
    def shipments(self) -> list[tuple[str, int, int]]:
        """Generation, year and its part in which it ships, where years are cut."""
        drawing = dict.fromkeys((k, v) for k, _, v in self.space.sales if self.limited(k))
        return [(k, y, t) for k, y in drawing for t in self.parts if self.ships(k, y, t) > 0]

    def limited(self, k: str) -> bool:
        """Whether a generation draws on anything that is limited."""
        return bool(self.space.evidence.chips[k].draws.keys() & self.limits.keys())

    def ships(self, k: str, y: int, t: int) -> float:
        """Share of a part of a year in which a generation ships."""
        parts = self.parts[-1]
        return min(1.0, max(0.0, (y + t / parts - self.space.evidence.chips[k].ships) * parts))

    def there_is(self, resource: Resource, y: int, t: int) -> tuple[float, dict[Column, float]]:
        """What is announced for a part of a year, and what each addition puts to it."""
        built = {
            column("capacity_expanded", *resource, v): more
            for q, p, v in self.expansions
            if (q, p) == resource and (more := self.adds(resource, v, y, t))
        }
        return self.limits[resource].available(y, t), built


@lru_cache(maxsize=2)
def supply_of(space: DecisionSpace) -> Supply:
    """The supply of a run, gathered once for all that ask for it."""
    return Supply(space)


def supplies(space: DecisionSpace) -> NamedRows:
    """Draws on every resource within what there is, what a vendor gets, and what a debut gets."""
    supply = supply_of(space)
    yield from _growth(supply)
    cut = len(supply.parts) > 1
    evidence = space.evidence
    shares = vendors_shares(evidence)
    by_year: dict[int, dict[str, list[str]]] = {}
    for k, s, v in space.sales:
        by_year.setdefault(v, {}).setdefault(k, []).append(s)
    if cut:
        yield from _shipped(supply, by_year)
    families = (
        "part_year_component_limit",
        "part_year_vendor_share_limit",
        "first_part_shipment_limit",
    )
    if not cut:
        families = (
            "component_supply_limit",
            "vendor_share_limit",
            "first_year_shipment_limit",
        )
    for resource in supply.limits:
        for y, sold in by_year.items():
            users = [k for k in sold if evidence.chips[k].draws.get(resource)]
            for t in supply.parts:
                own = [k for k in users if not cut or supply.ships(k, y, t) > 0]
                if not own:
                    continue
                where = (*resource, y, t) if cut else (*resource, y)
                most, built = supply.there_is(resource, y, t)
                drawn = {k: draw(supply, k, resource, y, t, sold[k]) for k in own}

                def row(
                    chips: list[str], share: float, most: float = most,
                    built: dict[Column, float] = built,
                    drawn: Mapping[str, dict[Column, float]] = drawn,
                ) -> Row:  # fmt: skip
                    terms: dict[Column, float] = {}
                    for k in chips:
                        for name, amount in drawn[k].items():
                            add(terms, name, amount)
                    for name, more in built.items():
                        add(terms, name, -share * more)
                    return Row(terms, upper=share * most)

                yield families[0], key(*where), row(own, 1.0)
                for j in sorted({evidence.chips[k].vendor for k in own}):
                    of_vendor = shares.get((j, *resource, y))
                    if of_vendor is not None:
                        theirs = [k for k in own if evidence.chips[k].vendor == j]
                        yield families[1], key(j, *where), row(theirs, of_vendor)
                for k in own:
                    part = supply.ships(k, y, t)
                    if 0 < part < 1:
                        of_vendor = shares.get((evidence.chips[k].vendor, *resource, y), 1.0)
                        yield families[2], key(k, *where), row([k], part * of_vendor)


def draw(
    supply: Supply, k: str, resource: Resource, y: int, t: int, sites: list[str]
) -> dict[Column, float]:
    """What a generation draws on a resource in a part of a year, thousand wafers or EB."""
    amount = supply.space.evidence.chips[k].draws[resource]
    if len(supply.parts) > 1:
        return {column("accelerators_shipped_million", k, y, t): amount}
    return {column("accelerators_bought_million", k, s, y): amount for s in sites}


def _shipped(supply: Supply, by_year: Mapping[int, Mapping[str, list[str]]]) -> NamedRows:
    """What ships in the parts of a year is what the sites buy in it."""
    for y, sold in by_year.items():
        for k, sites in sold.items():
            if not supply.limited(k):
                continue
            terms = {column("accelerators_shipped_million", k, y, t): 1.0 for t in supply.parts}
            for s in sites:
                terms[column("accelerators_bought_million", k, s, y)] = -1.0
            yield "part_year_shipment_balance", key(k, y), Row(terms, 0.0, 0.0)


def _growth(supply: Supply) -> NamedRows:
    """What is added in a year is within the growth that what stands allows."""
    for q, p, v in supply.expansions:
        row = supply.additions[q, p]
        cap, life = float(row["growth_share_per_year"]), float(row["life_years"])
        if not isfinite(cap):
            continue
        terms = {column("capacity_expanded", q, p, v): 1.0}
        for other, pool, u in supply.expansions:
            if (other, pool) == (q, p) and u < v and in_service(u, v - 1, life):
                add(terms, column("capacity_expanded", q, p, u), -cap)
        limit = Row(terms, upper=supply.growth_left((q, p), v))
        yield "expansion_growth_limit", key(q, p, v), limit


def paid(supply: Supply) -> dict[tuple[str, str, int], float]:
    """Resource and year to the capital of a step that the region's buyers carry, billion USD."""
    return {
        (q, p, v): supply.limits[q, p].of_output(v)
        * float(supply.additions[q, p]["capex_busd_per_step"])
        for q, p, v in supply.expansions
    }


def equipment(space: DecisionSpace) -> NamedRows:
    """Electrical equipment that shells, connections and plants take, within what is delivered."""
    evidence = space.evidence
    if not evidence.files.definition["supply"]["equipment"]:
        return
    table = evidence.files.inputs["equipment_supply"]
    needs = rows_by(evidence.files.inputs["equipment_needs"], "equipment")
    for name, rows in table.groupby("equipment"):
        delivered = pd.Series(
            rows["deliveries_per_year"].to_numpy(), index=rows["year"]
        ).sort_index()
        need = needs[str(name)]
        for y in evidence.years:
            known = delivered[delivered.index <= y]
            if known.empty:
                continue
            terms: dict[Column, float] = {}
            for s, v in space.shells:
                if v == y and need["per_facility_gw"]:
                    each = need["per_facility_gw"] * evidence.places[s].pue
                    terms[column("shell_built_gw", s, y)] = each
            for g, s, v in space.builds:
                grid = space.kind(g) == "grid"
                each = need["per_grid_gw"] if grid else need["per_onsite_gw"]
                if v == y and each and (grid or not evidence.files.technologies[g]["rented"]):
                    terms[column("power_built_gw", g, s, y)] = each
            if terms:
                row = Row(terms, upper=evidence.files.length(y) * float(known.iloc[-1]))
                yield "equipment_delivery_limit", key(name, y), row
