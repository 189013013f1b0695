"""First-order methods: a point near the optimum, and the vertex that is made of it."""

import sys
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest

from planner.errors import InfeasibleError, NotOptimalError, PlannerError
from planner.lp import first_order_methods as first_order
from planner.lp.first_order_methods import by_cuopt
from planner.lp.linear_program import compile_linear_program, costs_of
from planner.lp.near_optima import Point, PricedProgram
from planner.lp.options import SolverOptions
from planner.lp.solver import Session


def minimise(model, method, **options):
    program = compile_linear_program(model)
    with Session(program, SolverOptions(method=method, **options)) as session:
        return session.minimise(*costs_of(program, model.loss))


def test_pdlp_ends_at_the_vertex_of_the_simplex_method(bakery):
    expected, found = minimise(bakery, "simplex"), minimise(bakery, "pdlp")

    assert found.method == "pdlp"
    assert found.basic
    assert found.iterations > expected.iterations
    assert found.objective == pytest.approx(expected.objective, rel=1e-12)
    assert np.allclose(found.row_duals, expected.row_duals, atol=1e-9)


def test_nothing_is_printed(bakery, capfd):
    minimise(bakery, "pdlp")

    assert capfd.readouterr() == ("", "")


def test_a_point_that_is_worth_nothing_costs_time_and_no_truth(bakery, monkeypatch):
    program = compile_linear_program(bakery)

    def nowhere(highs):
        rows, columns = program.matrix.shape
        return Point(np.full(columns, 7e5), np.full(rows, -3e5), 1)

    monkeypatch.setattr(first_order, "by_highs", nowhere)

    assert minimise(bakery, "pdlp").objective == pytest.approx(
        minimise(bakery, "simplex").objective, rel=1e-12
    )


def test_held_rows_are_part_of_what_the_method_sees(bakery):
    program = compile_linear_program(bakery)
    costs, constant = costs_of(program, bakery.loss)
    with Session(program, SolverOptions(method="pdlp")) as session:
        best = session.minimise(costs, constant)
        session.hold("kept", costs, best.objective - constant)
        again = session.minimise(np.ones(len(costs)))

    assert costs @ again.column_values <= best.objective - constant + 1e-7


def test_an_infeasible_programme_is_named_by_its_rows(bakery):
    bakery.x.setlb(1e6)

    with pytest.raises(InfeasibleError):
        minimise(bakery, "pdlp")


def test_a_time_limit_is_for_the_point_too(bakery):
    with pytest.raises(NotOptimalError, match="used up its"):
        minimise(bakery, "pdlp", time_limit_seconds=1e-9)


def test_a_gpu_solver_that_is_not_installed_is_a_users_mistake(bakery, monkeypatch):
    monkeypatch.setitem(sys.modules, "cuopt", None)

    with pytest.raises(PlannerError, match="needs an NVIDIA GPU and the package cuopt"):
        minimise(bakery, "cuopt")


@pytest.fixture
def asked(bakery):
    program = compile_linear_program(bakery)
    costs, _ = costs_of(program, bakery.loss)
    rows = program.row_lower, program.row_upper
    columns = program.column_lower, program.column_upper
    none = np.zeros(0, dtype=np.int32)
    return PricedProgram(
        program.matrix, rows, columns, costs, none, np.zeros(len(costs)), 10.0, 1e-7
    )


def package(monkeypatch, solve):
    """The part of cuOpt's interface that is used, noting what it is told; no GPU is here."""
    told = {}

    class Noting:
        def __getattr__(self, name):
            def note(*values):
                told[name if len(values) == 1 else f"{name} {values[0]}"] = values[-1]

            return note

    module = ModuleType("cuopt.linear_programming")
    module.DataModel = module.SolverSettings = Noting
    module.SolverMethod = SimpleNamespace(PDLP=1)
    module.Solve = solve
    monkeypatch.setitem(sys.modules, "cuopt", ModuleType("cuopt"))
    monkeypatch.setitem(sys.modules, "cuopt.linear_programming", module)
    return told


def answer(values, duals):
    return SimpleNamespace(
        get_primal_solution=lambda: values,
        get_dual_solution=lambda: duals,
        get_termination_status=lambda: "TimeLimit",
    )


def test_what_a_gpu_solver_finds_is_crossed_over(bakery, asked, monkeypatch):
    rows, columns = asked.matrix.shape
    told = package(monkeypatch, lambda *_: answer(np.zeros(columns), np.zeros(rows)))
    found = minimise(bakery, "cuopt")

    assert found.objective == pytest.approx(minimise(bakery, "simplex").objective, rel=1e-12)
    assert found.basic
    assert np.array_equal(told["set_objective_coefficients"], asked.costs)
    assert np.array_equal(told["set_variable_upper_bounds"], asked.columns[1])
    assert told["set_parameter crossover"] is False


def test_a_gpu_that_is_not_there_is_said(asked, monkeypatch):
    def solve(*_):
        raise RuntimeError("no CUDA-capable device is detected")

    package(monkeypatch, solve)

    with pytest.raises(PlannerError, match=r"no CUDA-capable device.*choose another solver"):
        by_cuopt(asked)


def test_no_point_is_no_answer(asked, monkeypatch):
    package(monkeypatch, lambda *_: answer(np.zeros(0), np.zeros(0)))

    with pytest.raises(PlannerError, match=r"found no point \(TimeLimit\)"):
        by_cuopt(asked)
