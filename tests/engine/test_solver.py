"""HiGHS behind its door: optima, duals and refusals."""

import numpy as np
import pyomo.environ as pyo
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from planner.engine.linear_program import compile_linear_program, costs_of
from planner.engine.options import SolverOptions
from planner.engine.solver import Session
from planner.errors import InfeasibleError, NotOptimalError, PlannerError


def minimise(m, expression, **options):
    program = compile_linear_program(m)
    costs, constant = costs_of(program, expression)
    return Session(program, SolverOptions(**options)).minimise(costs, constant)


@pytest.mark.parametrize("method", ["choose", "simplex", "ipm"])
def test_every_method_finds_the_vertex_and_its_duals(bakery, method):
    # At x = 2, y = 2 the loss is -16. With an hour more both limits bind at
    # x = 4, y = 1: -17. With a flour more at x = 1, y = 3: -18.
    solution = minimise(bakery, bakery.loss, method=method)

    assert solution.objective == pytest.approx(-16.0)
    assert solution.column_values == pytest.approx([2.0, 2.0])
    assert solution.row_duals == pytest.approx([-1.0, -2.0])
    assert solution.basic


@pytest.mark.parametrize(("row", "place"), [("hours", 0), ("flour", 1)])
def test_a_dual_is_the_change_of_the_optimum_with_its_limit(bakery, row, place):
    before = minimise(bakery, bakery.loss)
    getattr(bakery, row).set_value((None, getattr(bakery, row).body, (4, 6)[place] + 0.01))

    after = minimise(bakery, bakery.loss)

    assert before.row_duals[place] == pytest.approx((after.objective - before.objective) / 0.01)


def test_a_reduced_cost_is_what_an_unused_column_must_save(bakery):
    # Rolls take an hour and a flour as bread does, and earn 1 of the 3 they would cost.
    bakery.z = pyo.Var(within=pyo.NonNegativeReals)
    bakery.hours.set_value(bakery.x + bakery.y + bakery.z <= 4)
    bakery.flour.set_value(bakery.x + 2 * bakery.y + bakery.z <= 6)

    solution = minimise(bakery, bakery.loss - bakery.z)

    assert solution.reduced_costs == pytest.approx([0.0, 0.0, 2.0])


def test_a_held_row_bounds_the_next_solve(bakery):
    # Profit is held at 16; the least bread with it is 2, where it is made.
    program = compile_linear_program(bakery)
    loss, _ = costs_of(program, bakery.loss)
    bread, _ = costs_of(program, bakery.x)
    session = Session(program)
    free = session.minimise(bread).objective

    session.hold("profit", loss, -16.0)

    assert free == pytest.approx(0.0)
    assert session.minimise(bread).objective == pytest.approx(2.0)


def test_limits_that_contradict_each_other_are_named(bakery):
    bakery.orders = pyo.Constraint(expr=bakery.x >= 5)

    with pytest.raises(InfeasibleError, match=r"hours.*orders|orders.*hours") as refused:
        minimise(bakery, bakery.loss)

    assert "flour" not in str(refused.value)


def test_an_unbounded_programme_is_no_optimum(bakery):
    bakery.free = pyo.Var()

    with pytest.raises(NotOptimalError, match="unbounded"):
        minimise(bakery, bakery.free)


def test_a_time_limit_is_no_optimum():
    # A dense random programme that takes the simplex method far more than a millisecond.
    rng = np.random.default_rng(1)
    m = pyo.ConcreteModel()
    m.x = pyo.Var(range(120), bounds=(0, 1))
    weights = rng.uniform(0.1, 1.0, (400, 120))
    m.c = pyo.Constraint(
        range(400), rule=lambda m, i: sum(weights[i, j] * m.x[j] for j in m.x) <= 20
    )

    with pytest.raises(NotOptimalError, match="time_limit_seconds"):
        minimise(m, -sum(m.x.values()), time_limit_seconds=1e-9)


def test_a_scaling_that_the_solver_warns_of_is_kept(bakery):
    bakery.huge = pyo.Constraint(expr=bakery.x <= 1e9)

    solution = minimise(bakery, bakery.loss)

    assert any("large" in warning for warning in solution.warnings)


def test_nothing_is_printed(bakery, capfd):
    minimise(bakery, bakery.loss)

    assert capfd.readouterr() == ("", "")


coefficients = st.integers(1, 9)


@settings(max_examples=40, deadline=None)
@given(
    rows=st.lists(st.lists(coefficients, min_size=3, max_size=3), min_size=1, max_size=5),
    limits=st.lists(st.integers(1, 50), min_size=5, max_size=5),
    worth=st.lists(coefficients, min_size=3, max_size=3),
)
def test_agrees_with_another_solvers_door(rows, limits, worth):
    m = pyo.ConcreteModel()
    m.x = pyo.Var(range(3), within=pyo.NonNegativeReals)
    m.c = pyo.Constraint(
        range(len(rows)), rule=lambda m, i: sum(rows[i][j] * m.x[j] for j in m.x) <= limits[i]
    )

    found = minimise(m, -sum(worth[j] * m.x[j] for j in m.x)).objective

    expected = linprog([-w for w in worth], A_ub=rows, b_ub=limits[: len(rows)], method="highs-ds")
    assert found == pytest.approx(expected.fun)


def test_a_method_that_is_not_installed_is_a_users_mistake(bakery):
    with pytest.raises(PlannerError, match="HiPO needs the package highspy-extras"):
        minimise(bakery, bakery.loss, method="hipo")


def test_a_coefficient_beyond_all_reason_is_named(bakery):
    bakery.absurd = pyo.Constraint(expr=1e25 * bakery.x <= 1)

    with pytest.raises(PlannerError, match=r"from 1\.0e\+00 to 1\.0e\+25; look for a value"):
        minimise(bakery, bakery.loss)
