"""Plans and tables so small that a comment proves what they mean."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from planner.data import Inputs
from planner.results import Plan

Rows = list[dict[str, Any]]

KEYS = {
    "gdp": ["country", "year"],
    "ai_revenue": ["scope", "year"],
}

TABLES: Mapping[str, Rows] = {
    "accelerators": [
        {"accelerator": "k", "eight_bit_dense_tflops": 2 * 1979, "node": "n", "packaging": "p",
         "hbm_pool": "m", "family": "f"},
    ],
    "sites": [
        {"site": "s", "kind": "campus", "country": "USA", "state": "TX", "region": "r",
         "pue": 1.25},
        {"site": "far", "kind": "campus", "country": "FRA", "state": "", "region": "r",
         "pue": 1.0},
        {"site": "pool_r", "kind": "fleet_pool", "country": "USA", "state": "TX", "region": "r",
         "pue": 1.0},
    ],
    "regions": [{"region": "r", "interconnection_lead_years": 3.0}],
    "power_technologies": [
        {"technology": "gas", "lead_time_years": 2.5, "lifetime_years": 30.0},
        {"technology": "grid", "lead_time_years": 0.0, "lifetime_years": 40.0},
    ],
    "process_nodes": [
        {"node": "n", "node_pool": "n", "wafer_cycle_weeks": 0.25 * 365.25 / 7,
         "fab_build_years": 2.5},
    ],
    "packaging": [{"packaging": "p", "cycle_weeks": 0.125 * 365.25 / 7}],
    "supply_terms": [{"resource_kind": "packaging", "component_lag_years": 0.5}],
    "cluster_costs": [
        {"item": "accelerator_life_years", "value": 5.0},
        {"item": "facility_life_years", "value": 14.0},
    ],
    "equipment_lead_times": [
        {"equipment": name, "lead_years_low": None, "lead_years": years, "lead_years_high": slow}
        for name, years, slow in (
            ("large_power_transformer", 3.0, 4.0),
            ("medium_voltage_switchgear", 1.25, None),
            ("backup_generator", 1.75, None),
            ("data_center_shell", 1.5, 2.5),
            ("packaging_line", 1.0, None),
            ("hbm_cycle", 0.375, None),
            ("hbm_line", 2.0, None),
        )
    ],
    "world_compute": [
        {"year": 2026, "h100e_million_low": None, "h100e_million": 40.0,
         "h100e_million_high": None, "basis": "published"},
    ],
    "gdp": [
        {"country": "USA", "year": y, "gdp_busd_low": None, "gdp_busd": 1000.0,
         "gdp_busd_high": None, "basis": "published"}
        for y in (2026, 2027)
    ],
    "ai_revenue": [
        {"scope": scope, "year": y, "revenue_busd_low": low, "revenue_busd": 50.0,
         "revenue_busd_high": high, "basis": basis}
        for scope in ("leader", "industry")
        for y, low, high, basis in (
            (2026, None, None, "published"), (2027, 25.0, 100.0, "extrapolated"),
        )
    ],
    "build_outs": [
        {"build_out": "peak", "name": "A peak", "country": "USA", "share_of_gdp": 0.05,
         "basis": "peak_year", "first_year": None, "last_year": None},
        {"build_out": "sum", "name": "A sum", "country": "GBR", "share_of_gdp": 0.4,
         "basis": "cumulative", "first_year": 1841, "last_year": 1850},
    ],
}  # fmt: skip


@pytest.fixture
def inputs() -> Callable[..., Inputs]:
    """Tables of one campus, one pool, one generation; name those that should differ."""

    def make(**changes: Rows) -> Inputs:
        frames = {}
        for name, rows in {**TABLES, **changes}.items():
            frame = pd.DataFrame(rows)
            frames[name] = frame.set_index(KEYS.get(name, [frame.columns[0]]))
        return Inputs(folder=Path("tables"), tables=frames, checksums={})

    return make


EMPTY = {
    "sites": ["site", "region", "pue"],
    "site_contracts": ["site", "year", "contracted_facility_gw"],
    "demand": ["workload", "year", "quantity", "central"],
    "targets": ["workload", "year", "unit", "delivered"],
    "clusters": ["site", "year", "it_gw", "facility_gw", "shell_built_it_gw"],
    "accelerators": ["accelerator", "site", "year", "bought_million", "running_million"],
    "allocations": ["workload", "accelerator", "year", "units_million"],
    "power": ["technology", "kind", "site", "year", "built_gw", "capacity_gw"],
    "capex": ["year", "component", "item", "site", "capex_busd"],
    "cost": ["year", "term", "cost_busd"],
    "limits": ["limit", "kind", "pool", "place", "year", "capacity", "used"],
}


@pytest.fixture
def plan() -> Callable[..., Plan]:
    """A plan of 2026 and 2027 in which nothing happens but what the named tables say.

    Its pool stands for sites that the inputs have rows of, and for more than the row that bears
    its name there: it is built for another PUE, and has connections that no row of its own tells.
    """

    lengths = [
        {"workload": "run", "year": y, "quantity": "run_length", "central": 73.0}
        for y in (2026, 2027, 2028)
    ]

    sites = [
        {"site": "s", "region": "r", "pue": 1.25},
        {"site": "far", "region": "r", "pue": 1.0},
        {"site": "pool_r", "region": "r", "pue": 1.6},
    ]
    contracts = [
        {"site": s, "year": y, "contracted_facility_gw": gw}
        for s, gw in (("s", 0.5), ("pool_r", 3.0))
        for y in (2026, 2027, 2028)
    ]

    def make(years: tuple[int, ...] = (2026, 2027), **tables: Rows) -> Plan:
        tables = {"demand": lengths, "sites": sites, "site_contracts": contracts, **tables}
        frames = {
            name: pd.DataFrame(tables.get(name, []), columns=columns)
            for name, columns in EMPTY.items()
        }
        return Plan(frames, {"years": list(years)})

    return make
