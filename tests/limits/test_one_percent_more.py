"""One percent more of a limit is one thing: in every answer, and when it is planned again.

Every cell that a block declares is changed in the inputs, and the programme built again: its rows
must give way as declared, and nothing else may move. Then the plan is made again, with a little
more and a little less, and what came of it is held against what each surface says.
"""

from collections import defaultdict
from functools import cache

import numpy as np
import pandas as pd
import pytest

import planner
from planner import api
from planner.cli.headline import carbon_price, stops_table
from planner.data.paths import keys_of
from planner.errors import InfeasibleError, PlannerError
from planner.formulation.assemble import assemble
from planner.formulation.limits import MODEL, key_text
from planner.lp.linear_program import compile_linear_program
from planner.results.bottlenecks import bottlenecks, bottlenecks_table
from planner.results.limits import PRICE, limits_table
from planner.results.worth import COST, in_its_column, percent_column
from planner.solving import solve_world
from planner.solving.solve import stages_of
from planner.surfaces.html.reading import read_facts
from planner.surfaces.workbook.plan.results import Results
from planner.surfaces.workbook.plan.scenario import from_folder
from planner.system.build import build_world
from tests.limits.conftest import OWN, SHIPPED

LITTLE = 1e-4
"""Relative change of a cell, or years, that shows what it does to the rows."""
STEP = 1e-3
"""The same that shows what it does to the plan."""
MODELS = [*SHIPPED, *(name for name in OWN if name != "night")]


@pytest.fixture(scope="session")
def planned(case):
    """A model's solved world, with its levers and the plan's table of them."""

    @cache
    def make(name):
        one = case(name)
        solved = solve_world(build_world(one.inputs(), one.model()))
        book = solved.formulation.ledgers.limits
        return one, solved, book.levers(solved.formulation.model), bottlenecks_table(solved)

    return make


def some(levers, table):
    """Of each column a lever, of single rows and of pools apart; one with a price if there is."""
    priced = {(row.table, row.row, row.column) for row in table.itertuples()}
    groups = defaultdict(list)
    for lever in levers:
        cell = lever.cell
        has = (
            cell.table,
            key_text(cell.key),
            cell.column,
        ) in priced
        groups[
            cell.table, cell.column, str(cell.key[0]) * (cell.table == MODEL), bool(cell.members)
        ] += [(not has, lever)]
    for group in groups.values():
        yield from (lever for _, lever in sorted(group, key=lambda pair: pair[0])[:1])


def changes(one, lever, by):
    """The keys of the model that make a cell give way by so much of itself, or so many years."""
    cell, inputs = lever.cell, one.inputs()
    sign = -1.0 if cell.sense in ("less", "sooner") else 1.0

    def moved(value):
        if cell.members:
            return value * (1.0 + by)
        return value + sign * by * (1.0 if cell.sense == "sooner" else value or 1.0)

    if cell.table == MODEL:
        document = one.model().model_dump()["limits"][cell.key[0].removeprefix("limits.")]
        if len(cell.key) == 1:
            return {cell.key[0]: moved(document)}
        whole = {str(y): v for y, v in document.items()}
        return {cell.key[0]: {**whole, str(cell.key[1]): moved(whole[str(cell.key[1])])}}
    table = inputs[cell.table]
    keys = [
        tuple(map(str, key))
        for key in keys_of(table)
        if (
            str(key[0]) in cell.members
            if cell.members
            else all(str(w) in ("*", str(k)) for w, k in zip(cell.key, key, strict=True))
        )
    ]
    if cell.members and len(cell.key) > 1:
        # Of each small site the row that holds in the year.
        last = {}
        for key in keys:
            if key[1] <= str(cell.key[1]):
                last[key[0]] = max(key, last.get(key[0], key))
        keys = list(last.values())
    rows = dict(zip([tuple(map(str, k)) for k in keys_of(table)], table[cell.column], strict=True))
    return {
        f"set.{cell.table}.{':'.join(key)}.{cell.column}": moved(float(rows[key])) for key in keys
    }


def program_of(one, **changed):
    formulation = assemble(build_world(one.inputs(**changed), one.model(**changed)))
    program = compile_linear_program(formulation.model)
    return program, stages_of(formulation, program)


def room(program, values):
    """How far each row's bound lies beyond what the values make of it."""
    activity = program.matrix @ values
    upper = np.isfinite(program.row_upper)
    return np.where(upper, program.row_upper - activity, activity - program.row_lower)


def exists(inputs, cell):
    """Whether the cell is a row of the tables: what no row states would be a new one."""
    if cell.table == MODEL or cell.members:
        return True
    return any(
        all(str(w) in ("*", str(k)) for w, k in zip(cell.key, key, strict=True))
        for key in keys_of(inputs[cell.table])
    )


