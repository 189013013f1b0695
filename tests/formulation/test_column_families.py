"""Families of variables that have columns before they are made."""

import numpy as np
import pyomo.environ as pyo
import pytest

from planner.formulation.assemble import assemble
from planner.lp.column_family import ColumnFamily
from planner.lp.linear_program import compile_linear_program, costs_of
from planner.lp.row_family import Linear, Part
from planner.solving.loading import load_values
from planner.solving.solve import solve_world


def families(m):
    return [c for c in m.component_objects(pyo.Var) if isinstance(c, ColumnFamily)]


def test_a_programme_is_the_same_whether_its_members_are_made(day_and_night):
    unmade, made = assemble(day_and_night), assemble(day_and_night)
    for family in families(made.model):
        family.make()
    fast, slow = compile_linear_program(unmade.model), compile_linear_program(made.model)
    fast_costs, slow_costs = (
        costs_of(program, formulation.objectives()["cost"])[0]
        for program, formulation in ((fast, unmade), (slow, made))
    )

    assert sum(len(family) for family in families(unmade.model)) > 30
    assert np.array_equal(fast_costs, slow_costs)
    assert fast.checksum() == slow.checksum()
    # A flexible connection's rows name what is turned down; nothing names the others.
    assert [f.name for f in families(unmade.model) if not f.as_columns] == ["turned_down_gw"]
    assert [v.name for v in fast.columns] == list(fast.column_names)


@pytest.fixture
def three():
    m = pyo.ConcreteModel()
    m.x = ColumnFamily(["a", "b", "c"], within=pyo.NonNegativeReals)
    m.y = pyo.Var()
    return m


def test_a_length_is_known_and_makes_nothing(three):
    assert len(three.x) == 3
    assert three.x.as_columns
    assert three.x["b"].domain is pyo.NonNegativeReals
    assert not three.x.as_columns
    assert len(three.x) == 3


def test_a_member_that_is_fixed_is_held(three):
    three.x["b"].fix(2.0)
    program = compile_linear_program(three)

    assert program.column_lower.tolist() == [0.0, 2.0, 0.0, -np.inf]
    assert program.column_upper.tolist() == [np.inf, 2.0, np.inf, np.inf]


def test_a_row_that_names_a_member_finds_its_column(three):
    three.row = pyo.Constraint(expr=three.x["c"] + three.y <= 4.0)
    program = compile_linear_program(three)

    assert program.matrix.toarray().tolist() == [[0.0, 0.0, 1.0, 1.0]]


def test_costs_as_arrays_find_columns_of_members_that_are_made_later(three):
    program = compile_linear_program(three)
    part = Part.each(three.x, np.array([1.0, 2.0, 3.0]))
    assert three.x.as_columns

    costs, _ = costs_of(program, Linear(4.0 * three.y + 5.0 * three.x["a"], [part]))

    assert costs.tolist() == [6.0, 2.0, 3.0, 4.0]


def test_values_loaded_early_are_those_of_the_members(three):
    three.x.load(np.array([1.0, 2.0, 3.0]))
    assert three.x.as_columns
    assert [v.value for v in three.x.values()] == [1.0, 2.0, 3.0]
    three.x.load(np.array([4.0, 5.0, 6.0]))
    assert three.x["c"].value == 6.0


def test_a_whole_domain_is_known_without_its_members(three):
    three.z = ColumnFamily(["d"], within=pyo.NonNegativeIntegers)
    program = compile_linear_program(three)

    assert program.whole.tolist() == [4]


def test_a_plan_has_its_values_though_no_member_was_made(day_and_night):
    solved = solve_world(day_and_night)
    found = solved.stages["cost"].solution.column_values
    load_values(solved.formulation, solved.program, found)
    m = solved.formulation.model
    names = {v.name: v.value for family in families(m) for v in family.values()}
    values = dict(zip(solved.program.column_names, found, strict=True))

    assert max(names.values()) > 0
    assert all(values[name] == pytest.approx(v, abs=1e-9) for name, v in names.items())
