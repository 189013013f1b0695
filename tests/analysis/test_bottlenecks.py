"""Worths of limits, held against plans made again on three models, and degenerate ones."""

from dataclasses import replace

import pytest

from planner import api
from planner.analysis.bottleneck_words import sentence
from planner.analysis.ranges import bottlenecks
from planner.config import load_model, overlaid
from planner.formulation.assemble import assemble
from planner.lp.linear_program import compile_linear_program
from planner.lp.reoptimise import Reoptimiser
from planner.solving.loading import load_values
from planner.solving.solve import stages_of
from planner.system import Accelerator, PowerTechnology, Region, Site, SupplyLimit, Workload, World
from planner.system.build import build_world

COWOS = ("packaging", "cowos")
YEARS = (2026, 2027)


def opened(world):
    """A world's formulation at its optimum, in the solver's hands."""
    formulation = assemble(world)
    program = compile_linear_program(formulation.model)
    again = Reoptimiser(program, stages_of(formulation, program))
    load_values(formulation, program, again.base[-1].values)
    return formulation, again


def moves_of(one, again):
    """Row of the programme to how far it gives way for a step."""
    place = {name: i for i, name in enumerate(again.program.row_names)}
    return {place[name]: one.lever.step.share * by for name, by in one.lever.moves.items()}


def by_hand():
    """Two workloads that share too few wafers, and a dear site beside one that is full."""
    far = Region(grid_price=dict.fromkeys(YEARS, 8e-5), grid_gw_per_year=dict.fromkeys(YEARS, 0.8))
    return World(
        years=YEARS,
        sites={
            "near": Site(region="r", max_facility_gw=1.3, pue=1.2),
            "far": Site(region="q", max_facility_gw=9.0, pue=1.1),
        },
        regions={"r": Region(grid_price=dict.fromkeys(YEARS, 5e-5)), "q": far},
        accelerators={
            "old": Accelerator(it_capex=20.0, life_years=5, uses={COWOS: 30.0}),
            "new": Accelerator(
                ship_year=2027.5, power_gw=1.5, h100e=2.5, it_capex=40.0, life_years=5,
                training_compute_per_day=2.5, uses={COWOS: 60.0},
            ),
        },
        supply={
            COWOS: SupplyLimit(
                unit="thousand wafers", available={2026: 53.7, 2027: 58.1}, step="wafers",
            )
        },
        technologies={
            "grid": PowerTechnology(
                kind="grid", capex=dict.fromkeys(YEARS, 0.3), life_years=30
            )
        },
        workloads={
            "run": Workload(
                kind="training_run", target={2026: 40.0, 2027: 260.0}, run_days=180,
                utilisation=0.4, max_share_of_fleet=0.5,
            ),
            "rest": Workload(kind="throughput", target={2026: 1.0, 2027: 4.0}, priority=2),
        },
        shell_capex=12.0,
        discount_rate=0.07,
    )  # fmt: skip


def from_tables(**changes):
    model = overlaid(load_model("small"), changes, origin="a test")
    return build_world(api.load_inputs(model), model)


MODELS = {
    "small": lambda: from_tables(),
    "small, short of compute": lambda: from_tables(**{"set.workloads.frontier_run.mfu": 0.1}),
    "by hand": by_hand,
}


@pytest.mark.parametrize("name", MODELS)
def test_every_worth_told_is_what_planning_again_brings(name):
    world = MODELS[name]()
    formulation, again = opened(world)
    told = bottlenecks(formulation, again, solved_again=50)

    assert told
    for one in told:
        lengths = [w.more.length for w in one.worths]
        step = 0.5 * min([length for length in lengths if length > 0], default=1e-3)
        # A programme made afresh: nothing of it was solved before.
        program = compile_linear_program(formulation.model)
        upper, lower = program.row_upper.copy(), program.row_lower.copy()
        for row, by in moves_of(one, again).items():
            if again.rises(row):
                upper[row] += step * by
            else:
                lower[row] -= step * by
        moved = Reoptimiser(replace(program, row_upper=upper, row_lower=lower), again.stages)
        for before, after, worth in zip(again.base, moved.base, one.worths, strict=True):
            brought = (before.objective - after.objective) / step
            noise = 1e-8 * max(1.0, abs(before.objective)) / step
            assert worth.best_known == pytest.approx(brought, rel=1e-4, abs=noise), (
                one.lever.step.words
            )


