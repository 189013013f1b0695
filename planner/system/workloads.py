"""From the demand of a model to workloads in model units."""

from collections.abc import Iterable, Iterator, Mapping
from statistics import median

import pandas as pd

from planner.config import ModelDefinition
from planner.data.inputs import Inputs
from planner.demand.targets import Demand, Target
from planner.demand.targets import demand as targets_of
from planner.errors import Fault, raise_any
from planner.system.demand_curve import demand_curves
from planner.system.objects.chips import Accelerator
from planner.system.objects.workloads import DemandStep, Workload
from planner.units import (
    FLOP_PER_MODEL_UNIT,
    FLOP_PER_TFLOP,
    H100_EIGHT_BIT_DENSE_TFLOPS,
    SECONDS_PER_DAY,
    UNITS_PER_MILLION,
)


def demand(
    inputs: Inputs,
    model: ModelDefinition,
    years: tuple[int, ...],
    accelerators: Mapping[str, Accelerator],
) -> Demand:
    """The demand of a model, whose runs use the generations that are on sale."""
    per_day = [
        chip.training_compute_per_day / chip.h100e * FLOP_PER_MODEL_UNIT / UNITS_PER_MILLION
        for chip in accelerators.values()
        if chip.last_sale_year >= years[0] and chip.ship_year < years[-1] + 1 and chip.h100e
    ]
    usual = H100_EIGHT_BIT_DENSE_TFLOPS * FLOP_PER_TFLOP * SECONDS_PER_DAY
    return targets_of(inputs, model, years, median(per_day) if per_day else usual)


def workloads(
    inputs: Inputs, model: ModelDefinition, asked: Demand, years: tuple[int, ...]
) -> dict[str, Workload]:
    """The workloads that the model uses, each with its target or its demand curve by year."""
    table = inputs["workloads"]
    must, curves = model.workloads.must_meet, demand_curves(inputs, model, years)
    factors = pd.Series(dtype="float64")
    if model.power.load == "average":
        factors = inputs["power_terms"]["value"]
        raise_any(_no_shares(inputs, {table.at[w, "kind"] for w in asked.targets}))
    return {
        w: _workload(table.loc[w], target, w in must, curves.get(w, {}), factors)
        for w, target in asked.targets.items()
    }


def _no_shares(inputs: Inputs, kinds: Iterable[str]) -> Iterator[Fault]:
    """Terms by which units would draw more than their rated power, or nothing can be meant."""
    for term in ("idle_power_share", *(f"load_factor_{kind}" for kind in sorted(kinds))):
        value = inputs["power_terms"].at[term, "value"]
        if not 0 <= value <= 1:
            where = inputs.place("power_terms", term, "value")
            yield Fault(where, f"{value:g} for {term!r}", "a share from 0 to 1")


def _workload(
    row: pd.Series,
    target: Target,
    must_meet: bool,
    steps: Mapping[int, tuple[DemandStep, ...]],
    load_factors: pd.Series,
) -> Workload:
    """Targets in 1e27 FLOP for a training run, in million H100e for a throughput."""
    training = row["kind"] == "training_run"
    unit = FLOP_PER_MODEL_UNIT if training else UNITS_PER_MILLION
    share = row["max_share_of_fleet"]
    return Workload(
        kind=row["kind"],
        # What is nothing has no target: a demand that the runs use up, for one.
        target={y: asked.central / unit for y, asked in target.by_year.items() if asked.central},
        priority=int(row["priority"]),
        run_days=max(target.run_days.values(), default=0.0),
        run_days_in=dict(target.run_days),
        utilisation=float(row["mfu"]) if training else 1.0,
        max_share_of_fleet=1.0 if pd.isna(share) else float(share),
        load_factor=float(load_factors.get(f"load_factor_{row['kind']}", 1.0)),
        must_meet=must_meet,
        steps=steps,
    )
