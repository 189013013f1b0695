"""Rows of stores as the certificate states them again, by hand."""

from math import inf
from types import SimpleNamespace

import numpy as np
import pytest

from planner.audit.programme.storage import days, storage

STORE = ("cell", "s", "2026")
SLICES = {
    # Out of order: what counts is the position. Two days, of which the second stands for more.
    "d1_noon": SimpleNamespace(day=1, position=1, hours=8.0, weight_hours=800.0),
    "d1_dawn": SimpleNamespace(day=1, position=0, hours=16.0, weight_hours=1600.0),
    "d2_all": SimpleNamespace(day=2, position=0, hours=24.0, weight_hours=6360.0),
}


def space(sequence=(1, 2, 2), between=False, stood=0.0, retirable=None, apart=False, out=0.25,
          charge_efficiency=None, builds=(), life=3.0):  # fmt: skip
    cell = {"scheduled_outage_share": out, "round_trip_efficiency": 0.81, "storage_hours": 4.0,
            "charge_efficiency": charge_efficiency, "lifetime_years": life}  # fmt: skip
    files = SimpleNamespace(
        technologies={"cell": cell},
        runs=lambda g, h: 0.5 if h == "d2_all" else 1.0,
        definition={"time": {"storage_between_days": between}},
        serves=lambda v, y, life: 0.5 if y - v == 1 else float(0 <= y - v < life),
    )
    evidence = SimpleNamespace(
        files=files,
        calendar=SimpleNamespace(slices=SLICES, days=np.array(sequence)),
        weights={h: piece.weight_hours for h, piece in SLICES.items()},
        places={"s": SimpleNamespace(held={("cell", 2026): stood} if stood else {})},
    )
    return SimpleNamespace(
        evidence=evidence,
        power=[("cell", "s", 2026), ("gas", "s", 2026)],
        kind={"cell": "storage", "gas": "dispatchable"}.get,
        slices={("s", 2026): list(SLICES)},
        apart=lambda g: apart,
        builds=builds,
        retirable=retirable or {},
    )


def rows(**own):
    found = {}
    for family, key, row in storage(space(**own)):
        assert (family, key) not in found
        found[family, key] = row
    return found


def of(row):
    """A row with its columns by variable and last label."""
    terms = {f"{name} {labels[-1]}": each for (name, *labels), each in row.terms.items()}
    return terms, row.lower, row.upper


def near(terms, lower, upper):
    return pytest.approx(terms), lower, upper


def test_days_have_their_slices_in_order():
    assert days(space()) == {1: ["d1_dawn", "d1_noon"], 2: ["d2_all"]}


def test_a_store_takes_in_and_gives_back_within_what_runs():
    found = rows()

    limit = {h: found["storage_power_limit", (*STORE, h)] for h in SLICES}
    assert of(limit["d1_noon"]) == near(
        {"charge_gw d1_noon": 1.0, "discharge_gw d1_noon": 1.0, "power_capacity_gw 2026": -1.0},
        -inf, 0.0,
    )  # fmt: skip
    assert limit["d2_all"].terms["power_capacity_gw", *STORE] == -0.5
    # Overhauls take a quarter of 800 + 1600 + half of 6360 hours.
    outage = found["storage_scheduled_outage_limit", STORE]
    hours = {"d1_noon": 800.0, "d1_dawn": 1600.0, "d2_all": 6360.0}
    each = {f"{way}charge_gw {h}": n for h, n in hours.items() for way in ("", "dis")}
    assert of(outage) == near({**each, "power_capacity_gw 2026": -0.75 * 5580}, -inf, 0.0)
    assert ("storage_scheduled_outage_limit", STORE) not in rows(out=0.0)
    assert ("storage_scheduled_outage_limit", STORE) in rows(out=1e-3)


def test_within_a_day_what_is_held_follows_the_hours():
    # Of 0.81 nine tenths are left on each way. The day begins as it ends.
    found = rows()

    assert of(found["storage_energy_balance", (*STORE, "d1_noon")]) == near(
        {"state_of_charge_gwh d1_noon": 1.0, "state_of_charge_gwh d1_dawn": -1.0,
         "charge_gw d1_noon": -8 * 0.9, "discharge_gw d1_noon": 8 / 0.9},
        0.0, 0.0,
    )  # fmt: skip
    dawn = of(found["storage_energy_balance", (*STORE, "d1_dawn")])[0]
    assert dawn["state_of_charge_gwh d1_noon"] == -1.0
    # A day of one slice holds the same before and after.
    alone = of(found["storage_energy_balance", (*STORE, "d2_all")])[0]
    assert alone["state_of_charge_gwh d2_all"] == 0.0
    assert of(found["storage_energy_limit", (*STORE, "d1_noon")]) == near(
        {"state_of_charge_gwh d1_noon": 1.0, "power_capacity_gw 2026": -4.0}, -inf, 0.0
    )


def test_the_way_in_may_lose_more_than_the_way_out():
    row = rows(charge_efficiency=0.9 * 0.81)["storage_energy_balance", (*STORE, "d2_all")]

    terms = of(row)[0]
    assert terms["charge_gw d2_all"] == pytest.approx(-24 * 0.729)
    assert terms["discharge_gw d2_all"] == pytest.approx(24 * 0.9)
    moved = rows(charge_efficiency=0.9 * 0.81, between=True)
    again = of(moved["intraday_energy_balance", (*STORE, "d2_all")])[0]
    assert again["charge_gw d2_all"] == pytest.approx(-24 * 0.729)
    assert again["discharge_gw d2_all"] == pytest.approx(24 * 0.9)


