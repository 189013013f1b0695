"""From drivers to the yearly target of each workload, and what data allows."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from planner.config import ModelDefinition
from planner.data.inputs import Inputs
from planner.demand import data_limit, inference, world_fleet
from planner.demand.contradictions import contradictions
from planner.demand.drivers import Drivers
from planner.demand.effective import Contribution, contributions
from planner.demand.ranges import Range, oom_spread, spread
from planner.demand.raw_compute import raw_compute
from planner.demand.trade import inference_oom
from planner.demand.trend import growing_run_days, trend
from planner.errors import Fault, raise_any
from planner.wording.numbers import to_figures

MOVED_TO = ("inference_tokens", "ai_workers")
"""Targets that grow when training beyond its data moves to inference."""
NET_OF_RUNS = ("world_stock", "world_investment")
"""Targets that count the whole fleet, of which the training runs use a part."""


@dataclass(frozen=True, slots=True)
class Target:
    """What one workload asks for, year by year."""

    unit: str
    """FLOP or H100e."""
    by_year: Mapping[int, Range]
    run_days: Mapping[int, float] = field(default_factory=dict)
    """Year to run length; training runs only."""
    above_data: Mapping[int, bool] = field(default_factory=dict)
    """Whether data falls short of what the drivers ask for; training runs only."""


@dataclass(frozen=True, slots=True)
class Demand:
    """All targets of a model, the data limit of each year, and the two stacks of orders."""

    targets: Mapping[str, Target]
    data_limit: Mapping[int, Range]
    """Year to the largest run that data supports, FLOP; empty where nothing is known of it."""
    contributions: tuple[Contribution, ...]
    base_flop: float
    """Compute of the run above which orders of magnitude are counted: GPT-4's, as shipped."""


def demand(
    inputs: Inputs, model: ModelDefinition, years: tuple[int, ...], flop_per_h100e_day: float
) -> Demand:
    """The targets of the workloads that `model` uses.

    `flop_per_h100e_day` is the peak training compute of one H100e in a day, by
    which a run becomes a part of the world's fleet. Raises InputError when
    drivers contradict each other or the model.
    """
    raise_any(contradictions(inputs, model, years))
    drivers = Drivers.of(inputs)
    table = inputs["workloads"]
    rows = {w: table.loc[w] for w in model.workloads.use}
    # Trends need no drivers, and where none are stated, nothing is known of data.
    limit = data_limit.largest_run(drivers, years) if drivers else {}
    asked = {
        w: _runs(drivers, row, years) for w, row in rows.items() if row["kind"] == "training_run"
    }
    held = model.demand.beyond_data != "flag"
    targets: dict[str, Target] = {
        w: Target(
            "FLOP",
            {
                y: run.at_most(limit[y].central) if held and y in limit else run
                for y, run in runs.items()
            },
            run_days_of(drivers, rows[w], model, years),
            {y: y in limit and run.central > limit[y].central for y, run in runs.items()},
        )
        for w, runs in asked.items()
    }
    of_runs = dict.fromkeys(years, 0.0)
    for w, target in targets.items():
        for y, run in target.by_year.items():
            at_work = flop_per_h100e_day * target.run_days[y] * float(rows[w]["mfu"])
            of_runs[y] += run.central / at_work
    moved = _moved(drivers, asked, limit, model)
    for w, row in rows.items():
        if w not in targets:
            fleet = _throughput(drivers, row, years, held, limit)
            if row["target"] in NET_OF_RUNS:
                raise_any(_fleet_too_small(model, w, fleet, of_runs))
                fleet = {y: _less(h100e, of_runs[y]) for y, h100e in fleet.items()}
            elif row["target"] in MOVED_TO and moved:
                fleet = {y: _grown(h100e, moved[y]) for y, h100e in fleet.items()}
            targets[w] = Target("H100e", fleet)
    ordered = {w: targets[w] for w in rows}
    return Demand(
        ordered,
        limit if asked else {},
        contributions(drivers, years) if drivers else (),
        drivers.value("raw_compute_base_flop") if drivers else 0.0,
    )


