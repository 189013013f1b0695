"""Each column acts or is refused: every column of the tables of a problem, kind by kind.

Each is filled with a value that must matter. Either the objective of the plan moves, or the check
finds a fault at the cell. The columns are those of the descriptor, so that a new one without an
entry here fails.
"""

import csv
import io
from math import isclose

import pytest

from planner import api
from planner.config.locations import bundled
from planner.data.descriptor import read_schema
from planner.errors import InfeasibleError, InputError
from planner.solving import solve_world
from planner.system.build import build_world
from tests.filled_cells.conftest import HALVES, write_problem

SCHEMA = read_schema(bundled("datasets"))
KINDS = ("dispatchable", "baseload", "variable", "storage", "grid")
MODEL = """\
title = "A source of each kind, and dear gas beside it"
datasets = "tables"
tables = { missing = "default" }
years = { first = 2026, last = 2028 }
discount_rate = 0.05
[time]
slice_set = "d"
[power]
security = "n_minus_1"
[prices]
carbon_usd_per_t = 50
"""
OF_KIND = {
    "variable": {"profile": "solar"},
    # Just too little to hold what a lull gives: what it holds limits it, too.
    "storage": {"storage_hours": "11", "round_trip_efficiency": "0.9"},
}


def text(rows):
    """Rows of a table as CSV."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def problem(kind):
    """The tables in which a cheap source of a kind serves a load beside dear gas."""
    source = {
        "technology": "x", "kind": kind, "fuel": "none", "heat_rate_mmbtu_per_mwh": "0",
        "availability": "1", "forced_outage_share": "0", "scheduled_outage_share": "0",
        "lifetime_years": "20", "economic_life_years": "", "lead_time_years": "0",
        "construction_years": "1", "fixed_om_usd_per_kw_year": "1",
        "variable_om_usd_per_mwh": "1", "co2_t_per_mwh": "0", "storage_hours": "0",
        "round_trip_efficiency": "1", "profile": "none", "build_limit": "",
        "region_limited": "false", "rented": "false", "flat_output": "false", "unit_size_mw": "0",
        **OF_KIND.get(kind, {}),
    }  # fmt: skip
    gas = {**source, "technology": "gas", "kind": "dispatchable", "variable_om_usd_per_mwh": "100",
           "fixed_om_usd_per_kw_year": "100", "storage_hours": "0", "profile": "none",
           "round_trip_efficiency": "1"}  # fmt: skip
    return {
        "regions": [{"region": "R", "country": "USA", "interconnection_lead_years": "0"}],
        "sites": [{"site": "s", "region": "R"}],
        "time_slices": list(csv.DictReader(io.StringIO(HALVES))),
        "slice_profiles": [
            {"slice_set": "d", "slice": h, "region": "R", "profile": p, "capacity_factor": cf}
            for h, p, cf in (("day", "solar", 1), ("night", "solar", 0.2), ("day", "wind", 0.3),
                             ("night", "wind", 0.6))
        ],
        "site_load": [
            {"site": "s", "year": 2026, "slice": h, "load_gw": gw}
            for h, gw in (("day", 2), ("night", 1))
        ],
        "power_technologies": [source, gas],
        "power_costs": [
            {"technology": g, "year": 2026, "capex_usd_per_kw": usd}
            for g, usd in (("x", 100), ("gas", 10))
        ],
        "fuel_prices": [
            {"fuel": "natural_gas", "region": "R", "year": 2026, "price_usd_per_mmbtu": 3}
        ],
        "tax_credits": [
            {"technology": "x", "construction_start_year": 2026, "latest_online_year": 2030,
             "capital_share": 0.3, "production_credit_usd_per_mwh": 0,
             "production_credit_years": 0}
        ],
        "build_limits": [
            {"technology": "scarce", "year": 2026, "feasible_gw_per_year": 0.1},
            {"technology": "scarce", "year": 2027, "feasible_gw_per_year": 0.1},
            {"technology": "scarce", "year": 2028, "feasible_gw_per_year": 0.1},
        ],
        "regional_limits": [],
        "power_terms": [
            {"term": t, "unit": "1", "value": v}
            for t, v in (("flexible_load_share", 0), ("flexible_load_hours", 0),
                         ("rental_delivery_share", 0.05), ("onsite_reserve_margin", 0))
        ],
    }  # fmt: skip


def outcome(folder, tables, model=MODEL):
    """The objective of a problem, or the text of its faults."""
    texts = {name: text(rows) for name, rows in tables.items() if rows}
    definition = api.load_model(write_problem(folder, texts, model))
    try:
        world = build_world(api.load_inputs(definition), definition)
        return solve_world(world).stages["cost"].solution.objective
    except (InputError, InfeasibleError) as error:
        return str(error)


# What each column is filled with, and what must be filled with it.
FILLED = {
    "fuel": {"fuel": "natural_gas", "heat_rate_mmbtu_per_mwh": "5"},
    "heat_rate_mmbtu_per_mwh": {"fuel": "natural_gas", "heat_rate_mmbtu_per_mwh": "9"},
    "availability": {"availability": "0.5"},
    "forced_outage_share": {"forced_outage_share": "0.3"},
    "scheduled_outage_share": {"scheduled_outage_share": "0.7"},
    "lifetime_years": {"lifetime_years": "1"},
    "economic_life_years": {"economic_life_years": "1"},
    "lead_time_years": {"lead_time_years": "1.5"},
    "construction_years": {"construction_years": "0.3"},
    "fixed_om_usd_per_kw_year": {"fixed_om_usd_per_kw_year": "5"},
    "variable_om_usd_per_mwh": {"variable_om_usd_per_mwh": "9"},
    "co2_t_per_mwh": {"co2_t_per_mwh": "0.4"},
    "flat_output": {"flat_output": "true"},
    "storage_hours": {"storage_hours": "2"},
    "charge_efficiency": {"charge_efficiency": "0.95"},
    "energy_fixed_om_usd_per_kwh_year": {"energy_fixed_om_usd_per_kwh_year": "1"},
    "round_trip_efficiency": {"round_trip_efficiency": "0.5"},
    "profile": {"profile": "wind"},
    "build_limit": {"build_limit": "scarce"},
    "region_limited": {"region_limited": "true"},
    "rented": {"rented": "true"},
    "unit_size_mw": {"unit_size_mw": "700"},
}
COLUMNS = [
    name
    for name, field in SCHEMA["power_technologies"].fields.items()
    if name not in ("technology", "kind")
    and field.used.by == "plan"
    and not name.endswith(("_low", "_high"))
]


def test_no_column_of_a_source_is_left_out():
    assert set(COLUMNS) == set(FILLED)


def test_the_problem_of_each_kind_has_a_plan(as_it_is):
    assert all(isinstance(objective, float) for objective in as_it_is.values()), as_it_is


@pytest.fixture(scope="module")
def as_it_is(tmp_path_factory):
    """The objective of the problem of each kind, as it is."""
    return {kind: outcome(tmp_path_factory.mktemp(kind), problem(kind)) for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("column", COLUMNS)
def test_a_column_of_a_source_acts_or_is_refused(tmp_path, as_it_is, kind, column):
    tables = problem(kind)
    tables["power_technologies"][0] |= FILLED[column]
    if column == "region_limited":
        tables["regional_limits"] = [{"region": "R", "technology": "x", "max_total_gw": 0.2}]

    found = outcome(tmp_path, tables)

    if isinstance(found, str):
        assert column in found, found
        assert "power_technologies.csv, line 2" in found, found
    else:
        assert not isclose(found, as_it_is[kind], rel_tol=1e-6), (kind, column)
