"""What is in service was bought or stood, and fits its site: each check by hand."""

from types import SimpleNamespace

import pandas as pd
import pytest

from planner.audit.amounts import Amounts
from planner.audit.files import Files
from planner.audit.stock import stock_checks

PLANTS = pd.DataFrame(
    {
        "technology": ["trailer", "gas"], "rented": [True, False], "lifetime_years": [30.0, 3.0],
        "economic_life_years": None,
    }
)  # fmt: skip


def failed(step=1, **tables):
    """The checks that fail for a plan of 2026 to 2028 in which only some things are told."""
    definition = {"years": {"first": 2026, "last": 2028, "step": step}}
    inputs = {
        "power_technologies": PLANTS,
    }  # fmt: skip
    files = Files(inputs, {}, {"definition": definition}, None)
    place = SimpleNamespace(
        existing_units={("k", 2025): 4.0}, stood_gw=1.2, pue=1.2, room_gw=3.0, pace_gw=0.6,
        opens=2026.5,
    )  # fmt: skip
    idle = pd.DataFrame(
        [("k", "s", y, n) for y, n in tables.pop("idle", {}).items()],
        columns=["accelerator", "site", "year", "idle_million"],
    )
    known = ("kept", "built", "capacity", "bought", "running", "shell", "it_gw")
    evidence = SimpleNamespace(
        files=files,
        years=files.years,
        places={"s": place},
        chips={"k": SimpleNamespace(power_gw=0.25)},
        stays_years=2.0,
        plan=lambda name: idle,
        **{name: Amounts(tables.get(name, {})) for name in known},
    )
    if "running" not in tables:
        # What stood runs until its life ends.
        evidence.running = Amounts({("k", "s", 2026): 4.0})
    return [check.family for check in stock_checks(evidence) if not check.passed]


def trailer(*gw):
    return {("trailer", "s", 2026 + i): of for i, of in enumerate(gw)}


@pytest.mark.parametrize(
    ("built", "capacity", "passed"),
    [
        # 0.1 GW stands; 0.3 are rented in 2026, of which 0.2 go back.
        ((0.3, 0.0, 0.0), (0.4, 0.2, 0.2), True),
        ((0.3, 0.0, 0.1), (0.4, 0.2, 0.3), True),
        ((0.3, 0.0, 0.0), (0.5, 0.2, 0.2), False),
        # What went back does not return, and what stands is no rent to give back.
        ((0.3, 0.0, 0.0), (0.4, 0.2, 0.3), False),
        ((0.3, 0.0, 0.0), (0.4, 0.2, 0.05), False),
    ],
)
def test_what_is_rented_stays_until_it_goes_back(built, capacity, passed):
    plan = {"kept": trailer(0.1, 0.1, 0.1), "built": trailer(*built)}

    assert failed(**plan, capacity=trailer(*capacity)) == ([] if passed else ["power_stock"])


@pytest.mark.parametrize(
    ("step", "capacity", "passed"),
    [
        # 2 GW of 2026 serve for three years, beside 1 that stands.
        (1, {2026: 3.0, 2027: 3.0, 2028: 3.0}, True),
        (1, {2026: 3.0, 2027: 3.0, 2028: 1.0}, False),
        (1, {2026: 3.1, 2027: 3.0, 2028: 3.0}, False),
        # Of 2028 and 2029 they serve the first.
        (2, {2026: 3.0, 2028: 2.0}, True),
        (2, {2026: 3.0, 2028: 3.0}, False),
    ],
)
def test_what_is_built_serves_for_its_life(step, capacity, passed):
    plan = {
        "kept": {("gas", "s", y): 1.0 for y in capacity},
        "built": {("gas", "s", 2026): 2.0},
        "capacity": {("gas", "s", y): gw for y, gw in capacity.items()},
    }
    running = {("k", "s", 2026): 4.0}

    assert ("power_stock" not in failed(step, running=running, **plan)) == passed


def test_no_more_is_retired_than_stands():
    assert failed(kept={("gas", "s", 2026): -0.1}, capacity={("gas", "s", 2026): -0.1}) == [
        "power_stock"
    ]


@pytest.mark.parametrize(
    ("running", "idle", "passed"),
    [
        # 4 million of 2025 serve in 2026, with 3 that are bought then and serve in 2027 too.
        ({2026: 7.0, 2027: 3.0}, {}, True),
        ({2026: 5.0, 2027: 3.0}, {2026: 2.0}, True),
        ({2026: 5.0, 2027: 3.0}, {}, False),
        ({2026: 7.0, 2027: 3.0, 2028: 3.0}, {}, False),
    ],
)
def test_units_run_or_stand_idle_until_their_life_ends(running, idle, passed):
    plan = {
        "bought": {("k", "s", 2026): 3.0},
        "running": {("k", "s", y): n for y, n in running.items()},
    }

    assert failed(idle=idle, **plan) == ([] if passed else ["accelerator_stock"])


@pytest.mark.parametrize(
    ("it_gw", "shell", "families"),
    [
        # 4 million units draw a quarter of a GW each, in 1 GW of IT that 1.2 of facility housed.
        (1.0, {}, []),
        (0.9, {}, ["it_load"]),
        # 0.5 GW of IT are 0.6 of facility power, the pace of a year.
        (1.0, {2026: 0.5, 2027: 0.5, 2028: 0.5}, []),
        (1.0, {2026: 0.51}, ["site_room"]),
    ],
)
def test_a_site_draws_what_its_units_draw_and_grows_by_its_pace(it_gw, shell, families):
    plan = {"it_gw": {("s", 2026): it_gw}, "shell": {("s", y): gw for y, gw in shell.items()}}

    assert failed(**plan) == families


def test_load_fits_into_the_shell():
    # 6 million draw 1.5 GW: 1 GW stood, and half of one is built by then or is not.
    running = {("k", "s", 2026): 4.0, ("k", "s", 2027): 6.0}
    plan = {"running": running, "bought": {("k", "s", 2027): 6.0},
            "it_gw": {("s", 2027): 1.5}, "idle": {2028: 6.0}}  # fmt: skip

    assert failed(shell={("s", 2027): 0.5}, **plan) == []
    assert failed(shell={("s", 2028): 0.5}, **plan) == ["shell_stock"]
