"""Limits as they are shown: capacity, use and worth, by hand."""

from math import inf, nan
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from planner.audit.amounts import Amounts
from planner.audit.programme.statement import Row, Statement, Variable
from planner.audit.shown import limits

SPACE = SimpleNamespace(
    evidence=SimpleNamespace(
        chips={"gpu": SimpleNamespace(h100e=2.0), "tpu": SimpleNamespace(h100e=1.0)},
        places={"s": SimpleNamespace(stood_gw=0.3, paid={2026: 0.4, 2027: 0.2})},
        files=SimpleNamespace(present=lambda y: 0.5, definition={
            "limits": {"clean_share_hourly": {"2026": 0.6}}
        }),
        years=(2026, 2027),
    ),
    fleet=[("gpu", "s", 2026), ("tpu", "s", 2026), ("gpu", "s", 2027)],
    most_of_fleet=lambda w: 0.4,
)  # fmt: skip


def measured(family, key, values, upper=inf, lower=-inf, terms=None):
    """Capacity, use and rows a unit; every column stands once in its row, or as `terms` say."""
    row = Row(terms or dict.fromkeys(values, 1.0), lower, upper)
    of = limits.measure(SPACE, family, key, row, Amounts(values))
    return pytest.approx((of.capacity, of.used, of.rows_per_unit))


X, Y = ("x", "2026"), ("y", "2026")


def test_a_limit_is_its_bound_and_what_it_is_used_by():
    assert measured("national_build_limit", ("gas", "2026"), {X: 1.0, Y: 0.5}, 4.0) == (4, 1.5, 1)


def test_at_a_site_what_stands_counts():
    for family in ("site_size_limit", "contracted_connection_limit", "ordered_equipment_limit",
                   "site_commitment_limit"):  # fmt: skip
        assert measured(family, ("s", "2026"), {X: 1.0}, 4.0) == (4.3, 1.3, 1)
    # Of all cost what stands still takes: half of 0.4 and of 0.2.
    assert measured("present_cost_limit", ("all years",), {X: 1.0}, 4.0) == (4.3, 1.3, 1)


def test_a_floor_is_used_as_far_as_it_asks():
    assert measured("site_commitment_requirement", ("s", "2026"), {X: 1.0}, lower=0.8) == (
        1.3, 1.1, 1,
    )  # fmt: skip
    assert measured("shipment_commitment_requirement", ("f", "2026"), {X: 1.0}, lower=0.8) == (
        1.0, 0.8, 1,
    )  # fmt: skip


def test_what_is_added_is_capacity_and_not_use():
    # Two of an addition put 3 each to it, beside 5.
    added = ("capacity_expanded", "hbm", "all", "2026")
    key = ("hbm", "all", "2026")
    values = {X: 4.0, added: 2.0}
    terms = {X: 1.0, added: -3.0}
    for family in ("component_supply_limit", "vendor_share_limit", "generation_ramp_limit"):
        assert measured(family, key, values, 5.0, terms=terms) == (11.0, 4.0, 1)
    # Of growth its own addition is the use, an earlier one widens it.
    earlier = ("capacity_expanded", "hbm", "all", "2025")
    assert measured("expansion_growth_limit", key, {added: 2.0, earlier: 4.0}, 1.0,
                    terms={added: 1.0, earlier: -0.5}) == (3.0, 2.0, 1)  # fmt: skip


def test_what_came_before_widens_growth():
    before = ("x", "2025")
    assert measured("capex_growth_limit", ("2026",), {X: 3.0, before: 2.0}, 1.0,
                    terms={X: 1.0, before: -1.5}) == (4.0, 3.0, 1)  # fmt: skip


def test_of_a_contract_what_the_year_before_makes_due_is_used():
    before = ("x", "2025")
    assert measured("contracted_supply_requirement", ("N", "hbm", "2026"), {X: 3.0, before: 2.0},
                    lower=0.0, terms={X: 1.0, before: -0.5}) == (3.0, 1.0, 1)  # fmt: skip


