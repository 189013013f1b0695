"""What vendors shipped in the past, for comparison; no plan reads it."""

from __future__ import annotations

from collections import defaultdict

from tools.derive.existing_accelerators import CHIPS
from tools.derive.fleet_pool import FOR_CHINA, TOO_SMALL, YEARS
from tools.derive.raw import Raw
from tools.derive.rows import LeftOut, Row, number

VENDORS = {"Nvidia": "NVIDIA", "Google": "Google", "Amazon": "AWS", "AMD": "AMD"}
# Chips made for China, or without a row, by the generation whose die and package they share.
SAME_SILICON = {
    "A800": "nvidia_a100",
    "H800": "nvidia_h100",
    "H20": "nvidia_h100",
    "Instinct MI308X": "amd_mi300x",
}
NOTES = {
    "H100": "Includes H200.",
    "B200": "Boards and racks (GB200) together.",
    "B300": "Boards and racks (GB300) together.",
    "A800": "Made for China; die and package of A100.",
    "H800": "Made for China; die and package of H100.",
    "H20": "Made for China; die and package of H100 with its throughput cut to a seventh.",
    "Instinct MI308X": "Made for China; dies and package of MI300X with its throughput cut.",
    "Instinct MI300A": "Counted with MI300X, whose package it shares in the main.",
    "Instinct MI350X": "Dies and package of MI355X.",
}


def counted_with(chip: str) -> str:
    """The accelerator whose dies, package and memory a chip of the source is counted with."""
    return SAME_SILICON.get(chip) or CHIPS[chip]


def observed_shipment_rows(raw: Raw, left_out: LeftOut) -> list[Row]:
    """``observed_shipments.csv``: Epoch AI's medians for whole years."""
    table = raw["chips/shipments_epoch.csv"]
    left_out.add("observed_shipments", "2026H1", "half a year, of a later vintage")
    left_out.extend("observed_shipments", TOO_SMALL, "2 thousand H100e in all; no accelerator row")
    table = table[table.year.isin(YEARS) & ~table.chip.isin(TOO_SMALL)]
    return [
        {
            "vendor": VENDORS[line.designer],
            "chip": line.chip,
            "year": int(line.year),
            "accelerator": counted_with(line.chip),
            "units_k": number(line.units_k),
            "h100e_k": number(line.h100e_k),
            "made_for_china": line.chip in FOR_CHINA,
            "source_id": "epoch_chip_sales",
            "confidence": line.confidence,
            "note": NOTES.get(line.chip, ""),
        }
        for _, line in table.iterrows()
    ]


def wafers_by_vendor(observed: list[Row], chips: list[Row]) -> dict[int, dict[str, float]]:
    """Year to vendor to thousand CoWoS wafers that its shipments took, losses left aside."""
    packages = {
        str(chip["accelerator"]): float(str(chip["packages_per_wafer_gross"]))
        for chip in chips
        if chip["packaging"] == "cowos"
    }
    wafers: dict[int, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for row in observed:
        if row["accelerator"] in packages:
            units = float(str(row["units_k"]))
            year, vendor = int(str(row["year"])), str(row["vendor"])
            wafers[year][vendor] += units / packages[str(row["accelerator"])]
    return wafers
