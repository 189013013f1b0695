"""The tables of a run as they lie on disk, and the definition of its model."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from planner.audit.amounts import Amounts
from planner.audit.kept_columns import cells_of, keep_columns, numbers_of, stated_in
from planner.data.table_files import plan_table_file, read_plan_table
from planner.data.written import read_input
from planner.errors import Fault, raise_any

INPUTS = (
    "accelerators", "balancing_areas", "build_limits", "cluster_costs", "cooling",
    "demand_drivers", "electricity_prices", "equipment_lead_times", "equipment_needs",
    "equipment_supply", "euv_scanners", "existing_accelerators", "existing_power",
    "fuel_prices", "grid_carbon", "grid_large_loads", "hbm_supply", "node_capacity",
    "packaging", "packaging_capacity", "power_costs", "power_technologies", "power_terms",
    "process_nodes", "regional_limits", "regions", "retiring_plants", "site_cooling",
    "site_power", "sites", "slice_days", "slice_profiles", "supply_expansion", "supply_terms",
    "tax_credits", "time_slices", "vendor_shares", "weather_stations", "workloads",
)  # fmt: skip
"""The input tables that are read again, from the copy in the run."""

PLAN = (
    "accelerators", "allocations", "bottlenecks", "capex", "choice", "clusters", "cost", "demand",
    "dispatch", "emissions", "expansion", "idle", "ledger", "limits", "matching", "oom", "power",
    "redeployment", "security", "shipments", "site_contracts", "site_members", "sites", "supply",
    "targets", "training_sites", "water",
)  # fmt: skip
"""The tables that every plan has, which are held against them."""

SOME = (
    "affordability", "beside_facts", "carbon_price", "compute_price", "compute_steps",
    "demand_charges", "generation_earnings", "goods", "halls", "load", "not_taken", "payback",
    "storage", "stores", "switched_off",
)  # fmt: skip
"""Tables that a plan has where its model asks for them: :mod:`planner.audit.shown.presence`."""

EXTRA = (
    "accelerator_commitments", "accelerator_ramp", "capex_limits", "compute_demand_curve",
    "connection_costs", "construction_limits", "freight", "goods_demand", "goods_supply",
    "grid_tariffs", "known_facts", "operator_vendors", "site_commitments", "site_load",
    "site_status", "supply_contracts", "supply_quarters", "technology_availability",
    "world_compute",
)  # fmt: skip
"""Input tables that a run need not have: of problems of one's own, or that came later."""

NO_COSTS = {
    "server_network_multiplier": 1.0,
    "shell_usd_per_w_it": 0.0,
    "non_energy_opex_share_per_year": 0.0,
    "accelerator_life_years": float("inf"),
    "facility_life_years": float("inf"),
}
"""What holds where a problem has no table of cluster costs."""

NOT_STATED = {
    "forced_outage_share": 0.0,
    "scheduled_outage_share": 0.0,
    "energy_fixed_om_usd_per_kwh_year": 0.0,
}
"""What holds of a power technology whose table, of an earlier run, has no such column."""

_OFFSET = {"start": 0.0, "middle": 0.5, "end": 1.0}


NONE = pd.DataFrame()
"""A table that is not there."""


