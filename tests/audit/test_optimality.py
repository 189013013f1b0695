"""Proofs by hand: minimise -3x - 5y with x + y <= 4 and x + 2y <= 6; optimum x = y = 2."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import sparse

from planner.audit.optimality import stage_checks
from planner.audit.proof import Proof, ProofOfStage


@pytest.fixture
def right():
    """The optimum, -16, with its duals: an hour more is worth 1, a flour more 2."""
    return Proof(
        matrix=sparse.csr_array([[1.0, 1.0], [1.0, 2.0]]),
        row_names=["hours", "flour"],
        row_families=["hours", "flour"],
        row_lower=np.array([-np.inf, -np.inf]),
        row_upper=np.array([4.0, 6.0]),
        column_names=["x", "y"],
        column_families=["x", "y"],
        column_keys=[(), ()],
        column_lower=np.zeros(2),
        column_upper=np.full(2, np.inf),
        stages={
            "cost": ProofOfStage(
                costs=np.array([-3.0, -5.0]),
                constant=1.0,
                values=np.array([2.0, 2.0]),
                activities=np.array([4.0, 6.0]),
                reduced_costs=np.zeros(2),
                duals=np.array([-1.0, -2.0]),
            )
        },
    )


def failed(proof):
    _, checks = stage_checks(proof, "cost", "USD")
    return {check.family for check in checks if not check.passed}


def changed(proof, **changes):
    return replace(proof, stages={"cost": replace(proof.stages["cost"], **changes)})


def test_a_right_proof_has_no_gap(right):
    figures, checks = stage_checks(right, "cost", "USD")

    assert all(check.passed for check in checks)
    assert figures.primal_objective == figures.dual_objective == -15.0
    assert figures.duality_gap == figures.complementary_slackness == 0.0


def test_a_gap_is_told_over_the_objective(right):
    # With x = 2 and y = 1 the objective is -10, where duals say -15: half of it. Of flour 2 are
    # left, at a price of 2: 0.4 of the objective.
    figures, _ = stage_checks(
        changed(right, values=np.array([2.0, 1.0]), activities=np.array([3.0, 4.0])), "cost", "USD"
    )

    assert (figures.primal_objective, figures.dual_objective) == (-10.0, -15.0)
    assert figures.duality_gap == pytest.approx(0.5)
    assert figures.complementary_slackness == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("changes", "families"),
    [
        # A feasible point that is no optimum: half a loaf less.
        (
            {"values": np.array([1.5, 2.0]), "activities": np.array([3.5, 5.5])},
            {"duality_gap", "complementary_slackness"},
        ),
        # More than there is.
        ({"values": np.array([3.0, 2.0]), "activities": np.array([5.0, 7.0])}, {"hours", "flour"}),
        ({"values": np.array([-1.0, 3.5]), "activities": np.array([2.5, 6.0])}, {"bounds of x"}),
        ({"activities": np.array([4.0, 5.0])}, {"activity of flour"}),
        # Prices that don't add up to the costs, or have the wrong sign.
        ({"duals": np.array([-1.0, -1.0])}, {"reduced cost of x", "reduced cost of y"}),
        (
            {"duals": np.array([1.0, -2.0]), "reduced_costs": np.array([-2.0, -2.0])},
            {"dual of hours", "reduced cost of x", "reduced cost of y"},
        ),
        ({"values": np.array([np.nan, 2.0])}, {"hours", "flour", "bounds of x"}),
    ],
    ids=["suboptimal", "infeasible", "below zero", "told wrongly", "wrong price", "sign", "nan"],
)
def test_a_wrong_proof_fails_where_it_is_wrong(right, changes, families):
    assert families <= failed(changed(right, **changes))


def test_without_duals_only_the_values_are_checked(right):
    figures, checks = stage_checks(changed(right, duals=None, reduced_costs=None), "cost", "USD")

    assert figures.duality_gap is None
    assert all(check.passed for check in checks)


def test_a_held_optimum_is_a_row_of_the_next_stage(right):
    # Profit is held at 16; the least bread with it is two loaves.
    bread = ProofOfStage(
        costs=np.array([1.0, 0.0]),
        constant=0.0,
        values=np.array([2.0, 2.0]),
        activities=np.array([4.0, 6.0, -16.0]),
        reduced_costs=np.zeros(2),
        duals=np.array([0.0, -5.0, -2.0]),
    )
    proof = replace(
        right,
        row_names=["hours", "flour", "held[cost]"],
        row_families=["hours", "flour", "held"],
        row_lower=np.append(right.row_lower, -np.inf),
        row_upper=np.append(right.row_upper, -16.0),
        stages={**right.stages, "bread": bread},
    )

    assert proof.held("cost") == []
    assert proof.held("bread") == ["cost"]
    assert failed(proof) == set()
    assert stage_checks(proof, "bread", "loaves")[0].primal_objective == 2.0


def test_a_proof_survives_the_disk(right, tmp_path):
    right.write(tmp_path)

    again = Proof.read(tmp_path, {"cost": 1.0})

    assert again.checksum() == right.checksum()
    assert failed(again) == set()