def run_days_of(
    drivers: Drivers, row: pd.Series, model: ModelDefinition, years: tuple[int, ...]
) -> dict[int, float]:
    """Year to the days of a training run: the row's own, or growing up to the cap."""
    if model.demand.run_length == "growing":
        return growing_run_days(drivers, years)
    return dict.fromkeys(years, float(row["run_days"]))


def _runs(drivers: Drivers, row: pd.Series, years: tuple[int, ...]) -> dict[int, Range]:
    return raw_compute(drivers, years) if row["target"] != "trend" else _trend(row, years)


def _throughput(
    drivers: Drivers,
    row: pd.Series,
    years: tuple[int, ...],
    held: bool,
    limit: Mapping[int, Range],
) -> dict[int, Range]:
    kind = row["target"]
    if kind == "trend":
        return _trend(row, years)
    if kind == "world_stock":
        return world_fleet.from_stock(drivers, years)
    if kind == "world_investment":
        return world_fleet.from_investment(drivers, years)
    # The models that serve are as large as those that are trained.
    runs = {y: run.central for y, run in raw_compute(drivers, years).items()}
    if held:
        runs = {y: min(flop, limit[y].central) for y, flop in runs.items()}
    serve = inference.for_users if kind == "inference_tokens" else inference.for_workers
    return serve(drivers, runs)


def _trend(row: pd.Series, years: tuple[int, ...]) -> dict[int, Range]:
    growth, base_year = float(row["growth_oom_per_year"]), int(row["base_year"])
    low, high = (row[f"growth_oom_per_year_{end}"] for end in ("low", "high"))
    low, high = (growth if pd.isna(end) else float(end) for end in (low, high))
    central = trend(float(row["base_value"]), base_year, growth, years)
    return {
        y: spread(value, [(max(0.0, growth - low) * span, max(0.0, high - growth) * span)])
        for y, value in central.items()
        for span in (y - base_year,)
    }


def _moved(
    drivers: Drivers,
    asked: Mapping[str, Mapping[int, Range]],
    limit: Mapping[int, Range],
    model: ModelDefinition,
) -> dict[int, Range]:
    """Year to the orders of magnitude of inference that stand in for missing training."""
    if model.demand.beyond_data != "move_to_inference":
        return {}
    beyond = {
        y: max(oom_spread(1, limit[y].central, runs[y].central)[1] for runs in asked.values())
        for y in limit
        if asked
    }
    return {y: inference_oom(drivers, oom) for y, oom in beyond.items()}


def _fleet_too_small(
    model: ModelDefinition, w: str, fleet: Mapping[int, Range], of_runs: Mapping[int, float]
) -> list[Fault]:
    """The first year in which the runs need more than there is in the world, as a fault."""
    short = [y for y, h100e in fleet.items() if h100e.central <= of_runs[y]]
    if not short:
        return []
    y = short[0]
    found = (
        f"the runs of {y} need {to_figures(of_runs[y])} H100e, the world has "
        f"{to_figures(fleet[y].central)}"
    )
    expected = f"a fleet of which something is left for {w}"
    fix = "let the run grow less, or the world's fleet more"
    return [Fault(model.place("workloads.use"), found, expected, fix)]


def _grown(h100e: Range, oom: Range) -> Range:
    """Inference, raised by orders of magnitude that have a range of their own."""
    ends = (
        oom_spread(h100e.low, h100e.central, h100e.high),
        (oom.central - oom.low,) * 2,
    )
    above = (0.0, max(0.0, (oom.high - oom.central) - (oom.central - oom.low)))
    return spread(h100e.central * 10**oom.central, [*ends, above])


def _less(h100e: Range, runs: float) -> Range:
    """The fleet without what the runs use."""
    return Range(
        max(0.0, h100e.low - runs), max(0.0, h100e.central - runs), max(0.0, h100e.high - runs)
    )
