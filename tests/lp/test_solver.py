"""HiGHS behind its door: optima, duals and refusals."""

import os
import signal
import subprocess
import sys
import threading

import numpy as np
import pyomo.environ as pyo
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from planner.errors import InfeasibleError, NotOptimalError, PlannerError, UnboundedError
from planner.lp.linear_program import compile_linear_program, costs_of
from planner.lp.options import SolverOptions
from planner.lp.solver import Session


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


def test_a_dual_of_a_range_is_that_of_the_bound_which_binds(bakery):
    # The lower bound of 1 binds where bread is cheap, the upper of 3 where it is dear: one unit
    # more of either bound moves x by one.
    bakery.between = pyo.Constraint(expr=(1, bakery.x, 3))

    assert minimise(bakery, 2 * bakery.x).row_duals[2] == pytest.approx(2.0)
    assert minimise(bakery, -7 * bakery.x).row_duals[2] == pytest.approx(-7.0)


def test_a_dual_of_an_equality_keeps_its_sign(bakery):
    # One loaf leaves flour for 2.5 cakes. A loaf more earns 3 and takes the flour of half a
    # cake, worth 2.5.
    bakery.equal = pyo.Constraint(expr=bakery.x == 1)

    assert minimise(bakery, bakery.loss).row_duals[2] == pytest.approx(-0.5)


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

    with pytest.raises(UnboundedError, match="unbounded"):
        minimise(bakery, bakery.free)


def test_an_unbounded_programme_names_where_costs_fall(bakery):
    bakery.debt = pyo.Var(["bank", "friend"], bounds=(None, 0))

    with pytest.raises(UnboundedError, match=r"fall for ever with debt\[bank\]$"):
        minimise(bakery, bakery.debt["bank"])


def test_contradictions_are_found_among_many_rows(bakery, monkeypatch):
    # As long as it takes: what is found in a few seconds depends on the machine.
    monkeypatch.setattr("planner.lp.infeasibility._SECONDS", 1e6)
    # One bound of stock 400 days ahead can't be reached at a loaf a day; the other rows can hold.
    days = range(1, 2001)
    bakery.stock = pyo.Var(days, within=pyo.NonNegativeReals)
    bakery.spare = pyo.Var(days, within=pyo.NonNegativeReals)
    bakery.grows = pyo.Constraint(
        days,
        rule=lambda m, d: m.stock[d] + m.spare[d] <= 1 + (m.stock[d - 1] if d > 1 else 0),
    )
    bakery.feast = pyo.Constraint(expr=bakery.stock[400] >= 401)

    with pytest.raises(InfeasibleError) as refused:
        minimise(bakery, bakery.loss)

    # The feast needs the growth of each day up to it, and one of each constraint comes first.
    assert "(all are needed for that): " in str(refused.value)
    assert "feast, " in str(refused.value)
    assert str(refused.value).endswith("and 391 more")


def test_a_time_limit_is_no_optimum(long_solve):
    said = []
    session = Session(long_solve[0], SolverOptions(time_limit_seconds=1e-3), log=said.append)

    with pytest.raises(NotOptimalError, match=r"time_limit_seconds"):
        session.minimise(long_solve[1])

    assert "Optimal" not in "".join(said)


def test_all_solves_of_a_session_share_its_time(bakery, monkeypatch):
    program = compile_linear_program(bakery)
    costs, _ = costs_of(program, bakery.loss)
    session = Session(program, SolverOptions(time_limit_seconds=60.0))
    # By this clock the first solve takes forty seconds, the second thirty, and none is left.
    clock = iter([0.0, 40.0, 40.0, 40.0, 70.0, 70.0, 70.0])
    monkeypatch.setattr("planner.lp.solver.perf_counter", lambda: next(clock))
    session.minimise(costs)
    session.minimise(costs)

    with pytest.raises(NotOptimalError, match=r"its 60 s"):
        session.minimise(costs)


