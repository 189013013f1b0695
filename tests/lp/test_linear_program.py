"""From Pyomo to arrays."""

import gc
import os
import subprocess
import sys

import numpy as np
import pyomo.environ as pyo
import pytest

from planner.errors import InfeasibleError
from planner.lp.linear_program import compile_linear_program, costs_of
from planner.lp.solver import Session


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


def test_a_fixed_member_of_an_indexed_variable_is_a_constant_in_its_rows():
    # x[1] is 3, so x[2] is 4 or 5 and x[0] + x[2] is at least 6: x[0] is 1 at least.
    m = pyo.ConcreteModel()
    m.x = pyo.Var(range(3), bounds=(0, 10))
    m.x[1].fix(3.0)
    m.enough = pyo.Constraint(expr=m.x[0] + m.x[1] + m.x[2] >= 9)
    m.apart = pyo.Constraint(expr=(1, m.x[2] - m.x[1], 2))

    program = compile_linear_program(m)

    assert program.matrix.toarray().tolist() == [[1, 0, 1], [0, 0, 1]]
    assert program.row_lower.tolist() == [6, 4]
    assert program.row_upper.tolist() == [np.inf, 5]
    assert Session(program).minimise(np.array([1.0, 0, 0])).objective == pytest.approx(1.0)


def test_a_variable_under_two_names_has_one_column(bakery):
    bakery.alias = pyo.Reference(bakery.x)
    bakery.twice = pyo.Constraint(expr=bakery.x + bakery.alias[None] <= 3)

    program = compile_linear_program(bakery)

    assert program.column_names == ["x", "y"]
    assert program.matrix.toarray()[2].tolist() == [2, 0]


def test_a_variable_of_an_inactive_block_has_a_column_when_a_row_uses_it(bakery):
    bakery.off = pyo.Block()
    bakery.off.z = pyo.Var(bounds=(0, 1))
    bakery.off.unused = pyo.Constraint(expr=bakery.off.z >= 1)
    bakery.off.deactivate()
    bakery.uses = pyo.Constraint(expr=bakery.off.z + bakery.x <= 4)

    program = compile_linear_program(bakery)

    assert program.row_names == ["hours", "flour", "uses"]
    assert program.column_names == ["x", "y", "off.z"]


def test_a_row_of_constants_is_dropped_when_it_holds(bakery):
    bakery.x.fix(1.0)
    bakery.holds = pyo.Constraint(expr=bakery.x <= 2)

    assert "holds" not in compile_linear_program(bakery).row_names


def test_a_row_of_constants_that_does_not_hold_is_named(bakery):
    bakery.x.fix(3.0)
    bakery.broken = pyo.Constraint(expr=bakery.x <= 2)

    with pytest.raises(InfeasibleError, match="broken"):
        compile_linear_program(bakery)


def test_every_broken_row_of_constants_is_named(bakery):
    bakery.x.fix(3.0)
    bakery.broken = pyo.Constraint(expr=bakery.x <= 2)
    bakery.cancelled = pyo.Constraint(expr=bakery.y - bakery.y >= 1)
    bakery.holds = pyo.Constraint(expr=bakery.x <= 3)

    with pytest.raises(InfeasibleError, match=r"break broken, cancelled$"):
        compile_linear_program(bakery)


def test_rounding_breaks_no_row_of_constants(bakery):
    # In binary fractions 0.1 + 0.2 is a little more than 0.3.
    bakery.x.fix(0.1 + 0.2)
    bakery.tight = pyo.Constraint(expr=bakery.x <= 0.3)

    assert compile_linear_program(bakery).row_names == ["hours", "flour"]
    assert bakery.tight.active


def test_rounding_leaves_a_variable_with_one_value(bakery):
    bakery.x.setlb(0.1 + 0.2)
    bakery.x.setub(0.3)

    program = compile_linear_program(bakery)

    assert (program.column_lower[0], program.column_upper[0]) == (0.3, 0.3)


def test_bounds_that_leave_no_value_are_named(bakery):
    bakery.x.setlb(5)
    bakery.x.setub(4)

    with pytest.raises(InfeasibleError, match=r"above the upper one for x$"):
        compile_linear_program(bakery)


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_coefficient_that_is_no_number_is_refused(bakery, number):
    # HiGHS takes a NaN without a word, and answers.
    bakery.hours.set_value(bakery.x + number * bakery.y <= 4)

    with pytest.raises(ValueError, match=f"hours: the coefficient of y is {number}"):
        compile_linear_program(bakery)


def test_a_bound_that_is_no_number_is_refused(bakery):
    bakery.blank = pyo.Constraint(expr=bakery.x <= float("nan"))

    with pytest.raises(ValueError, match="a bound is not a number: blank"):
        compile_linear_program(bakery)


def test_a_cost_that_is_no_number_is_refused(bakery):
    program = compile_linear_program(bakery)

    with pytest.raises(ValueError, match="the cost of y is nan"):
        costs_of(program, bakery.x + float("nan") * bakery.y)


def test_whole_columns_are_known_by_their_places(bakery):
    bakery.opened = pyo.Var(within=pyo.Binary)
    bakery.trays = pyo.Var(within=pyo.NonNegativeIntegers)
    bakery.sold = pyo.Var(within=pyo.Binary, initialize=1)
    bakery.sold.fix()

    assert compile_linear_program(bakery).whole.tolist() == [2, 3]


def test_a_domain_with_other_gaps_is_refused(bakery):
    bakery.trays = pyo.Var(within={1, 3, 9})

    with pytest.raises(ValueError, match="whole numbers only: trays"):
        compile_linear_program(bakery)


def test_ranges_leave_zeros_and_infinities_out(bakery):
    bakery.x.setub(50)

    ranges = compile_linear_program(bakery).ranges(np.array([0.0, -0.25]))

    assert ranges == {
        "matrix": (1, 2),
        "costs": (0.25, 0.25),
        "column bounds": (50, 50),
        "row bounds": (4, 6),
    }


SITES = """
import pyomo.environ as pyo
from planner.lp.linear_program import compile_linear_program
m = pyo.ConcreteModel()
m.x = pyo.Var({"abilene", "memphis", "fairwater", "rainier"}, bounds=(0, 1))
m.c = pyo.Constraint({"n3", "n2", "n5"}, rule=lambda m, n: sum(m.x.values()) <= len(n))
print(compile_linear_program(m).checksum())
"""


def test_unordered_sets_give_the_same_bytes_in_every_process():
    # Python orders a set of strings by hashes that differ from process to process.
    runs = [
        subprocess.run(
            [sys.executable, "-c", SITES],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        for seed in ("1", "2")
    ]

    assert runs[0].stdout == runs[1].stdout != ""


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


def test_names_outlive_the_model():
    # They are made at the first look, and Pyomo forgets them with the model.
    def made():
        m = pyo.ConcreteModel()
        m.x = pyo.Var(["a", "1"], within=pyo.NonNegativeReals)
        m.c = pyo.Constraint([2026], rule=lambda m, y: m.x["a"] + m.x["1"] <= y)
        return compile_linear_program(m)

    program = made()
    gc.collect()

    assert program.column_names == ["x[a]", "x['1']"]
    assert program.row_names == ["c[2026]"]
