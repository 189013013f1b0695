"""From Pyomo to arrays."""

import numpy as np
import pyomo.environ as pyo
import pytest

from planner.engine.linear_program import compile_linear_program, costs_of
from planner.engine.solver import Session
from planner.errors import InfeasibleError


def test_rows_and_columns_keep_their_names_and_order(bakery):
    program = compile_linear_program(bakery)

    assert program.row_names == ["hours", "flour"]
    assert program.column_names == ["x", "y"]
    assert program.matrix.toarray().tolist() == [[1, 1], [1, 2]]
    assert program.row_upper.tolist() == [4, 6]
    assert np.isneginf(program.row_lower).all()
    assert program.coefficient_range() == (1.0, 2.0)


def test_a_range_is_one_row_and_an_equality_holds_both_ways(bakery):
    bakery.between = pyo.Constraint(expr=(1, bakery.x - bakery.y, 3))
    bakery.equal = pyo.Constraint(expr=bakery.x == 2)
    bakery.least = pyo.Constraint(expr=bakery.y >= 0.5)

    program = compile_linear_program(bakery)

    assert program.row_names == ["hours", "flour", "between", "equal", "least"]
    assert program.row_lower.tolist() == [-np.inf, -np.inf, 1, 2, 0.5]
    assert program.row_upper.tolist() == [4, 6, 3, 2, np.inf]
    assert program.matrix.toarray()[2].tolist() == [1, -1]


def test_a_constant_in_a_row_moves_to_its_bound(bakery):
    bakery.shifted = pyo.Constraint(expr=bakery.x + 1 <= 3 - bakery.y)

    program = compile_linear_program(bakery)

    assert program.row_upper[2] == 2
    assert program.matrix.toarray()[2].tolist() == [1, 1]


def test_a_variable_that_only_the_costs_use_has_a_column(bakery):
    bakery.idle = pyo.Var(bounds=(1.5, 4))

    program = compile_linear_program(bakery)
    costs, constant = costs_of(program, 2 * bakery.idle + bakery.x + 7)

    assert program.column_names == ["x", "y", "idle"]
    assert costs.tolist() == [1, 0, 2]
    assert constant == 7
    assert Session(program).minimise(costs, constant).objective == pytest.approx(10.0)


def test_a_fixed_variable_is_held_at_its_value(bakery):
    bakery.x.fix(1.0)

    program = compile_linear_program(bakery)
    costs, _ = costs_of(program, -5 * bakery.y)

    assert (program.column_lower[0], program.column_upper[0]) == (1.0, 1.0)
    assert Session(program).minimise(costs).objective == pytest.approx(-12.5)


def test_a_row_of_constants_is_dropped_when_it_holds(bakery):
    bakery.x.fix(1.0)
    bakery.holds = pyo.Constraint(expr=bakery.x <= 2)

    assert "holds" not in compile_linear_program(bakery).row_names


def test_a_row_of_constants_that_does_not_hold_is_named(bakery):
    bakery.x.fix(3.0)
    bakery.broken = pyo.Constraint(expr=bakery.x <= 2)

    with pytest.raises(InfeasibleError, match="broken"):
        compile_linear_program(bakery)


def test_the_same_model_gives_the_same_bytes(bakery):
    first, second = compile_linear_program(bakery), compile_linear_program(bakery)

    assert first.checksum() == second.checksum()


def test_another_coefficient_gives_other_bytes(bakery):
    before = compile_linear_program(bakery).checksum()
    bakery.flour.set_value(bakery.x + 2.001 * bakery.y <= 6)

    assert compile_linear_program(bakery).checksum() != before


def test_costs_that_are_not_linear_are_refused(bakery):
    program = compile_linear_program(bakery)

    with pytest.raises(ValueError, match="not linear"):
        costs_of(program, bakery.x * bakery.y)


def test_a_number_is_a_cost_of_nothing(bakery):
    costs, constant = costs_of(compile_linear_program(bakery), 3)

    assert costs.tolist() == [0, 0]
    assert constant == 3
