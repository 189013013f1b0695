"""Benders' decomposition against the same programme as a whole."""

import numpy as np
import pyomo.environ as pyo
import pytest
from scipy import sparse

from planner.errors import InfeasibleError, NotOptimalError, UnboundedError
from planner.lp import benders
from planner.lp.benders import decompose
from planner.lp.extensive_form import extensive_form
from planner.lp.linear_program import compile_linear_program, costs_of
from planner.lp.near_optima import PricedProgram
from planner.lp.options import SolverOptions
from planner.lp.solver import Session
from planner.lp.subproblems import parts_of

SITES = range(3)
HOURS = range(4)


@pytest.fixture
def towns():
    """Plants are built at three sites within one limit, and run or buy dear power by the hour."""
    load = {(s, h): 1.0 + s + (h % 2) for s in SITES for h in HOURS}
    m = pyo.ConcreteModel()
    m.built = pyo.Var(SITES, within=pyo.NonNegativeReals)
    m.runs = pyo.Var(SITES, HOURS, within=pyo.NonNegativeReals)
    m.bought = pyo.Var(SITES, HOURS, within=pyo.NonNegativeReals, bounds=(0, 2.5))
    m.room = pyo.Constraint(expr=pyo.quicksum(m.built.values()) <= 7.0)

    @m.Constraint(SITES, HOURS)
    def within(m, s, h):
        return m.runs[s, h] <= m.built[s]

    @m.Constraint(SITES, HOURS)
    def served(m, s, h):
        return m.runs[s, h] + m.bought[s, h] >= load[s, h]

    run = pyo.quicksum((1.0 + 0.1 * s) * m.runs[s, h] for s in SITES for h in HOURS)
    m.loss = 7.0 * pyo.quicksum(m.built.values()) + run + 4.0 * pyo.quicksum(m.bought.values())
    return m


def compiled(m):
    return compile_linear_program(m, [m.runs, m.bought])


def asked(m, near=None, seconds=60.0):
    program = compiled(m)
    costs, _ = costs_of(program, m.loss)
    rows = program.row_lower, program.row_upper
    columns = program.column_lower, program.column_upper
    near = np.zeros(len(costs)) if near is None else near
    return PricedProgram(program.matrix, rows, columns, costs, program.inner, near, seconds, 1e-7)


def minimise(m, method, **options):
    program = compiled(m)
    with Session(program, SolverOptions(method=method, **options)) as session:
        return session.minimise(*costs_of(program, m.loss))


def proven(q, duals, reduced):
    """What duals prove that no point can cost less than."""
    return sum(
        weight * (low if weight > 0 else high)
        for weights, (lows, highs) in ((duals, q.rows), (reduced, q.columns))
        for weight, low, high in zip(weights, lows, highs, strict=True)
        if abs(weight) > 1e-9
    )


def test_blocks_are_what_no_row_joins():
    matrix = sparse.csr_array(
        [
            [1, 0, 0, 0, 0],  # Column 0 is shared: a row of its own.
            [1, 1, 0, 0, 0],
            [0, 1, 0, 2, 0],  # Columns 1 and 3 are one block.
            [3, 0, 4, 0, 0],  # Column 2 is another; column 4 is in no row.
        ]
    )
    parts = parts_of(matrix, np.array([1, 2, 3, 4]))

    assert parts.shared.tolist() == [0]
    assert parts.rows.tolist() == [0]
    found = {tuple(b.columns.tolist()): b for b in parts.blocks}
    assert found.keys() == {(1, 3), (2,), (4,)}
    assert found[1, 3].rows.tolist() == [1, 2]
    assert found[1, 3].own.toarray().tolist() == [[1, 0], [1, 2]]
    assert found[1, 3].shared.toarray().tolist() == [[1], [0]]
    assert found[2,].shared.toarray().tolist() == [[3]]
    assert found[4,].rows.size == found[4,].meets.size == 0


def test_the_bounds_meet_at_the_optimum(towns):
    best = minimise(towns, "simplex").objective
    found = decompose(asked(towns), gap=1e-9)

    assert len(parts_of(compiled(towns).matrix, compiled(towns).inner).blocks) == 12
    assert found.lower <= best + 1e-9
    assert found.upper >= best - 1e-9
    assert found.upper - found.lower <= 1e-9 * best
    assert found.point.iterations > 2


