"""Accelerators at tracked sites at the end of 2025."""

from __future__ import annotations

from collections import defaultdict

import pandas as pd

from tools.derive.accelerators import h100e_by_name
from tools.derive.raw import Raw
from tools.derive.rows import LeftOut, Row, number
from tools.derive.sites import site_id, tracked_sites
from tools.derive.timelines import Timelines

END = "2025-12-31"
LAST_YEAR = 2025
# From this year on, H100-equivalents without a named chip are taken to be GB200, before that H100.
FIRST_YEAR_OF_GB200 = 2025
Key = tuple[str, str, int]  # raw site id, accelerator, year

# Epoch AI's chip -> ours. Its B200 and B300 stand for boards and racks alike and
# count as much as a rack's.
CHIPS = {
    "A100": "nvidia_a100",
    "H100": "nvidia_h100",
    "H200": "nvidia_h200",
    "H20": "nvidia_a100",
    "B200": "nvidia_gb200",
    "B300": "nvidia_gb300",
    "TPU v4": "google_tpu_v4",
    "TPU v5e": "google_tpu_v5e",
    "TPU v5p": "google_tpu_v5p",
    "TPU v6e": "google_tpu_v6e",
    "TPU v7": "google_tpu_v7",
    "TPU v8i": "google_tpu_8i",
    "Trainium1": "aws_trainium1",
    "Trainium2": "aws_trainium2",
    "Ascend 910C": "huawei_ascend_910c",
    "Instinct MI250X": "amd_mi250x",
    "Instinct MI300A": "amd_mi300x",
    "Instinct MI300X": "amd_mi300x",
    "Instinct MI325X": "amd_mi325x",
    "Instinct MI350X": "amd_mi355x",
    "Instinct MI355X": "amd_mi355x",
}
# These have no row: their number becomes one of equal throughput.
BY_LIKENESS = {
    "H20": "H20, as A100 of the same throughput.",
    "Instinct MI300A": "With MI300A, as MI300X of the same throughput.",
    "Instinct MI350X": "With MI350X, as MI355X of the same throughput.",
}
BOARDS_AND_RACKS = "{} of Epoch AI, which counts boards and racks together."


def units_per_unit(raw: Raw, chip: str) -> float:
    """Our units for one of Epoch AI's; 1 unless the chip stands for another."""
    if chip not in BY_LIKENESS:
        return 1.0
    table = raw["chips/shipments_epoch.csv"]
    part = table[table.chip == chip]
    return float(part.h100e_k.sum() / part.units_k.sum()) / h100e_by_name(raw)[CHIPS[chip]]


def tracked_accelerator_rows(raw: Raw, left_out: LeftOut) -> list[Row]:
    """Units at tracked sites, by the year of each increment."""
    tracked = tracked_sites(raw).set_index("name").site_id
    table = raw["sites/raw/epoch/data_center_chip_quantities.csv"]
    later = f"{int((table.Date > END).sum())} counts dated after {END}"
    left_out.add("existing_accelerators", later, "what comes after the base year is the plan's")
    table = table[table.Date <= END].sort_values(["Data center", "Chip type", "Date"])
    standing = sorted(set(table["Data center"]))
    timelines = Timelines.read(raw)
    unknown = [name for name in standing if name not in tracked.index]
    dark = [n for n in standing if n not in unknown and not timelines.gw_at_end(n, LAST_YEAR)]
    why = "no coordinates and power in the raw sites; in the pools where in the USA"
    left_out.extend("existing_accelerators", unknown, why)
    why = "accelerators before the site has power in Epoch AI's own steps; in the pool"
    left_out.extend("existing_accelerators", dark, why)
    units: dict[Key, float] = defaultdict(float)
    notes: dict[Key, str] = {}
    for (name, chip), part in table.groupby(["Data center", "Chip type"]):
        if name in unknown or name in dark:
            continue
        increments = part["Number of Units"].diff().fillna(part["Number of Units"])
        for date, increment in zip(part.Date, increments, strict=True):
            key = (str(tracked[name]), CHIPS[chip], int(date[:4]))
            units[key] += float(increment) * units_per_unit(raw, chip)
            if chip in BY_LIKENESS:
                notes[key] = BY_LIKENESS[chip]
            elif chip in ("B200", "B300"):
                notes[key] = BOARDS_AND_RACKS.format(chip)
    named = [_row(key, units[key], "reported", notes.get(key, "")) for key in sorted(units)]
    return [row for row in named if row["units_k"]] + _inferred(raw, timelines, tracked, standing)


def _inferred(raw: Raw, timelines: Timelines, tracked: pd.Series, named: list[str]) -> list[Row]:
    """Sites with H100-equivalents of which Epoch AI names no chips."""
    worth = h100e_by_name(raw)
    units: dict[Key, float] = defaultdict(float)
    for name, raw_id in tracked.items():
        steps = timelines.of(str(name)).dropna(subset=["h100_equivalents"])
        steps = steps[(steps.date <= END) & (steps.h100_equivalents > 0)]
        if name in named:
            continue
        increments = steps.h100_equivalents.diff().fillna(steps.h100_equivalents)
        for year, increment in zip(steps.when.dt.year, increments, strict=True):
            chip = "nvidia_gb200" if year >= FIRST_YEAR_OF_GB200 else "nvidia_h100"
            units[str(raw_id), chip, int(year)] += float(increment) / worth[chip]
    note = "From the site's H100-equivalents: no chips are named."
    rows = [_row(key, units[key], "estimate", note) for key in sorted(units)]
    return [row for row in rows if row["units_k"]]


def _row(key: Key, units: float, confidence: str, note: str) -> Row:
    raw_id, accelerator, year = key
    return {
        "site": site_id(raw_id),
        "accelerator": accelerator,
        "year_installed": year,
        "units_k": number(units / 1e3),
        "source_id": "epoch_data_centers",
        "confidence": confidence,
        "note": note,
    }
