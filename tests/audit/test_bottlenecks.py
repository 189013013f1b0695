"""What a percent of a cell brings, beside limits and supply, by hand."""

from math import nan
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from planner.audit.shown import bottlenecks
from planner.audit.shown.bottlenecks import Bottlenecks

ROW = {
    "limit": "national_build_limit", "table": "build_limits", "row": '["gas", 2026]',
    "column": "gw", "kind": "", "pool": "gas", "place": "", "year": 2026, "onwards": False,
    "years": "2026", "value": 4.0, "unit": "GW", "step_size": 0.5, "step_unit": "GW",
    "steps_in_percent": 0.08, "sense": "more", "places": 1.0,
    "cost_change_busd": -0.2, "first_percent_of_a_target": 0.0,
}  # fmt: skip
LIMIT = {
    "limit": "national_build_limit", "table": "build_limits", "cell_row": '["gas", 2026]',
    "cell_column": "gw", "year": 2026, "capacity": 4.0, "used": 4.0, "binding": True,
    "cost_change_busd_per_unit": -5.0, "worth_first_years_of_target_per_unit": 0.0,
}  # fmt: skip
SUPPLY = {
    "kind": "hbm", "pool": "all", "vendor": "", "year": 2026, "capacity": 50.0,
    "cost_change_musd_per_step": 0.0, "worth_first_years_of_target_per_step": 0.0,
}  # fmt: skip


def of(*rows, limits=(), supply=(), security="none", loads=False, length=1, cost=100.0):
    tables = {
        "bottlenecks": pd.DataFrame([{**ROW, **row} for row in rows], columns=list(ROW)),
        "limits": pd.DataFrame([{**LIMIT, **row} for row in limits], columns=list(LIMIT)),
        "supply": pd.DataFrame([{**SUPPLY, **row} for row in supply], columns=list(SUPPLY)),
    }
    for name in ("bottlenecks", "limits"):
        tables[name] = tables[name].astype({"year": "Int64"})
    files = SimpleNamespace(
        definition={"power": {"security": security}}, length=lambda y: length,
        inputs={"site_load": pd.DataFrame({"site": ["s"]} if loads else {})},
    )  # fmt: skip
    places = {"s": SimpleNamespace(members={}, counted=0.5),
              "pool": SimpleNamespace(members={"x": 1.0, "y": 1.0}, counted=1.0)}  # fmt: skip
    evidence = SimpleNamespace(
        files=files, places=places, years=(2026, 2027), plan=tables.__getitem__
    )
    stages = {
        "first": SimpleNamespace(costs=np.array([1.0]), values=np.array([0.0]), constant=0.0),
        "cost": SimpleNamespace(costs=np.array([cost]), values=np.array([1.0]), constant=0.0),
    }
    return Bottlenecks(evidence, SimpleNamespace(stages=stages))


def failed(rows):
    return [row.row for row in rows if row.deviation > 1e-6 * row.scale]


def test_years_of_a_text():
    assert bottlenecks.years_in("2026-2028, 2031") == {2026, 2027, 2028, 2031}
    assert bottlenecks.years_in("") == set()
    assert bottlenecks.years_in("2026, soon") == bottlenecks.years_in("2026-x") == {0}


def test_keys_of_a_text():
    assert bottlenecks.key_of('["a", 1]') == ["a", 1]
    assert bottlenecks.key_of("") == []
    assert bottlenecks.key_of("{") is None
    assert bottlenecks.key_of('{"a": 1}') is None


def test_a_key_of_the_model_goes_with_its_table():
    row = {"table": "model", "row": '["limits", "2026"]', "column": ""}

    assert bottlenecks.cell_of(row) == ("model.limits", '["2026"]', "")
    assert bottlenecks.cell_of({**row, "table": "sites"}) == ("sites", row["row"], "")


def steps(**row):
    return bottlenecks._steps({**ROW, **row})


def test_how_many_steps_are_in_a_percent():
    # A percent of 4 GW is 0.04, of which a step is 0.5.
    assert steps() == pytest.approx(0.08)
    assert steps(value=0.0) == pytest.approx(0.02)
    assert steps(sense="sooner") == pytest.approx(0.12)
    assert steps(step_unit="MW") is None
    assert steps(limit="component_supply_limit") is None
    assert steps(step_unit="% of the step") == 2.0
    assert steps(step_unit="% of the load") == 8.0


