r"""Benders' decomposition: what is built in one programme, how it runs in many small ones.

Once capacity and load of a site in a year stand, how the site runs concerns no other: with the
columns that are shared, :math:`y`, held at a point, the rest falls into blocks :math:`b` (see
:mod:`planner.lp.subproblems`), each a programme of its own with the cost

.. math:: Q_b(\bar y) = \min_x \{\, c_b x : l_b \le W_b x + T_b \bar y \le u_b \,\}

which is convex in :math:`\bar y`. With :math:`d` the duals of its rows, no point costs less than

.. math:: \theta_b \ge Q_b(\bar y) - d\, T_b\, (y - \bar y)

and where no :math:`x` will do, a ray :math:`r` of the duals says what :math:`y` must satisfy:

.. math:: r\, T_b\, y \le \sum_i \max(r_i u_i, r_i l_i) - \min_x r\, W_b x

The master programme minimises :math:`c\,y + \sum_b \theta_b` over the rows that have shared
columns only, and over all that was learnt so. Its optimum is a lower bound, the best point that
was looked at an upper one. Looked at is not the master's optimum, which leaps about, but a point
half way from the best one so far to it.

The result is a point and its duals, those of a block's rows being the sum of what was learnt of
it times the master's duals. It is no vertex: crossover makes one of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

import highspy
import numpy as np
from scipy import sparse

from planner.lp.highs import Highs
from planner.lp.near_optima import Point, PricedProgram
from planner.lp.subproblems import Block, Parts, parts_of

GAP = 1e-4
"""Bounds this close, relative to the cost and at least to one, are near enough: from there the
simplex method reaches the optimum sooner, see ``benchmarks/README.md``."""
_STEP = 0.5
_MOST = 500
"""Rounds after which the best point so far has to do."""
_LEAST_COST = -1e5
"""Of a block of which nothing is known yet, in the unit of the costs."""
_NOISE = 1e-11
_OPTIMAL = highspy.HighsModelStatus.kOptimal
_INFEASIBLE = highspy.HighsModelStatus.kInfeasible


@dataclass(frozen=True, eq=False)
class Found:
    """A point with duals, and the bounds between which the optimum lies."""

    point: Point
    lower: float
    upper: float
    """Infinite where no point was found at which every block can run."""


@dataclass(frozen=True, eq=False)
class _Cut:
    """``level <= share * theta - slope @ y[meets]``, learnt from `duals` of the block's rows."""

    meets: np.ndarray
    slope: np.ndarray
    level: float
    share: float
    duals: np.ndarray


def decompose(asked: PricedProgram, gap: float = GAP) -> Found:
    """A point near the optimum, with the inner columns in blocks.

    When the time is over, it is the best so far. Raises ArithmeticError where the
    master programme or a block has no optimum, as where the whole has none.
    """
    end = perf_counter() + asked.seconds
    parts = parts_of(asked.matrix, asked.inner)
    blocks = [_Running(block, asked) for block in parts.blocks]
    master = _Master(asked, parts)
    values, best, lower = asked.near, np.inf, -np.inf
    costs, point = asked.costs[parts.shared], asked.near[parts.shared]
    rounds = 0
    while rounds < _MOST:
        rounds += 1
        now = asked.near.copy()
        now[parts.shared] = point
        reached = float(costs @ point)
        for number, block in enumerate(blocks):
            cost, cut = block.look(point)
            master.learn(number, cut)
            reached += cost
            if np.isfinite(cost):
                now[block.columns] = block.values()
        if reached < best:
            best, values = reached, now
        lower = max(lower, master.solve())
        known = np.isfinite(best)
        if (known and best - lower <= gap * max(1.0, abs(best))) or perf_counter() > end:
            break
        aim = master.values()
        held = values[parts.shared]
        point = held + _STEP * (aim - held) if known else aim
    return Found(Point(values, master.duals(blocks), rounds), lower, best)


