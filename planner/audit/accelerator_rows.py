"""Silicon: what a generation costs, draws and computes, from the tables of chips."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, pi, sqrt
from typing import Any

import numpy as np
import pandas as pd

from planner.audit.files import Files, number_or, rows_by

USABLE_RADIUS_MM = 300 / 2 - 3
RETICLE_MM2 = 800.0
RETICLE_WIDTH_OVER_HEIGHT = 26 / 33
SCRIBE_MM = 0.1
SCANNERS = ("euv", "scanners")
"""Exposures to extreme ultraviolet light, on which the wafers of all nodes draw."""
H100_TB_A_SECOND = 3.35
H100_TFLOPS = {"eight_bit_dense": 1979.0, "bf16_dense": 989.4}
SECONDS_PER_DAY = 86_400


@dataclass(frozen=True)
class Chip:
    """A generation, by the million units."""

    vendor: str
    supply_region: str
    ships: float
    last_sale: float
    power_gw: float
    price_busd: float
    h100e: float
    """On the 8-bit dense basis, in which demand is stated."""
    told_h100e: float
    """On the basis of the model."""
    memory_tb: float
    """Bandwidth of its memory, TB a second; 0 where none is told."""
    flop_per_day: float
    """FLOP of a million units in a day at full use, in the finer of the formats trained in."""
    draws: dict[tuple[str, str], float]
    """Kind and pool to thousand wafers or EB."""
    cooling: str = ""
    """What it needs of its hall: air, or liquid; blank where no table says it."""


def chips(files: Files) -> dict[str, Chip]:
    """Every generation of the tables."""
    nodes = rows_by(files.inputs["process_nodes"], "node")
    packaging = rows_by(files.inputs["packaging"], "packaging")
    server = files.cluster_costs["server_network_multiplier"]
    found = {}
    for name, row in rows_by(files.inputs["accelerators"], "accelerator").items():
        trains = (
            row["bf16_dense_tflops"]
            if pd.isna(row["fp8_dense_tflops"])
            else row["fp8_dense_tflops"]
        )
        basis = files.definition["h100e_basis"]
        found[name] = Chip(
            vendor=str(row["vendor"]),
            supply_region=str(row["supply_region"]),
            ships=float(row["volume_ship_year"]),
            last_sale=float(row["last_sale_year"]),
            power_gw=row["it_power_w_per_unit"] * 1e6 / 1e9,
            price_busd=row["price_usd"] * server * 1e6 / 1e9,
            h100e=row["eight_bit_dense_tflops"] / H100_TFLOPS["eight_bit_dense"],
            told_h100e=row[f"{basis}_tflops"] / H100_TFLOPS[basis],
            memory_tb=number_or(row.get("hbm_tb_per_s"), 0.0),
            flop_per_day=trains * 1e12 * 1e6 * SECONDS_PER_DAY,
            cooling=str(row.get("cooling_class", "")),
            draws=_draws(files, row, nodes[row["node"]], packaging[row["packaging"]]),
        )
    return found


def _draws(
    files: Files, row: dict[str, Any], node: dict[str, Any], packaging: dict[str, Any]
) -> dict[tuple[str, str], float]:
    """Wafers and memory of a million units that leave the packaging line whole.

    Where the model counts scanners, their exposures too: each wafer passes once a layer.
    """
    started = 1e6 / packaging["yield"]
    area = row["logic_die_mm2"]
    good = dies_on_a_wafer(area) * node["yield_reticle_die"] ** (area / RETICLE_MM2)
    draws = {
        ("node", str(node["node_pool"])): started * row["logic_dies_per_package"] / good / 1e3,
        ("hbm", str(row["hbm_pool"])): started * row["hbm_gb"] / 1e9,
    }
    if not pd.isna(row["packages_per_wafer_gross"]):
        key = ("packaging", str(row["packaging"]))
        draws[key] = started / row["packages_per_wafer_gross"] / 1e3
    if files.definition["supply"]["euv"] and node["euv_layers"] > 0:
        wafers = draws["node", str(node["node_pool"])]
        draws[SCANNERS] = wafers * float(node["euv_layers"]) / 1e3
    return draws


def dies_on_a_wafer(area_mm2: float) -> int:
    """Whole dies of the reticle's shape within the usable radius, counted row by row.

    The best of four grids: a die's centre, the middle of either edge, or a
    corner at the wafer's centre.
    """
    width = sqrt(area_mm2 * RETICLE_WIDTH_OVER_HEIGHT) + SCRIBE_MM
    height = sqrt(area_mm2 / RETICLE_WIDTH_OVER_HEIGHT) + SCRIBE_MM
    assert width * height < pi * USABLE_RADIUS_MM**2
    most = int(2 * USABLE_RADIUS_MM / height) + 2
    best = 0
    for up in (0.0, 0.5):
        rows = np.arange(-most, most + 1) + up
        far = np.maximum(np.abs(rows * height), np.abs((rows + 1) * height))
        chord = np.sqrt(np.maximum(USABLE_RADIUS_MM**2 - far**2, 0.0)) / width
        for right in (0.0, 0.5):
            # Dies whose left edge is at i + right widths, and whose right one is within, too.
            count = sum(
                max(0, floor(c - 1 - right + 1e-12) - int(np.ceil(-c - right - 1e-12)) + 1)
                for c in chord
                if c > 0
            )
            best = max(best, count)
    return best
