"""Cells that limits rest on, and what they say, from tables that are given."""

from math import nan
from types import SimpleNamespace

import pandas as pd
import pytest

from planner.audit.shown.cells import Cells, cell_checks

SITES = pd.DataFrame(
    [("a", "A", 2.0, 0.5), ("b", "B", 4.0, 0.25)],
    columns=["site", "region", "max_facility_gw", "pace"],
)
LIMITS_OF = pd.DataFrame(
    [("gas", "A", 2026, 3.0, 0.5), ("gas", "B", 2026, 5.0, 0.5), ("sun", "A", 2026, 7.0, 1.0)],
    columns=["technology", "region", "year", "gw", "share"],
)
LIMIT = {
    "limit": "site_size_limit", "table": "sites", "cell_row": '["a"]',
    "cell_column": "max_facility_gw", "cell_factors": "", "kind": "", "pool": "", "place": "a",
    "year": nan, "unit": "GW of facility power", "capacity": 2.0,
}  # fmt: skip
BOTTLENECK = {
    "limit": "site_size_limit", "table": "sites", "row": '["a"]', "column": "max_facility_gw",
    "year": nan, "onwards": False, "years": "2026-2028",
}  # fmt: skip


def evidence(limits=(), bottlenecks=(), counted=1.0, members=(), share=1.0, length=1):
    places = {
        "a": SimpleNamespace(members=dict.fromkeys(members, 1.0), counted=counted),
        "small": SimpleNamespace(members={"x": 1.0}, counted=1.0),
    }
    files = SimpleNamespace(
        inputs={"sites": SITES, "limits_of": LIMITS_OF, "empty": pd.DataFrame(columns=["site"])},
        definition={"limits": {"facility_gw": 3.0, "none": None, "by": {"2026": 1.0}},
                    "demand": {"curve_share": share}},
        length=lambda y: length,
    )  # fmt: skip
    plan = {"limits": pd.DataFrame([{**LIMIT, **row} for row in limits], columns=list(LIMIT)),
            "bottlenecks": pd.DataFrame([{**BOTTLENECK, **row} for row in bottlenecks],
                                        columns=list(BOTTLENECK))}  # fmt: skip
    return SimpleNamespace(places=places, files=files, plan=plan.__getitem__)


def found(table, key, column):
    return Cells(evidence()).find(table, key, column)


def test_a_cell_is_found_by_what_its_row_begins_with():
    assert found("sites", ["b"], "pace")[0]["pace"] == 0.25
    assert found("sites", ["b"], "no") == []
    assert found("sites", ["c"], "pace") == []
    assert found("sites", None, "pace") == []
    assert found("no_table", ["a"], "pace") == []
    assert found("limits_of", ["sun", "A", 2026], "gw")[0]["gw"] == 7.0
    assert found("limits_of", ["sun", "A", 2027], "gw") == []


def test_a_key_that_leaves_something_open_finds_all_that_fit():
    rows = found("limits_of", ["gas", None, 2026], "gw")

    assert [row["gw"] for row in rows] == [3.0, 5.0]
    assert found("limits_of", ["gas", None, 2027], "gw") == []
    assert found("limits_of", ["gas", None, 2026], "no") == []


def test_sites_that_stand_as_one_are_known_without_a_row():
    assert found("sites", ["small"], "pace") == [{}]
    assert found("sites", ["small"], "no") == []
    assert found("sites", ["other"], "pace") == []
    assert found("limits_of", ["small"], "gw") == []


def test_a_key_that_names_no_row_finds_none():
    assert found("sites", [], "pace") == []
    assert found("limits_of", [], "gw") == []


def test_a_key_of_the_model_is_one_that_it_has():
    assert found("model.limits", ["facility_gw"], "") == [{}]
    assert found("model.limits.facility_gw", [], "") == [{}]
    assert found("model", ["limits.facility_gw"], "") == [{}]
    assert found("model.limits", ["by", 2026], "") == [{}]
    assert found("model.limits", ["none"], "") == []
    assert found("model.limits", ["other"], "") == []
    assert found("model.limits", ["facility_gw", "deeper"], "") == []


def failed(*limits, bottlenecks=(), left_out=(), **own):
    (check,) = cell_checks(evidence(limits, bottlenecks, **own), frozenset(left_out))
    return "" if check.passed else check.worst.split(" sites")[0].split(" limits_of")[0]


def test_the_cell_of_a_limit_is_there():
    assert failed({}) == ""
    assert failed({"cell_column": "no"}) == "rows of"
    assert failed({"cell_row": "no json"}) == "rows of"
    assert failed({"cell_row": "[]"}) == failed({"cell_row": ""}) == "rows of"
    assert failed({"cell_row": '["c"]', "place": "c"}) == "rows of"
    # Of what a plug-in states nothing is asked.
    assert failed({"cell_column": "no"}, left_out=["site_size_limit"]) == ""


