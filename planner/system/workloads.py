"""From the demand of a model to workloads in model units."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
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
from planner.system.stated_demand import number_or
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
    found = {
        w: replace(
            _workload(table.loc[w], target, w in must, curves.get(w, {}), factors),
            curve_share=(model.demand.curve_share or 1.0) if w in curves else 1.0,
        )
        for w, target in asked.targets.items()
    }
    return found if model.workloads.serving == "flop" else by_roofline(inputs, model, found)


def by_roofline(
    inputs: Inputs, model: ModelDefinition, loads: Mapping[str, Workload]
) -> dict[str, Workload]:
    """The workloads with the part of each that generates tokens.

    Raises InputError where none does, or one whose row does not say how memory holds it.
    """
    table = inputs["workloads"]
    told = {w: table.loc[w] for w, load in loads.items() if load.kind != "training_run"}
    decoding = {w: row for w, row in told.items() if number_or(row["decode_share"], 0.0) > 0}
    raise_any(
        Fault(
            inputs.place("workloads", w, "decode_flop_per_byte"),
            f"blank, beside a decode_share of {row['decode_share']:g}",
            "the FLOP that go with a byte of memory",
            "state it, or leave out decode_share",
        )
        for w, row in decoding.items()
        if pd.isna(row["decode_flop_per_byte"])
    )
    if not decoding:
        found = "'roofline', and no workload of the model states a decode_share"
        fix = "state it in workloads.csv, or leave out workloads.serving"
        where = model.place("workloads.serving")
        raise_any([Fault(where, found, "a workload that generates tokens", fix)])
    return {
        w: replace(
            load,
            decode_share=float(decoding[w]["decode_share"]),
            decode_flop_per_byte=float(decoding[w]["decode_flop_per_byte"]),
        )
        if w in decoding
        else load
        for w, load in loads.items()
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
