r"""Optimality: whether a programme's arrays and an optimum of it fit, for each stage.

With costs :math:`c`, matrix :math:`A`, values :math:`x`, duals :math:`y` and reduced costs
:math:`z`, a deviation is measured against the size of what is added up, and at least against one:

- rows and columns within their bounds, those that must be whole at a whole number;
  :math:`Ax` over the larger of one and the bound;
- :math:`c - A^T y - z = 0`, over the largest of one, :math:`|c_j|` and :math:`|a_{ij} y_i|`;
- a dual above zero has a lower bound, one below zero an upper one: over the largest of one and
  the largest dual of its family, so that a free row of a dear family may carry a rounding;
- the gap between :math:`c^T x` and the dual objective, bounds included, over the objective;
- complementary slackness: each :math:`|y_i|` times the distance from its bound, over the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from planner.audit.checks import TOLERANCE, Check, by_family
from planner.audit.proof import Proof

ROWS_HOLD = "every row lies within its bounds"
COLUMNS_HOLD = "every variable lies within its bounds"


@dataclass(frozen=True)
class StageProof:
    """The figures of one stage; those of duals are None where the solver gave none."""

    stage: str
    primal_objective: float
    dual_objective: float | None
    duality_gap: float | None
    """Difference of the two, over the larger of one and the objective."""
    complementary_slackness: float | None
    dual_infeasibility: float | None
    primal_infeasibility: float


def stage_checks(proof: Proof, stage: str, unit: str) -> tuple[StageProof, list[Check]]:
    """All checks of one stage, and their figures."""
    own = proof.stages[stage]
    matrix = proof.matrix_of(stage)
    count = matrix.shape[0]
    names, families = list(proof.row_names[:count]), list(proof.row_families[:count])
    of_columns = list(proof.column_names), list(proof.column_families)
    lower, upper = proof.row_lower[:count], proof.row_upper[:count]
    x = own.values
    least, most = proof.column_bounds(stage)
    activity = matrix @ x
    rows = _within((names, families), ROWS_HOLD, stage, "", activity, lower, upper)
    columns = _within(of_columns, COLUMNS_HOLD, stage, "", x, least, most)
    columns = [replace(check, family=f"bounds of {check.family}") for check in columns]
    told = own.activities[:count]
    what = "the activity told is that of the values"
    fits = by_family(names, families, what, stage, "", told, activity, _one(activity))
    fits = [replace(check, family=f"activity of {check.family}") for check in fits]
    primal = float(own.costs @ x) + own.constant
    checks = [*rows, *columns, *fits]
    worst = max((check.scaled for check in (*rows, *columns)), default=0.0)
    if own.duals is None or own.reduced_costs is None:
        return StageProof(stage, primal, None, None, None, None, worst), checks
    y, z = own.duals[:count], own.reduced_costs
    stationary = _stationary(proof, stage, matrix, y, z)
    signs = [
        *_signs((names, families), stage, y, lower, upper, "dual of"),
        *_signs(of_columns, stage, z, least, most, "reduced cost of"),
    ]
    dual = own.constant + _supported(y, lower, upper)
    dual += _supported(z, least, most)
    size = max(1.0, abs(primal))
    gap = abs(primal - dual) / size
    slack_rows = _slackness(y, activity, lower, upper)
    slack_columns = _slackness(z, x, least, most)
    slackness = float(max(slack_rows.max(initial=0), slack_columns.max(initial=0))) / size
    checks += [*stationary, *signs]
    checks.append(_single("duality_gap", "the dual objective is the primal one", stage, unit,
                          f"stage {stage}", dual, primal, gap))  # fmt: skip
    products = np.concatenate([slack_rows, slack_columns])
    all_names = [*names, *proof.column_names]
    place = int(np.argmax(products)) if products.size else 0
    checks.append(
        _single(
            "complementary_slackness",
            "a row with a price lies at its bound",
            stage,
            unit,
            all_names[place] if all_names else "",
            float(products[place]) if products.size else 0.0,
            0.0,
            slackness,
        )
    )
    infeasibility = max((check.scaled for check in (*stationary, *signs)), default=0.0)
    return StageProof(stage, primal, dual, gap, slackness, infeasibility, worst), checks


Members = tuple[Sequence[str], Sequence[str]]
"""Names of rows or columns, and the family of each."""


def _within(
    of: Members,
    what: str,
    stage: str,
    unit: str,
    values: np.ndarray,
    lower: np.ndarray,
    upper: np.ndarray,
) -> list[Check]:
    nearest = np.clip(values, lower, upper)
    return by_family(*of, what, stage, unit, values, nearest, _one(nearest))


def _stationary(
    proof: Proof, stage: str, matrix: sparse.csr_array, y: np.ndarray, z: np.ndarray
) -> list[Check]:
    costs = proof.stages[stage].costs
    priced = matrix.T @ y
    terms = sparse.csr_array(matrix)
    terms.data = np.abs(terms.data * np.repeat(y, np.diff(terms.indptr)))
    largest = (
        np.asarray(terms.max(axis=0).todense()).ravel() if terms.nnz else np.zeros(len(costs))
    )
    scale = np.maximum(np.maximum(1.0, np.abs(costs)), largest)
    checks = by_family(
        list(proof.column_names),
        list(proof.column_families),
        "a reduced cost is the cost less what the rows charge",
        stage,
        "",
        z,
        costs - priced,
        scale,
    )
    return [replace(check, family=f"reduced cost of {check.family}") for check in checks]


def _signs(
    of: Members,
    stage: str,
    prices: np.ndarray,
    lower: np.ndarray,
    upper: np.ndarray,
    of_what: str,
) -> list[Check]:
    """A price above zero belongs to a lower bound, one below zero to an upper one."""
    allowed = np.where((prices > 0) & np.isneginf(lower), 0.0, prices)
    allowed = np.where((prices < 0) & np.isposinf(upper), 0.0, allowed)
    families = np.array(of[1])
    scale = np.ones(len(prices))
    for family in dict.fromkeys(families):
        own = families == family
        scale[own] = max(1.0, float(np.abs(prices[own]).max(initial=0.0)))
    what = "a price has the sign of the bound that it belongs to"
    checks = by_family(*of, what, stage, "", prices, allowed, scale)
    return [replace(check, family=f"{of_what} {check.family}") for check in checks]


def _supported(prices: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> float:
    """What the bounds are worth at their prices; a price without a bound is dealt with by sign."""
    bound = np.where(prices > 0, lower, upper)
    return float(prices @ np.where(np.isfinite(bound), bound, 0.0))


def _slackness(
    prices: np.ndarray, values: np.ndarray, lower: np.ndarray, upper: np.ndarray
) -> np.ndarray:
    bound = np.where(prices > 0, lower, upper)
    distance = np.where(np.isfinite(bound), np.abs(values - bound), 0.0)
    products: np.ndarray = np.abs(prices) * distance
    return products


def _single(
    family: str, what: str, stage: str, unit: str, worst: str, found: float, right: float,
    scaled: float,
) -> Check:  # fmt: skip
    off = abs(found - right)
    passed = scaled <= TOLERANCE
    return Check(
        "programme", family, what, stage, 1, worst, found, right, off, scaled, unit, passed
    )


def _one(values: np.ndarray) -> np.ndarray:
    scale: np.ndarray = np.maximum(1.0, np.abs(values))
    return scale
