r"""First order: what other inputs do to the optima, from the duals alone.

At an optimum :math:`x, y` of ``min c x``, rows ``A x`` against bounds ``b``, other
inputs give :math:`c', A', b'`, and to the first order the optimum changes by

.. math:: (c' - c) x + y \,(b' - b) - y\,(A' - A)\, x

An optimum held of a stage before is a row like any other: its bound moves by
that stage's own change. So no solve is needed, only the other programme.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from planner.lp.lexicographic import Stage
from planner.lp.linear_program import LinearProgram

_PRICED = 1e-7
_BROKEN = 1e-6
_USED = 1e-7


@dataclass(frozen=True, eq=False)
class Optimum:
    """A stage's optimum as its solver gave it."""

    objective: float
    values: np.ndarray
    duals: np.ndarray
    """Of the programme's rows, then of the optima held of the stages before."""


@dataclass(frozen=True)
class Estimate:
    """Change of each stage's optimum, or why it can't be told."""

    changes: tuple[float, ...]
    untold: str = ""
    """What rows or columns come or go with the other inputs, where that matters."""


def estimate(
    program: LinearProgram,
    stages: Sequence[Stage],
    optima: Sequence[Optimum],
    other: LinearProgram,
    other_stages: Sequence[Stage],
) -> Estimate:
    """The change of each stage's optimum when `program` becomes `other`.

    Rows and columns are matched by their names. It can't be told where one
    that matters comes or goes, as dates make them do.
    """
    column = {name: j for j, name in enumerate(other.column_names)}
    row = {name: i for i, name in enumerate(other.row_names)}
    to_column = np.array([column.get(name, -1) for name in program.column_names], dtype=int)
    to_row = np.array([row.get(name, -1) for name in program.row_names], dtype=int)
    own = len(program.row_names)
    changes: list[float] = []
    for number, (stage, again, optimum) in enumerate(
        zip(stages, other_stages, optima, strict=True)
    ):
        prices = optimum.duals[:own]
        reason = _gone(program, optimum.values, prices, to_column, to_row)
        if reason:
            return Estimate((), reason)
        values = np.zeros(len(other.column_names))
        kept = to_column >= 0
        values[to_column[kept]] = optimum.values[kept]
        weights = np.zeros(len(other.row_names))
        weights[to_row[to_row >= 0]] = prices[to_row >= 0]
        held = optimum.duals[own : own + number]
        reason = _come(
            other, again, other_stages[:number], values, weights, held, to_column, to_row
        )
        if reason:
            return Estimate((), reason)
        before = _lagrangian(program, stage, optimum.values, prices)
        after = _lagrangian(other, again, values, weights)
        for price, first, second, change in zip(
            held, stages[:number], other_stages[:number], changes, strict=True
        ):
            moved = (second.costs @ values + second.constant) - (
                first.costs @ optimum.values + first.constant
            )
            after += float(price) * (change - moved)
        reduced = stage.costs - prices @ program.matrix
        for price, first in zip(held, stages[:number], strict=True):
            reduced = reduced - price * first.costs
        changes.append(after - before + _bounds(program, other, reduced, to_column))
    return Estimate(tuple(changes))


def _lagrangian(
    program: LinearProgram, stage: Stage, values: np.ndarray, prices: np.ndarray
) -> float:
    """Costs, and what the rows charge for how far they are from their bounds."""
    bound = np.where(prices > 0, program.row_lower, program.row_upper)
    priced = (np.abs(prices) > 0) & np.isfinite(bound)
    slack = bound[priced] - (program.matrix @ values)[priced]
    return float(stage.costs @ values + stage.constant + prices[priced] @ slack)


def _bounds(
    program: LinearProgram, other: LinearProgram, reduced: np.ndarray, to_column: np.ndarray
) -> float:
    """What moved bounds of columns do, at the columns' reduced costs."""
    kept = np.flatnonzero((to_column >= 0) & (np.abs(reduced) > _PRICED))
    there = to_column[kept]
    down = reduced[kept] > 0
    first = np.where(down, program.column_lower[kept], program.column_upper[kept])
    second = np.where(down, other.column_lower[there], other.column_upper[there])
    sound = np.isfinite(first) & np.isfinite(second)
    return float(reduced[kept][sound] @ (second - first)[sound])


def _gone(
    program: LinearProgram,
    values: np.ndarray,
    prices: np.ndarray,
    to_column: np.ndarray,
    to_row: np.ndarray,
) -> str:
    used = np.flatnonzero((to_column < 0) & (np.abs(values) > _USED))
    if used.size:
        return f"{_said(program.column_names[used[0]])} can't be any more"
    priced = np.flatnonzero((to_row < 0) & (np.abs(prices) > _PRICED))
    return f"{_said(program.row_names[priced[0]])} holds no more" if priced.size else ""


def _come(
    other: LinearProgram,
    stage: Stage,
    before: Sequence[Stage],
    values: np.ndarray,
    weights: np.ndarray,
    held: np.ndarray,
    to_column: np.ndarray,
    to_row: np.ndarray,
) -> str:
    fresh = np.ones(len(other.row_names), dtype=bool)
    fresh[to_row[to_row >= 0]] = False
    activity = other.matrix @ values
    broken = (activity > other.row_upper + _BROKEN) | (activity < other.row_lower - _BROKEN)
    bad = np.flatnonzero(fresh & broken)
    if bad.size:
        return f"{_said(other.row_names[bad[0]])} holds anew"
    new = np.ones(len(other.column_names), dtype=bool)
    new[to_column[to_column >= 0]] = False
    reduced = stage.costs - weights @ other.matrix
    for price, first in zip(held, before, strict=True):
        reduced = reduced - price * first.costs
    wanted = np.flatnonzero(new & (reduced < -_BROKEN))
    return f"{_said(other.column_names[wanted[0]])} becomes possible" if wanted.size else ""


def _said(name: str) -> str:
    """A name with its index in round brackets: a terminal takes square ones for a style."""
    return name.replace("[", " (").replace("]", ")").replace(",", ", ")
