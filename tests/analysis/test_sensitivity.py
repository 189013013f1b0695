"""First-order changes of the optima: those of plans made again, for small changes of inputs."""

from dataclasses import replace

import pytest

from planner import api
from planner.analysis.sensitivity import Optimum, estimate
from planner.config import load_model, overlaid
from planner.formulation.assemble import assemble
from planner.lp.linear_program import compile_linear_program
from planner.solving import solve_world
from planner.solving.solve import stages_of
from planner.system import Accelerator, PowerTechnology, Region, Site, SupplyLimit, Workload, World

COWOS = ("packaging", "cowos")


def by_hand(price=10.0, wafers=53.7, pue=1.2):
    """One site; wafers for less than the later target."""
    return World(
        years=(2026, 2027),
        sites={"s": Site(region="r", pue=pue, max_facility_gw=40.0)},
        regions={"r": Region(grid_price=dict.fromkeys((2026, 2027), 5e-5))},
        accelerators={"k": Accelerator(it_capex=price, uses={COWOS: 30.0}, life_years=4)},
        supply={COWOS: SupplyLimit(unit="", available=dict.fromkeys((2026, 2027), wafers))},
        technologies={"grid": PowerTechnology(kind="grid", capex={2026: 1.0, 2027: 1.0})},
        workloads={"w": Workload(kind="throughput", target={2026: 1.0, 2027: 5.0})},
        shell_capex=12.0,
        discount_rate=0.07,
    )


def told(before, world):
    """The estimated and the true change of each stage's optimum."""
    results = list(before.stages.values())
    optima = [
        Optimum(r.solution.objective, r.solution.column_values, r.solution.row_duals)
        for r in results
    ]
    formulation = assemble(world)
    other = compile_linear_program(formulation.model)
    found = estimate(
        before.program, [r.stage for r in results], optima, other, stages_of(formulation, other)
    )
    after = solve_world(world)
    true = [after.stages[r.stage.name].solution.objective - r.solution.objective for r in results]
    return found, true


@pytest.mark.parametrize(
    "changes",
    [{"price": 10.01}, {"wafers": 53.71}, {"pue": 1.201}, {"price": 9.99, "wafers": 53.6}],
)
def test_a_small_change_of_a_world_made_by_hand(changes):
    before = solve_world(by_hand())

    found, true = told(before, by_hand(**changes))

    assert found.untold == ""
    assert any(abs(change) > 1e-6 for change in true)
    assert list(found.changes) == pytest.approx(true, rel=2e-2, abs=1e-7)


@pytest.mark.parametrize("mfu", [0.3, 0.1])
@pytest.mark.parametrize(
    ("cell", "factor"),
    [
        ("cluster_costs.shell_usd_per_w_it.value", 1.001),
        ("accelerators.nvidia_vr200.price_usd", 0.999),
        ("accelerators.nvidia_vr200.it_power_w_per_unit", 1.0002),
        ("sites.openai_stargate_abilene.max_facility_gw", 1.0002),
    ],
)
def test_a_small_change_of_the_tutorial_with_targets_met_and_missed(mfu, cell, factor):
    base = overlaid(load_model("small"), {"set.workloads.frontier_run.mfu": mfu})
    table, row, column = cell.split(".")
    value = float(api.load_inputs(base)[table].at[row, column]) * factor
    before = solve_world(api.load_world(base))

    found, true = told(before, api.load_world(overlaid(base, {f"set.{cell}": value})))

    assert found.untold == ""
    assert list(found.changes) == pytest.approx(true, rel=2e-2, abs=2e-6)


def test_what_dates_make_possible_is_not_told():
    late = by_hand()
    chips = {"k": replace(late.accelerators["k"], ship_year=2027.0)}
    before = solve_world(replace(late, accelerators=chips))

    found, _ = told(before, by_hand())

    assert "becomes possible" in found.untold
    assert found.changes == ()