def test_a_share_of_the_fleet_is_measured_by_all_of_it():
    # 0.5 million GPUs and one million TPUs run, 2 million H100e; 0.6 of them work.
    used = ("compute_allocated_million", "run", "gpu", "2026")
    gpu, tpu = (("accelerators_running_million", k, "s", "2026") for k in ("gpu", "tpu"))
    values = {used: 0.3, gpu: 0.5, tpu: 1.0}
    terms = {used: 2.0, gpu: -0.8, tpu: -0.4}
    found = measured("training_fleet_share_limit", ("run", "2026"), values, 0.0, terms=terms)
    assert found == (0.4, 0.3, 2.0)
    none = dict.fromkeys(values, 0.0)
    assert measured("training_fleet_share_limit", ("run", "2026"), none, 0.0, terms=terms) == (
        0.4, 0.0, 0.0,
    )  # fmt: skip


def test_of_clean_power_the_rest_is_the_limit():
    # 0.6 of a load of 2 is to be covered, and 1.5 are: 0.25 are not, of 0.4 that need not be.
    matched = ("matched_gw", "s", "2026", "day")
    load = ("it_load_gw", "s", "2026")
    found = measured("clean_share_requirement", ("2026", "day"), {matched: 1.5, load: 1.0},
                     lower=0.3, terms={matched: 1.0, load: -0.9})  # fmt: skip
    assert found == (0.4, 0.25, 2.0)
    nothing = measured("clean_share_requirement", ("2026", "day"), {matched: 0.0}, lower=0.0)
    assert nothing == (0.4, 0.0, 0.0)


def test_labels_are_shown_in_their_places():
    assert limits._stated_labels("first_year_shipment_limit", ("gpu", "hbm", "all", "2026")) == (
        "hbm", "gpu all", "", "2026", "", "",
    )  # fmt: skip
    assert limits._stated_labels("vendor_share_limit", ("N", "hbm", "all", "2026")) == (
        "hbm", "all", "N", "2026", "", "",
    )  # fmt: skip
    ramp = ("gpu", "hbm", "all", "2026")
    assert limits._stated_labels("generation_ramp_limit", ramp)[4] == ""
    assert limits._stated_labels("generation_ramp_limit", (*ramp, "2"))[4] == "2"
    with pytest.raises(ValueError, match="shorter"):
        limits._stated_labels("national_build_limit", ("gas",))


def proof(cost=(-3.0, 2.0), first=(-1.0, 0.0), held=-5.0):
    def stage(duals):
        return SimpleNamespace(duals=None if duals is None else np.array(duals))

    return SimpleNamespace(
        stages={"first": stage(first), "cost": stage(None if cost is None else (*cost, held))},
        own_rows=2,
        held=lambda name: ["first"] if name == "cost" else [],
        row_names=["one", "two", "held[first]"],
        row_families=["national_build_limit", "other_row", "held"],
        row_keys=[("gas", "2026"), (), ()],
        row_upper=np.array([4.0, inf, 1.0]),
    )


def test_a_later_stage_moves_with_the_optimum_that_it_holds():
    # A GW of it costs 3 less, and moves the earlier optimum by 1, which has a price of 5.
    partial, total = limits.derivatives(proof())

    assert partial["cost"].tolist() == [-3.0, 2.0]
    assert total["cost"].tolist() == [-3.0 + 5.0, 2.0]
    assert total["first"].tolist() == partial["first"].tolist() == [-1.0, 0.0]
    # Without a price of what is held it doesn't matter what is not known of it.
    free = limits.derivatives(proof(first=None, held=0.0))[1]
    assert free["cost"].tolist() == [-3.0, 2.0]
    assert np.isnan(limits.derivatives(proof(first=None))[1]["cost"]).all()
    assert np.isnan(limits.derivatives(proof(cost=None))[0]["cost"]).all()


