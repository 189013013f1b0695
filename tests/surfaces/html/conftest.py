"""A run of the tutorial with its report, and facts made by hand."""

from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from planner import api
from planner.config import load_model, overlaid
from planner.results import Plan
from planner.surfaces.html.facts import Facts

WORTH = "shortfall_1_percent_of_a_target"


@pytest.fixture(scope="package")
def report(tmp_path_factory):
    """The folder of the tutorial's run, and what was written of its report."""
    outputs = tmp_path_factory.mktemp("outputs")
    api.run("small", outputs)
    folder = outputs / "small"
    paths, missing = api.report([folder])
    assert missing == ""
    return SimpleNamespace(folder=folder, page=paths[0], pdf=paths[1])


@pytest.fixture(scope="package")
def runs(report, tmp_path_factory):
    """The tutorial, and the tutorial with three times the utilisation at another rate."""
    outputs = tmp_path_factory.mktemp("others")
    changes = {"workloads.mfu": "high", "discount_rate": 0.1}
    api.run(overlaid(load_model("small"), changes, name="better"), outputs)
    return [report.folder, outputs / "better"]


@pytest.fixture(scope="package")
def compared(runs, tmp_path_factory):
    """What was written of the comparison of the two."""
    folder = tmp_path_factory.mktemp("comparison")
    paths, missing = api.report(runs, folder)
    assert missing == ""
    return SimpleNamespace(paths=paths, page=folder / "comparison.html", folder=folder)


def targets(*rows):
    """Rows of workload, year, target and delivered as the plan's table."""
    table = pd.DataFrame(rows, columns=["workload", "year", "target", "delivered"])
    table["priority"], table["unit"] = 1, "FLOP"
    table["delivered_share"] = table["delivered"] / table["target"]
    table["gap_oom"] = 0.0
    table["met"] = table["delivered"] >= table["target"]
    return table


LIMIT = {
    "limit": "component_supply_limit", "what": "supply of", "kind": "hbm", "pool": "global",
    "place": "", "year": 2027, "unit": "EB", "capacity": 2.0, "used": 2.0, "utilisation": 1.0,
    "binding": True, "table": "hbm_supply", "cost_change_busd_per_unit": 0.0,
}  # fmt: skip

BOTTLENECK = {
    "limit": "component_supply_limit", "what": "output of", "kind": "hbm", "pool": "global",
    "place": "", "places": 1, "year": 2027, "onwards": False, "years": "2027", "sense": "more",
    "unit": "EB", "value": 2.0, WORTH: 0.0, "cost_change_busd": 0.0,
}  # fmt: skip

EMPTY = {
    "targets": ["workload", "year", "priority", "unit", "target", "delivered", "delivered_share",
                "gap_oom", "met"],
    "clusters": ["site", "region", "year", "it_gw", "facility_gw", "energy_twh", "h100e_million"],
    "accelerators": ["accelerator", "site", "year", "bought_million", "running_million",
                     "idle_million", "h100e_million"],
    "power": ["technology", "kind", "site", "year", "built_gw", "capacity_gw", "generation_twh"],
    "capex": ["year", "component", "item", "site", "capex_busd"],
    "cost": ["year", "term", "cost_busd", "present_cost_busd"],
    "emissions": ["year", "term", "emissions_mt"],
    "demand": ["workload", "year", "quantity", "low", "central", "high", "above_data_limit"],
    "supply": ["kind", "pool", "vendor", "year", "utilisation", "used", "binding"],
    "limits": list(LIMIT),
    "bottlenecks": list(BOTTLENECK),
    "idle": ["site", "year", "accelerator", "reason", "idle_million_months", "capital_busd"],
}  # fmt: skip


@pytest.fixture
def facts():
    """Facts of a plan for 2026 and 2027 whose tables are empty but for those given."""

    def make(years=(2026, 2027), **tables):
        whole = {name: pd.DataFrame(columns=columns) for name, columns in EMPTY.items()}
        for name, table in tables.items():
            columns = EMPTY.get(name)
            rows = isinstance(table, pd.DataFrame)
            whole[name] = table if rows else pd.DataFrame(table, columns=columns)
        summary = {"years": list(years), "objective": {"shortfall_1": 0.0, "cost": 1.0}}
        plan = Plan(whole, summary)
        return Facts(plan, {"model": "m", "currency_year": 2025}, {}, {}, Path("runs/m"))

    return make


@pytest.fixture
def limits():
    """The plan's table of limits, one row for each set of changes to a plain one."""

    def make(*changes):
        return pd.DataFrame([{**LIMIT, **change} for change in changes], columns=list(LIMIT))

    return make


@pytest.fixture
def ranked():
    """The plan's table of bottlenecks, one row for each set of changes to a plain one."""

    def make(*changes):
        rows = [{**BOTTLENECK, **change} for change in changes]
        return pd.DataFrame(rows, columns=list(BOTTLENECK))

    return make