def test_from_day_to_day_energy_is_moved_and_kept():
    # The first day is followed by two like the second, and the last of them by the first.
    found = rows(between=True)

    assert of(found["intraday_energy_balance", (*STORE, "d1_noon")]) == near(
        {"energy_moved_gwh d1_noon": 1.0, "energy_moved_gwh d1_dawn": -1.0,
         "charge_gw d1_noon": -7.2, "discharge_gw d1_noon": 8 / 0.9}, 0.0, 0.0,
    )  # fmt: skip
    dawn = of(found["intraday_energy_balance", (*STORE, "d1_dawn")])[0]
    assert dawn == pytest.approx({
        "energy_moved_gwh d1_dawn": 1.0, "charge_gw d1_dawn": -14.4,
        "discharge_gw d1_dawn": 16 / 0.9,
    })  # fmt: skip
    for end, lower, upper in (("highest", -inf, 0.0), ("lowest", 0.0, inf)):
        name = {"highest": "maximum", "lowest": "minimum"}[end]
        row = found[f"intraday_energy_{name}", (*STORE, "d1_noon")]
        own = {"energy_moved_gwh d1_noon": 1.0, f"{end}_energy_moved_gwh 1": -1.0}
        assert of(row) == near(own, lower, upper)


def test_each_day_begins_where_the_last_one_ended():
    found = rows(between=True)

    assert of(found["interday_energy_balance", (*STORE, "0")]) == near(
        {"energy_at_dawn_gwh 1": 1.0, "energy_at_dawn_gwh 0": -1.0,
         "energy_moved_gwh d1_noon": -1.0}, 0.0, 0.0,
    )  # fmt: skip
    last = of(found["interday_energy_balance", (*STORE, "2")])[0]
    assert last == {"energy_at_dawn_gwh 0": 1.0, "energy_at_dawn_gwh 2": -1.0,
                    "energy_moved_gwh d2_all": -1.0}  # fmt: skip
    assert of(found["interday_energy_upper_limit", (*STORE, "1")]) == near(
        {"energy_at_dawn_gwh 1": 1.0, "highest_energy_moved_gwh 2": 1.0,
         "power_capacity_gw 2026": -4.0}, -inf, 0.0,
    )  # fmt: skip
    assert of(found["interday_energy_lower_limit", (*STORE, "1")]) == near(
        {"energy_at_dawn_gwh 1": 1.0, "lowest_energy_moved_gwh 2": 1.0}, 0.0, inf
    )
    assert sum(family.startswith("interday") for family, _ in found) == 9


def test_a_year_of_one_day_ends_as_it_began():
    found = rows(between=True, sequence=(2,))

    terms = of(found["interday_energy_balance", (*STORE, "0")])[0]
    assert terms == {"energy_at_dawn_gwh 0": 0.0, "energy_moved_gwh d2_all": -1.0}


def test_energy_stays_within_the_day_where_days_have_no_order():
    assert any(family == "storage_energy_balance" for family, _ in rows(between=True, sequence=()))
    assert not any(family == "storage_energy_balance" for family, _ in rows(between=True))
    assert not any(family.startswith("int") for family, _ in rows())


BALANCE = ("storage_energy_capacity_balance", STORE)


def test_energy_that_is_sized_apart_is_what_stood_and_what_was_built():
    # Of 2025 a half serves, of 2026 all, of 2027 nothing yet; other stores and sites don't.
    builds = (("cell", "s", 2025), ("cell", "s", 2026), ("cell", "s", 2027), ("cell", "t", 2026),
              ("gas", "s", 2026))  # fmt: skip
    found = rows(apart=True, stood=2.0, builds=builds)

    assert found[BALANCE].terms == {
        ("storage_energy_gwh", *STORE): 1.0,
        ("storage_energy_built_gwh", "cell", "s", "2025"): -0.5,
        ("storage_energy_built_gwh", "cell", "s", "2026"): -1.0,
    }
    assert (found[BALANCE].lower, found[BALANCE].upper) == (2.0, 2.0)
    row = found["storage_energy_limit", (*STORE, "d1_noon")]
    assert of(row)[0] == {"state_of_charge_gwh d1_noon": 1.0, "storage_energy_gwh 2026": -1.0}
    assert BALANCE not in rows()


def test_what_stood_leaves_with_the_power_that_is_retired():
    # 2 GWh in 0.5 GW: 4 GWh with each GW.
    gone = ("power_retired_gw", *STORE)
    found = rows(apart=True, stood=2.0, retirable={("cell", "s", 2026): 0.5})

    assert found[BALANCE].terms[gone] == 4.0
    # Nothing leaves where nothing was held, or what stands can't go.
    bare = rows(apart=True, retirable={("cell", "s", 2026): 0.5})[BALANCE]
    assert gone not in bare.terms
    assert (bare.lower, bare.upper) == (0.0, 0.0)
    kept = rows(apart=True, stood=2.0, retirable={("cell", "t", 2026): 0.5})[BALANCE]
    assert gone not in kept.terms