STATED = Statement(
    {"z": Variable(frozenset())},
    {"national_build_limit": {("gas", "2026"): Row({X: 1.0}, -inf, 4.0)}}, {},
)  # fmt: skip
ROW = {
    "limit": "national_build_limit", "kind": "", "pool": "gas", "place": "", "year": 2026,
    "part": nan, "slice": "", "capacity": 4.0, "used": 1.0, "utilisation": 0.25, "binding": False,
    "worth_first_years_of_target_per_unit": 1.0, "cost_change_busd_per_unit": 2.0,
    "worth_cost_busd_per_unit": 3.0, "price_in_its_year_busd_per_unit": 6.0,
}  # fmt: skip


def checks(taken=1.0, rows=1, of=None, **told):
    table = pd.DataFrame([{**ROW, **told}] * rows, columns=list(ROW))
    evidence = SimpleNamespace(plan={"limits": table}.__getitem__)
    found = limits.limit_checks(evidence, SPACE, STATED, of or proof(), Amounts({X: taken}))
    return [check.worst.split(" of national")[0] for check in found if not check.passed]


def test_each_number_of_a_limit_is_held_to_its_own():
    assert checks() == []
    assert checks(capacity=4.1) == ["capacity"]
    assert checks(used=1.1) == ["use"]
    assert checks(utilisation=0.26) == ["share"]
    assert checks(binding=True) == ["whether national_build_limit of gas, 2026 binds"]
    assert checks(rows=0) == ["national_build_limit of gas, 2026, a row"]
    assert checks(pool="coal")[0].endswith("a row")
    for name in (*[name for name in ROW if name.startswith("worth")], "cost_change_busd_per_unit",
                 limits.PRICE):  # fmt: skip
        assert checks(**{name: ROW[name] + 0.1}) == [name]


def test_a_limit_binds_when_hardly_any_of_it_is_left():
    def binds(left, told):
        used = 4.0 - 4.0 * left
        return checks(used, used=used, utilisation=used / 4.0, binding=told) == []

    assert binds(0.0, True)
    assert not binds(0.0, False)
    assert binds(1e-3, False)
    assert not binds(1e-3, True)
    # About a millionth either may be.
    assert binds(1.5e-6, True)
    assert binds(1.5e-6, False)
    assert not binds(2e-6, True)


def test_without_duals_nothing_is_told_of_worth():
    blank = dict.fromkeys(
        ("cost_change_busd_per_unit", "worth_cost_busd_per_unit", limits.PRICE), nan
    )

    assert checks(of=proof(cost=None), **blank) == []
    assert checks(of=proof(cost=None)) != []


def test_what_only_measures_is_what_its_rows_make_it():
    # A peak is the most of 2 and 3 less what goes unserved, and never below none.
    peak, lost = ("stated_peak_gw", "s", "2026"), ("unserved_gw", "s", "2026", "day")
    rows = {("s", "2026", "night"): Row({peak: 1.0}, lower=2.0),
            ("s", "2026", "day"): Row({peak: 1.0, lost: 1.0}, lower=3.0)}  # fmt: skip
    matched, sun = ("matched_gw", "s", "2026", "day"), ("sun", "s")
    most = {"matched_clean_supply_limit": {("s",): Row({matched: 1.0, sun: -0.5}, upper=0.0)},
            "matched_load_limit": {("s",): Row({matched: 2.0}, upper=3.0)}}  # fmt: skip
    stated = Statement({}, {"stated_load_peak": rows, **most}, {})

    def right(unserved, given):
        values = Amounts({peak: 0.0, lost: unserved, matched: 0.0, sun: given})
        return [row.expected for row in limits._measuring(stated, values)]

    assert right(0.25, 2.0) == [2.75, 1.0]
    assert right(1.5, 4.0) == [2.0, 1.5]
    assert right(0.0, -1.0) == [3.0, 0.0]
