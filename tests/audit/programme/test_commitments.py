"""Rows of commitments as the certificate states them again, by hand."""

from math import inf
from types import SimpleNamespace

import pandas as pd
import pytest

from planner.audit.programme import commitments
from planner.audit.programme.statement import column

LEADS = {
    "data_center_shell": 2.0, "large_power_transformer": 2.5, "medium_voltage_switchgear": 1.0,
    "backup_generator": 1.5, "gas_turbine": 9.0,
}  # fmt: skip
SHELLS = [("s", 2026), ("s", 2027), ("pool", 2027)]


def space(given=None, told=(), counts=(), stood=None, contracted=None, parts=1, share=None,
          sales=(("gpu", "s", 2026), ("gpu", "t", 2026), ("tpu", "s", 2027)), shares=None,
          terms=True, shells=SHELLS):  # fmt: skip
    standing = {"s": {"grid": 0.25, "gas": 0.125}, "x": {"grid": 0.5}} if stood is None else stood
    files = SimpleNamespace(
        definition={
            "commitments": given or {}, "supply": {"region_shares": shares},
            "demand": {"curve_share": 0.25},
        },
        inputs={
            "equipment_lead_times": pd.DataFrame(
                LEADS.items(), columns=["equipment", "lead_years"]
            ),
            "site_commitments": pd.DataFrame(
                told, columns=["site", "year", "bound", "facility_gw"]
            ),
            "accelerators": pd.DataFrame(
                {"accelerator": ["gpu", "tpu"], "family": ["Big", "Seven"]}
            ),
            "accelerator_commitments": pd.DataFrame(
                counts, columns=["family", "year", "quarter", "bound", "units_k"]
            ),
            "supply_terms": pd.DataFrame(
                {"resource_kind": ["packaging", "hbm"], "planned_region_share": [0.5, 0.9]}
            ) if terms else pd.DataFrame(),
        },
        standing=standing,
    )  # fmt: skip
    chips = {
        "tpu": SimpleNamespace(supply_region="east"),
        "gpu": SimpleNamespace(supply_region="west"),
    }
    evidence = SimpleNamespace(
        files=files, years=(2026, 2027), on_sale=chips, chips=chips,
        places={
            "s": SimpleNamespace(pue=1.5, members={}, stood_gw=0.375, contracted=contracted or {}),
            "pool": SimpleNamespace(pue=1.2, members={"x": 0.5, "y": 0.5}, stood_gw=0.5,
                                    contracted={}),
        },
    )  # fmt: skip
    one = SimpleNamespace(
        evidence=evidence, shells=shells, sales=sales,
        in_time=lambda lead, y: 2026 + lead <= y + 1,
    )  # fmt: skip
    one.supply = SimpleNamespace(
        parts=range(1, parts + 1),
        shipments=[(k, v, t) for k, _, v in dict.fromkeys(sales) for t in range(1, parts + 1)],
    )
    return one


@pytest.fixture(autouse=True)
def _tables(monkeypatch):
    monkeypatch.setattr(commitments, "supply_of", lambda space: space.supply)
    monkeypatch.setattr(commitments, "with_candidates", lambda files: None)
    monkeypatch.setattr(commitments, "Standing", SimpleNamespace(
        of=lambda files, found: SimpleNamespace(power=files.standing)
    ))  # fmt: skip


def rows(**own):
    return {(family, *labels): (dict(row.terms), row.lower, row.upper)
            for family, labels, row in commitments.commitments(space(**own))}  # fmt: skip


def shell(s, y):
    return column("shell_built_gw", s, y)


def near(terms, lower, upper):
    return terms, pytest.approx(lower), pytest.approx(upper)


FLOOR, CEILING = "site_commitment_requirement", "site_commitment_limit"
SITES = {"sites": "given"}


def test_what_a_site_is_committed_to_is_built_beside_what_stood():
    told = [("s", 2026, "floor", 0.9), ("s", 2027, "both", 1.4)]
    both = {shell("s", 2026): 1.5, shell("s", 2027): 1.5}

    assert rows(given=SITES, told=told) == {
        (FLOOR, "s", "2026"): near({shell("s", 2026): 1.5}, 0.525, inf),
        (FLOOR, "s", "2027"): near(both, 1.025, inf),
        (CEILING, "s", "2027"): near(both, -inf, 1.025),
    }
    assert rows(told=told) == rows(given={"sites": "none"}, told=told) == {}


def test_a_floor_that_stands_already_is_none_and_a_ceiling_below_it_leaves_nothing():
    told = [("s", 2026, "both", 0.2)]

    assert rows(given=SITES, told=told) == {
        (CEILING, "s", "2026"): ({shell("s", 2026): 1.5}, -inf, 0.0)
    }
    assert rows(given=SITES, told=told, shells=[]) == {}


