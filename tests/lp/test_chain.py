"""The chain rule over stages: by arithmetic, and held against a programme solved again."""

import numpy as np
import pytest
from scipy import sparse

from planner.lp.chain import chained
from planner.lp.lexicographic import Stage
from planner.lp.linear_program import LinearProgram
from planner.lp.reoptimise import Reoptimiser


def test_each_stage_has_its_own_change_and_those_before_at_their_prices():
    # By hand: the first moves by 2. The second by its own 3 and 7 times 2: 17. The third by its
    # own 5, 11 times 2 and 13 times 17: 248. With the second's own 3 for its 17 it would be 66,
    # with the first left out 226, with the second left out 27.
    assert chained([2.0, 3.0, 5.0], [[], [7.0], [11.0, 13.0]]) == [2.0, 17.0, 248.0]


def test_rows_are_chained_one_by_one():
    own = [np.array([1.0, 0.0]), np.array([0.0, 1.0]), np.array([0.0, 0.0])]

    first, second, third = chained(own, [[], [2.0], [3.0, 5.0]])

    # What moves the first stage alone moves the second by 2, the third by 3 + 5 * 2.
    assert first.tolist() == [1.0, 0.0]
    assert second.tolist() == [2.0, 1.0]
    assert third.tolist() == [13.0, 5.0]


@pytest.fixture
def three_stages():
    r"""Three stages that hand on what a limit allows, each in another unit.

    Columns x, y, z, u at least nothing, and a limit b = 4 on x.
    Stage 1 is the least of -x: it takes all of the limit, and its optimum is -b.
    Stage 2 is the least of y, with y >= 3 x: held to x >= b, it is 3 b.
    Stage 3 is the least of z + 10 u, with z >= 2 y + x and u >= x - 1: with x = b and y at most
    3 b it is 2 * 3 b + b + 10 (b - 1) = 17 b - 10. So with one more of the limit the optima
    change by -1, 3 and 17.
    """
    rows = ["limit", "y_follows", "z_follows", "u_follows"]
    matrix = np.array(
        [
            [1.0, 0.0, 0.0, 0.0],
            [-3.0, 1.0, 0.0, 0.0],
            [-1.0, -2.0, 1.0, 0.0],
            [-1.0, 0.0, 0.0, 1.0],
        ]
    )
    program = LinearProgram(
        matrix=sparse.csr_array(matrix),
        row_lower=np.array([-np.inf, 0.0, 0.0, -1.0]),
        row_upper=np.array([4.0, np.inf, np.inf, np.inf]),
        column_lower=np.zeros(4),
        column_upper=np.full(4, np.inf),
        row_names=rows,
        column_names=["x", "y", "z", "u"],
        columns=[None] * 4,
    )
    costs = {"first": [-1.0, 0, 0, 0], "second": [0, 1.0, 0, 0], "third": [0, 0, 1.0, 10.0]}
    stages = [
        Stage(name=name, costs=np.array(c, dtype=float), constant=0.0, unit="")
        for name, c in costs.items()
    ]
    return program, stages


def test_what_a_limit_is_worth_in_each_of_three_stages(three_stages):
    program, stages = three_stages
    again = Reoptimiser(program, stages)

    assert [v.objective for v in again.base] == pytest.approx([-4.0, 12.0, 58.0], abs=1e-5)
    assert again.slopes(again.base, {0: 1.0}) == pytest.approx([-1.0, 3.0, 17.0], abs=1e-6)


def test_the_same_when_it_is_solved_again(three_stages):
    program, stages = three_stages
    again = Reoptimiser(program, stages)

    moved = again.solve({0: 0.5})

    changes = [(m.objective - b.objective) / 0.5 for m, b in zip(moved, again.base, strict=True)]
    assert changes == pytest.approx([-1.0, 3.0, 17.0], abs=1e-4)
    assert again.slopes(moved, {0: 1.0}) == pytest.approx(changes, abs=1e-4)
