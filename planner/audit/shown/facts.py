"""What is known beside the plan: the plan's own figure of each fact, and the verdict on it.

The figures are taken from the run's own tables, which other checks prove, the facts from the copy
of their table. Why a plan is outside is told in words that nothing here says again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import nan
from typing import Any

from planner.audit.amounts import Amounts
from planner.audit.checks import Check, Comparison, cell, compared
from planner.audit.evidence import Evidence
from planner.audit.files import by_key, records
from planner.audit.programme.statement import Statement
from planner.audit.shown.presence import same_rows

CAMPUSES = "tracked campuses"
REGION = "west"
"""Supply region whose chips the facts count."""
OF_ALL_CHIPS = ("units", "units_of_family", "h100e_shipped", "h100e_stock", "vendor_revenue",
                "cowos_wafers", "hbm_shipped")  # fmt: skip
"""Quantities of which the planned region takes the share that it has of the supply."""
OF_ANY_PLAN = ("site_facility_gw", "leader_revenue")
"""Quantities that a plan of a part of its region has, too."""
WHOLE_REGION = 0.75
"""Share of the fleet that is counted at the beginning from which on a plan is of its region."""
QUARTER = 0.25
"""Share of the central value within which a plan agrees."""
ROUNDING = 1e-7
"""Share of a figure by which it may be on either side of a bound."""
ENDS = ("low", "central", "high")
COPIED = ("quantity", "subject", "unit", "reading", "scope", "source_id", "confidence", "vintage")
Key = tuple[str, ...]


def fact_checks(evidence: Evidence, stated: Statement) -> list[Check]:
    """One check, where a plan has the table or should have it."""
    if evidence.plan("beside_facts").empty and evidence.files.inputs["known_facts"].empty:
        return []
    return [
        compared("beside_facts", "what is known stands beside the plan's own figure, with the "
                 "verdict that they give", "unit of the fact", _rows(Facts(evidence, stated))),
    ]  # fmt: skip


@dataclass(frozen=True, eq=False)
class Facts:
    """Facts of the plan's time, and what the plan's tables say to each."""

    evidence: Evidence
    stated: Statement

    @cached_property
    def table(self) -> list[dict[Any, Any]]:
        """The rows of the table of facts, their columns as they are told."""
        table = self.evidence.files.inputs["known_facts"]
        table = table.rename(columns={"share_of_year": "counted_share"})
        return table.fillna({"subject": "", "vintage": ""}).to_dict("records")

    @cached_property
    def due(self) -> dict[Key, dict[Any, Any]]:
        """What names a fact, to its row: facts, sums over campuses, and the world's stock."""
        years, places = self.evidence.years, self.evidence.places
        rows = [
            row
            for row in self.table
            if years[0] - 1 <= row["year"] <= years[-1]
            and (row["scope"] != "site" or row["subject"] in places)
        ]
        sums: dict[tuple[Any, ...], dict[Any, Any]] = {}
        for row in (row for row in rows if row["scope"] == "site"):
            same = tuple(row[name] for name in ("year", "reading", "counted_share", "unit",
                                                "source_id", "vintage", "confidence"))  # fmt: skip
            name = f"tracked_campuses_{row['year']}_{row['reading']}"
            of = {"fact": name, "subject": CAMPUSES, "scope": "sites", **dict.fromkeys(ENDS, nan)}
            own = sums.setdefault(same, {**row, **of})
            for end in ENDS:
                if row[end] == row[end]:
                    own[end] = row[end] + (own[end] if own[end] == own[end] else 0.0)
        stock = [
            {
                "fact": f"h100e_stock_of_the_world_{row['year']}", "quantity": "h100e_stock",
                "subject": "the whole world", "unit": "million H100e", "reading": "ceiling",
                "scope": "world", "counted_share": 1.0, "vintage": "",
                "low": row["h100e_million_low"], "central": row["h100e_million"],
                "high": row["h100e_million_high"], "year": row["year"],
                "source_id": row["source_id"], "confidence": row["confidence"],
            }
            for row in records(self.evidence.files.inputs["world_compute"])
            if row["year"] in years
        ]  # fmt: skip
        return {name_of(row): row for row in (*sums.values(), *rows, *stock)}

    def taken(self, row: Mapping[str, Any]) -> float:
        """The share of a figure of the whole world that the planned region takes."""
        if row["scope"] != "world" or row["reading"] == "ceiling":
            return 1.0
        return self._share(str(row["quantity"]))

    def _share(self, quantity: str) -> float:
        if quantity not in OF_ALL_CHIPS:
            return 1.0
        files = self.evidence.files
        kind = "hbm" if quantity == "hbm_shipped" else "packaging"
        of_table = by_key(
            files.inputs["supply_terms"], ["resource_kind"], "planned_region_share"
        ).get(kind, 1.0)
        stated = files.definition["supply"].get("region_shares") or {}
        return float(stated.get(REGION, of_table))

    @cached_property
    def whole(self) -> bool:
        """Whether the plan begins with as much of its region's fleet as makes it one of it."""
        before = self.evidence.years[0] - 1
        stock = sum(
            float(row["central"])
            for row in self.table
            if (row["year"], row["quantity"]) == (before, "h100e_stock")
            and row["central"] == row["central"]
        )
        return not stock or self._begun() >= WHOLE_REGION * self._share("h100e_stock") * stock

    def _begun(self) -> float:
        chips = self.evidence.chips
        return sum(
            million * chips[k].h100e
            for place in self.evidence.places.values()
            for (k, _), million in place.existing_units.items()
            if chips[k].supply_region == REGION
        )

    def figure(self, row: Mapping[str, Any]) -> float:
        """The plan's figure in the unit of the fact; NaN where it has none."""
        evidence, y, quantity = self.evidence, int(row["year"]), str(row["quantity"])
        subject = str(row["subject"])
        if y < evidence.years[0]:
            if quantity == "h100e_stock":
                return self._begun()
            held = self._sites(subject) if quantity == "site_facility_gw" else []
            power = (sum(evidence.places[s].existing_power.values()) for s in held)
            return sum(power) if held else nan
        silent = quantity not in OF_ANY_PLAN and not self.whole
        if y not in evidence.years or evidence.files.length(y) > 1 or silent:
            return nan
        found = FIGURES.get(quantity)
        return found(self, subject, y) if found else nan

    @cached_property
    def _named(self) -> frozenset[str]:
        return frozenset(row["subject"] for row in self.table if row["scope"] == "site")

    def _sites(self, subject: str) -> list[str]:
        wanted = self._named if subject == CAMPUSES else {subject}
        return sorted(wanted & self.evidence.places.keys())

    @cached_property
    def _shell_gw(self) -> Amounts[Any]:
        return by_key(self.evidence.plan("clusters"), ["site", "year"], "shell_it_gw")

    def power(self, subject: str, y: int) -> float:
        """Facility power that a site, or all tracked ones, are built for, GW."""
        sites, places = self._sites(subject), self.evidence.places
        return sum(self._shell_gw[s, y] * places[s].pue for s in sites) if sites else nan

    def installed(self, y: int) -> float:
        """Million H100e of the counted chips that stand, whether they run or not."""
        chips, rows = self.evidence.chips, self.evidence.plan("accelerators")
        return sum(
            chips[k].h100e * (running + idle)
            for k, year, running, idle in zip(
                rows["accelerator"], rows["year"], rows["running_million"], rows["idle_million"],
                strict=True,
            )
            if year == y and chips[k].supply_region == REGION
        )  # fmt: skip

    @cached_property
    def _bought(self) -> dict[tuple[str, int], float]:
        found: dict[tuple[str, int], float] = {}
        for (k, _, y), million in self.evidence.bought.items():
            if self.evidence.chips[k].supply_region == REGION:
                found[k, y] = found.get((k, y), 0.0) + million
        return {key: million for key, million in found.items() if million > 0}

    @cached_property
    def _rows_of_chips(self) -> Mapping[str, Mapping[str, Any]]:
        rows = records(self.evidence.files.inputs["accelerators"])
        return {str(row["accelerator"]): row for row in rows}

    def sold(self, y: int, each: Callable[[str, Mapping[str, Any]], float], **of: str) -> float:
        """The sum of `each` over the million units bought of the chips with some cells `of` it."""
        return sum(
            million * each(k, self._rows_of_chips[k])
            for (k, when), million in self._bought.items()
            if when == y
            and all(not cell or self._rows_of_chips[k][name] == cell for name, cell in of.items())
        )

    def drawn(self, y: int, kind: str, pool: str = "", vendor: str = "") -> float:
        """What the year's units draw on a kind of supply, thousand wafers or EB."""
        chips = self.evidence.chips
        return self.sold(
            y,
            lambda k, _: sum(
                amount
                for (each, of), amount in chips[k].draws.items()
                if each == kind and (not pool or of == pool)
            ),
            vendor=vendor,
        )

    def total(self, name: str, column: str, y: int) -> float:
        """The sum of a column of a table in a year."""
        return by_key(self.evidence.plan(name), ["year"], column).get(y, 0.0)

    def generated(self, y: int) -> float:
        """What technologies deliver in a year, TWh; storage only gives back of it."""
        told = by_key(self.evidence.plan("power"), ["technology", "year"], "generation_twh")
        return sum(twh for (g, year), twh in told.items()
                   if year == y and self.evidence.kind(g) != "storage")  # fmt: skip

    def revenue(self, y: int) -> float:
        """What the leading developer earns, as the plan's spending is held against it."""
        table = self.evidence.plan("affordability")
        if table.empty:
            return nan
        rows = table[(table["year"] == y) & (table["against"] == "leader_revenue")]
        return float(rows["reference_busd"].iloc[0]) if len(rows) else nan

    def given(self, row: Mapping[str, Any]) -> bool:
        """Whether the model holds the plan to the fact, or to counts that it follows from."""
        y, subject = int(row["year"]), str(row["subject"])
        if row["quantity"] == "site_facility_gw":
            places = self.evidence.places
            sites = places if row["scope"] == "sites" else {subject} & places.keys()
            return any(self._is_known(s, y) for s in sites)
        if row["scope"] != "world" or row["reading"] != "floor":
            return False
        counted = ("shipment_commitment_requirement", "shipment_commitment_limit")
        return any(int(key[1]) == y for name in counted for key in self.stated.rows.get(name, {}))

    def _is_known(self, s: str, y: int) -> bool:
        files = self.evidence.files
        if files.definition.get("commitments", {}).get("sites", "none") == "none":
            return False
        table = files.inputs["site_commitments"]
        rows = table[table["year"] == y]
        members = list(self.evidence.places[s].members) or [s]
        floors = set(rows.loc[rows["bound"] != "ceiling", "site"])
        tops = set(rows.loc[rows["bound"] != "floor", "site"])
        return any(m in floors for m in members) or all(m in tops for m in members)


