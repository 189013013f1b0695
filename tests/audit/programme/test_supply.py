"""What there is of components and equipment, and what may be added to it, by hand."""

from math import inf
from types import SimpleNamespace

import pandas as pd
import pytest

from planner.audit.programme import supply
from planner.audit.programme.statement import column
from planner.audit.programme.supply import Supply

HBM, NODE = ("hbm", "all"), ("node", "n3")
YEARS = (2026, 2027, 2028)


class Steps(SimpleNamespace):
    """100 steps in 2025, ten more each year, of which one gives 0.5 to the shipments of a year."""

    def steps(self, year):
        return 100.0 + 10 * (year - 2025)

    def gain(self, y, t, made):
        return 0.5 if made == y else 0.25 if made == y - 1 else 0.0

    def of_output(self, year):
        return 0.4


def of(growth=0.3, life=2.0, lead=1.5, parts=1, wanted=("hbm",), equipment=(), shells=(),
       builds=(), needs=None, rented=False, length=1, ships=2026.5):  # fmt: skip
    inputs = {
        "supply_expansion": pd.DataFrame(
            [(*HBM, growth, life, 3.0), (*NODE, growth, life, 3.0)],
            columns=["resource_kind", "pool", "growth_share_per_year", "life_years",
                     "capex_busd_per_step"],
        ),
        "equipment_lead_times": pd.DataFrame(
            {"equipment": ["hbm_line", "packaging_line"], "lead_years": [lead, 9.0]}
        ),
        "process_nodes": pd.DataFrame(
            {"node_pool": ["n3", "n3", "n5"], "fab_build_years": [2.0, 3.0, 9.0]}
        ),
        "equipment_supply": pd.DataFrame(
            [("breaker", 2026, 50.0), ("breaker", 2028, 70.0), ("crane", 2028, 9.0)],
            columns=["equipment", "year", "deliveries_per_year"],
        ),
        "equipment_needs": pd.DataFrame([
            {"equipment": name, "per_facility_gw": 4.0, "per_grid_gw": 2.0, "per_onsite_gw": 1.0,
             **(needs or {})} for name in ("breaker", "crane")
        ]),
    }  # fmt: skip
    evidence = SimpleNamespace(
        files=SimpleNamespace(
            definition={"supply": {"expansion": wanted, "periods_per_year": parts,
                                   "equipment": bool(equipment)}},
            inputs=inputs, technologies={"gas": {"rented": rented}, "line": {"rented": rented}},
            length=lambda y: length,
        ),
        years=YEARS, chips={"gpu": SimpleNamespace(ships=ships, draws={HBM: 1.0})},
        places={"s": SimpleNamespace(pue=1.5)},
    )  # fmt: skip
    found = Supply(SimpleNamespace(
        evidence=evidence, shells=shells, builds=builds, sales=[("gpu", "s", y) for y in YEARS],
        kind={"gas": "dispatchable", "line": "grid"}.get,
    ))  # fmt: skip
    found.__dict__["limits"] = {HBM: Steps(), NODE: Steps()}
    return found


def test_what_may_be_added_is_what_the_model_asks_for():
    assert set(of().additions) == {HBM}
    assert set(of(wanted=("hbm", "node")).additions) == {HBM, NODE}
    assert of(wanted=()).additions == {}


def test_a_line_runs_from_the_middle_of_the_year_in_which_it_is_ready():
    assert of().lead_years(HBM) == 1.5
    # Of a pool the slowest of its nodes counts.
    assert of().lead_years(NODE) == 3.0
    assert [of().runs_in(HBM, y) for y in YEARS] == [0.0, 0.5, 1.0]
    assert of(lead=0.0).runs_in(HBM, 2026) == 1.0


def test_growth_leaves_what_is_not_announced():
    # Three tenths of 100 less the 10 that come anyway.
    assert of().growth_left(HBM, 2026) == pytest.approx(20)
    assert of().growth_left(HBM, 2027) == pytest.approx(0.3 * 110 - 10)
    assert of(growth=0.05).growth_left(HBM, 2026) == 0.0


