"""What is said of targets that must be met and are missed."""

from types import SimpleNamespace

import numpy as np
import pytest

from planner.formulation.assemble import assemble
from planner.lp.linear_program import compile_linear_program
from planner.solving.required_targets import missed_targets, shares_missed
from planner.system import Accelerator, PowerTechnology, Region, Site, Workload, World

RUN = {"kind": "training_run", "run_days": 100.0, "must_meet": True}
WAY_OUT = (
    "; loosen a limit, lower the target, or take it out of workloads.must_meet to plan for as "
    "much as can be had"
)


@pytest.fixture
def stage_of():
    """The optimum of a stage that misses shares of targets, with its programme."""
    world = World(
        years=(2026, 2027),
        sites={"s": Site(region="r")},
        regions={"r": Region()},
        accelerators={"k": Accelerator()},
        technologies={"grid": PowerTechnology(kind="grid", capex={2026: 0.0, 2027: 0.0})},
        workloads={
            "run": Workload(target={2026: 0.25, 2027: 5.0}, **RUN),
            "serve": Workload(
                kind="throughput", target={2027: 1.5}, priority=2, must_meet=True
            ),
            "may": Workload(kind="throughput", target={2026: 1.0}),
        },
    )  # fmt: skip
    m = assemble(world).model
    program = compile_linear_program(m)

    def made(name, **shares):
        values = np.zeros(len(program.column_names))
        for wy, variable in m.shortfall_share.items():
            values[program.column(variable)] = shares.get(f"{wy[0]}_{wy[1]}", 0.0)
        stage = SimpleNamespace(name=name)
        solution = SimpleNamespace(column_values=values)
        return m, program, SimpleNamespace(stage=stage, solution=solution)

    return made


def test_each_target_of_the_stage_is_told_with_what_can_be_had(stage_of):
    # 0.25 of 1e27 FLOP are 2.5e26, and 1.5 million are 1.5e6 H100e. What need not be met, or is
    # of another stage, is left out.
    first = stage_of("shortfall_1", run_2026=0.4, run_2027=0.25, serve_2027=0.5, may_2026=0.9)
    second = stage_of("shortfall_2", run_2026=0.4, serve_2027=0.5)

    assert missed_targets(*first) == (
        "no plan meets the targets that must be met: run in 2026: 60.0% of 2.50e+26 FLOP can be "
        f"delivered; run in 2027: 75.0% of 5.00e+27 FLOP can be delivered{WAY_OUT}"
    )
    assert missed_targets(*second) == (
        "no plan meets the targets that must be met: serve in 2027: 50.0% of 1.50e+06 H100e can "
        f"be delivered{WAY_OUT}"
    )
    assert missed_targets(*stage_of("cost", run_2026=0.4)) == ""


def test_a_target_is_met_to_the_tolerance_of_the_solver(stage_of):
    assert missed_targets(*stage_of("shortfall_1", run_2026=1e-6)) == ""
    assert missed_targets(*stage_of("shortfall_1", run_2026=1.1e-6)) != ""


def test_the_shares_of_all_targets(stage_of):
    m, program, result = stage_of("cost", run_2026=0.4, may_2026=0.9)

    assert shares_missed(m, program, result) == {
        ("run", 2026): 0.4, ("run", 2027): 0.0, ("serve", 2027): 0.0, ("may", 2026): 0.9,
    }  # fmt: skip
