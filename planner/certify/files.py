"""The tables of a run as they lie on disk, and the definition of its model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from planner.errors import Fault, raise_any

INPUTS = (
    "accelerators", "build_limits", "cluster_costs", "cooling", "electricity_prices",
    "existing_accelerators", "existing_power", "fuel_prices", "grid_carbon", "grid_large_loads",
    "hbm_supply", "node_capacity",
    "packaging", "packaging_capacity", "power_costs", "power_sources", "power_terms",
    "process_nodes", "regional_limits", "regions", "site_cooling", "site_power", "sites",
    "slice_days", "slice_profiles", "supply_terms", "tax_credits", "time_slices", "vendor_shares",
    "weather_stations", "workloads",
)  # fmt: skip
"""The input tables that are read again, from the copy in the run."""

PLAN = (
    "accelerators", "allocations", "capex", "clusters", "cost", "demand", "dispatch", "emissions",
    "power", "shipments", "supply", "targets", "water",
)  # fmt: skip
"""The tables of the plan that are held against them."""

_OFFSET = {"start": 0.0, "middle": 0.5, "end": 1.0}


@dataclass(frozen=True, eq=False)
class Files:
    """What a run consists of, as plain tables: no index, no types but those of a CSV file."""

    inputs: Mapping[str, pd.DataFrame]
    plan: Mapping[str, pd.DataFrame]
    definition: Mapping[str, Any]
    """The model's definition, as ``run.json`` tells it."""
    datasets: Path
    """Where the hourly profiles and weather lie, which a run has no copy of."""

    @classmethod
    def read(cls, run: Path, definition: Mapping[str, Any], datasets: Path) -> Files:
        """The tables of a run; InputError with every one that is missing."""
        inputs = {name: run / "inputs" / f"{name}.csv" for name in INPUTS}
        plan = {name: run / "tables" / f"{name}.parquet" for name in PLAN}
        raise_any(
            Fault(str(path), "missing", "a table of the run", "plan it again")
            for path in (*inputs.values(), *plan.values())
            if not path.is_file()
        )
        return cls(
            {name: _csv(path) for name, path in inputs.items()},
            {name: pd.read_parquet(path) for name, path in plan.items()},
            definition,
            datasets,
        )

    @property
    def years(self) -> range:
        """The years that are planned."""
        return range(self.definition["years"]["first"], self.definition["years"]["last"] + 1)

    @property
    def released(self) -> frozenset[str]:
        """Limits of the tables that the model says don't hold."""
        return frozenset(self.definition["limits"]["release"])

    @cached_property
    def cluster_costs(self) -> Mapping[str, float]:
        """Item to value."""
        return _values(self.inputs["cluster_costs"], "item", "value")

    @cached_property
    def power_terms(self) -> Mapping[str, float]:
        """Term to value."""
        return _values(self.inputs["power_terms"], "term", "value")

    @cached_property
    def sources(self) -> Mapping[str, Mapping[str, Any]]:
        """Power source to its row."""
        return rows_by(self.inputs["power_sources"], "source")

    def present(self, year: int) -> float:
        """Value at the start of the first year of one dollar paid in `year`."""
        elapsed = year - self.years[0] + _OFFSET[self.definition["discount_timing"]]
        return float(1 / (1 + self.definition["discount_rate"]) ** elapsed)

    def charge(self, life_years: float) -> float:
        """What each year of life is charged of a dollar spent when service begins.

        The payments of a life, discounted to that moment, add up to the dollar.
        """
        rate = self.definition["discount_rate"]
        first = _OFFSET[self.definition["discount_timing"]]
        if np.isinf(life_years):
            return float(rate * (1 + rate) ** (first - 1))
        payments = np.arange(np.ceil(life_years)) + first
        return float(1 / np.sum((1 + rate) ** -payments))


def in_service(built: int, year: int, life_years: float) -> bool:
    """Whether what was built in one year serves in another."""
    return 0 <= year - built < life_years


def rows_by(table: pd.DataFrame, key: str) -> dict[str, dict[str, Any]]:
    """Each row as a mapping of its cells, by the value of one column."""
    return {str(row[key]): row for row in table.to_dict("records")}


def by_key(table: pd.DataFrame, keys: list[str], value: str) -> dict[Any, float]:
    """The sum of a column by one or several others."""
    if table.empty:
        return {}
    summed = table.groupby(keys if len(keys) > 1 else keys[0])[value].sum()
    return {key: float(number) for key, number in summed.items()}


def by_region_and_year(table: pd.DataFrame, value: str) -> Callable[[str, int], float]:
    """A column by region and year; outside a region's rows the nearest of them holds."""
    paths = {
        str(region): rows.set_index("year")[value].astype(float)
        for region, rows in table.groupby("region")
    }

    def at(region: str, year: int) -> float:
        path = paths[region]
        return float(path.iloc[abs(path.index.to_numpy() - year).argmin()])

    return at


def by_year(limit: Any, year: int) -> float | None:
    """A limit of a model in a year: one number, or a table by year as JSON holds it."""
    if isinstance(limit, Mapping):
        limit = limit.get(str(year), limit.get(year))
    return None if limit is None else float(limit)


def _values(table: pd.DataFrame, key: str, value: str) -> dict[str, float]:
    return dict(zip(table[key].astype(str), table[value].astype(float), strict=True))


def _csv(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, keep_default_na=False, na_values=[""])
