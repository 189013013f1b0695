"""What sites have by the tables before the first year and later, by hand."""

from math import nan
from types import SimpleNamespace

import pandas as pd
import pytest

from planner.audit.existing_stock import Standing

POWER = ("site", "technology", "in_service_year", "capacity_gw", "energy_gwh", "life_years",
         "paid_usd_per_kw_year")  # fmt: skip


def standing(*power, units=(), contracts=(), made=(), found=None, existing=None):
    inputs = {
        "existing_power": pd.DataFrame(power, columns=list(POWER)),
        "existing_accelerators": pd.DataFrame(
            units, columns=["site", "accelerator", "year_installed", "units_k"]
        ),
        "site_power": pd.DataFrame(contracts, columns=["site", "year", "contracted_facility_gw"]),
    }
    sites = {} if existing is None else {"existing": existing}
    files = SimpleNamespace(
        definition={"sites": sites}, years=(2026, 2027, 2028), inputs=inputs,
        technologies={"gas": {"storage_hours": 0.0}, "cell": {"storage_hours": 4.0}},
    )  # fmt: skip
    return Standing.of(files, SimpleNamespace(made=frozenset(made), contracts=found or {}))


def gas(since, gw=0.5, life=nan, paid=0.0):
    return ("a", "gas", since, gw, nan, life, paid)


def test_what_serves_before_the_first_year_stands_and_the_rest_comes():
    of = standing(gas(2025), ("b", "cell", 2026, 0.2, nan, nan, 0.0))

    assert (of.power, of.come) == ({"a": {"gas": 0.5}}, {"b": {("cell", 2026): 0.2}})
    assert of.gone == {}


def test_nothing_is_no_power():
    of = standing(gas(2025, 0.0), gas(2026, 0.0))

    assert (of.power, of.come, of.held) == ({}, {}, {})


def test_a_plan_of_the_past_may_ask_for_what_stood_alone():
    past = standing(gas(2025), gas(2026), gas(2027), existing="before_first_year")
    assert (past.power, past.come) == ({"a": {"gas": 0.5}}, {})
    told = standing(gas(2025), gas(2026), gas(2027), existing="as_stated")
    assert told.come == {"a": {("gas", 2026): 0.5, ("gas", 2027): 0.5}}
    units = [("a", "gpu", year, 30.0) for year in (2025, 2026)]
    assert standing(units=units, existing="before_first_year").units == {
        "a": {("gpu", 2025): 0.03}
    }
    assert standing(units=units).units == {"a": {("gpu", 2025): 0.03, ("gpu", 2026): 0.03}}


def test_units_are_told_by_the_thousand_and_none_is_none():
    assert standing(units=[("a", "gpu", 2025, 0.0)]).units == {}
    assert standing(units=[("a", "gpu", 2025, 0.5)]).units == {"a": {("gpu", 2025): 0.0005}}


def test_a_store_holds_its_hours_or_what_is_told_until_it_leaves():
    # 0.2 GW hold 0.8 GWh in four hours; in service from 2025 for two years.
    plain = standing(("a", "cell", 2025, 0.2, nan, 2.0, 0.0))
    assert plain.held == {"a": {("cell", 2026): 0.8}}
    assert plain.gone == {"a": {("cell", 2027.0): 0.2}}
    told = standing(("a", "cell", 2027, 0.2, 1.5, nan, 0.0))
    assert told.held == {"a": {("cell", 2027): 1.5, ("cell", 2028): 1.5}}


def test_what_is_still_paid_is_paid_while_it_serves():
    # 40 USD a kW of 0.5 GW are 0.02 billion a year, and of 0.1 GW 0.004.
    of = standing(gas(2024, life=3.0, paid=40.0), ("a", "cell", 2027, 0.1, nan, nan, 40.0))

    near = pytest.approx({2026: 0.02, 2027: 0.004, 2028: 0.004}, rel=1e-12)
    assert of.paid["a"] == near


def test_an_earlier_run_tells_nothing_of_what_is_paid_or_of_lives():
    frame = pd.DataFrame([("a", "gas", 2025, 0.5)], columns=list(POWER[:4]))
    files = SimpleNamespace(
        definition={"sites": {}}, years=(2026,), technologies={"gas": {"storage_hours": 0.0}},
        inputs={
            "existing_power": frame, "existing_accelerators": pd.DataFrame(),
            "site_power": pd.DataFrame(),
        },
    )  # fmt: skip
    of = Standing.of(files, SimpleNamespace(made=frozenset(), contracts={}))

    assert (of.power, of.gone, dict(of.paid["a"])) == ({"a": {"gas": 0.5}}, {}, {2026: 0.0})


def test_promised_connections_are_those_of_the_table_and_of_candidates():
    contracts = [("a", 2026, 0.3), ("a", 2027, 0.4), ("plant_p", 2026, 9.0)]
    of = standing(contracts=contracts, made=["plant_p"], found={"plant_p": (2028, 0.6)})

    assert of.contracted == {"a": {2026: 0.3, 2027: 0.4}, "plant_p": {2028: 0.6}}