@pytest.fixture
def hears_ctrl_c():
    """Python hears Ctrl-C, as it does unless it was started in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("hears_ctrl_c")
def test_an_interrupt_stops_the_solver_at_once(long_solve, capfd):
    said = []

    def press_ctrl_c(message):
        said.append(message)
        # The log speaks while the solver runs, so the key is pressed in the middle of it.
        if "Presolve" in message:
            os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        Session(long_solve[0], log=press_ctrl_c).minimise(long_solve[1])

    # Had it gone on, it would end with an optimum, however long that takes.
    for thread in threading.enumerate():
        if thread.name == "HiGHS":
            thread.join()
    assert "Optimal" not in "".join(said)
    assert capfd.readouterr() == ("", "")


def test_the_log_is_given_what_the_solver_says(bakery):
    program = compile_linear_program(bakery)
    said = []

    Session(program, log=said.append).minimise(*costs_of(program, bakery.loss))

    assert "Optimal" in "".join(said)


def test_a_log_that_fails_stops_the_solve(bakery):
    program = compile_linear_program(bakery)

    def full_disk(message):
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space left"):
        Session(program, log=full_disk).minimise(*costs_of(program, bakery.loss))


def test_a_method_that_is_not_installed_is_a_users_mistake(bakery):
    with pytest.raises(PlannerError, match="HiPO needs the package highspy-extras"):
        minimise(bakery, bakery.loss, method="hipo")


def test_a_coefficient_beyond_all_reason_is_named(bakery):
    bakery.absurd = pyo.Constraint(expr=1e25 * bakery.x <= 1)

    with pytest.raises(PlannerError, match=r"from 1\.0e\+00 to 1\.0e\+25; look for a value"):
        minimise(bakery, bakery.loss)


def test_a_programme_without_columns_costs_its_constant():
    assert minimise(pyo.ConcreteModel(), 3.0).objective == 3.0


def test_costs_of_no_numbers_are_refused(bakery):
    session = Session(compile_linear_program(bakery))

    with pytest.raises(ValueError, match="the cost of column 1 is no number"):
        session.minimise(np.array([1.0, float("nan")]))


def test_a_held_row_of_no_numbers_is_refused(bakery):
    session = Session(compile_linear_program(bakery))

    with pytest.raises(ValueError, match="refuses the row profit"):
        session.hold("profit", np.array([1.0, 1.0]), float("nan"))


def test_a_coefficient_that_the_solver_drops_is_warned_of(bakery):
    bakery.tiny = pyo.Constraint(expr=bakery.x + 1e-10 * bakery.y <= 3)

    warnings = minimise(bakery, bakery.loss).warnings

    assert any("ignored" in warning for warning in warnings)


def test_a_scaling_that_the_solver_warns_of_is_kept(bakery):
    bakery.huge = pyo.Constraint(expr=bakery.x <= 1e9)

    solution = minimise(bakery, bakery.loss)

    assert any("large" in warning for warning in solution.warnings)


def test_nothing_is_printed(bakery, capfd):
    minimise(bakery, bakery.loss)

    assert capfd.readouterr() == ("", "")


FIRST_SOLVE = """
import numpy as np
import pyomo.environ as pyo
from planner.lp.linear_program import compile_linear_program
from planner.lp.solver import Session
m = pyo.ConcreteModel()
m.x = pyo.Var(bounds=(1, 2))
Session(compile_linear_program(m)).minimise(np.ones(1))
"""


def test_the_first_solver_of_a_process_prints_no_banner():
    done = subprocess.run([sys.executable, "-c", FIRST_SOLVE], capture_output=True, check=True)

    assert (done.stdout, done.stderr) == (b"", b"")


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


@settings(max_examples=40, deadline=None)
@given(
    rows=st.lists(st.lists(coefficients, min_size=4, max_size=4), min_size=1, max_size=5),
    limits=st.lists(st.integers(1, 50), min_size=5, max_size=5),
    first=st.lists(coefficients, min_size=4, max_size=4),
    second=st.lists(coefficients, min_size=4, max_size=4),
)
def test_a_warm_start_finds_the_optimum_of_a_cold_one(rows, limits, first, second):
    m = pyo.ConcreteModel()
    m.x = pyo.Var(range(4), within=pyo.NonNegativeReals)
    m.c = pyo.Constraint(
        range(len(rows)), rule=lambda m, i: sum(rows[i][j] * m.x[j] for j in m.x) <= limits[i]
    )
    program = compile_linear_program(m)
    warm = Session(program)
    warm.minimise(-np.array(first, dtype=float))

    found = warm.minimise(-np.array(second, dtype=float))

    cold = Session(program).minimise(-np.array(second, dtype=float))
    assert found.objective == pytest.approx(cold.objective)
