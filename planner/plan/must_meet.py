"""Targets that must be met: how far each year gets, when one is missed."""

import pyomo.environ as pyo

from planner.engine.linear_program import LinearProgram
from planner.engine.stages import StageResult
from planner.formulation.assemble import SHORTFALL_STAGE
from planner.units import FLOP_PER_MODEL_UNIT, UNITS_PER_MILLION

MET = 1e-6
"""A share of a target that is missed by less than this is met, to the solver's tolerance."""


def missed_targets(m: pyo.ConcreteModel, program: LinearProgram, result: StageResult) -> str:
    """A sentence for each target of this stage that must be met and is missed, or nothing.

    Only a stage that minimises shortfalls can tell, and only for the
    workloads of its own priority.
    """
    place = {id(v): j for j, v in enumerate(program.columns)}
    sentences = []
    for (w, y), variable in m.shortfall_share.items():
        load = m.world.workloads[w]
        if not load.must_meet or result.stage.name != f"{SHORTFALL_STAGE}{load.priority}":
            continue
        missed = float(result.solution.column_values[place[id(variable)]])
        if missed > MET:
            training = load.kind == "training_run"
            unit = "FLOP" if training else "H100e"
            target = load.target[y] * (FLOP_PER_MODEL_UNIT if training else UNITS_PER_MILLION)
            sentences.append(
                f"{w} in {y}: {1 - missed:.1%} of {target:.2e} {unit} can be delivered"
            )
    if not sentences:
        return ""
    return (
        "no plan meets the targets that must be met: " + "; ".join(sentences) + "; "
        "loosen a limit, lower the target, or take it out of workloads.must_meet to plan "
        "for as much as can be had"
    )
