"""Traces of contracts and targets, from tables of a few rows."""

from types import SimpleNamespace

import pandas as pd
import pytest

from planner.analysis.trace import quantities
from planner.analysis.trace.cells import Run
from planner.config.locations import bundled
from planner.data.descriptor import read_schema


@pytest.fixture(scope="module")
def schema():
    return read_schema(bundled("datasets"))


@pytest.fixture
def run(schema):
    """A run with these tables, and GW that stand by site."""

    def make(stood=None, **tables):
        made = Run(
            files=None, schema=schema, changes=(), sources={}, ledger=pd.DataFrame(), extra=tables
        )
        places = {s: SimpleNamespace(stood_gw=gw) for s, gw in (stood or {}).items()}
        made.__dict__["evidence"] = SimpleNamespace(places=places)
        return made

    return make


CONTRACTS = pd.DataFrame(
    {
        "site": ["here", "here", "there", "there", "here"],
        "year": [2026, 2028, 2027, 2025, 2030],
        "contracted_facility_gw": [1.0, 2.0, 7.0, 5.0, 3.0],
    }
)


@pytest.mark.parametrize(
    ("site", "year", "gw", "row"),
    [
        ("here", 2025, 0.4, None),
        ("here", 2026, 1.0, "here:2026"),
        ("here", 2027, 1.0, "here:2026"),
        ("here", 2028, 2.0, "here:2028"),
        ("here", 2031, 3.0, "here:2030"),
        # More stands than is under contract.
        ("there", 2026, 6.0, "there:2025"),
        ("there", 2027, 7.0, "there:2027"),
        ("new", 2030, 0.0, None),
    ],
)
def test_a_contract_is_that_of_the_sites_last_row_by_the_year(run, site, year, gw, row):
    made = run(
        {"here": 0.4, "there": 6.0, "new": 0.0},
        site_power=CONTRACTS,
        sites=pd.DataFrame({"site": ["here", "there", "new"]}),
    )
    limit = {
        "limit": "contracted_connection_limit",
        "place": site,
        "year": year,
        "table": "site_power",
    }

    (term,) = quantities.limit(made, limit).terms
    assert term.value == gw
    assert [cell.row for cell in term.cells] == ([row] if row else [])


def test_what_stands_beyond_its_contract_is_told_to_six_figures(run):
    made = run(
        {"there": 6.123456789},
        site_power=CONTRACTS.replace(5.0, 5.123456789),
        sites=pd.DataFrame({"site": ["there"]}),
    )
    limit = {
        "limit": "contracted_connection_limit", "place": "there", "year": 2026,
        "table": "site_power",
    }  # fmt: skip

    (term,) = quantities.limit(made, limit).terms
    assert term.words == "6.12346 GW that stand, of which 5.12346 GW are under contract"


@pytest.mark.parametrize(
    ("change", "year", "orders"),
    [
        # From 2024 half an order of magnitude a year, after the change an eighth.
        (2027, 2024, 0.0),
        (2027, 2027, 1.5),
        (2027, 2029, 1.75),
        (2040, 2030, 3.0),
        # A change before the base year leaves the later growth alone.
        (2020, 2028, 0.5),
    ],
)
def test_the_growth_of_the_largest_run_changes_in_its_year(run, change, year, orders):
    drivers = {
        "base_flop": 1e25, "base_year": 2024, "growth_oom": 0.5,
        "change_year": change, "growth_after_oom": 0.125,
    }  # fmt: skip
    made = run(
        demand_drivers=pd.DataFrame(
            {"driver": [f"raw_compute_{n}" for n in drivers], "value": drivers.values()}
        ),
        workloads=pd.DataFrame({"workload": ["w"], "target": ["frontier_training"]}),
    )

    (term,) = quantities.target(made, {"workload": "w", "year": year}).terms
    assert term.value == pytest.approx(1e25 * 10**orders)
    assert len(term.cells) == 5


def test_a_trend_grows_from_its_base(run):
    # 3 in 2025, and ten times as much after two years of half an order of magnitude.
    row = {"workload": "w", "target": "trend", "base_value": 3.0, "base_year": 2025,
           "growth_oom_per_year": 0.5}  # fmt: skip
    made = run(workloads=pd.DataFrame([row]))

    (term,) = quantities.target(made, {"workload": "w", "year": 2027}).terms
    assert term.value == pytest.approx(30.0)
