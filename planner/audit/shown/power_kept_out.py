"""Power kept out of a site: by a limit on more of it, or only by what it costs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from planner.audit.amounts import Amounts
from planner.audit.programme.decision_space import TURNED, DecisionSpace
from planner.audit.proof import Proof

SHARE = 1e-6
"""Share of the worth of a GW of load from which on the price of a limit counts."""
EITHER = 3.0
"""Factor about it within which it may count or not."""
GIVEN_UP_GW = 1e-9
"""GW of standing power from which on some is given up."""
STEADY = frozenset((*TURNED, "baseload"))
"""Kinds that give power in every hour."""

Name = tuple[str, ...]
"""Family of a row and its labels."""


@dataclass(frozen=True, eq=False)
class Building:
    """The prices, in the last stage, of what limits power and load of a site."""

    space: DecisionSpace
    proof: Proof

    def reasons(self, s: str, y: int) -> set[str]:
        """Why a unit lacks power: none can be had, it costs too much, or at the edge either."""
        worth = self._prices.get(("fleet_it_load_balance", s, str(y)), 0.0)
        return {
            "power_cost" if self._at_its_cost(s, y, SHARE * factor * worth) else "power"
            for factor in (1 / EITHER, EITHER)
        }

    def _at_its_cost(self, s: str, y: int, least: float) -> bool:
        """Whether load, and some new power for it, has no limit with a price above `least`."""
        here, year = self.space.evidence.region(s), str(y)
        caps: list[Name] = [("facility_power_limit", year)]
        caps += [(row, s, year) for row in ("site_load_limit", "site_water_limit")]
        if any(self._prices.get(cap, 0.0) > least for cap in caps):
            return False
        files = self.space.evidence.files
        if self._given_up[s, y] > GIVEN_UP_GW:
            return True
        return any(
            all(self._prices.get(row, 0.0) <= least for row in self._limits(g, s, v, here))
            for g, site, v in self.space.builds
            if site == s
            and v <= y
            and self.space.kind(g) in STEADY
            and files.serves(v, y, files.technologies[g]["lifetime_years"])
        )

    def _limits(self, g: str, s: str, v: int, here: str) -> Iterator[Name]:
        """What a GW of a technology that is built in a year is limited by."""
        row = self.space.evidence.files.technologies[g]
        yield "national_build_limit", str(row["build_limit"]), str(v)
        yield "regional_build_limit", g, here
        for name in self._prices:
            if name[0] == "equipment_delivery_limit" and name[2] == str(v):
                yield name
        if row["kind"] == "grid" and not self.space.flexible(g):
            yield "regional_connection_limit", here, str(v)
            for y in self.space.evidence.years:
                if y >= v:
                    yield "contracted_connection_limit", s, str(y)

    @cached_property
    def _given_up(self) -> Amounts[tuple[str, int]]:
        """Site and year to GW of such power that stands and is retired before its end."""
        found: Amounts[tuple[str, int]] = Amounts()
        values = self.proof.stages["cost"].values
        of = zip(self.proof.column_families, self.proof.column_keys, values, strict=True)
        for family, key, gw in of:
            if family == "power_retired_gw" and self.space.kind(key[0]) in STEADY:
                found[key[1], int(key[2])] += float(gw)
        return found

    @cached_property
    def _prices(self) -> Mapping[Name, float]:
        duals = self.proof.stages["cost"].duals
        if duals is None:
            return {}
        rows = zip(self.proof.row_families, self.proof.row_keys, duals, strict=False)
        return {
            (family, *key): abs(float(dual)) for family, key, dual in rows if family in FAMILIES
        }


FAMILIES = frozenset((
    "contracted_connection_limit", "equipment_delivery_limit", "facility_power_limit",
    "fleet_it_load_balance", "national_build_limit", "regional_build_limit",
    "regional_connection_limit", "site_load_limit", "site_water_limit",
))  # fmt: skip
"""Rows whose prices are asked for: of load at a site, and of what limits it and its power."""
