"""Amounts by key, and columns that tables of earlier runs lack."""

from types import SimpleNamespace

import pandas as pd
import pytest

from planner.audit.amounts import Amounts
from planner.audit.evidence import Evidence
from planner.audit.files import Files, by_key


def test_there_is_none_of_what_has_no_key():
    of = Amounts({"a": 2.0})

    assert of["b"] == 0.0
    assert dict(of) == {"a": 2.0}
    of["b"] += 3.0
    assert dict(of) == {"a": 2.0, "b": 3.0}


def test_a_table_is_summed_by_its_keys():
    table = pd.DataFrame({"site": ["s", "s", "t"], "year": 2026, "gw": [1.0, 2.0, 4.0]})

    assert by_key(table, ["site", "year"], "gw") == {("s", 2026): 3.0, ("t", 2026): 4.0}
    assert by_key(table, ["year"], "gw") == {2026: 7.0}
    assert by_key(table.iloc[:0], ["year"], "gw")[2026] == 0.0


def files(**inputs):
    definition = {"years": {"first": 2026, "last": 2026}}
    return Files(inputs, {}, {"definition": definition}, None)


def test_a_technology_of_an_earlier_table_has_no_outages():
    # A GW that is available for 0.9 of the year; with a tenth in repair 0.81, and where a plant
    # that always runs is also overhauled for a fifth, 0.648.
    row = {"technology": "g", "lifetime_years": 20.0, "kind": "baseload", "availability": 0.9}
    stated = {**row, "forced_outage_share": 0.1, "scheduled_outage_share": 0.2}
    nothing = pd.DataFrame({"technology": [], "slice": [], "availability": []})

    def runs(row):
        tables = {"power_technologies": pd.DataFrame([row]), "technology_availability": nothing}
        return files(**tables).runs("g", "year")

    assert runs(row) == pytest.approx(0.9)
    assert runs({**stated, "kind": "dispatchable"}) == pytest.approx(0.81)
    assert runs(stated) == pytest.approx(0.648)
    earlier = files(power_technologies=pd.DataFrame([row])).technologies["g"]
    assert earlier["energy_fixed_om_usd_per_kwh_year"] == 0.0


def test_a_plan_that_tells_nothing_of_what_is_not_taken_takes_all():
    power = pd.DataFrame(
        {
            "technology": ["sun"], "site": ["s"], "year": [2026], "built_gw": [1.0],
            "capacity_gw": [1.0], "generation_twh": [2.0], "curtailed_twh": [0.5],
        }
    )  # fmt: skip

    def evidence(table):
        return Evidence(SimpleNamespace(plan={"power": table}), {}, None, {})

    assert evidence(power).taken == {("sun", "s", 2026): 2.5}
    assert evidence(power.assign(not_taken_twh=0.25)).taken == {("sun", "s", 2026): 2.25}