@pytest.mark.parametrize("name", [*MODELS, "transport"])
def test_a_cell_moves_the_rows_that_it_is_declared_to_and_nothing_else(name, planned):
    one, solved, levers, table = planned(name)
    program, stages = solved.program, list(solved.stages.values())
    values = stages[-1].solution.column_values
    checked = 0
    for lever in some(levers, table):
        cell = lever.cell
        if not exists(one.inputs(), cell) or not cell.value:
            continue
        other, again = program_of(one, **changes(one, lever, LITTLE))
        assert list(other.column_names) == list(program.column_names), cell.name
        assert list(other.row_names) == list(program.row_names), cell.name
        gave = room(other, values) - room(program, values)
        declared = np.zeros(len(gave))
        for row, by in lever.moves.items():
            declared[program.row_names.index(row)] = LITTLE * by
        off = np.abs(gave - declared)
        # What is not linear in the cell differs in the second order.
        worst = int(off.argmax())
        assert off[worst] <= 1e-9 + 3 * LITTLE * np.abs(declared).max(), (
            cell.name, program.row_names[worst], gave[worst], declared[worst],
        )  # fmt: skip
        for before, after in zip(stages, again, strict=True):
            assert before.stage.costs @ values == pytest.approx(after.costs @ values, rel=1e-12)
        checked += 1
    assert checked


@pytest.mark.parametrize("name", MODELS)
def test_what_is_told_of_a_percent_is_what_planning_again_brings(name, planned):
    one, solved, levers, table = planned(name)
    before = {stage: r.solution.objective for stage, r in solved.stages.items()}
    told = {(row["table"], row["row"], row["column"]): row for _, row in table.iterrows()}
    checked = 0
    for lever in some(levers, table):
        cell = lever.cell
        row = told.get((cell.table, key_text(cell.key), cell.column))
        if row is None or not exists(one.inputs(), cell):
            continue
        sides = []
        for sign in (1.0, -1.0):
            changed = changes(one, lever, sign * STEP)
            try:
                made = solve_world(build_world(one.inputs(**changed), one.model(**changed)))
            except PlannerError:
                # A little less may leave no plan at all; a little more does not.
                if sign > 0:
                    raise
                continue
            after = {stage: r.solution.objective for stage, r in made.stages.items()}
            sides.append({s: (after[s] - before[s]) / (sign * STEP) for s in before})
        for stage in before:
            found = row[percent_column(stage)]
            slopes = [in_its_column(stage, 0.01 * side[stage]) for side in sides]
            size = max(*map(abs, slopes), abs(found), 0.0) if slopes else 0.0
            # A dual is between what a little more brings and what a little less takes. Where a
            # stage before it bends, it goes with the bend.
            noise = 2e-3 * size + 0.02 * abs(
                in_its_column(stage, 1e-8 * max(1e-3, abs(before[stage])) / STEP)
            )
            low, high = (min(slopes), max(slopes)) if len(slopes) > 1 else (slopes[0], slopes[0])
            if len(slopes) > 1:
                assert low - noise <= found <= high + noise, (cell.name, stage, slopes, found)
            elif stage == COST:
                # Only more can be planned: a step brings no more than the dual says.
                assert slopes[0] >= found - noise, (cell.name, stage, slopes, found)
        checked += 1
    assert checked


