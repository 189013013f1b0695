"""Resources: what the world makes of wafers, packaging, memory and exposures, and who gets it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import floor

import pandas as pd

from planner.audit.evidence import Evidence
from planner.audit.files import records

Resource = tuple[str, str]
"""Kind and pool."""
MONTHS = 12
NO_TERMS = {
    "ai_share": 1.0,
    "planned_region_share": 1.0,
    "component_lag_years": 0.0,
    "growth_per_year_beyond_table": 0.0,
}
"""What holds where a problem has no table of the terms of supply."""


@dataclass(frozen=True)
class Resources:
    """One resource: what the world makes of it by year, and what of that the buyers here get.

    Thousand wafers, EB or million exposures a year.
    """

    kind: str
    made: Mapping[int, float]
    """Year to what all of the world's AI chips can have."""
    raw: Mapping[int, float]
    """Year to the world's capacity in steps: thousand wafers a month, EB a year, scanners."""
    per_step: Mapping[int, float]
    """Year to what a step gives AI chips in it."""
    share: float
    lag: float
    growth: float
    parts: int
    by_quarter: Mapping[tuple[int, int], float]
    """Year and quarter to its share of the year, where the model asks for what is stated."""

    @classmethod
    def of(cls, evidence: Evidence, kind: str, pool: str) -> Resources:
        """A resource of the tables."""
        rows = {r["resource_kind"]: r for r in records(evidence.files.inputs["supply_terms"])}
        term = rows[kind] if rows else NO_TERMS
        region = _share_of_region(evidence, kind, pool, term["planned_region_share"])
        made, raw, per_step = _capacity(evidence, kind, pool)
        return cls(
            kind=kind,
            made=made,
            raw=raw,
            per_step=per_step,
            share=float(term["ai_share"] * region),
            lag=float(term["component_lag_years"]),
            growth=float(term["growth_per_year_beyond_table"]),
            parts=int(evidence.files.definition["supply"]["periods_per_year"]),
            by_quarter=_by_quarter(evidence, kind, pool),
        )

    def overlap(self, y: int, t: int, made: int) -> float:
        """Part of a year of making that ships in a part of a year."""
        begin, end = y + (t - 1) / self.parts - self.lag, y + t / self.parts - self.lag
        if (made, 1) not in self.by_quarter:
            return max(0.0, min(end, made + 1) - max(begin, made))
        passed = 0.0
        for n in range(1, 5):
            opens = made + (n - 1) / 4
            lasted = max(0.0, min(end, opens + 0.25) - max(begin, opens))
            passed += 4 * lasted * self.by_quarter.get((made, n), 0.0)
        return passed

    def available(self, y: int, t: int) -> float:
        """What buyers in the region can get for shipment in a part of a year."""
        begin, end = y + (t - 1) / self.parts - self.lag, y + t / self.parts - self.lag
        years = range(floor(begin), floor(end) + 1)
        made = sum(self.overlap(y, t, v) * self._grown(self.made, v) for v in years)
        return float(self.share * made)

    def gain(self, y: int, t: int, made: int) -> float:
        """What a step of the world's capacity in a year adds to a part of another's shipments."""
        if made < min(self.made):
            return 0.0
        return self.share * self.overlap(y, t, made) * _latest(self.per_step, made)

    def steps(self, year: int) -> float:
        """The world's capacity in a year, steps."""
        return self._grown(self.raw, year)

    def of_output(self, year: int) -> float:
        """Share of a step's output that the region's AI buyers get."""
        months = MONTHS if self.kind in ("node", "packaging") else 1
        return self.share * _latest(self.per_step, max(year, min(self.per_step))) / months

    def _grown(self, amounts: Mapping[int, float], year: int) -> float:
        last = max(amounts)
        beyond = max(0, year - last)
        return float(amounts.get(min(year, last), 0.0) * (1 + self.growth) ** beyond)


def _by_quarter(evidence: Evidence, kind: str, pool: str) -> dict[tuple[int, int], float]:
    if evidence.files.definition["supply"].get("within_year", "even") == "even":
        return {}
    return {
        (int(r["year"]), int(r["quarter"])): float(r["share_of_year"])
        for r in records(evidence.files.inputs["supply_quarters"])
        if (r["resource_kind"], r["pool"]) == (kind, pool)
    }


def _capacity(
    evidence: Evidence, kind: str, pool: str
) -> tuple[dict[int, float], dict[int, float], dict[int, float]]:
    inputs = evidence.files.inputs
    if kind == "node":
        rows = inputs["node_capacity"]
        rows = rows[rows["node_pool"] == pool]
        raw, each = rows["capacity_kwpm"], MONTHS * rows["ai_share"]
    elif kind == "packaging":
        rows = inputs["packaging_capacity"]
        rows = rows[rows["packaging"] == pool]
        raw, each = rows["wafers_k_per_year"] / MONTHS, pd.Series(float(MONTHS), index=rows.index)
    elif kind == "euv":
        rows = inputs["euv_scanners"]
        raw = rows["running"]
        each = rows["foundry_share"] * rows["exposures_k_per_scanner"] * rows["ai_share"] / 1e3
    else:
        rows = inputs["hbm_supply"]
        rows = rows[rows["hbm_pool"] == pool]
        raw, each = rows["supply_eb"], pd.Series(1.0, index=rows.index)
    years = rows["year"]

    def summed(amounts: pd.Series) -> dict[int, float]:
        return {int(y): float(a) for y, a in amounts.groupby(years).sum().items()}

    per_step = {int(y): float(a) for y, a in each.groupby(years).last().items()}
    return summed(raw * each), summed(raw), per_step


def _latest(values: Mapping[int, float], year: int) -> float:
    return values[max(v for v in values if v <= max(year, min(values)))]


def _share_of_region(evidence: Evidence, kind: str, pool: str, of_table: float) -> float:
    """What the planned region gets of a resource: what the model says of those who draw on it.

    A supply region that the model does not name has the share of the table.
    """
    stated = evidence.files.definition["supply"].get("region_shares") or {}
    shares = {
        stated.get(chip.supply_region, of_table)
        for chip in evidence.on_sale.values()
        if (kind, pool) in chip.draws
    }
    return float(shares.pop()) if len(shares) == 1 else of_table


def vendors_shares(evidence: Evidence) -> Mapping[tuple[str, str, str, int], float]:
    """Vendor, kind, pool and year to the share of the supply that it can have."""
    table = evidence.files.inputs["vendor_shares"].sort_values("year")
    found = {}
    for of_what, rows in table.groupby(["vendor", "resource_kind", "pool"]):
        for y in evidence.years:
            known = rows.loc[rows["year"] <= y, "share"]
            if len(known):
                found[(*of_what, y)] = float(known.iloc[-1])
    return found
