"""The worth of a limit: by how much the optimum of each stage changes when it gives way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isclose
from typing import Any

import numpy as np

from planner.formulation.assemble import COMPUTE_STAGE
from planner.lp.chain import chained
from planner.lp.linear_program import LinearProgram
from planner.lp.parametric import LinearPiece
from planner.solving.solve import SolvedWorld
from planner.units import PERCENT

COST = "cost"
_OF_COST = 1e-9
"""Share of the plan's own money below which a percent of a limit is worth nothing: rounding."""
_OF_TARGET = 1e-8
"""The same in years of target, of which each target is one: a millionth of a percent."""
_SAME = 1e-4
"""Slopes that differ by less than this share of the larger are one."""


@dataclass(frozen=True)
class Derivatives:
    """Derivatives of each stage's optimum by how far the rows of a programme give way."""

    place: Mapping[str, int]
    """Name of a row to its place."""
    partial: Mapping[str, np.ndarray]
    """Stage to the change of its optimum a unit, the optima of earlier stages as they are."""
    total: Mapping[str, np.ndarray]
    """The same when the earlier optima move, too."""

    @classmethod
    def of(cls, solved: SolvedWorld) -> Derivatives:
        """Those of a solved world; NaN from the first stage on that gave no basis."""
        duals = [stage.solution.row_duals for stage in solved.stages.values()]
        return cls.of_duals(solved.program, dict(zip(solved.stages, duals, strict=True)))

    @classmethod
    def of_duals(
        cls, program: LinearProgram, duals: Mapping[str, np.ndarray | None]
    ) -> Derivatives:
        """Those that the duals of each stage's rows tell, the rows of held optima last."""
        rows = len(program.row_names)
        # An upper bound gives way by rising, a lower one by falling.
        ways = np.where(np.isfinite(program.row_upper), 1.0, -1.0)
        unknown = np.full(rows, np.nan)
        own = [unknown if found is None else ways * found[:rows] for found in duals.values()]
        held = [
            [0.0] * number if found is None else list(map(float, found[rows : rows + number]))
            for number, found in enumerate(duals.values())
        ]
        return cls(
            place={name: i for i, name in enumerate(program.row_names)},
            partial=dict(zip(duals, own, strict=True)),
            total=dict(zip(duals, chained(own, held), strict=True)),
        )

    def along(self, moves: Mapping[str, float]) -> dict[str, float]:
        """The change of each stage's optimum when rows give way by so much, all planned again."""
        return {stage: self._sum(found, moves) for stage, found in self.total.items()}

    def along_alone(self, stage: str, moves: Mapping[str, float]) -> float:
        """The same of one stage, while the optima before it stay as they are."""
        return self._sum(self.partial[stage], moves)

    def _sum(self, found: np.ndarray, moves: Mapping[str, float]) -> float:
        rows = ((self.place[name], by) for name, by in moves.items() if name in self.place)
        return float(sum(by * float(found[i]) for i, by in rows))


@dataclass(frozen=True)
class Worth:
    """What a step of a limit brings in one stage.

    Years of target delivered, million H100e-years computed, or billion USD saved.
    """

    stage: str
    dual: float
    """By the solver's duals, those of the earlier optima included."""
    more: LinearPiece | None = None
    """Worth a step upwards and the steps for which it holds; None where it wasn't solved again."""
    less: LinearPiece | None = None
    """The same downwards: what a step less takes away."""

    @property
    def best_known(self) -> float:
        """The worth of a step more: solved again where it was, else the dual."""
        return self.dual if self.more is None else self.more.slope

    @property
    def slopes(self) -> list[float]:
        """All that is known of it."""
        return [self.dual, *(piece.slope for piece in (self.more, self.less) if piece)]

    def degenerate(self, dust: float) -> bool:
        """Whether several duals fit, so that a step more and a step less differ.

        Less than `dust` is none.
        """
        low, high = min(self.slopes), max(self.slopes)
        return not isclose(low, high, rel_tol=_SAME, abs_tol=dust)


def dust(objective: Mapping[str, Any]) -> dict[str, float]:
    """Stage to the worth of one percent of a limit below which it is rounding of the solver.

    `objective` is that of the plan, by stage: money and compute are held to
    the plan's own, so that a small problem has its worths as a large one does.
    """
    return {
        stage: _OF_COST * abs(float(reached)) or _OF_COST**2
        if stage in (COST, COMPUTE_STAGE)
        else _OF_TARGET
        for stage, reached in objective.items()
    }


def gain_unit(stage: str) -> str:
    """What a stage gains, as a part of a column's name."""
    units = {COST: "busd", COMPUTE_STAGE: "million_h100e_years"}
    return units.get(stage, "years_of_target")


def gain_words(stage: str) -> str:
    """What a stage gains, in words."""
    units = {COST: "billion USD", COMPUTE_STAGE: "million H100e-years"}
    return units.get(stage, "years of target")


def worth_column(stage: str) -> str:
    """Column of the worth of one more unit in a stage, its unit in its name."""
    return f"worth_{stage}_{gain_unit(stage)}_per_unit"


def percent_column(stage: str) -> str:
    """Column of what one percent more of a limit brings in a stage.

    Of shortfalls in percent of one year's target, of compute in million
    H100e-years; of the cost its change, billion USD: it falls where money is saved.
    """
    if stage == COST:
        return "cost_change_busd"
    return COMPUTE_GAIN if stage == COMPUTE_STAGE else f"{stage}_percent_of_a_target"


COMPUTE_GAIN = "compute_million_h100e_years"
"""Column of what one percent of a limit adds to the most compute, where it is sought."""


def in_its_column(stage: str, change: float) -> float:
    """A change of a stage's optimum as its column tells it."""
    if stage == COST or not change:
        return change
    return -change if stage == COMPUTE_STAGE else -change / PERCENT


def ranked_by(stages: Sequence[str]) -> list[bool]:
    """Whether each stage's column is ranked upwards: what delivers most, then what costs least."""
    return [stage == COST for stage in stages]