@pytest.mark.parametrize("name", ["scarce", "small money", "clean share", "carbon cap"])
def test_every_answer_tells_the_same(name, case, tmp_path):
    model = case(name).model()
    run, _ = api.run(model, tmp_path)
    folder, plan = tmp_path / model.name, run.plan
    table, columns = plan["bottlenecks"], [percent_column(s) for s in plan.summary["objective"]]

    # The headline, the report and the workbook tell sums over places, in one order.
    told = bottlenecks(plan)
    of_kind = ["limit", "what", "kind", "pool", "unit", "sense"]
    own = table[table["sense"] != "sooner"].groupby(of_kind)[columns].sum()
    pd.testing.assert_frame_equal(own, told.groupby(of_kind)[columns].sum(), atol=1e-9)
    pd.testing.assert_frame_equal(read_facts(folder).tables["bottlenecks"], told)
    sheet = Results.of([from_folder(folder)]).frames["bottlenecks"]
    pd.testing.assert_frame_equal(sheet[columns], told[columns])
    head = stops_table(plan)
    money = next(c for c in head if str(c).startswith("cost, $"))
    size = {"B": 1.0, "M": 1e-3, "k": 1e-6, "": 1e-9}[str(money).removeprefix("cost, $")]
    assert set((head[money] * size).round(15)) <= set(told[columns[-1]].round(15))

    # The question to the run tells steps of the same cells, by the same duals.
    asked = api.bottlenecks(folder, solved_again=0)
    rows = {(r["table"], r["row"], r["column"]): r for _, r in table.iterrows()}
    assert set(zip(asked["table"], asked["row"], asked["column"], strict=True)) == set(rows)
    for answer in asked.itertuples():
        row = rows[answer.table, answer.row, answer.column]
        change = -answer.worth * row["steps_in_percent"]
        assert in_its_column(answer.stage, change) == pytest.approx(
            row[percent_column(answer.stage)], rel=1e-9, abs=1e-12
        )

    # A link of the chain of supply tells a step of the cell that is stated for its year.
    supply = plan["supply"].set_index(["kind", "pool", "vendor", "year"])
    links = 0
    for row in table[table["kind"] != ""].dropna(subset="year").itertuples():
        if (key := (row.kind, row.pool, row.place, row.year)) in supply.index:
            step = supply.at[key, "cost_change_musd_per_step"] / 1000
            assert step * row.steps_in_percent == pytest.approx(row.cost_change_busd, abs=1e-9)
            links += 1
    assert links or name != "scarce"


# What one percent more is worth, worked out by hand.
#
# Goods: the plan serves need2 from m1 (10 units, 1,095,000 USD each with their way) and m2 (5, at
# 1,110,000), need3 from m3, need4 from m1 (5, at 1,125,000), m3 (5, at 1,115,000) and m4 (10, at
# 1,130,000); only m2 has any left. A unit more at m1 goes to need2 in place of one of m2: 15,000
# USD, and 1 % of its 25 units is a quarter of one: 3,750. One more at m3 goes to need4 in place of
# m1's, 10,000, which then goes to need2, 15,000: 25,000 times 0.3 is 7,500. One more at m4 does
# so too, but costs 5,000 more than m1's there: 10,000 times 0.1 is 1,000.
# Small money: LAF has 600 units from PITT at 20 USD. One more at GARY goes there at 8 and saves
# 12, 14 of them 168; one more at CLEV at 17 saves 3, and 26 of them 78.
# Carbon: a t saved costs 60 USD a MWh more at half a t a MWh: 120 USD in every period, whose five
# years are paid at their ends at 8 %; 1 % of 4 Mt a year is 0.04, so 4.8 million a year from 2025.
BY_HAND = {
    "goods": {"m1": -3750.0, "m3": -7500.0, "m4": -1000.0},
    "small money": {"GARY": -168.0, "CLEV": -78.0},
    "carbon cap": {
        2025: -4.8e6 * sum(1.08**-n for n in range(1, 6)),
        2030: -2.4e6 * sum(1.08**-n for n in range(6, 11)),
        2035: -1.2e6 * sum(1.08**-n for n in range(11, 16)),
    },
}


@pytest.mark.parametrize("name", BY_HAND)
def test_what_one_percent_is_worth_is_what_comes_out_by_hand(name, planned):
    _, _, _, table = planned(name)
    label = "year" if name == "carbon cap" else "place"

    found = dict(zip(table[label], 1e9 * table["cost_change_busd"], strict=True))

    assert found == pytest.approx(BY_HAND[name], rel=1e-6)


def test_a_cap_tells_the_price_of_carbon_in_money_of_each_year(case):
    solved = planner.solve(case("carbon cap").model())

    limits = solved.plan["limits"].set_index("year")
    assert (1000 * limits[PRICE]).to_dict() == pytest.approx(
        dict.fromkeys((2025, 2030, 2035), 120)
    )
    assert carbon_price(solved.plan).endswith("120 in 2025, 120 in 2030, 120 in 2035.")


def test_a_share_of_clean_power_is_a_limit_with_a_price(planned):
    _, solved, _, table = planned("clean share")

    limits = limits_table(solved)
    assert set(limits["limit"]) == {"clean_share_requirement"}
    assert limits["binding"].all()
    # A fifth of the load may be served by gas, and is.
    assert limits["capacity"].tolist() == pytest.approx([0.2, 0.2])
    assert table["sense"].tolist() == ["less"]
    assert table["cost_change_busd"].iloc[0] < 0


def test_load_that_nothing_can_serve_is_named_with_its_slice(case):
    with pytest.raises(InfeasibleError) as refused:
        planner.solve(case("night").model())

    said = str(refused.value)
    assert "no source can serve town in slice b of 2026" in said
    assert "no change of these limits" not in said
