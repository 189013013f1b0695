"""Targets that must be met: how far each year gets, when one is missed."""

from collections.abc import Mapping

import numpy as np
import pyomo.environ as pyo

from planner.errors import InfeasibleError
from planner.formulation.assemble import SHORTFALL_STAGE, Formulation
from planner.lp.lexicographic import StageResult
from planner.lp.linear_program import LinearProgram
from planner.units import FLOP_PER_MODEL_UNIT, UNITS_PER_MILLION
from planner.wording.numbers import to_percent, to_power

MET = 1e-6
"""A share of a target that is missed by less than this is met, to the solver's tolerance."""


class ContradictionError(InfeasibleError):
    """Limits contradict each other, or targets that must be met; holds what tells why.

    `missed` is empty where limits contradict each other without any target.
    """

    def __init__(
        self,
        text: str,
        formulation: Formulation,
        program: LinearProgram,
        missed: Mapping[tuple[str, int], float],
        duals: np.ndarray | None,
    ) -> None:
        super().__init__(text)
        self.formulation = formulation
        self.program = program
        self.missed = missed
        """Workload and year to the share of the target that is missed at the stage."""
        self.duals = duals
        """Duals of the stage's rows, where it has a basis."""


def shares_missed(
    m: pyo.ConcreteModel, program: LinearProgram, result: StageResult
) -> dict[tuple[str, int], float]:
    """Workload and year to the share of its target that a stage's optimum misses."""
    values = result.solution.column_values
    return {wy: float(values[program.column(v)]) for wy, v in m.shortfall_share.items()}


def missed_targets(m: pyo.ConcreteModel, program: LinearProgram, result: StageResult) -> str:
    """A sentence for each target of this stage that must be met and is missed, or nothing.

    Only a stage that minimises shortfalls can tell, and only for the
    workloads of its own priority.
    """
    sentences = []
    for (w, y), variable in m.shortfall_share.items():
        load = m.world.workloads[w]
        if not load.must_meet or result.stage.name != f"{SHORTFALL_STAGE}{load.priority}":
            continue
        missed = float(result.solution.column_values[program.column(variable)])
        if missed > MET:
            training = load.kind == "training_run"
            unit = "FLOP" if training else "H100e"
            target = load.target[y] * (FLOP_PER_MODEL_UNIT if training else UNITS_PER_MILLION)
            sentences.append(
                f"{w} in {y}: {to_percent(1 - missed)} of {to_power(target, 2)} "
                f"{unit} can be delivered"
            )
    if not sentences:
        return ""
    return (
        "no plan meets the targets that must be met: " + "; ".join(sentences) + "; "
        "loosen a limit, lower the target, or take it out of workloads.must_meet to plan "
        "for as much as can be had"
    )
