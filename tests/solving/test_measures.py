"""What only measures is held at what it measures, worked out by hand."""

from types import SimpleNamespace

import numpy as np
import pyomo.environ as pyo
import pytest

from planner.formulation.ledger import MeasuringVariable
from planner.lp.lexicographic import Stage, StageResult
from planner.lp.linear_program import compile_linear_program
from planner.lp.solution import Solution
from planner.solving.measures import settled

HIGHEST = frozenset({"above", "twice", "floor_of_less"})
LOWEST = frozenset({"peak", "ceiling_of_less"})


@pytest.fixture
def settle():
    """The values of `y`, `high`, `low` and of all rows, where y is what a plan chose.

    `high` is the most that 3 + y, 8 / 2, a floor of -5 under -high and its own bound of 4.5 allow;
    `low` the least above y + 1 and above 2, under its own bound of 6.
    """
    m = pyo.ConcreteModel()
    m.y = pyo.Var(bounds=(0, 9))
    m.high = pyo.Var(bounds=(0.5, 4.5))
    m.low = pyo.Var(bounds=(0.25, 6))
    m.above = pyo.Constraint(expr=m.high + m.y <= 3 + 2 * m.y)
    m.twice = pyo.Constraint(expr=2 * m.high <= 8)
    m.floor_of_less = pyo.Constraint(expr=-m.high >= -5)
    m.peak = pyo.Constraint(expr=m.low - m.y >= 1)
    m.ceiling_of_less = pyo.Constraint(expr=-2 * m.low <= -4)
    m.other = pyo.Constraint(expr=m.high + m.low + m.y <= 1000)
    program = compile_linear_program(m)
    measures = [
        MeasuringVariable(m.high, HIGHEST, most=True), MeasuringVariable(m.low, LOWEST, most=False)
    ]  # fmt: skip
    formulation = SimpleNamespace(ledgers=SimpleNamespace(measures=measures), model=m)

    def result_of(y, high, low):
        values = np.array([y, high, low], dtype=float)
        rows = np.append(program.matrix @ values, 77.0)
        solution = Solution("optimal", 0.0, values, rows, None, None, False, "simplex", 0, 0.0)
        return StageResult(Stage("cost", np.zeros(3), 0.0, ""), solution, ("held",))

    def made(y, high, low):
        before = result_of(y, high, low)
        return before, settled(formulation, program, before), program

    return made


@pytest.mark.parametrize(
    ("y", "high", "low"),
    [
        # 3 + 0 is less than 8 / 2; 4 / 2 is more than 0 + 1.
        (0.0, 3.0, 2.0),
        # 8 / 2 is less than 3 + 2; y + 1.
        (2.0, 4.0, 3.0),
        (0.5, 3.5, 2.0),
        # Its own bound keeps the low one.
        (5.5, 4.0, 6.0),
    ],
)
def test_each_is_held_at_what_its_rows_and_bounds_allow(settle, y, high, low):
    _, found, program = settle(y, 1.0, 5.0)

    assert found.solution.column_values.tolist() == pytest.approx([y, high, low])
    rows = found.solution.row_values
    # The row of a held stage stays as it was.
    assert rows[:-1] == pytest.approx(program.matrix @ np.array([y, high, low]))
    assert rows[-1] == 77.0


def test_what_is_there_already_is_the_same_object(settle):
    before, found, _ = settle(2.0, 4.0, 3.0 + 5e-10)

    assert found is before


def test_dust_is_no_move(settle):
    before, found, _ = settle(2.0, 4.0 - 5e-10, 5.0)

    assert found.solution.column_values[1] == before.solution.column_values[1]
    assert found.solution.column_values[2] == pytest.approx(3.0)


def test_two_that_one_row_holds_together_stay_as_they_are():
    # Two peaks are at least 5 together, and the first at least 1 alone: each alone would be put
    # at what the other leaves of 5 if it were nothing, 5 and 5. The third has a row of its own.
    m = pyo.ConcreteModel()
    m.peak = pyo.Var([0, 1, 2], bounds=(0, 9))
    m.together = pyo.Constraint(expr=m.peak[0] + m.peak[1] >= 5)
    m.alone = pyo.Constraint([0, 2], rule=lambda m, i: m.peak[i] >= (1 if i == 0 else 2))
    program = compile_linear_program(m)
    rows = frozenset({"together", "alone"})
    measures = [MeasuringVariable(m.peak, rows, most=False)]
    formulation = SimpleNamespace(ledgers=SimpleNamespace(measures=measures), model=m)
    values = np.array([1.5, 3.5, 8.0])
    solution = Solution(
        "optimal", 0.0, values, program.matrix @ values, None, None, False, "simplex", 0, 0.0
    )

    after = settled(
        formulation, program, StageResult(Stage("cost", np.zeros(3), 0, ""), solution, ())
    )

    assert after.solution.column_values == pytest.approx([1.5, 3.5, 2.0])
