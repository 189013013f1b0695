"""Optima sought again: bounds moved or a row added, each stage from the basis that it had."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from planner.errors import NotOptimalError
from planner.lp.chain import chained
from planner.lp.highs import Highs
from planner.lp.lexicographic import HELD_TOLERANCE, Stage
from planner.lp.linear_program import LinearProgram

_DUAL_SIMPLEX = 1
_PRICED = 1e-9
"""A price below this is none."""
_OPTIMAL = highspy.HighsModelStatus.kOptimal
_INFEASIBLE = highspy.HighsModelStatus.kInfeasible


@dataclass(frozen=True, eq=False)
class Vertex:
    """An optimum of one stage with its duals."""

    objective: float
    """Its constant included."""
    values: np.ndarray
    reduced_costs: np.ndarray
    duals: np.ndarray
    """Of the programme's rows."""
    held: np.ndarray
    """Duals of the optima held of the stages before, in their order."""
    extra: float = 0.0
    """Dual of the added row: by how much the optimum rises with its lower bound."""


@dataclass(frozen=True, eq=False)
class Extra:
    """A further row, ``coefficients @ x >= lower``."""

    coefficients: np.ndarray
    lower: float


class Reoptimiser:
    """A programme with its stages, each in the solver's hands at its optimum.

    `starts` holds values and row duals of each stage's known optimum, the duals
    of held rows last; from there a basis is found in a moment. Without it, all
    is solved afresh. Raises NotOptimalError when a stage has no optimum.
    """

    def __init__(
        self,
        program: LinearProgram,
        stages: Sequence[Stage],
        starts: Sequence[tuple[np.ndarray, np.ndarray] | None] | None = None,
        seconds: float = 600.0,
    ) -> None:
        self.program = program
        self.stages = tuple(stages)
        self._seconds = seconds
        self._rows = len(program.row_names)
        self._highs: list[Highs] = []
        self._bases: list[highspy.HighsBasis] = []
        self.base: list[Vertex] = []
        """The optima as they stand, nothing moved."""
        for number, stage in enumerate(stages):
            highs = self._loaded(number)
            start = starts[number] if starts else None
            if start is not None:
                highs.accept("a basis", highs.raw.setBasis(self._basis_at(number, *start)))
            elif number:
                highs.raw.setBasis(self._with_row(self._bases[-1]))
            self._highs.append(highs)
            self.base.append(self._run(number, None) or self._fail(stage))
            self._bases.append(highs.raw.getBasis())

    def close(self) -> None:
        """Give the solver's memory back."""
        for highs in self._highs:
            highs.close()

    def solve(
        self,
        moves: Mapping[int, float] | None = None,
        extra: Extra | None = None,
        last: int | None = None,
    ) -> list[Vertex] | None:
        """The optima with bounds moved and a row added; None where no solution is left.

        `moves` maps rows to how far their bound gives way: an upper one rises,
        a lower one falls. A stage is held at the optimum that it now has.
        `last` is the number of the last stage that is asked for.
        """
        moves = moves or {}
        found: list[Vertex] = []
        for number in range(len(self.stages) if last is None else last + 1):
            highs = self._highs[number]
            highs.raw.setBasis(self._bases[number])
            if extra is not None:
                used = np.flatnonzero(extra.coefficients).astype(np.int32)
                status = highs.raw.addRow(
                    extra.lower, np.inf, len(used), used, extra.coefficients[used]
                )
                highs.accept("an added row", status)
            for row, by in moves.items():
                highs.raw.changeRowBounds(row, *self._moved(row, by))
            for before, vertex in enumerate(found):
                upper = _held_at(self.stages[before], vertex)
                highs.raw.changeRowBounds(self._rows + before, -np.inf, upper)
            optimum = self._run(number, extra)
            for row in moves:
                highs.raw.changeRowBounds(row, *self._moved(row, 0.0))
            if extra is not None:
                added = np.array([self._rows + number], dtype=np.int32)
                highs.raw.deleteRows(1, added)
            if optimum is None:
                return None
            found.append(optimum)
        return found

    def slopes(self, vertices: Sequence[Vertex], moves: Mapping[int, float]) -> list[float]:
        """By how much each stage's optimum changes along `moves`, at the margin.

        The optima of the stages before move along, too.
        """
        own = [
            sum(
                by * float(vertex.duals[row]) * (1.0 if self.rises(row) else -1.0)
                for row, by in moves.items()
            )
            for vertex in vertices
        ]
        return chained(own, [vertex.held.tolist() for vertex in vertices])

    def rises(self, row: int) -> bool:
        """Whether a row gives way upwards: it has an upper bound."""
        return bool(np.isfinite(self.program.row_upper[row]))

    def _loaded(self, number: int) -> Highs:
        program, stage = self.program, self.stages[number]
        highs = Highs()
        highs.load(
            program.matrix,
            (program.row_lower, program.row_upper),
            (program.column_lower, program.column_upper),
        )
        highs.set(solver="simplex", simplex_strategy=_DUAL_SIMPLEX)
        highs.costs(stage.costs)
        for before, vertex in zip(self.stages[:number], self.base, strict=False):
            used = np.flatnonzero(before.costs).astype(np.int32)
            upper = _held_at(before, vertex)
            status = highs.raw.addRow(-np.inf, upper, len(used), used, before.costs[used])
            highs.accept(f"the optimum of {before.name}", status)
        return highs

    def _basis_at(self, number: int, values: np.ndarray, duals: np.ndarray) -> highspy.HighsBasis:
        """A basis at an optimum: what has a price is at its bound, the rest may be basic.

        At a degenerate vertex those are too many; the solver makes a basis of them.
        """
        program, before = self.program, self.stages[:number]
        own, held = duals[: self._rows], duals[self._rows :]
        charged = own @ program.matrix
        for price, stage in zip(held, before, strict=True):
            charged = charged + price * stage.costs
        reduced = self.stages[number].costs - charged
        limits = [_held_at(s, v) for s, v in zip(before, self.base, strict=False)]
        basis = highspy.HighsBasis()
        basis.col_status = _statuses(values, reduced, program.column_lower, program.column_upper)
        basis.row_status = _statuses(
            np.concatenate([program.matrix @ values, [s.costs @ values for s in before]]),
            duals,
            np.concatenate([program.row_lower, np.full(number, -np.inf)]),
            np.concatenate([program.row_upper, limits]),
        )
        basis.valid = basis.alien = True
        return basis

    def _with_row(self, basis: highspy.HighsBasis) -> highspy.HighsBasis:
        """A basis of the stage before, its own held row basic."""
        grown = highspy.HighsBasis()
        grown.col_status = list(basis.col_status)
        grown.row_status = [*basis.row_status, highspy.HighsBasisStatus.kBasic]
        grown.valid = True
        return grown

    def _moved(self, row: int, by: float) -> tuple[float, float]:
        lower, upper = float(self.program.row_lower[row]), float(self.program.row_upper[row])
        return (lower, upper + by) if self.rises(row) else (lower - by, upper)

    def _run(self, number: int, extra: Extra | None) -> Vertex | None:
        highs, stage = self._highs[number], self.stages[number]
        highs.limit(self._seconds)
        highs.call(highs.raw.run)
        status = highs.raw.getModelStatus()
        if status == _INFEASIBLE:
            return None
        if status != _OPTIMAL:
            words = highs.raw.modelStatusToString(status).lower()
            raise NotOptimalError(f"no optimum was found: the solver stopped with '{words}'")
        found = highs.raw.getSolution()
        values, duals = np.array(found.col_value), np.array(found.row_dual)
        return Vertex(
            objective=float(stage.costs @ values) + stage.constant,
            values=values,
            reduced_costs=np.array(found.col_dual),
            duals=duals[: self._rows],
            held=duals[self._rows : self._rows + number],
            extra=float(duals[-1]) if extra is not None else 0.0,
        )

    def _fail(self, stage: Stage) -> Vertex:
        raise NotOptimalError(f"no optimum was found: stage {stage.name} has no solution")


def _held_at(stage: Stage, vertex: Vertex) -> float:
    reached = vertex.objective - stage.constant
    return reached + HELD_TOLERANCE * max(1.0, abs(reached))


def _statuses(
    values: np.ndarray, prices: np.ndarray, lower: np.ndarray, upper: np.ndarray
) -> list[highspy.HighsBasisStatus]:
    """At the nearer bound where there is a price or a single value, else basic."""
    status = highspy.HighsBasisStatus
    fixed = (np.abs(prices) > _PRICED) | (lower == upper)
    low = np.where(np.isfinite(lower), np.abs(values - lower), np.inf)
    high = np.where(np.isfinite(upper), np.abs(values - upper), np.inf)
    at_lower = fixed & np.isfinite(low) & (low <= high)
    at_upper = fixed & np.isfinite(high) & ~at_lower
    return [
        status.kLower if down else status.kUpper if up else status.kBasic
        for down, up in zip(at_lower, at_upper, strict=True)
    ]