@dataclass(frozen=True, eq=False)
class Files:
    """What a run consists of, as plain tables: no index, no types but those of a CSV file."""

    inputs: Mapping[str, pd.DataFrame]
    plan: Mapping[str, pd.DataFrame]
    manifest: Mapping[str, Any]
    """What ``run.json`` tells: the model's definition, the summary of the plan, its stages."""
    datasets: Path
    """Where the hourly profiles and weather lie, which a run has no copy of."""

    def __post_init__(self) -> None:
        """No table of a run changes, so that what its columns hold is looked up once."""
        for table in (*self.inputs.values(), *self.plan.values()):
            keep_columns(table)

    @classmethod
    def read(cls, run: Path, manifest: Mapping[str, Any], datasets: Path) -> Files:
        """The tables of a run; InputError with every one that is missing."""
        inputs = {name: run / "inputs" / f"{name}.csv" for name in INPUTS}
        more = {name: run / "inputs" / f"{name}.csv" for name in EXTRA}
        some = {name: plan_table_file(run / "tables", name) for name in SOME}
        plan = {name: plan_table_file(run / "tables", name) for name in PLAN}
        raise_any(
            Fault(str(path), "missing", "a table of the run", "plan it again")
            for path in (*inputs.values(), *plan.values())
            if not path.is_file()
        )
        return cls(
            {name: read_input(path) for name, path in inputs.items()}
            | {name: read_input(path) if path.is_file() else NONE for name, path in more.items()},
            {name: read_plan_table(path) for name, path in plan.items()}
            | {name: read_plan_table(p) if p.is_file() else NONE for name, p in some.items()},
            manifest,
            datasets,
        )

    @property
    def definition(self) -> Mapping[str, Any]:
        """The model's definition."""
        stated: Mapping[str, Any] = self.manifest["definition"]
        return stated

    @property
    def changes(self) -> Sequence[Sequence[Any]]:
        """Cells that the model put others in the place of: table, key, column, old, new value."""
        return self.manifest.get("changes", ())

    @property
    def free(self) -> bool:
        """Whether the plan was free to choose in all years at once.

        A run that carries out what another ordered was not, nor one that saw only some years.
        """
        perfect = self.definition["foresight"]["mode"] == "perfect"
        return perfect and not self.manifest.get("held")

    @property
    def averages(self) -> bool:
        """Whether a run counts what units draw on average, and not their rated power."""
        return bool(self.definition.get("power", {}).get("load", "rated") == "average")

    @cached_property
    def years(self) -> Sequence[int]:
        """The years that are planned."""
        return tuple(self.spans)

    @cached_property
    def spans(self) -> Mapping[int, range]:
        """Planned year to the years that it stands for, itself the first of them."""
        stated = self.definition["years"]
        changes = {int(y): int(n) for y, n in stated.get("steps", {}).items()}
        step = int(stated.get("step", 1))
        found: dict[int, range] = {}
        year = int(stated["first"])
        while year <= int(stated["last"]):
            step = changes.get(year, step)
            found[year] = range(year, year + step)
            year += step
        return found

    def before(self, year: int) -> int | None:
        """The planned year before another; None before the first."""
        return max((y for y in self.years if y < year), default=None)

    def length(self, year: int) -> int:
        """Years that a planned year stands for."""
        return len(self.spans[year])

    @property
    def released(self) -> frozenset[str]:
        """Limits of the tables that the model says don't hold."""
        return frozenset(self.definition["limits"]["release"])

    @cached_property
    def cluster_costs(self) -> Mapping[str, float]:
        """Item to value."""
        return _values(self.inputs["cluster_costs"], "item", "value") or NO_COSTS

    @cached_property
    def power_terms(self) -> Mapping[str, float]:
        """Term to value."""
        return _values(self.inputs["power_terms"], "term", "value")

    @cached_property
    def technologies(self) -> Mapping[str, Mapping[str, Any]]:
        """Power technology to its row."""
        stated = rows_by(self.inputs["power_technologies"], "technology")
        rows = {g: {**NOT_STATED, **row} for g, row in stated.items()}
        for row in rows.values():
            if pd.isna(row["lifetime_years"]):
                row["lifetime_years"] = float("inf")
            economic = row.get("economic_life_years")
            own = economic is not None and not pd.isna(economic)
            row["payback_years"] = economic if own else row["lifetime_years"]
        return rows

    @cached_property
    def running_share(self) -> Mapping[tuple[str, str], float]:
        """Source and slice to the share that can run, where it is not that of all slices."""
        return by_key(
            self.inputs["technology_availability"], ["technology", "slice"], "availability"
        )

    def runs(self, g: str, h: str) -> float:
        """Share of a technology's nameplate that can run in a slice."""
        row = self.technologies[g]
        out = float(row["forced_outage_share"])
        if row["kind"] == "baseload":
            out = 1 - (1 - out) * (1 - float(row["scheduled_outage_share"]))
        return float(self.running_share.get((g, h), row["availability"])) * (1 - out)

    @property
    def hours(self) -> float:
        """Hours of a year."""
        return float(self.definition["time"].get("hours_per_year", 8760.0))

    def present(self, year: int) -> float:
        """Value of one dollar paid in `year`, and in each year that it stands for."""
        known = self._known.get(("present", year))
        if known is None:
            known = self._known["present", year] = self._present(year)
        return known

    @cached_property
    def _known(self) -> dict[tuple[Any, ...], float]:
        """What was worked out once and is asked for by every column of the programme."""
        return {}

    def _present(self, year: int) -> float:
        base = self.definition.get("discount_base_year") or self.years[0]
        first = year - base + _OFFSET[self.definition["discount_timing"]]
        rate = 1 + self.definition["discount_rate"]
        return float(sum(1 / rate ** (first + i) for i in range(self.length(year))))

    def falls_due(self, built: int, year: int, life_years: float) -> float:
        """How much of a planned year's worth lies in the life of what was built in `built`."""
        asked = ("due", year - built, life_years, self.length(year))
        known = self._known.get(asked)
        if known is None:
            known = self._known[asked] = self._falls_due(built, year, life_years)
        return known

    def _falls_due(self, built: int, year: int, life_years: float) -> float:
        rate = 1 + self.definition["discount_rate"]
        worth = {year + i: rate**-i for i in range(self.length(year))}
        due = sum(w for y, w in worth.items() if in_service(built, y, life_years))
        return float(due / sum(worth.values()))

    def serves(self, built: int, year: int, life_years: float) -> float:
        """Share of the years that a planned one stands for in which what was built serves."""
        years = self.spans[year]
        return sum(in_service(built, y, life_years) for y in years) / len(years)

    def once(self, year: int) -> float:
        """Share of a planned year's worth that its first year is: of what is paid in it alone."""
        return self.falls_due(year, year, 1)

    def charge(self, life_years: float) -> float:
        """What each year of life is charged of a dollar spent when service begins.

        The payments of a life, discounted to that moment, add up to the dollar.
        """
        own = self.definition.get("annuity_rate")
        rate = self.definition["discount_rate"] if own is None else own
        first = _OFFSET[self.definition["discount_timing"]]
        if np.isinf(life_years):
            return float(rate * (1 + rate) ** (first - 1))
        count = np.ceil(life_years)
        # A geometric series, whose sum is found without a term for each year: lives may be long.
        growth = np.log1p(rate)
        terms = count if rate == 0 else np.expm1(-count * growth) / np.expm1(-growth)
        return float((1 + rate) ** first / terms)