def test_a_change_below_a_part_of_the_plan_is_none():
    # A billionth of 100 billion; of a target a hundred-millionth, in percent.
    assert of().floors == pytest.approx({"first": 1e-6, "cost": 1e-7}, rel=1e-12)
    assert of(cost=0.0).floors["cost"] == pytest.approx(1e-18)


def test_what_a_percent_of_a_row_brings():
    # A percent of 4 GW at -5 billion a GW; of a target in percent.
    row = {**LIMIT, "worth_first_years_of_target_per_unit": 0.5}

    assert of().worth(row) == pytest.approx([2.0, -0.2])
    assert of().worth({**row, "capacity": 0.0}) == pytest.approx([0.5, -0.05])


def alone(*rows, **own):
    return failed(of(*rows, **own).by_themselves())


WHERE = 'build_limits ["gas", 2026] gw'


def test_a_bottleneck_has_a_price():
    assert alone({}) == []
    assert alone({"cost_change_busd": 0.0}) == [f"whether {WHERE} has a price"]
    # Half of a floor, 1e-7, is hardly one.
    assert alone({"cost_change_busd": -6e-8}) == []
    assert alone({"cost_change_busd": -4e-8}) == [f"whether {WHERE} has a price"]
    assert alone({"cost_change_busd": nan, "first_percent_of_a_target": 0.1}) == []


def test_the_best_stand_first():
    low, high = {"cost_change_busd": -0.1}, {"cost_change_busd": -0.3}
    assert alone(high, low) == alone(low, low) == []
    assert alone(low, high) == [f"whether {WHERE} stands below better ones"]
    # An earlier stage goes first; what is not known stands anywhere.
    first = {"cost_change_busd": 0.5, "first_percent_of_a_target": 0.1}
    assert alone(first, high) == []
    assert alone(high, first) == [f"whether {WHERE} stands below better ones"]
    rule = {"limit": "n_minus_1_requirement", "step_unit": ""}
    assert alone({**low, **rule, "first_percent_of_a_target": nan}, {**high, **rule}) == []


def test_a_limit_gives_way_to_the_better():
    worse = {"cost_change_busd": 0.2}
    assert alone(worse) == [f"whether {WHERE} gives way to the better"]
    assert alone({**worse, "first_percent_of_a_target": 0.1}) == []
    assert alone({**worse, "limit": "n_minus_1_requirement", "step_unit": ""}) == []
    # A floor that is a ceiling as well may do either.
    both = {**worse, "limit": "site_commitment_requirement", "step_unit": ""}
    assert alone(both) != []
    key = '["s", 2026, "both"]'
    assert alone({**both, "row": key}) == []
    assert alone({**worse, "row": key}) != []


def test_years_steps_and_places_of_a_row():
    assert alone({"years": "2026-2027"}) == []
    assert alone({"years": "2026-2028"}) == [f"years of {WHERE}: 2026-2028"]
    # Its own year may lie before the plan.
    assert alone({"year": 2025, "years": "2025-2026"}) == []
    assert alone({"year": None, "years": "2025"}) == [f"years of {WHERE}: 2025"]
    assert alone({"steps_in_percent": 0.1}) == [f"steps in a percent of {WHERE}"]
    of_site = {"limit": "site_size_limit", "place": "s"}
    assert alone(of_site) == alone({**of_site, "place": "pool", "places": 2.0}) == []
    assert alone({**of_site, "place": "pool"}) == [f"places of {WHERE}"]
    assert alone({**of_site, "place": "x"}) == [f"places of {WHERE}"]


def beside(row=None, *limits, rows=1, **own):
    told = [row or {}] * rows
    return failed(of(*told, limits=limits or ({},), **own).beside_limits())


def test_a_percent_of_a_cell_is_one_of_all_its_rows():
    assert beside() == []
    assert beside({"cost_change_busd": -0.3}) == [f"what {WHERE} brings of cost"]
    twice = {"cost_change_busd": -0.4, "onwards": True, "years": "2026-2027"}
    assert beside(twice, {}, {"year": 2027}) == []
    # A hair is nothing.
    hair = {"cost_change_busd_per_unit": -2e-6}
    assert beside({"cost_change_busd": 0.0, "years": "2026"}, hair) == []


