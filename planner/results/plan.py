"""`Plan`: what to build, where and when, as tables that need no solver."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import Any

import pandas as pd

from planner.errors import Fault, InputError
from planner.results.over_years import EACH_YEAR, by_the_year, weights
from planner.wording.names import Names


@dataclass(frozen=True)
class Plan:
    """A solved model: tidy tables, each with its units in its column names.

    It holds tables only, so it can be pickled, compared and tested without a
    solver. `summary` holds the scalars: objective of each stage, h100e basis,
    years, currency year. `absent` holds the tables that the version which wrote
    the plan did not know, each with what to tell whoever asks for it. `names` has what readers
    call the rows of the input tables, where these are known.
    """

    tables: Mapping[str, pd.DataFrame]
    summary: Mapping[str, Any] = field(default_factory=dict)
    absent: Mapping[str, Fault] = field(default_factory=dict)
    names: Names = field(default_factory=Names)

    def __getitem__(self, name: str) -> pd.DataFrame:
        """One table by name; InputError for one that is absent, else KeyError with all names."""
        if name in self.absent:
            raise InputError([self.absent[name]])
        if name not in self.tables:
            raise KeyError(f"no table {name!r}; there are {', '.join(sorted(self.tables))}")
        return self.tables[name]

    @property
    def lengths(self) -> dict[int, float]:
        """Planned year to the years that it stands for, itself the first of them."""
        years = self.summary["years"]
        told = self.summary.get("years_each", 1)
        each = told if isinstance(told, list | tuple) else [told] * len(years)
        return dict(zip(years, each, strict=True))

    @property
    def last_year(self) -> int:
        """The last year that the plan covers: that of the last planned year's span."""
        last = self.summary["years"][-1]
        return ceil(last + self.lengths[last]) - 1

    def by(self, name: str, value: str, *keys: str) -> pd.Series:
        """Column `value` of a table, summed over all columns but `keys`.

        Summed over years, what a planned year has anew counts for each year that it stands for.
        """
        table = self[name]
        if "year" in keys or value not in EACH_YEAR.get(name, ()):
            return table.groupby(list(keys))[value].sum()
        return self._over_years(name, value).groupby([table[key] for key in keys]).sum()

    def total(self, name: str, value: str) -> float:
        """Column `value` of a table over all that the plan covers; see :meth:`by`."""
        return float(self._over_years(name, value).sum())

    def rate(self, name: str, value: str, *keys: str) -> pd.Series:
        """Column `value` by the year, such as GW built a year; `keys` have the year among them."""
        return by_the_year(name, value, self.by(name, value, *keys), self.lengths)

    def _over_years(self, name: str, value: str) -> pd.Series:
        """A column, each row times how often it counts in a sum over years."""
        table = self[name]
        if value not in EACH_YEAR.get(name, ()):
            return table[value]
        return (table[value] * weights(name, value, table["year"], self.lengths)).rename(value)

    @property
    def computes(self) -> bool:
        """Whether computing is asked for, by a target or at a price."""
        return len(self["targets"]) > 0 or "compute_price" in self.tables

    @property
    def cost_busd(self) -> float:
        """Present cost of all charges, billion USD at the start of the first year.

        Where compute has a price, the last stage takes its value off, which is added here again.
        """
        value = self.summary.get("present_value_of_compute_busd", 0.0)
        return float(self.summary["objective"]["cost"]) + float(value)

    def headline(self) -> pd.DataFrame:
        """One row a year: the figures that answer first.

        IT and facility power in GW; H100e, accelerators that run and those
        that stand idle in millions; capex as spent in billion USD; emissions
        in Mt; and for each workload the share of its target that is delivered.
        """
        clusters = self["clusters"].groupby("year")[["it_gw", "facility_gw", "h100e_million"]]
        table = clusters.sum()
        table["accelerators_million"] = self.by("accelerators", "running_million", "year")
        table["idle_million"] = self.by("accelerators", "idle_million", "year")
        table["capex_busd"] = self.by("capex", "capex_busd", "year")
        table["emissions_mt"] = self.by("emissions", "emissions_mt", "year")
        delivered = self["targets"].pivot(
            index="year", columns="workload", values="delivered_share"
        )
        # A year in which nothing is bought or emitted has no row of its own.
        return table.fillna(0.0).join(delivered.add_suffix("_delivered_share"))