@pytest.mark.parametrize("name", MODELS)
def test_a_worth_changes_where_its_range_ends(name):
    formulation, again = opened(MODELS[name]())

    ended = 0
    for one in bottlenecks(formulation, again, solved_again=50):
        worth = one.worths[-1]
        if worth.more.ends and worth.more.length:
            ended += 1
            beyond = again.solve(
                {row: 1.1 * worth.more.length * by for row, by in moves_of(one, again).items()}
            )
            straight = again.base[-1].objective - 1.1 * worth.more.length * worth.best_known
            assert beyond[-1].objective > straight + 1e-9
    assert ended


@pytest.mark.parametrize("changes", [{}, {"set.workloads.frontier_run.mfu": 0.1}])
def test_a_cell_changed_by_a_step_changes_the_plan_by_its_worth(changes):
    formulation, again = opened(from_tables(**changes))

    checked = 0
    for one in bottlenecks(formulation, again, solved_again=50):
        told, reach = one.lever.cell, min(w.more.length for w in one.worths)
        if told.sense != "more" or told.weighs or not reach or one.degenerate(one.worths[-1]):
            continue
        cell = f"set.{told.table}.{':'.join(map(str, told.key))}.{told.column}"
        row = told.key if len(told.key) > 1 else told.key[0]
        base = float(api.load_inputs(load_model("small"))[told.table].loc[row, told.column])
        size = 0.5 * min(reach, 0.5 * one.percent)
        assert base == pytest.approx(told.value)
        more = base * (1 + size * one.lever.step.share)
        _, moved = opened(from_tables(**changes, **{cell: more}))
        for before, after, worth in zip(again.base, moved.base, one.worths, strict=True):
            brought = (before.objective - after.objective) / size
            assert worth.best_known == pytest.approx(brought, rel=1e-3, abs=1e-6), cell
        checked += 1
    assert checked


def twice_limited():
    """A site's room and its region's connections both end where the same GW does."""
    return World(
        years=(2026,),
        sites={"s": Site(region="r", max_facility_gw=1.0)},
        regions={"r": Region(grid_gw_per_year=dict.fromkeys((2026, 2027), 1.0))},
        accelerators={"k": Accelerator()},
        technologies={"grid": PowerTechnology(kind="grid", capex={2026: 1.0})},
        workloads={"w": Workload(kind="throughput", target={2026: 2.0})},
    )


def test_a_limit_that_another_meets_is_said_to_be_degenerate():
    formulation, again = opened(twice_limited())

    # Neither alone brings anything; of each, a GW less takes half of the year's target.
    told = {one.lever.cell.table: one for one in bottlenecks(formulation, again, solved_again=50)}
    for one in told.values():
        worth = one.worths[0]
        assert one.degenerate(worth)
        assert worth.best_known == pytest.approx(0.0, abs=1e-9)
        assert worth.less.slope == pytest.approx(0.5)
        assert "Degenerate" in sentence(one, {"shortfall_1": "w"})
    assert told


def test_a_year_asks_for_the_limits_that_have_a_price_in_it():
    formulation, again = opened(by_hand())

    every = bottlenecks(formulation, again, solved_again=0)
    first = bottlenecks(formulation, again, year=2026, solved_again=0)

    assert [one.lever.cell for one in first] == [
        one.lever.cell for one in every if 2026 in one.years
    ]
    assert 0 < len(first) < len(every)
    assert bottlenecks(formulation, again, year=2040) == []


def test_only_the_first_are_solved_again_and_none_when_time_is_up():
    formulation, again = opened(by_hand())

    some = bottlenecks(formulation, again, solved_again=1)
    late = bottlenecks(formulation, again, solved_again=9, seconds=-1.0)

    assert sum(one.worths[0].more is not None for one in some) == 1
    assert all(worth.more is None for one in late for worth in one.worths)
    assert len(some) == len(late)
    assert [one.rank for one in late] == sorted(one.rank for one in late)