def test_every_cell_with_a_price_has_a_row():
    gone = f"a row of bottlenecks for {WHERE}"
    assert beside(rows=0) == [gone]
    # Of 1e-7 billion a floor is twice as much, and half of it may have one.
    for each, due in ((-6e-6, [gone]), (-4e-6, []), (-1e-6, [])):
        assert beside(None, {"cost_change_busd_per_unit": each}, rows=0) == due
    assert gone in beside({"cost_change_busd": 0.0}, {"cost_change_busd_per_unit": 0.0})
    # What several cells state is not told here.
    other = {"limit": "component_supply_limit", "cost_change_busd_per_unit": -9.0}
    assert beside(None, other, rows=0) == []


def test_a_bottleneck_binds_has_its_limit_and_its_amount():
    loose = {"binding": False}
    assert beside(None, {**loose, "used": 3.0}) == [f"whether a row of {WHERE} binds"]
    # What later stages may have left of it is hardly any.
    assert beside(None, {**loose, "used": 4.0 * (1 - 0.9e-4)}) == []
    assert beside(None, {**loose, "used": 4.0 * (1 - 1.1e-4)}) != []
    assert beside({"limit": "facility_power_limit"}) == [f"limit of {WHERE}"]
    assert beside({"value": 4.1}) == [f"amount of {WHERE}"]
    # Of all the years that it stands for; of a site what its status leaves.
    assert beside({"value": 2.0}, length=2) == []
    size = {"limit": "site_size_limit", "place": "s", "value": 8.0}
    assert beside(size, {"limit": "site_size_limit"}) == []
    assert beside({**size, "value": 4.0}, {"limit": "site_size_limit"}) == [f"amount of {WHERE}"]


def test_the_years_of_a_cell_are_those_in_which_it_has_a_price():
    onwards = {"onwards": True, "years": "2026", "cost_change_busd": -0.2}
    free = {"year": 2027, "cost_change_busd_per_unit": 0.0}
    assert beside(onwards, {}, free) == []
    assert beside({**onwards, "years": "2026-2027"}, {}, free) == [f"years of {WHERE}: 2026-2027"]


def test_sizes_stand_in_more_rows_where_units_may_fail_or_loads_are_stated():
    assert of().alone == bottlenecks.ALONE
    less = bottlenecks.ALONE - set(bottlenecks.OF_SITES)
    assert of(security="n_minus_1").alone == of(security="both").alone == less
    assert of(loads=True).alone == less
    assert of(security="reserve_margin").alone == bottlenecks.ALONE


HBM = {"limit": "component_supply_limit", "kind": "hbm", "pool": "all", "steps_in_percent": 5.0,
       "cost_change_busd": -0.2}  # fmt: skip


def beside_supply(row=None, *supply):
    rows = [] if row is None else [{**HBM, **row}]
    return failed(of(*rows, supply=supply).beside_supply())


def test_a_percent_of_supply_is_so_many_steps():
    # Five steps of 40 million each.
    step = {"cost_change_musd_per_step": -40.0}
    assert beside_supply({}, step) == []
    assert beside_supply({"cost_change_busd": -0.3}, step) == [f"a step of {WHERE}, of cost"]
    of_target = {**step, "worth_first_years_of_target_per_step": 0.002}
    assert beside_supply({"first_percent_of_a_target": 1.0}, of_target) == []
    assert beside_supply({}, of_target) == [f"a step of {WHERE}, of first"]
    # Those of other limits, years and pools are none of it.
    assert beside_supply({"limit": "facility_power_limit"}) == []
    assert beside_supply({"year": None}) == []


def test_supply_without_a_bottleneck_brings_nothing():
    # Of 50 EB half a step is a percent: 20 times of 1e-7 billion, 4 thousand USD a step.
    for musd, right in ((-3.9e-3, []), (-4.1e-3, ["a step of hbm all in 2026, of cost"])):
        assert beside_supply(None, {"cost_change_musd_per_step": musd}) == right
    # Of a vendor it is a step; equipment and what is not known are not told.
    vendor = {"vendor": "N", "cost_change_musd_per_step": -2.1e-3}
    assert beside_supply(None, vendor) == ["a step of hbm all N in 2026, of cost"]
    assert beside_supply(None, {**vendor, "cost_change_musd_per_step": -1.9e-3}) == []
    for none in ({"kind": "equipment"}, {"cost_change_musd_per_step": nan}):
        assert beside_supply(None, {"cost_change_musd_per_step": -9.0, **none}) == []
    assert beside_supply(None, {"capacity": nan, "cost_change_musd_per_step": -9.0}) == []