FIGURES: Mapping[str, Callable[[Facts, str, int], float]] = {
    "units": lambda f, of, y: f.sold(y, lambda *_: 1e3, vendor=of),
    "units_of_family": lambda f, of, y: f.sold(y, lambda *_: 1e3, family=of),
    "h100e_shipped": lambda f, _, y: f.sold(y, lambda k, _: f.evidence.chips[k].h100e),
    "h100e_stock": lambda f, _, y: f.installed(y),
    "capex": lambda f, _, y: f.total("capex", "capex_busd", y),
    "vendor_revenue": lambda f, of, y: f.sold(
        y, lambda _, row: 1e6 * float(row["price_usd"]) / 1e9, vendor=of
    ),
    "leader_revenue": lambda f, _, y: f.revenue(y),
    "cowos_wafers": lambda f, of, y: f.drawn(y, "packaging", pool="cowos", vendor=of),
    "hbm_shipped": lambda f, _, y: f.drawn(y, "hbm"),
    "site_facility_gw": lambda f, of, y: f.power(of, y),
    "energy_twh": lambda f, _, y: f.generated(y),
}
"""Quantity to the plan's figure of a subject in a year."""


def name_of(row: Mapping[Any, Any]) -> Key:
    """What names a fact: its own name, and which count of it this is."""
    return tuple(str(row[name]) for name in ("fact", "source_id", "vintage", "confidence"))


