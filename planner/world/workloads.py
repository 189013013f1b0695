"""From the workload table to targets in model units."""

import pandas as pd

from planner.data.inputs import Inputs
from planner.demand.trend import trend
from planner.model_definition import ModelDefinition
from planner.units import FLOP_PER_MODEL_UNIT, UNITS_PER_MILLION
from planner.world.objects import Workload


def workloads(
    inputs: Inputs, model: ModelDefinition, years: tuple[int, ...]
) -> dict[str, Workload]:
    """The workloads that the model uses, each with its target of every year."""
    table = inputs["workloads"]
    must = model.workloads.must_meet
    return {w: _workload(table.loc[w], years, w in must) for w in model.workloads.use}


def _workload(row: pd.Series, years: tuple[int, ...], must_meet: bool) -> Workload:
    """Targets in 1e27 FLOP for a training run, in million H100e for a throughput."""
    training = row["kind"] == "training_run"
    unit = FLOP_PER_MODEL_UNIT if training else UNITS_PER_MILLION
    share = row["max_share_of_fleet"]
    return Workload(
        kind=row["kind"],
        target=trend(
            float(row["base_value"]) / unit,
            int(row["base_year"]),
            float(row["growth_oom_per_year"]),
            years,
        ),
        priority=int(row["priority"]),
        run_days=float(row["run_days"]) if training else 0.0,
        utilisation=float(row["mfu"]) if training else 1.0,
        max_share_of_fleet=1.0 if pd.isna(share) else float(share),
        must_meet=must_meet,
    )