def test_the_point_keeps_all_rows_and_its_duals_prove_the_lower_bound(towns):
    q = asked(towns)
    found = decompose(q, gap=1e-9)
    x, d = found.point.values, found.point.row_duals
    reached, reduced = q.matrix @ x, q.costs - q.matrix.T @ d

    assert (reached >= q.rows[0] - 1e-9).all()
    assert (reached <= q.rows[1] + 1e-9).all()
    assert q.costs @ x == pytest.approx(found.upper)
    assert proven(q, d, reduced) == pytest.approx(found.lower, rel=1e-9)


def test_the_vertex_is_that_of_the_whole(towns):
    expected, found = minimise(towns, "simplex"), minimise(towns, "benders")

    assert found.method == "benders"
    assert found.basic
    assert found.objective == pytest.approx(expected.objective, rel=1e-12)
    # Where flows tie, other duals would do as well; these prove the optimum.
    least = proven(asked(towns), found.row_duals, found.reduced_costs)
    assert least == pytest.approx(expected.objective, rel=1e-12)


def test_a_block_that_cannot_run_at_the_start_says_what_it_needs(towns):
    # At nothing built no site but the first can serve its load with what it may buy.
    nothing = decompose(asked(towns), gap=1e-9)
    plenty = decompose(asked(towns, near=np.full(27, 7.0 / 3)), gap=1e-9)

    assert np.isfinite(nothing.upper)
    assert nothing.upper == pytest.approx(plenty.upper, rel=1e-8)


def test_when_time_is_over_the_best_so_far_is_given(towns):
    found = decompose(asked(towns, near=np.full(27, 7.0 / 3), seconds=0.0))

    assert found.point.iterations == 1
    assert found.lower < found.upper


def test_an_infeasible_programme_is_named_by_its_rows(towns):
    towns.room.set_value(pyo.quicksum(towns.built.values()) <= 0.5)

    with pytest.raises(InfeasibleError, match="room"):
        minimise(towns, "benders")


def test_an_unbounded_programme_is_told_as_such(towns):
    towns.gift = pyo.Var(within=pyo.NonNegativeReals)
    towns.loss -= towns.gift

    with pytest.raises(UnboundedError):
        minimise(towns, "benders")


def test_a_time_limit_holds(towns):
    with pytest.raises(NotOptimalError, match="used up its"):
        minimise(towns, "benders", time_limit_seconds=1e-9)


def test_a_decomposition_that_fails_is_told_and_does_no_harm(towns, monkeypatch):
    def fails(*_):
        raise ArithmeticError("a ray shuts nothing out")

    monkeypatch.setattr(benders, "_most", fails)
    found = minimise(towns, "benders")

    assert found.objective == pytest.approx(minimise(towns, "simplex").objective, rel=1e-12)
    assert any("benders found no point" in warning for warning in found.warnings)
    assert found.method == "simplex"


def test_costs_that_blocks_have_no_part_in_are_left_to_the_simplex_method(towns):
    program = compiled(towns)
    with Session(program, SolverOptions(method="benders")) as session:
        found = session.minimise(*costs_of(program, pyo.quicksum(towns.built.values())))

    assert found.method == "simplex"


@pytest.mark.parametrize(
    ("method", "large", "expected"),
    [("choose", 10, "benders"), ("choose", 80_000, "simplex"), ("simplex", 10, "simplex")],
)
def test_large_programmes_are_taken_apart_from_an_earlier_optimum(
    towns, monkeypatch, method, large, expected
):
    monkeypatch.setattr("planner.lp.solver._LARGE", large)
    program = compiled(towns)
    costs = costs_of(program, towns.loss)
    with Session(program, SolverOptions(method=method)) as session:
        first = session.minimise(*costs)
        again = session.minimise(*costs)

    assert first.method == "simplex"
    assert again.method == expected
    assert again.objective == pytest.approx(first.objective, rel=1e-12)


def test_scenarios_that_share_decisions_are_taken_apart_too(towns):
    program = compiled(towns)
    keys = [name if name.startswith("built") else None for name in program.column_names]
    both = extensive_form(["a", "b"], [program, program], [keys, keys])
    costs, _ = costs_of(program, towns.loss)
    objective = both.costs([0.5, 0.5], [costs, costs])
    found = {}
    for method in ("simplex", "benders"):
        with Session(both.program, SolverOptions(method=method)) as session:
            found[method] = session.minimise(objective)

    assert len(both.program.inner) == 2 * len(program.inner)
    assert found["benders"].method == "benders"
    assert found["benders"].objective == pytest.approx(found["simplex"].objective, rel=1e-12)
