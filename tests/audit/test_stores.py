"""What stores hold and what they are charged for it, by hand."""

from functools import partial
from types import SimpleNamespace

import pandas as pd
import pytest

from planner.audit.amounts import Amounts
from planner.audit.stores import built_gwh, energy_price, store_charges, store_checks

near = partial(pytest.approx, rel=1e-12)
YEARS = (2026, 2027, 2028)
COSTS = pd.DataFrame(
    [("cell", 2026, 200.0), ("cell", 2028, 150.0)],
    columns=["technology", "year", "energy_capex_usd_per_kwh"],
)
STORES = pd.DataFrame(
    [("cell", "a", 2026, 3.0, 5.0), ("cell", "a", 2027, 0.0, 5.0), ("cell", "b", 2028, 2.0, 2.0)],
    columns=["technology", "site", "year", "built_gwh", "energy_gwh"],
)


def evidence(stores=STORES, costs=COSTS, **own):
    stood = {("a", 2026): 2.0, ("a", 2027): 2.0}
    places = {
        "a": SimpleNamespace(
            stood=lambda g, y: stood.get(("a", y), 0.0),
            held={("cell", 2026): 2.0, ("cell", 2027): 2.0},
            paid={2026: 0.4, 2027: 0.3},
        ),
        "b": SimpleNamespace(stood=lambda g, y: 0.0, held={}, paid={2027: 0.1}),
    }
    files = SimpleNamespace(
        inputs={"power_costs": costs},
        technologies={"cell": {
            "payback_years": 2.0, "lifetime_years": 3.0, "energy_fixed_om_usd_per_kwh_year": 4.0
        }},
        falls_due=lambda v, y, life: 1.0 if 0 <= y - v < life else 0.0,
        serves=lambda v, y, life: 1.0 if 0 <= y - v < life else 0.0,
        charge=lambda life: 0.5,
    )  # fmt: skip
    kept = own.get("kept", {("cell", "a", 2026): 2.0, ("cell", "a", 2027): 2.0})
    return SimpleNamespace(
        files=files, places=places, years=YEARS, kept=Amounts(kept),
        plan={"stores": stores}.__getitem__,
    )  # fmt: skip


def test_a_price_of_energy_holds_until_the_next():
    # 200 USD a kWh are 0.2 billion a GWh.
    assert energy_price(evidence()) == near(
        {("cell", 2026): 0.2, ("cell", 2027): 0.2, ("cell", 2028): 0.15}
    )
    assert energy_price(evidence(costs=COSTS[["technology", "year"]])) == {}


def test_what_is_built_is_as_the_table_tells_it():
    assert built_gwh(evidence())["cell", "b", 2028] == 2.0


def test_energy_is_charged_while_it_is_paid_back_and_kept_up_as_it_stands():
    # Of 2026, 3 GWh at 0.2 in two years of a half: 0.3 each. Of 2028, 2 at 0.15: 0.15.
    # Upkeep 4 USD a kWh: 0.004 a GWh of 5, 5 and 2. What stands is still paid for at both.
    assert store_charges(evidence()) == near({
        (2026, "storage_energy_capital"): 0.3,
        (2027, "storage_energy_capital"): 0.3,
        (2028, "storage_energy_capital"): 0.15,
        (2026, "storage_energy_fixed_om"): 0.02,
        (2027, "storage_energy_fixed_om"): 0.02,
        (2028, "storage_energy_fixed_om"): 0.008,
        (2026, "standing_charges"): 0.4,
        (2027, "standing_charges"): 0.3 + 0.1,
    })  # fmt: skip


def test_a_store_that_nobody_builds_needs_no_price():
    none = STORES.assign(built_gwh=0.0)

    found = store_charges(evidence(stores=none, costs=COSTS[COSTS["year"] > 2027]))

    assert {term for _, term in found} == {"storage_energy_fixed_om", "standing_charges"}


def off(**own):
    (check,) = store_checks(evidence(**own))
    return "" if check.passed else f"{check.worst}: {check.expected:g}"


def test_a_store_holds_what_stood_and_what_was_built():
    # 2 GWh stood and 3 were built at a, in both years; 2 were built at b.
    assert off() == ""
    for row, right in ((0, "cell at a in 2026: 5"), (1, "cell at a in 2027: 5"),
                       (2, "cell at b in 2028: 2")):  # fmt: skip
        wrong = STORES.copy()
        wrong.loc[row, "energy_gwh"] += 0.1
        assert off(stores=wrong) == right


def test_what_stood_leaves_with_its_power():
    # Half of the power that stood is retired in 2027, and half of its energy with it.
    kept = {("cell", "a", 2026): 2.0, ("cell", "a", 2027): 1.0}
    half = STORES.copy()
    half.loc[1, "energy_gwh"] = 4.0

    assert off(stores=half, kept=kept) == ""
    assert off(kept=kept) == "cell at a in 2027: 4"


def test_what_was_built_serves_for_its_life():
    late = pd.DataFrame(
        [("cell", "b", 2026, 3.0, 3.0), ("cell", "b", 2028, 0.0, 3.0),
         ("cell", "b", 2029, 0.0, 0.0)],
        columns=STORES.columns,
    )  # fmt: skip

    assert off(stores=late) == ""


def test_what_holds_nothing_is_told_so():
    # Without power of it nothing of what stood is kept.
    bare = pd.DataFrame([("cell", "b", 2026, 0.0, 0.0)], columns=STORES.columns)

    assert off(stores=bare) == ""
    assert off(stores=bare.assign(energy_gwh=1.0)) == "cell at b in 2026: 0"


def test_without_stores_there_is_nothing_to_check():
    assert store_checks(evidence(stores=pd.DataFrame())) == []
