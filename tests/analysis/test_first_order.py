"""First-order changes of an optimum that is worked out by hand, and why they can't be told."""

import numpy as np
import pytest
from scipy import sparse

from planner.analysis.sensitivity import Optimum, estimate
from planner.lp.lexicographic import Stage
from planner.lp.linear_program import LinearProgram

# The least of 2 a + 3 b + 5 v - u, with a + b + v >= 4, a <= 3, v <= 9, and u at most 10: a = 3,
# b = 1, v = 0, u = 10, at 9 - 10 = -1. One more that is needed costs 3, one more of the limit on
# a saves 1, and one more of u saves 1; what v is limited by costs nothing.
COLUMNS, ROWS = ["a", "b", "v[x,2026]", "u"], ["need", "cap", "free[x,2026]"]
COSTS = [2.0, 3.0, 5.0, -1.0]
MATRIX = [[1.0, 1.0, 1.0, 0.0], [1.0, 0.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0]]
LOWER, UPPER = [4.0, -np.inf, -np.inf], [np.inf, 3.0, 9.0]
TOP = [np.inf, np.inf, np.inf, 10.0]
VALUES, DUALS = [3.0, 1.0, 0.0, 10.0], [3.0, -1.0, 0.0]


def programme(
    columns=COLUMNS, rows=ROWS, costs=COSTS, matrix=MATRIX, lower=LOWER, upper=UPPER, top=TOP
):
    made = LinearProgram(
        matrix=sparse.csr_array(np.array(matrix)),
        row_lower=np.array(lower),
        row_upper=np.array(upper),
        column_lower=np.zeros(len(columns)),
        column_upper=np.array(top),
        row_names=list(rows),
        column_names=list(columns),
        columns=[None] * len(columns),
    )
    return made, [Stage("cost", np.array(costs), 0.5, "")]


def told(**changes):
    optimum = Optimum(-0.5, np.array(VALUES), np.array(DUALS))
    return estimate(*programme(), [optimum], *programme(**changes))


def changed(of, place, value):
    new = [list(row) if isinstance(row, list) else row for row in of]
    if isinstance(place, tuple):
        new[place[0]][place[1]] = value
    else:
        new[place] = value
    return new


@pytest.mark.parametrize(
    ("changes", "right"),
    [
        ({}, 0.0),
        ({"lower": changed(LOWER, 0, 5.0)}, 3.0),
        ({"upper": changed(UPPER, 1, 3.5)}, -0.5),
        ({"upper": changed(UPPER, 2, 7.0)}, 0.0),
        ({"costs": changed(COSTS, 1, 3.25)}, 0.25),
        # A tenth more from each a: 0.3 less is needed of b, at 3 each.
        ({"matrix": changed(MATRIX, (0, 0), 1.1)}, -0.9),
        # Each a takes a tenth more of its limit: 0.3 of it, at 1 each.
        ({"matrix": changed(MATRIX, (1, 0), 1.1)}, 0.3),
        ({"top": changed(TOP, 3, 12.0)}, -2.0),
    ],
)
def test_what_a_change_does_at_the_margin(changes, right):
    found = told(**changes)

    assert found.untold == ""
    assert found.changes == pytest.approx((right,))


def without(column=None, row=None):
    """The programme less a column or a row, by their places."""
    keep = [j for j in range(4) if j != column]
    rows = [i for i in range(3) if i != row]
    return {
        "columns": [COLUMNS[j] for j in keep], "rows": [ROWS[i] for i in rows],
        "costs": [COSTS[j] for j in keep], "top": [TOP[j] for j in keep],
        "matrix": [[MATRIX[i][j] for j in keep] for i in rows],
        "lower": [LOWER[i] for i in rows], "upper": [UPPER[i] for i in rows],
    }  # fmt: skip


def test_what_is_used_or_priced_must_stay():
    assert told(**without(column=1)).untold == "b can't be any more"
    assert told(**without(row=1)).untold == "cap holds no more"
    assert told(**without(row=0)).untold == "need holds no more"
    # What stands at nothing and what costs nothing may go.
    assert told(**without(column=2)).changes == pytest.approx((0.0,))
    assert told(**without(row=2)).changes == pytest.approx((0.0,))


def extra_column(cost):
    return {
        "columns": [*COLUMNS, "w[y,2027]"], "costs": [*COSTS, cost], "top": [*TOP, np.inf],
        "matrix": [[*MATRIX[0], 1.0], [*MATRIX[1], 0.0], [*MATRIX[2], 0.0]],
    }  # fmt: skip


def extra_row(limit):
    return {"rows": [*ROWS, "less[y,2027]"], "matrix": [*MATRIX, [1.0, 1.0, 0.0, 0.0]],
            "lower": [*LOWER, -np.inf], "upper": [*UPPER, limit]}  # fmt: skip


def test_what_comes_anew_matters_where_it_pays_or_binds():
    # What serves the need pays below 3; a + b is 4.
    assert told(**extra_column(2.5)).untold == "w (y, 2027) becomes possible"
    assert told(**extra_column(3.5)).changes == pytest.approx((0.0,))
    assert told(**extra_row(3.5)).untold == "less (y, 2027) holds anew"
    assert told(**extra_row(4.0)).changes == pytest.approx((0.0,))
    floor = extra_row(np.inf)
    assert told(**{**floor, "lower": [*LOWER, 4.5]}).untold == "less (y, 2027) holds anew"
