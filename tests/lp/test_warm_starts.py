"""Solving on from the vertex of another programme."""

from dataclasses import replace

import numpy as np
import pyomo.environ as pyo
import pytest

from planner.lp.basis import Basis, from_bytes, to_bytes
from planner.lp.lexicographic import Stage, solve_in_stages
from planner.lp.linear_program import compile_linear_program, costs_of
from planner.lp.solver import Session


def shop(costs, limit, extra=False, without=()):
    """Forty kinds of loaf, each at most three of them, a limit on all and one on each pair."""
    m = pyo.ConcreteModel()
    m.K = [k for k in range(40) if k not in without]
    m.x = pyo.Var(m.K, bounds=(0, 3))
    m.all = pyo.Constraint(expr=sum(m.x.values()) <= limit)
    pairs = [(a, a + 1) for a in m.K if a + 1 in m.K]
    m.pair = pyo.Constraint(pairs, rule=lambda m, a, b: m.x[a] + 2 * m.x[b] <= 5)
    if extra:
        m.bun = pyo.Var(bounds=(0, 2))
        m.tray = pyo.Constraint(expr=m.bun + m.x[7] <= 3)
    program = compile_linear_program(m)
    profit = sum(costs[k] * m.x[k] for k in m.K) + (9 * m.bun if extra else 0)
    return program, [Stage("missed", *costs_of(program, -sum(m.x.values())), "loaves"),
                     Stage("cost", *costs_of(program, -profit), "money")]  # fmt: skip


COSTS = np.random.default_rng(3).uniform(1, 2, 40)


def bases_of(program, results):
    return {
        r.stage.name: Basis(
            program.column_names,
            [*program.row_names, *r.held],
            *r.solution.basis,
            program.checksum(),
        )
        for r in results
    }


@pytest.fixture
def before():
    program, stages = shop(COSTS, 50)
    return bases_of(program, solve_in_stages(program, stages))


@pytest.mark.parametrize(
    "changed",
    [
        {"limit": 50},
        {"limit": 44},
        {"costs": COSTS[::-1]},
        {"extra": True},
        {"without": (3, 4, 20)},
        {"extra": True, "without": (0,), "limit": 61},
    ],
    ids=str,
)
def test_the_optima_are_those_of_a_cold_start(before, changed):
    program, stages = shop(**{"costs": COSTS, "limit": 50, **changed})

    cold = solve_in_stages(program, stages)
    warm = solve_in_stages(program, stages, starts=before)

    assert all(r.solution.warm for r in warm)
    assert not any(r.solution.warm for r in cold)
    for one, other in zip(warm, cold, strict=True):
        assert one.solution.objective == pytest.approx(other.solution.objective)
        assert one.solution.basic


def test_the_same_programme_needs_no_step(before):
    program, stages = shop(COSTS, 50)

    again = solve_in_stages(program, stages, starts=before)

    assert [r.solution.iterations for r in again] == [0, 0]


def test_what_is_new_is_left_out_of_the_vertex(before):
    program, _ = shop(COSTS, 50, extra=True)

    columns, rows = before["missed"].onto(program.column_names, program.row_names)

    assert columns[program.column_names.index("bun")] == 0
    assert rows[program.row_names.index("tray")] == 1
    assert columns[:40].tolist() == before["missed"].columns.tolist()


def test_a_vertex_that_is_none_is_mended():
    # No row and no column is basic: the solver has to complete it.
    program, stages = shop(COSTS, 50)
    nothing = Basis(
        program.column_names,
        program.row_names,
        np.zeros(len(program.column_names), dtype=np.uint8),
        np.zeros(len(program.row_names), dtype=np.uint8),
    )

    with Session(program) as session:
        session.start_from(nothing)
        found = session.minimise(stages[0].costs)

    assert found.objective == pytest.approx(-50.0)


def test_bases_come_back_from_bytes(before):
    again = from_bytes(to_bytes(before))

    assert again.keys() == before.keys()
    for stage, basis in before.items():
        assert list(again[stage].row_names) == list(basis.row_names)
        assert list(again[stage].column_names) == list(basis.column_names)
        assert np.array_equal(again[stage].rows, basis.rows)
        assert np.array_equal(again[stage].columns, basis.columns)
        assert again[stage].program == basis.program


def test_bytes_of_something_else_are_refused():
    with pytest.raises((ValueError, KeyError)):
        from_bytes(b"no basis")


def test_a_basis_of_a_stage_that_is_gone_is_of_no_account(before):
    program, stages = shop(COSTS, 50)

    results = solve_in_stages(program, [replace(s, name="other") for s in stages], starts=before)

    assert not results[0].solution.warm