def verdict(own: float, ends: Mapping[str, float], reading: str) -> str:
    """Inside, within a quarter of the central value, or outside, as the facts are read."""
    low, central, high = (ends[end] for end in ENDS)
    if reading == "floor":
        least = low if low == low else central
        return "outside" if own < least else "inside"
    if reading == "ceiling":
        most = high if high == high else central
        return "outside" if own > most else "inside"
    ranged = low == low or high == high
    if ranged and not own < low and not own > high:
        return "inside"
    near = next(end for end in (central, low, high) if end == end)
    return "within 25 %" if abs(own - near) <= QUARTER * abs(near) else "outside"


def _rows(facts: Facts) -> Iterator[Comparison]:
    told = {name_of(row): row for row in records(facts.evidence.plan("beside_facts"))}
    yield from same_rows("beside_facts", told, facts.due)
    for name, right in facts.due.items():
        row, where = told.get(name), name[0]
        if row is None:
            continue
        same = all(row[column] == right[column] for column in COPIED)
        yield Comparison(f"subject, source and reading of {where}", float(same), 1.0)
        for column in ("year", "counted_share", *ENDS):
            yield cell(f"{column} of {where}", float(row[column]), float(right[column]))
        share = facts.taken(right)
        yield Comparison(f"share of {where}", row["taken_share"], share)
        own, ends = facts.figure(right), {end: share * float(right[end]) for end in ENDS}
        yield cell(f"the plan's figure of {where}", float(row["plan"]), own)
        order = ("high", "central", "low") if right["reading"] == "ceiling" else (
            "central", "low", "high")  # fmt: skip
        nearest = next(ends[end] for end in order if ends[end] == ends[end])
        yield cell(f"ratio of {where}", float(row["ratio"]), own / nearest if nearest else nan)
        may = _verdicts(facts, right, own, ends)
        yield Comparison(f"verdict on {where}", float(row["verdict"] in may), 1.0)
        outside = row["verdict"] == "outside"
        if outside or row["verdict"] != "no counterpart":
            yield Comparison(f"whether a cause of {where} is told", float(bool(row["cause"])),
                             float(outside))  # fmt: skip


def _verdicts(
    facts: Facts, row: Mapping[str, Any], own: float, ends: Mapping[str, float]
) -> set[str]:
    """The verdict, or both where rounding puts the figure on either side of a bound."""
    if own != own:
        return {"no counterpart"}
    if row["year"] < facts.evidence.years[0]:
        return {"given"}
    reading = str(row["reading"])
    found = {verdict(own * (1 + by), ends, reading) for by in (-ROUNDING, 0.0, ROUNDING)}
    given = facts.given(row)
    return {"given" if given and each != "outside" else each for each in found}
