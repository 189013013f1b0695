from pathlib import Path

import pandas as pd
import pytest

from planner import api
from planner.analysis.run_comparison import Subject, compare, names_of
from planner.config import load_model, overlaid
from planner.results import Plan


@pytest.fixture(scope="module")
def runs():
    small = load_model("small")
    changed = {"workloads.mfu": "high", "discount_rate": 0.1}
    return [api.solve(small), api.solve(overlaid(small, changed, name="better"))]


@pytest.fixture(scope="module")
def difference(runs):
    # A manifest that was written has lists where a fresh one may have tuples.
    return compare([Subject(run.model.name, run.plan, run.manifest()) for run in runs])


def test_what_was_asked_differs_in_just_what_was_changed(difference):
    asked = difference.asked.set_index("what")

    assert asked.loc["discount_rate"].tolist() == ["0.07", "0.1"]
    assert asked.loc["workloads.frontier_run.mfu"].tolist() == ["0.2", "0.6"]
    assert set(asked.index) == {"discount_rate", "workloads.frontier_run.mfu"}


def test_changes_are_against_the_first_run(difference, runs):
    row = difference.figures.set_index("figure").loc["cost_busd"]

    assert row["small"] == runs[0].plan.cost_busd
    assert row["better_change"] == runs[1].plan.cost_busd - runs[0].plan.cost_busd
    # Three times the utilisation needs a third of the fleet.
    assert row["better_change"] < 0


def test_a_run_beside_itself_differs_in_nothing(runs):
    run = runs[0]

    twins = compare([Subject(name, run.plan, run.manifest()) for name in ("one", "two")])

    assert twins.asked.empty
    assert twins.years.empty
    assert (twins.figures["two_change"].dropna() == 0).all()
    assert not twins.limits["moved"].any()


def limits(*rows):
    columns = ["what", "kind", "pool", "year", "binding"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype({"year": "Int64"})


def test_limits_that_moved_come_first_with_the_years_in_which_they_bind(runs):
    hbm, fleet = ("supply", "hbm", "global"), ("share of the fleet", "", "run")
    before = limits(
        (*hbm, 2026, True), (*hbm, 2027, True), (*hbm, 2029, True), (*fleet, 2030, True)
    )
    after = limits((*hbm, 2026, False), (*hbm, 2028, True), (*fleet, 2030, True))
    plans = [
        Plan({**runs[0].plan.tables, "limits": t}, runs[0].plan.summary) for t in (before, after)
    ]

    table = compare(
        [Subject(n, p, runs[0].manifest()) for n, p in zip(("a", "b"), plans, strict=True)]
    ).limits

    assert table[["what", "a", "b", "moved"]].values.tolist() == [
        ["supply", "2026-2027, 2029", "2028", True],
        ["share of the fleet", "2030", "2030", False],
    ]


@pytest.mark.parametrize(("factor", "told"), [(1.001, {"facility_gw"}), (1 + 1e-13, set())])
def test_years_are_told_where_they_differ_by_more_than_rounding(runs, factor, told):
    plan, manifest = runs[0].plan, runs[0].manifest()
    more = plan["clusters"].assign(facility_gw=plan["clusters"]["facility_gw"] * factor)
    other = Plan({**plan.tables, "clusters": more}, plan.summary)

    found = compare([Subject("a", plan, manifest), Subject("b", other, manifest)]).years

    assert set(found["figure"]) == told


def test_a_run_whose_path_has_no_name_is_called_by_its_path():
    assert names_of([Path(), Path("x/a")]) == [".", "a"]
    assert names_of([Path("x/a"), Path("y/a"), Path("y/b")]) == ["x/a", "y/a", "b"]


def test_a_cell_that_one_run_changed_is_what_it_was_in_the_others(runs):
    # 0.3 in the table became 0.5 in the second; of files the first twelve figures are told.
    question = {"definition": {"title": "of a run", "name": "n", "discount_rate": 0.07}}
    change = ["workloads", ["run"], "mfu", 0.3, 0.5]
    before = {**question, "inputs": {"sites.csv": "0123456789abcdef"}}
    after = {**question, "changes": [change], "environment": {"revision": "r2"}}
    after["definition"] = {**question["definition"], "title": "of another", "set.x": 1}

    asked = compare(
        [Subject("a", runs[0].plan, before), Subject("b", runs[0].plan, after)]
    ).asked.set_index("what")

    assert asked.loc["workloads.run.mfu"].tolist() == ["0.3", "0.5"]
    assert asked.loc["file sites.csv"].tolist() == ["0123456789ab", ""]
    assert asked.loc["planner's code"].tolist() == ["", "r2"]
    assert len(asked) == 3
