"""Programmes with whole columns: solved by hand, by enumeration, and stopped at a limit."""

from dataclasses import replace
from itertools import product

import numpy as np
import pyomo.environ as pyo
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.errors import InfeasibleError, NotOptimalError
from planner.lp.integer import IntegerSearch
from planner.lp.lexicographic import Stage, solve_in_stages
from planner.lp.linear_program import compile_linear_program, costs_of
from planner.lp.options import SolverOptions
from planner.lp.solver import Session

EXACT = SolverOptions(mip_gap=0.0)


def stage(program, name, expression):
    costs, constant = costs_of(program, expression)
    return Stage(name=name, costs=costs, constant=constant, unit=name)


@pytest.fixture
def whole_bakery(bakery):
    """Whole loaves and cakes in four and a half hours; fractions would be x = 3, y = 1.5."""
    bakery.x.domain = pyo.NonNegativeIntegers
    bakery.y.domain = pyo.NonNegativeIntegers
    bakery.hours.set_value(bakery.x + bakery.y <= 4.5)
    return bakery


def test_whole_numbers_cost_something(whole_bakery):
    # Fractions would earn 16.5. Of the whole ones (4, 0), (3, 1) and (2, 2) earn 12, 14 and 16.
    program = compile_linear_program(whole_bakery)

    (result,) = solve_in_stages(program, [stage(program, "loss", whole_bakery.loss)], EXACT)

    assert result.solution.objective == pytest.approx(-16.0)
    assert result.solution.column_values == pytest.approx([2.0, 2.0])
    assert result.choice.bound == pytest.approx(-16.0)
    assert result.choice.gap == 0.0


def test_duals_are_those_given_the_choice():
    # An oven for 2 is rented, and it bakes 1.5 loaves an hour in one of two hours at most. With
    # the oven rented an hour more brings 1.5 loaves at 3; rent is no matter of the margin.
    m = pyo.ConcreteModel()
    m.rented = pyo.Var(within=pyo.Binary)
    m.x = pyo.Var(within=pyo.NonNegativeReals)
    m.hours = pyo.Constraint(expr=m.x <= 1.5 * 2)
    m.oven = pyo.Constraint(expr=m.x <= 10 * m.rented)
    program = compile_linear_program(m)

    (result,) = solve_in_stages(program, [stage(program, "loss", 2 * m.rented - 3 * m.x)], EXACT)

    assert result.solution.objective == pytest.approx(-7.0)
    assert result.solution.row_duals == pytest.approx([-3.0, 0.0])
    assert result.choice.row_duals is None


def test_a_later_stage_may_choose_again_but_not_lose():
    # Ten loaves come from the dear oven, or from the two cheap ones together. All that are asked
    # for are made in stage one; stage two then finds the cheapest way: 3 + 4 and not 9.
    m = pyo.ConcreteModel()
    m.ovens = pyo.Set(initialize=["dear", "left", "right"], ordered=True)
    m.rented = pyo.Var(m.ovens, within=pyo.Binary)
    m.missed = pyo.Var(within=pyo.NonNegativeReals)
    makes = {"dear": 10, "left": 5, "right": 5}
    rent = {"dear": 9, "left": 3, "right": 4}
    m.asked = pyo.Constraint(expr=sum(makes[o] * m.rented[o] for o in m.ovens) + m.missed >= 10)
    program = compile_linear_program(m)
    stages = [
        stage(program, "missed", m.missed + 0),
        stage(program, "rent", sum(rent[o] * m.rented[o] for o in m.ovens)),
    ]

    first, second = solve_in_stages(program, stages, EXACT)

    assert first.solution.objective == pytest.approx(0.0, abs=1e-7)
    assert second.solution.objective == pytest.approx(7.0)