def test_a_step_adds_what_it_makes_in_its_life():
    # Half of its first year, and what it makes of that a year later beside that of the second.
    one = of(life=5.0)
    assert one.adds(HBM, 2027, 2027, 1) == pytest.approx(0.25)
    assert one.adds(HBM, 2027, 2028, 1) == pytest.approx(0.5 * 0.25 + 0.5)
    assert one.adds(HBM, 2028, 2027, 1) == 0.0
    assert of(life=1.0).adds(HBM, 2027, 2028, 1) == pytest.approx(0.5 * 0.25)


def test_lines_are_added_from_the_year_on_in_which_they_run():
    assert of().expansions == [(*HBM, 2027), (*HBM, 2028)]
    assert of(lead=0.0).expansions == [(*HBM, y) for y in YEARS]
    assert of(lead=2.0).expansions == [(*HBM, 2028)]
    assert of(growth=0.0).expansions == []
    assert supply.paid(of()) == pytest.approx({(*HBM, 2027): 1.2, (*HBM, 2028): 1.2})


def test_what_is_added_grows_with_what_was_added():
    def rows(**own):
        named = supply._growth(of(**own))
        return {key: (dict(row.terms), row.lower, row.upper) for _, key, row in named}

    new = {v: column("capacity_expanded", *HBM, v) for v in YEARS}
    found = rows(lead=0.0)
    assert found[(*HBM, "2026")] == ({new[2026]: 1.0}, -inf, pytest.approx(20.0))
    assert found[(*HBM, "2027")][0] == {new[2027]: 1.0, new[2026]: -0.3}
    assert found[(*HBM, "2028")][0] == {new[2028]: 1.0, new[2027]: -0.3, new[2026]: -0.3}
    # What wears out by the year before is none.
    assert rows(lead=0.0, life=1.0)[(*HBM, "2028")][0] == {new[2028]: 1.0, new[2027]: -0.3}
    assert rows(lead=0.0, growth=inf) == {}


def test_a_generation_ships_from_its_day_on():
    assert of().ships("gpu", 2026, 1) == 0.5
    assert [of(parts=4).ships("gpu", 2026, t) for t in (1, 2, 3, 4)] == [0.0, 0.0, 1.0, 1.0]
    assert of(parts=2, ships=2026.25).ships("gpu", 2026, 1) == 0.5
    assert of().ships("gpu", 2027, 1) == 1.0
    assert of(ships=2027.0).ships("gpu", 2026, 1) == 0.0
    first = [(k, y, t) for k, y, t in of(parts=2).shipments if y == 2026]
    assert first == [("gpu", 2026, 2)]


def equipment(**own):
    named = supply.equipment(of(equipment=("breaker",), **own).space)
    return {key: (dict(row.terms), row.lower, row.upper) for _, key, row in named}


def test_equipment_is_taken_within_what_is_delivered():
    # 4 a GW of facility power, with a PUE of 1.5; 2 a GW of a connection, 1 of a plant.
    builds = [("gas", "s", 2027), ("line", "s", 2027)]
    shell, gas, line = (
        column("shell_built_gw", "s", 2027), column("power_built_gw", "gas", "s", 2027),
        column("power_built_gw", "line", "s", 2027),
    )  # fmt: skip
    shells = [("s", 2027), ("s", 2028)]
    found = equipment(shells=shells, builds=builds, length=2)

    assert found["breaker", "2027"] == ({shell: 6.0, gas: 1.0, line: 2.0}, -inf, 100.0)
    # From 2028 on more is delivered, and nothing is known of cranes before it.
    assert found["breaker", "2028"][2] == 140.0
    assert set(found) == {("breaker", "2027"), ("breaker", "2028"), ("crane", "2028")}
    # What is rented brings its own, but no connection does.
    rented = equipment(shells=shells, builds=builds, rented=True)
    assert rented["breaker", "2027"][0] == {shell: 6.0, line: 2.0}
    none = equipment(
        shells=shells, builds=builds, needs={"per_facility_gw": 0.0, "per_grid_gw": 0}
    )
    assert none == {("breaker", "2027"): ({gas: 1.0}, -inf, 50.0)}
    assert list(supply.equipment(of(shells=shells).space)) == []