def by_year_held(
    table: pd.DataFrame, keys: list[str], value: str, years: Sequence[int]
) -> Amounts[tuple[Any, ...]]:
    """Keys and each planned year to the value of the last row that is not later."""
    found: Amounts[tuple[Any, ...]] = Amounts()
    if table.empty:
        return found
    told = (row for row in _rows(table, [*keys, "year"], value) if row[1] == row[1])
    for (*key, since), number in sorted(told, key=lambda row: row[0][-1]):
        found |= {(*key, y): number for y in years if y >= since}
    return found


def _rows(
    table: pd.DataFrame, keys: list[str], value: str
) -> Iterator[tuple[tuple[Any, ...], float]]:
    """The keys and the value of each row that has all keys, NaN where it has no value.

    No frame is made: most tables have few rows, and are asked often.
    """
    told = np.logical_and.reduce([stated_in(table, name) for name in keys])
    numbers = numbers_of(table, value)
    labels = zip(*(cells_of(table, name) for name in keys), strict=True)
    return ((row, n) for row, n, whole in zip(labels, numbers, told, strict=True) if whole)


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Each row as a mapping of its cells; pandas asks of each what type it is."""
    names = [str(name) for name in table.columns]
    columns = [cells_of(table, name) for name in table.columns]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def in_service(built: int, year: int, life_years: float) -> bool:
    """Whether what was built in one year serves in another."""
    return 0 <= year - built < life_years


def number_or(cell: Any, otherwise: float) -> float:
    """A cell as a number, or `otherwise` where it is blank, or its column is not there."""
    return otherwise if cell is None or pd.isna(cell) else float(cell)


def rows_by(table: pd.DataFrame, key: str) -> dict[str, dict[str, Any]]:
    """Each row as a mapping of its cells, by the value of one column."""
    return {str(row[key]): row for row in records(table)}


def by_key(table: pd.DataFrame, keys: list[str], value: str) -> Amounts[Any]:
    """The sum of a column by one or several others; a blank adds nothing."""
    found: Amounts[Any] = Amounts()
    if table.empty:
        return found
    for labels, number in _rows(table, keys, value):
        found[labels if len(keys) > 1 else labels[0]] += number if number == number else 0.0
    return found


def by_region_and_year(
    table: pd.DataFrame, value: str, otherwise: float = 0.0
) -> Callable[[str, int], float]:
    """A column by region and year; a row holds until the next, the first before it too.

    A region without a row, as in a problem of one's own, has the value `otherwise`.
    """
    paths: dict[str, dict[int, float]] = {}
    columns = (cells_of(table, name) for name in ("region", "year", value))
    for region, when, number in zip(*columns, strict=True):
        paths.setdefault(str(region), {})[int(when)] = float(number)

    def at(region: str, year: int) -> float:
        if region not in paths:
            return otherwise
        path = paths[region]
        first = min(path)
        return path[max(known for known in path if known <= max(year, first))]

    return at


def by_year(limit: Any, year: int) -> float | None:
    """A limit of a model in a year: one number, or a table by year as JSON holds it."""
    if isinstance(limit, Mapping):
        limit = limit.get(str(year), limit.get(year))
    return None if limit is None else float(limit)


def _values(table: pd.DataFrame, key: str, value: str) -> dict[str, float]:
    return dict(zip(table[key].astype(str), table[value].astype(float), strict=True))
