"""Tax credits: towards capital, and towards output as far as it is delivered, from the tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from math import floor
from typing import Any

from planner.audit.amounts import Amounts
from planner.audit.checks import Comparison
from planner.audit.evidence import Evidence
from planner.audit.files import by_year_held, records
from planner.audit.paid_stores import paid_back
from planner.audit.stores import built_gwh, energy_price

BUSD_PER_GW = 1e6 / 1e9
"""Of a price in USD a kW."""
BUSD_PER_GWH = 1e3 / 1e9
"""Of a price in USD a MWh."""
GWH_PER_TWH = 1e3
MUST_RUN = ("weather", "baseload")
"""Terms of the balance that are output of technologies which must run, used or not."""

Vintage = tuple[str, str, int]
"""Source, site and year of service."""


class Credits:
    """What each vintage is credited in each year."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence, self.files = evidence, evidence.files
        regions = self.files.inputs["regions"]
        self._home = set(regions.loc[regions["country"] == "USA", "region"])
        self._rows = {
            (str(row["technology"]), int(row["construction_start_year"])): row
            for row in records(self.files.inputs["tax_credits"])
        }
        table = self.files.inputs["power_costs"]
        self._price = by_year_held(table, ["technology"], "capex_usd_per_kw", evidence.years)

    def row(self, g: str, s: str, v: int) -> Mapping[str, Any] | None:
        """The credit of what enters service in a year, or None."""
        if not self.files.definition["power"]["tax_credits"]:
            return None
        row = self._rows.get(
            (g, floor(v + 0.5 - self.files.technologies[g]["construction_years"]))
        )
        late = row is not None and row["latest_online_year"] < v
        return None if late or self.evidence.region(s) not in self._home else row

    def charges(self) -> Iterator[tuple[int, float]]:
        """Year and what it is credited, billion USD, negative."""
        for (g, s, v), busd in self._capital():
            row = self.row(g, s, v) if busd else None
            if row is None:
                continue
            payback = self.files.technologies[g]["payback_years"]
            whole = row["capital_share"] * busd
            for y in self.evidence.years:
                due = self.files.falls_due(v, y, payback)
                yield y, -due * self.files.charge(payback) * whole
        for (g, s, v, y), gwh in self.delivered.items():
            yield y, -self.rate(g, s, v, y) * gwh

    def _capital(self) -> Iterator[tuple[Vintage, float]]:
        """What each vintage cost, its power and the energy that is sized apart from it."""
        for (g, s, v), gw in self.evidence.built.items():
            yield (g, s, v), gw and self._price[g, v] * BUSD_PER_GW * gw
        energy = energy_price(self.evidence)
        for (g, s, v), gwh in built_gwh(self.evidence).items():
            yield (g, s, v), gwh and energy[g, v] * gwh

    def checks(self) -> Iterator[Comparison]:
        """No more is credited than the technologies of a site deliver."""
        total: Amounts[tuple[str, str, int]] = Amounts()
        for (g, s, _, y), gwh in self.delivered.items():
            total[g, s, y] += gwh
        for (g, s, y), gwh in total.items():
            given = self.evidence.delivered[g, s, y] * GWH_PER_TWH
            yield Comparison(f"{g} at {s} in {y}", gwh, given, "<")

    @cached_property
    def delivered(self) -> dict[tuple[str, str, int, int], float]:
        """Source, site, year of service and year to output that is credited, GWh."""
        found: Amounts[tuple[str, str, int, int]] = Amounts()
        paid = paid_back(self.evidence)
        for (s, y), slices in self._slices.items():
            vintages = [(g, v) for g, site, v in self._paid if site == s and self.rate(g, s, v, y)]
            # Where not all is used, the plan has what earns most used first; of what earns the
            # same, each is used by the same share of what it can give.
            vintages.sort(key=lambda gv: -self.rate(gv[0], s, gv[1], y))
            ranks = [
                list(rank)
                for _, rank in groupby(
                    vintages, key=lambda gv: float(f"{self.rate(gv[0], s, gv[1], y):.12g}")
                )
            ]
            for h in slices if vintages else ():
                terms = self.evidence.terms[s, y, h]
                # What is over may be of what is dispatched, where that can't be turned down, or
                # of stores that are paid to give back.
                others = terms["dispatch"] + paid[s, y, h]
                over = max(0.0, -terms["curtailed"] - others)
                used = sum(terms[term] for term in MUST_RUN) - over
                taken = self._taken(vintages, s, y, h)
                for rank in ranks:
                    whole = sum(taken[gv] for gv in rank)
                    share = max(0.0, min(1.0, used / whole)) if whole > 0 else 0.0
                    used -= share * whole
                    for g, v in rank:
                        gwh = share * taken[g, v] * self.evidence.weights[h]
                        found[g, s, v, y] += gwh
        return found

    def _taken(
        self, vintages: Sequence[tuple[str, int]], s: str, y: int, h: str
    ) -> dict[tuple[str, int], float]:
        """What is taken of vintages with a credit, given with what earns most first, GW.

        What is not taken of sun and wind is theirs alone: first what earns no credit, then what
        earns least.
        """
        taken = {
            (g, v): self.gives(g, s, v, y, h) * self.evidence.built[g, s, v] for g, v in vintages
        }
        for g in dict.fromkeys(g for g, _ in vintages):
            own = [(name, v) for name, v in reversed(vintages) if name == g]
            could = self.can_give(g, s, h) * self.evidence.capacity[g, s, y]
            free = could - sum(taken[gv] for gv in own)
            cut = max(0.0, self.evidence.not_taken_gw[g, s, y, h] - max(0.0, free))
            for gv in own:
                lost = min(cut, taken[gv])
                taken[gv], cut = taken[gv] - lost, cut - lost
        return taken

    @cached_property
    def _slices(self) -> dict[tuple[str, int], list[str]]:
        found: dict[tuple[str, int], list[str]] = {}
        for s, y, h in self.evidence.terms:
            found.setdefault((s, y), []).append(h)
        return found

    @cached_property
    def _paid(self) -> list[Vintage]:
        """What was built with a credit on its output."""
        return [
            gsv
            for gsv, gw in self.evidence.built.items()
            if gw and (row := self.row(*gsv)) and row["production_credit_usd_per_mwh"]
        ]

    def rate(self, g: str, s: str, v: int, y: int) -> float:
        """What a GWh that is delivered in a year is credited, billion USD."""
        row, technology = self.row(g, s, v), self.files.technologies[g]
        life = technology["lifetime_years"]
        spread = min(technology["payback_years"], life)
        serves = self.files.serves(v, y, life)
        if row is None or not serves:
            return 0.0
        payments = self.files.charge(min(row["production_credit_years"], life))
        due = self.files.falls_due(v, y, spread) / serves
        usd = row["production_credit_usd_per_mwh"]
        return float(due * self.files.charge(spread) / payments * usd * BUSD_PER_GWH)

    def gives(self, g: str, s: str, v: int, y: int, h: str) -> float:
        """What a GW of a vintage can give in a slice of a year, GW."""
        life = self.files.technologies[g]["lifetime_years"]
        return self.files.serves(v, y, life) * self.can_give(g, s, h)

    def can_give(self, g: str, s: str, h: str) -> float:
        """What a GW in service can give in a slice, GW."""
        return self.evidence.gives(g, self.evidence.region(s), h)