class _Running:
    """A block in the solver's hands, looked at for one point after another."""

    def __init__(self, block: Block, asked: PricedProgram) -> None:
        self.rows, self.columns = block.rows, block.columns
        self._block = block
        self._bounds = asked.rows[0][block.rows], asked.rows[1][block.rows]
        self._column_bounds = (
            asked.columns[0][block.columns],
            asked.columns[1][block.columns],
        )
        self._places = np.arange(len(block.rows), dtype=np.int32)
        self._highs = Highs()
        # Presolve would take away what the next look starts from.
        self._highs.set(solver="simplex", presolve="off")
        self._highs.load(block.own, self._bounds, self._column_bounds)
        self._highs.costs(asked.costs[block.columns])

    def look(self, point: np.ndarray) -> tuple[float, _Cut]:
        """What the block costs at a point, infinite where it can't run, and what that teaches."""
        point = point[self._block.meets]
        taken = self._block.shared @ point
        raw = self._highs.raw
        lower, upper = (bound - taken for bound in self._bounds)
        raw.changeRowsBounds(len(self._places), self._places, lower, upper)
        raw.run()
        status = raw.getModelStatus()
        if status == _OPTIMAL:
            duals = np.array(raw.getSolution().row_dual)
            cost = float(raw.getInfo().objective_function_value)
            slope = -(self._block.shared.T @ duals)
            level = cost - float(slope @ point)
            return cost, _Cut(self._block.meets, slope, level, 1.0, duals)
        if status == _INFEASIBLE:
            return np.inf, self._shut_out(point)
        raise ArithmeticError(raw.modelStatusToString(status))

    def values(self) -> np.ndarray:
        """The columns at the last point that was looked at."""
        return np.array(self._highs.raw.getSolution().col_value)

    def _shut_out(self, point: np.ndarray) -> _Cut:
        """What shuts out a point at which the block can't run."""
        _, exists, ray = self._highs.raw.getDualRay()
        if not exists:
            raise ArithmeticError("no ray shows why a block can't run")
        ray = np.array(ray)
        ray[np.abs(ray) < _NOISE] = 0.0
        # Either sign gives a true statement; one of them is about this point.
        for duals in (-ray, ray):
            level = -_most(duals, *self._bounds)
            through = self._block.own.T @ duals
            through[np.abs(through) < _NOISE] = 0.0
            level -= _most(-through, *self._column_bounds)
            slope = self._block.shared.T @ duals
            if np.isfinite(level) and -float(slope @ point) < level:
                return _Cut(self._block.meets, slope, level, 0.0, -duals)
        raise ArithmeticError("a ray shuts nothing out")


def _most(weights: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> float:
    """The largest ``weights @ x`` within bounds."""
    used = weights != 0
    ends = np.where(weights > 0, upper, lower)
    return float(weights[used] @ ends[used])


class _Master:
    """The programme of the shared columns, which learns what blocks cost."""

    def __init__(self, asked: PricedProgram, parts: Parts) -> None:
        self._size, self._blocks = len(parts.shared), len(parts.blocks)
        self._parts, self._rows = parts, asked.matrix.shape[0]
        self._cuts: list[tuple[int, _Cut]] = []
        self._solution: np.ndarray | None = None
        none = sparse.csr_array((len(parts.rows), self._blocks))
        rows = asked.rows[0][parts.rows], asked.rows[1][parts.rows]
        least = np.full(self._blocks, _LEAST_COST), np.full(self._blocks, np.inf)
        columns = tuple(
            np.concatenate([bound[parts.shared], theta])
            for bound, theta in zip(asked.columns, least, strict=True)
        )
        self._highs = Highs()
        self._highs.set(solver="simplex")
        matrix = sparse.csr_array(sparse.hstack([parts.matrix, none], format="csr"))
        self._highs.load(matrix, rows, (columns[0], columns[1]))
        self._highs.costs(np.concatenate([asked.costs[parts.shared], np.ones(self._blocks)]))

    def learn(self, number: int, cut: _Cut) -> None:
        """Add a row, but for one that says nothing new at the optimum so far."""
        if self._cuts and self._said(number, cut):
            return
        used = np.flatnonzero(np.abs(cut.slope) > _NOISE)
        places = cut.meets[used].astype(np.int32)
        values = -cut.slope[used]
        if cut.share:
            places = np.append(places, np.int32(self._size + number))
            values = np.append(values, cut.share)
        status = self._highs.raw.addRow(cut.level, np.inf, len(places), places, values)
        self._highs.accept("a cut", status)
        self._cuts.append((number, cut))

    def _said(self, number: int, cut: _Cut) -> bool:
        found = self._solution
        if found is None:
            return False
        reached = cut.share * found[self._size + number] - float(cut.slope @ found[cut.meets])
        return bool(reached >= cut.level - _NOISE * max(1.0, abs(cut.level)))

    def solve(self) -> float:
        """The least cost by all that is known."""
        self._highs.call(self._highs.raw.run)
        status = self._highs.raw.getModelStatus()
        if status != _OPTIMAL:
            raise ArithmeticError(self._highs.raw.modelStatusToString(status))
        self._solution = np.array(self._highs.raw.getSolution().col_value)
        return float(self._highs.raw.getInfo().objective_function_value)

    def values(self) -> np.ndarray:
        """The shared columns at the optimum so far."""
        assert self._solution is not None
        return self._solution[: self._size]

    def duals(self, blocks: Sequence[_Running]) -> np.ndarray:
        """Duals of all rows of the programme, from those of the master's rows."""
        own = np.array(self._highs.raw.getSolution().row_dual)
        duals = np.zeros(self._rows)
        first = len(self._parts.rows)
        duals[self._parts.rows] = own[:first]
        for weight, (number, cut) in zip(own[first:], self._cuts, strict=True):
            if weight:
                duals[blocks[number].rows] += weight * cut.duals
        return duals
