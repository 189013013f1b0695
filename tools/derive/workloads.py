"""Workloads: what the compute is for, from published projections."""

from __future__ import annotations

import math

import pandas as pd

from tools.derive.raw import Raw
from tools.derive.rows import Row, number, ranged
from tools.derive.serving import with_serving

BASE_YEAR = 2025
SERVING_ALONE = ("assistant_inference", "ai_workers")
GPT4_YEAR = 2022  # training ended in August 2022; the raw row has the year of release


def published(raw: Raw, case: str, quantity: str, source: str = "") -> pd.Series:
    """One published projection; raises ValueError unless exactly one row fits."""
    table = raw["demand/published_projections.csv"]
    found = table[(table.case_id == case) & (table.quantity == quantity)]
    found = found[found.source.str.startswith(source)]
    if len(found) != 1:
        raise ValueError(f"{len(found)} rows of {quantity} in {case}")
    return found.iloc[0]


def us_fleet_h100e(accelerators: list[Row], sites: list[Row], worth: dict[str, float]) -> float:
    """H100-equivalents in the USA at the end of 2025, 8-bit dense basis."""
    in_usa = {row["site"] for row in sites if row["country"] == "USA"}
    return 1e3 * sum(
        float(str(row["units_k"])) * worth[str(row["accelerator"])]
        for row in accelerators
        if row["site"] in in_usa
    )


def workload_rows(raw: Raw, fleet_h100e: float) -> list[Row]:
    """``workloads.csv``."""
    served = [_rest_of_industry(raw, fleet_h100e), *_OTHERS]
    alone = [row["workload"] in SERVING_ALONE for row in served]
    with_shares = (
        with_serving(raw, row, mixed=not serves) for row, serves in zip(served, alone, strict=True)
    )
    return [_frontier_run(raw), *with_shares]


def _frontier_run(raw: Raw) -> Row:
    run = published(raw, "EPOCH2030_assump", "training_run_duration")
    mfu = published(raw, "EPOCH2030_assump", "mfu")
    share = published(raw, "EPOCH2030_assump", "share_of_supply_in_one_run")
    return {
        "workload": "frontier_run",
        "name": "Largest training run of the leading developer",
        "kind": "training_run",
        "priority": 1,
        "unit": "FLOP",
        "target": "frontier_training",
        **ranged("run_days", run.low, run.central, run.high),
        **ranged("mfu", mfu.low, mfu.central, mfu.high),
        **ranged("max_share_of_fleet", share.low, share.central, share.high),
        "source_id": "epoch_scaling_2030",
        "confidence": "reported",
        "note": "Run length, utilisation and share; the compute is in demand_drivers.",
    }


def _rest_of_industry(raw: Raw, fleet_h100e: float) -> Row:
    slow = published(raw, "AI2027_leader", "chip_production_growth").central
    middle = published(raw, "EPOCH_TRENDS", "nvidia_stock_growth").central
    fast = published(raw, "EPOCH_TRENDS", "world_compute_stock_growth").central
    return {
        "workload": "rest_of_industry",
        "name": "Rest of the industry: other training, research and inference",
        "kind": "throughput",
        "priority": 2,
        "unit": "H100e",
        "target": "trend",
        "base_year": BASE_YEAR,
        "base_value": number(fleet_h100e, 4),
        **ranged("growth_oom_per_year", *(math.log10(x) for x in (slow, middle, fast))),
        "source_id": "epoch_trends",
        "confidence": "estimate",
        "note": "Base: the US fleet of existing_accelerators, of which the leading run of 2025 "
        f"takes less than one percent. Growth a year: {middle} times, "
        f"NVIDIA's stock; low {slow}, chip production (ai_2027_compute); high {fast}, the "
        "world's stock.",
    }


def _throughput(workload: str, name: str, target: str, source: str, note: str) -> Row:
    return {
        "workload": workload,
        "name": name,
        "kind": "throughput",
        "priority": 2,
        "unit": "H100e",
        "target": target,
        "source_id": source,
        "confidence": "reported",
        "note": note,
    }


_OTHERS = (
    _throughput(
        "rest_of_world_stock",
        "All accelerators of the world but those of the leading run, from their stock",
        "world_stock",
        "ai_2027_compute",
        "World fleet of demand_drivers less what the training runs of the model need.",
    ),
    _throughput(
        "rest_of_world_investment",
        "All accelerators of the world but those of the leading run, from investment",
        "world_investment",
        "situational_awareness",
        "World fleet that the investment of demand_drivers buys less what the training runs of "
        "the model need.",
    ),
    _throughput(
        "assistant_inference",
        "Inference for the users of a leading provider",
        "inference_tokens",
        "google_tokens",
        "Users times tokens, in demand_drivers.",
    ),
    _throughput(
        "ai_workers",
        "Inference for AI workers in research",
        "ai_workers",
        "steinhardt_gpt_2030",
        "Copies times speed, in demand_drivers.",
    ),
)