def test_a_pool_has_the_floors_of_its_members_and_a_ceiling_where_all_have_one():
    # 0.8 at x and what y is told, or nothing of it; half a GW stands at x.
    one = [("x", 2027, "both", 0.8)]
    built = {shell("pool", 2027): 1.2}
    assert rows(given=SITES, told=one) == {(FLOOR, "pool", "2027"): near(built, 0.3, inf)}
    all_of = [*one, ("y", 2027, "ceiling", 0.4)]
    assert rows(given=SITES, told=all_of) == {
        (FLOOR, "pool", "2027"): near(built, 0.3, inf),
        (CEILING, "pool", "2027"): near(built, -inf, 0.7),
    }
    # Less than what stands is told of x: that stands all the same.
    small = [("x", 2027, "floor", 0.1), ("y", 2027, "floor", 0.4)]
    assert rows(given=SITES, told=small) == {(FLOOR, "pool", "2027"): near(built, 0.4, inf)}


ORDERED = "ordered_equipment_limit"
EQUIPMENT = {"equipment": "ordered"}


def test_what_comes_before_the_slowest_equipment_is_contracted_already():
    # A transformer takes two and a half years: neither of 2026 nor of 2027.
    found = rows(given=EQUIPMENT, contracted={2026: 0.2, 2027: 0.9})

    assert found[ORDERED, "s", "2026"] == ({shell("s", 2026): 1.5}, -inf, 0.0)
    assert found[ORDERED, "s", "2027"][2] == pytest.approx(0.525)
    assert found[ORDERED, "pool", "2027"] == ({shell("pool", 2027): 1.2}, -inf, 0.0)
    assert (ORDERED, "pool", "2026") not in found


def test_equipment_that_is_there_in_time_limits_nothing(monkeypatch):
    monkeypatch.setitem(LEADS, "large_power_transformer", 2.0)
    assert [key[1:] for key in rows(given=EQUIPMENT)] == [("s", "2026")]


def test_what_is_committed_has_its_equipment():
    told = [("s", 2026, "floor", 0.9)]
    found = rows(given={**EQUIPMENT, **SITES}, told=told, contracted={2026: 0.5})

    assert found[ORDERED, "s", "2026"][2] == pytest.approx(0.525)
    more = rows(given={**EQUIPMENT, **SITES}, told=told, contracted={2026: 1.5})
    assert more[ORDERED, "s", "2026"][2] == pytest.approx(1.125)
    # A ceiling is no order, and commitments that are not given are none.
    top = [("s", 2026, "ceiling", 0.9)]
    assert rows(given={**EQUIPMENT, **SITES}, told=top)[ORDERED, "s", "2026"][2] == 0.0
    assert rows(given=EQUIPMENT, told=told)[ORDERED, "s", "2026"][2] == 0.0


LEAST, MOST = "shipment_commitment_requirement", "shipment_commitment_limit"
UNITS = {"accelerators": "given"}
BOUGHT = {column("accelerators_bought_million", "gpu", s, 2026): 1.0 for s in "st"}
QUARTERS = [("Big", 2026, n, "both", 100.0) for n in (1, 2, 3, 4)]


def test_what_is_counted_is_shipped_as_far_as_it_is_the_planned_sites():
    # 400,000 units, half of them for the region, of which a quarter is served.
    found = rows(given=UNITS, counts=QUARTERS)

    assert found == {
        (LEAST, "Big", "2026"): near(BOUGHT, 0.05, inf),
        (MOST, "Big", "2026"): near(BOUGHT, -inf, 0.05),
    }
    own = rows(given={**UNITS, "accelerators_share": 1.0}, counts=QUARTERS)
    assert own[LEAST, "Big", "2026"] == near(BOUGHT, 0.2, inf)
    west = rows(given=UNITS, counts=QUARTERS, shares={"west": 0.8})
    assert west[LEAST, "Big", "2026"][1] == pytest.approx(0.08)
    bare = rows(given=UNITS, counts=QUARTERS, terms=False)
    assert bare[LEAST, "Big", "2026"][1] == pytest.approx(0.1)
    assert rows(counts=QUARTERS) == {}


def test_a_ceiling_needs_all_of_its_quarters():
    assert set(rows(given=UNITS, counts=QUARTERS[:3])) == {(LEAST, "Big", "2026")}
    halves = rows(given=UNITS, counts=QUARTERS[:3], parts=2)
    assert set(halves) == {(LEAST, "Big", "2026", "1"), (MOST, "Big", "2026", "1"),
                           (LEAST, "Big", "2026", "2")}  # fmt: skip
    shipped = {column("accelerators_shipped_million", "gpu", 2026, 1): 1.0}
    assert halves[MOST, "Big", "2026", "1"] == near(shipped, -inf, 0.025)
    assert halves[LEAST, "Big", "2026", "2"][1] == pytest.approx(0.0125)
    by_quarters = rows(given=UNITS, counts=QUARTERS[2:3], parts=4)
    assert set(by_quarters) == {(LEAST, "Big", "2026", "3"), (MOST, "Big", "2026", "3")}


def test_nothing_counted_is_no_floor_and_what_is_not_sold_has_none():
    nothing = [("Big", 2026, n, "both", 0.0) for n in (1, 2, 3, 4)]
    assert rows(given=UNITS, counts=nothing) == {(MOST, "Big", "2026"): (BOUGHT, -inf, 0.0)}
    assert rows(given=UNITS, counts=[("Seven", 2026, 1, "floor", 9.0)]) == {}
    assert set(rows(given=UNITS, counts=[("Seven", 2027, 1, "floor", 9.0)])) == {
        (LEAST, "Seven", "2027")
    }