def test_a_cell_speaks_of_its_row():
    of = {"table": "limits_of", "cell_row": '["gas", "B", 2026]', "cell_column": "gw",
          "limit": "national_build_limit", "pool": "gas", "place": "B", "unit": "GW",
          "year": 2026}  # fmt: skip
    assert failed(of) == ""
    assert failed({**of, "year": 2028}) == ""
    assert failed({**of, "year": 2025}) == "whether"
    assert failed({**of, "year": nan}) == "whether"
    assert failed({**of, "pool": "sun"}) == "whether"
    assert failed({**of, "place": "", "kind": "B"}) == ""
    # A step is a number as well.
    assert failed({**of, "place": "2026", "kind": "B", "year": nan}) == ""


def product(capacity, limit="national_build_limit", **own):
    row = {"table": "limits_of", "cell_row": '["gas", "B", 2026]', "cell_column": "gw",
           "limit": limit, "pool": "gas", "place": "B", "year": 2026, "capacity": capacity,
           "unit": {"demand_step_limit": "million H100e"}.get(limit, "GW"),
           "cell_factors": '["gw", "share"]'}  # fmt: skip
    return failed(row, **own)


def test_the_product_of_the_cells_is_the_capacity():
    # 5 GW and a half of them.
    assert product(2.5) == ""
    assert product(2.6) == "product of"
    # Of all the years that it stands for; in millions; the part of a curve that is served.
    assert product(7.5, length=3) == ""
    assert product(7.5) == "product of"
    assert product(2.5e-6) == ""
    assert product(0.5, "demand_step_limit", share=0.2) == ""
    assert product(0.5, share=0.2) == "product of"


def test_cells_that_stand_for_several_rows_add_up():
    row = {"table": "limits_of", "cell_row": '["gas", null, 2026]', "cell_column": "gw",
           "limit": "national_build_limit", "pool": "gas", "place": "", "year": 2026,
           "unit": "GW", "cell_factors": '["gw", "share"]'}  # fmt: skip

    assert failed({**row, "capacity": 4.0}) == ""
    assert failed({**row, "capacity": 1.5}) == "product of"
    assert failed({**row, "capacity": 4.0, "cell_factors": '["gw", "no"]'}) == "product of"


def test_of_a_site_the_part_counts_that_its_status_leaves():
    size = {"cell_factors": '["max_facility_gw"]'}

    assert failed({**size, "capacity": 2.0}) == ""
    assert failed({**size, "capacity": 1.0}, counted=0.5) == ""
    assert failed({**size, "capacity": 2.0}, counted=0.5) == "product of"
    # Its connections count in full, and of many sites none is known.
    contract = {**size, "limit": "contracted_connection_limit", "unit": "GW"}
    assert failed({**contract, "capacity": 2.0}, counted=0.5) == ""
    assert failed({**size, "capacity": 9.0}, members=["x"]) == ""


@pytest.mark.parametrize(("limit", "kind", "unit"), [
    ("capex_budget_limit", "", "billion USD"), ("component_supply_limit", "hbm", "EB"),
    ("component_supply_limit", "node", "thousand wafers"),
])  # fmt: skip
def test_a_limit_has_the_unit_of_its_kind(limit, kind, unit):
    row = {"limit": limit, "kind": kind, "table": "model.limits", "cell_row": '["facility_gw"]'}

    named = {**row, "kind": kind or "facility_gw"}
    assert failed({**named, "unit": unit}) == ""
    assert failed({**named, "unit": "GW"}) == f"unit of {limit}: GW"
    # That of goods is told by their row.
    assert failed({**named, "limit": "goods_supply_limit", "unit": "anything"}) == ""


def test_a_bottleneck_has_a_cell_a_limit_and_its_year():
    assert failed(bottlenecks=[{}]) == ""
    assert failed(bottlenecks=[{"row": '["c"]'}]) == "rows of"
    assert failed(bottlenecks=[{"limit": "no_such_limit"}]) == "limit no_such_limit of"
    assert failed(bottlenecks=[{"limit": "n_minus_1_requirement"}]) == ""
    assert failed(bottlenecks=[{"year": 2027.0, "years": "2027"}]) == ""
    assert failed(bottlenecks=[{"year": 2027.0, "years": "2026"}]) == "years of"
    assert failed(bottlenecks=[{"year": 2027.0, "years": "2026-2028", "onwards": True}]) == ""
    assert failed(bottlenecks=[{"row": '["c"]'}], left_out=["site_size_limit"]) == ""
