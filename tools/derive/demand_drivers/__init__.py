"""Drivers of demand: each a published row, or a judgement that says it is one."""

from __future__ import annotations

from tools.derive.demand_drivers.communication import communication_rows
from tools.derive.demand_drivers.compute import (
    effective_compute_rows,
    raw_compute_rows,
    run_length_rows,
)
from tools.derive.demand_drivers.data import data_rows
from tools.derive.demand_drivers.inference import inference_rows, trade_rows, workers_rows
from tools.derive.demand_drivers.world import ceilings_rows, world_rows
from tools.derive.raw import Raw
from tools.derive.rows import Row


def driver_rows(raw: Raw) -> list[Row]:
    """``demand_drivers.csv``, subject by subject."""
    return [
        *raw_compute_rows(raw),
        *run_length_rows(raw),
        *effective_compute_rows(raw),
        *data_rows(raw),
        *inference_rows(raw),
        *workers_rows(raw),
        *trade_rows(raw),
        *world_rows(raw),
        *ceilings_rows(raw),
        *communication_rows(raw),
    ]