def test_a_search_that_stops_says_how_good_the_choice_before_it_is():
    # The dear oven at 9 was chosen; fractions could do with the cheap ones at 7: a gap of 2/9.
    m = pyo.ConcreteModel()
    m.dear = pyo.Var(within=pyo.Binary)
    m.cheap = pyo.Var(within=pyo.Binary)
    m.asked = pyo.Constraint(expr=m.dear + m.cheap >= 1)
    program = compile_linear_program(m)
    choices = IntegerSearch(program, EXACT)
    choices.minimise("any", costs_of(program, 9 * m.dear + 10 * m.cheap)[0])
    choices._held.clear()
    choices._fractions = Session(replace(program, whole=np.zeros(0, dtype=np.int32)))
    choices._whole.options = SolverOptions(time_limit_seconds=1e-9)

    with pytest.raises(NotOptimalError, match=r"chose has a gap of 22\.2% here"):
        choices.minimise("rent", costs_of(program, 9 * m.dear + 7 * m.cheap)[0])


@given(
    profits=st.lists(st.integers(1, 9), min_size=5, max_size=5),
    weights=st.lists(st.lists(st.integers(0, 9), min_size=5, max_size=5), min_size=2, max_size=2),
    rooms=st.lists(st.integers(0, 25), min_size=2, max_size=2),
)
@settings(max_examples=40, deadline=None)
def test_the_optimum_is_that_of_enumeration(profits, weights, rooms):
    m = pyo.ConcreteModel()
    m.packed = pyo.Var(range(5), within=pyo.Binary)
    m.room = pyo.Constraint(
        range(2),
        rule=lambda m, i: (
            (None, sum(weights[i][j] * m.packed[j] for j in range(5)), rooms[i])
            if any(weights[i])
            else pyo.Constraint.Skip
        ),
    )
    program = compile_linear_program(m)
    expression = -sum(profits[j] * m.packed[j] for j in range(5))

    (result,) = solve_in_stages(program, [stage(program, "loss", expression)], EXACT)

    best = max(
        sum(p * x for p, x in zip(profits, packed, strict=True))
        for packed in product((0, 1), repeat=5)
        if all(
            sum(w * x for w, x in zip(row, packed, strict=True)) <= room
            for row, room in zip(weights, rooms, strict=True)
        )
    )
    assert result.solution.objective == pytest.approx(-best)


def test_a_stop_at_the_time_limit_says_how_far_it_came(long_solve):
    program, costs = long_solve
    whole = replace(program, whole=np.arange(len(costs), dtype=np.int32))
    options = SolverOptions(time_limit_seconds=2.0, mip_gap=1e-6)

    with (
        Session(whole, options) as session,
        pytest.raises(NotOptimalError, match=r"used up its 2 s, with .* plan") as stopped,
    ):
        session.minimise(costs)

    assert stopped.value.exit_code == 4


def test_limits_that_only_fractions_can_meet_are_told_so():
    # Two halves of a loaf are a loaf, but neither can be whole: 2x + 2y = 1.
    m = pyo.ConcreteModel()
    m.x = pyo.Var(within=pyo.Binary)
    m.y = pyo.Var(within=pyo.Binary)
    m.halves = pyo.Constraint(expr=2 * m.x + 2 * m.y == 1)
    program = compile_linear_program(m)

    with pytest.raises(InfeasibleError, match=r"with fractions only where whole numbers .*: x, y"):
        solve_in_stages(program, [stage(program, "none", m.x + m.y)], EXACT)


def test_limits_that_no_fractions_can_meet_are_named():
    m = pyo.ConcreteModel()
    m.x = pyo.Var(within=pyo.Binary)
    m.z = pyo.Var(within=pyo.NonNegativeReals)
    m.least = pyo.Constraint(expr=m.x + m.z >= 4)
    m.most = pyo.Constraint(expr=m.z - m.x <= 1)
    program = compile_linear_program(m)

    with pytest.raises(InfeasibleError, match=r"can't all hold.*: least, most"):
        solve_in_stages(program, [stage(program, "none", m.x + m.z)], EXACT)
