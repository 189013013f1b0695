"""Epoch AI's dated steps of power at tracked sites."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from tools.derive.raw import Raw

LARGE_GW = 0.5


@dataclass(frozen=True)
class Timelines:
    """Dated steps of facility and IT power, GW, by raw site name."""

    steps: pd.DataFrame

    @classmethod
    def read(cls, raw: Raw) -> Timelines:
        """The steps in order of date."""
        table = raw["sites/site_timelines.csv"]
        table["when"] = pd.to_datetime(table.date)
        table["gw"], table["it_gw"] = table.power_mw / 1e3, table.it_power_mw / 1e3
        return cls(table.sort_values(["name", "when"], kind="stable"))

    def of(self, name: str) -> pd.DataFrame:
        """All steps of one site."""
        return self.steps[self.steps.name == name]

    def gw_at_end(self, name: str, year: int) -> float:
        """Facility power at the end of a year; a campus never shrinks."""
        steps = self.of(name)
        steps = steps[steps.when <= pd.Timestamp(year, 12, 31)]
        return float(steps.gw.max()) if len(steps) else 0.0

    def fastest_year(self, name: str) -> float:
        """The largest rise within twelve months, GW.

        No rise between the ends of two years can be larger.
        """
        steps = self.of(name)
        rises = [0.0]
        for _, step in steps.iterrows():
            before = steps[steps.when <= step.when - pd.DateOffset(months=12)]
            rises.append(step.gw - (before.gw.max() if len(before) else 0.0))
        return max(rises)

    def pue(self, name: str) -> float | None:
        """Facility over IT power at the last step that has both; None without one."""
        steps = self.of(name)
        steps = steps[(steps.gw > 0) & (steps.it_gw > 0)]
        return float(steps.gw.iloc[-1] / steps.it_gw.iloc[-1]) if len(steps) else None

    def typical_rate(self) -> float:
        """Median of the fastest year of large campuses, GW."""
        largest = self.steps.groupby("name").gw.max()
        large = [str(name) for name, gw in largest.items() if gw >= LARGE_GW]
        return float(pd.Series([self.fastest_year(name) for name in large]).median())
