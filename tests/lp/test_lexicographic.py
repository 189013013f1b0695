"""Stages: one optimum after another."""

import pyomo.environ as pyo
import pytest

from planner.lp.lexicographic import Stage, solve_in_stages
from planner.lp.linear_program import compile_linear_program, costs_of
from planner.lp.solver import Session


@pytest.fixture
def stages(bakery):
    """First the most loaves of either kind, then the least flour, then the most profit."""
    program = compile_linear_program(bakery)

    def stage(name, expression):
        costs, constant = costs_of(program, expression)
        return Stage(name=name, costs=costs, constant=constant, unit=name)

    return program, [
        stage("fewest missed", 10 - bakery.x - bakery.y),
        stage("flour", bakery.x + 2 * bakery.y),
        stage("loss", bakery.loss),
    ]


def test_each_optimum_is_held_while_the_next_is_sought(stages):
    # Four hours make four loaves, 6 missed of 10. All bread needs the least
    # flour, 4, and then nothing is left to choose: the loss is -12, not -16.
    results = solve_in_stages(*stages)

    assert [r.solution.objective for r in results] == pytest.approx([6.0, 4.0, -12.0])
    assert results[-1].solution.column_values == pytest.approx([4.0, 0.0], abs=1e-6)


def test_the_duals_of_a_stage_are_in_its_own_unit(stages):
    # An hour more is a loaf more in the first stage. In the second four
    # loaves are held, so an hour more is worth nothing: it only loosens.
    first, second, _ = solve_in_stages(*stages)

    assert first.solution.row_duals[0] == pytest.approx(-1.0)
    assert first.held == ()
    assert second.held == ("held[fewest missed]",)
    assert len(second.solution.row_duals) == 3


def test_a_held_optimum_has_a_dual_of_its_own(stages):
    # A loaf fewer to bake, of the four that are held, saves its flour of 1.
    _, second, _ = solve_in_stages(*stages)

    assert second.solution.row_duals[-1] == pytest.approx(-1.0)


def test_an_optimum_of_zero_is_held_at_zero(bakery):
    # Three loaves are asked for and none is missed. Then as few hours as may be: three, not none.
    bakery.missed = pyo.Var(within=pyo.NonNegativeReals)
    bakery.asked = pyo.Constraint(expr=bakery.x + bakery.y + bakery.missed >= 3)
    program = compile_linear_program(bakery)
    wanted = {"missed": bakery.missed, "hours": bakery.x + bakery.y}

    results = solve_in_stages(
        program,
        [
            Stage(name=name, costs=costs_of(program, expression)[0], constant=0.0, unit=name)
            for name, expression in wanted.items()
        ],
    )

    assert [r.solution.objective for r in results] == pytest.approx([0.0, 3.0])
    assert results[-1].solution.column_values[2] == pytest.approx(0.0, abs=1e-8)


def test_a_stage_may_be_refused_before_the_next_begins(stages):
    seen = []

    def refuse(result):
        seen.append(result.stage.name)
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        solve_in_stages(*stages, after=refuse)

    assert seen == ["fewest missed"]


def test_progress_names_each_stage(stages):
    told = []

    solve_in_stages(*stages, progress=told.append)

    assert told[1] == "solve stage 2 of 3: flour"


def test_stages_of_a_large_programme_begin_without_a_basis(stages, monkeypatch):
    # As if three rows were many: the optima are those of the stages above, which go on
    # from one vertex to the next.
    before = solve_in_stages(*stages)
    forgotten = []
    forget = Session.forget
    monkeypatch.setattr(
        Session, "forget", lambda session: forgotten.append(session.held[-1]) or forget(session)
    )
    monkeypatch.setattr("planner.lp.lexicographic.PRESOLVE_PAYS", len(stages[0].row_names))

    results = solve_in_stages(*stages)

    assert forgotten == ["held[fewest missed]", "held[flour]"]
    assert not any(each.solution.warm for each in results)
    for each, other in zip(results, before, strict=True):
        assert each.solution.basic
        assert each.solution.objective == pytest.approx(other.solution.objective)
        assert each.solution.row_duals is not None


def test_stages_of_a_small_programme_go_on_from_one_another(stages, monkeypatch):
    monkeypatch.setattr(Session, "forget", None)
    monkeypatch.setattr("planner.lp.lexicographic.PRESOLVE_PAYS", len(stages[0].row_names) + 1)

    assert len(solve_in_stages(*stages)) == 3
