"""Stores that earn by each MWh that they give back, by hand."""

from types import SimpleNamespace

import pandas as pd

from planner.audit.paid_stores import paid_back

STORED = {
    ("cell", "s", 2026, "day"): (2.0, 0.0),
    ("cell", "s", 2026, "night"): (0.5, 1.5),
    ("pump", "s", 2026, "night"): (0.0, 0.25),
}


def back(carbon=0.0, usd_per_mmbtu=0.0, pump=None, **cell):
    """What is paid for of a cell, and of a pump that is never paid."""
    free = {"variable_om_usd_per_mwh": 0.0, "co2_t_per_mwh": 0.0, "fuel": "none",
            "heat_rate_mmbtu_per_mwh": 0.0}  # fmt: skip
    fuel = pd.DataFrame(
        [("gas", "A", 2026, usd_per_mmbtu)],
        columns=["fuel", "region", "year", "price_usd_per_mmbtu"],
    )
    files = SimpleNamespace(
        inputs={"fuel_prices": fuel},
        definition={"prices": {"carbon_usd_per_t": carbon}},
        technologies={"cell": {**free, **cell}, "pump": {**free, **(pump or {})}},
    )
    evidence = SimpleNamespace(files=files, years=(2026,), stored=STORED, region=lambda s: "A")
    return dict(paid_back(evidence))


PAID = {("s", 2026, "day"): 0.0, ("s", 2026, "night"): 1.5}


def test_a_store_without_costs_is_paid_nothing():
    assert back() == {}
    assert back(variable_om_usd_per_mwh=1.0) == {}


def test_a_store_is_paid_where_its_upkeep_is_less_than_nothing():
    assert back(variable_om_usd_per_mwh=-1.0) == PAID
    both = back(variable_om_usd_per_mwh=-1.0, pump={"variable_om_usd_per_mwh": -2.0})
    assert both == {**PAID, ("s", 2026, "night"): 1.75}


def test_carbon_and_fuel_come_on_top_of_it():
    # 20 USD a t and 0.1 t a MWh are 2 USD, and so are 4 MMBtu at 0.5.
    carbon = {"carbon": 20.0, "co2_t_per_mwh": 0.1}
    assert back(variable_om_usd_per_mwh=-1.9, **carbon) == {}
    assert back(variable_om_usd_per_mwh=-2.1, **carbon) == PAID
    fuel = {"usd_per_mmbtu": 0.5, "fuel": "gas", "heat_rate_mmbtu_per_mwh": 4.0}
    assert back(variable_om_usd_per_mwh=-1.9, **fuel) == {}
    assert back(variable_om_usd_per_mwh=-2.1, **fuel) == PAID
    # A store that takes carbon in is paid for it.
    assert back(carbon=20.0, co2_t_per_mwh=-0.1, variable_om_usd_per_mwh=1.9) == PAID
