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
SALES = "chips/chip_sales_by_quarter.csv"
# Chips by the quarter -> the same in the table of years.
NAMES = {
    "H100/H200": "H100",
    "MI300X": "Instinct MI300X",
    "MI308X": "Instinct MI308X",
    "MI325X": "Instinct MI325X",
    "MI350X": "Instinct MI350X",
    "MI355X": "Instinct MI355X",
}
# Names of earlier chips, which only quarters of whole years have.
OTHER_NAMES = {
    "MI250X": "Instinct MI250X",
    "MI300A": "Instinct MI300A",
    "Trainium1/Inferentia": "Trainium1",
}
PARTLY = "The first quarter of the series, counted in part."
QUARTERS = 4
SO_FAR = "Quarters that are counted in full, and what is counted of the next."
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
    left_out.extend("observed_shipments", TOO_SMALL, "2 thousand H100e in all; no accelerator row")
    table = table[table.year.isin(YEARS) & ~table.chip.isin(TOO_SMALL)]
    whole: list[Row] = [
        {
            "vendor": VENDORS[line.designer],
            "chip": line.chip,
            "year": int(line.year),
            "accelerator": counted_with(line.chip),
            "units_k": number(line.units_k),
            "h100e_k": number(line.h100e_k),
            "share_of_year": 1.0,
            "made_for_china": line.chip in FOR_CHINA,
            "source_id": "epoch_chip_sales",
            "confidence": line.confidence,
            "note": NOTES.get(line.chip, ""),
        }
        for _, line in table.iterrows()
    ]
    return whole + _so_far(raw)


def observed_quarter_rows(raw: Raw) -> list[Row]:
    """``observed_quarters.csv``: the same medians by quarter, of the years that are whole."""
    table = raw[SALES]
    whole = (table.quarter.str[:4] <= str(max(YEARS))) & table.designer.isin(VENDORS)
    table = table[whole & ~table.chip.isin(TOO_SMALL)]
    rows: list[Row] = []
    for _, line in table.iterrows():
        chip = NAMES.get(str(line.chip), OTHER_NAMES.get(str(line.chip), str(line.chip)))
        partly = PARTLY if line.quarter_incomplete == "yes" else ""
        rows.append(
            {
                "vendor": VENDORS[str(line.designer)],
                "chip": chip,
                "year": int(str(line.quarter)[:4]),
                "quarter": int(str(line.quarter)[-1]),
                "accelerator": counted_with(chip),
                "units_k": number(float(line.units_central) / 1e3, 5),
                "h100e_k": number(float(line.h100e_central) / 1e3, 5),
                "source_id": "epoch_chip_sales_2026_10",
                "confidence": line.confidence,
                "note": " ".join(filter(None, (NOTES.get(chip, ""), partly))),
            }
        )
    return rows


def _so_far(raw: Raw) -> list[Row]:
    """Units of the years after, of every quarter that is counted at all."""
    table = raw[SALES]
    table = table[table.designer.isin(VENDORS) & (table.quarter.str[:4] > max(YEARS))].copy()
    table["name"], table["year"] = table.chip.replace(NAMES), table.quarter.str[:4].astype(int)
    rows: list[Row] = []
    for year, counted in table.groupby("year"):
        full = counted[counted.quarter_incomplete.isna()].quarter.nunique() / QUARTERS
        for (designer, chip), part in counted.groupby(["designer", "name"]):
            rows.append(
                {
                    "vendor": VENDORS[designer],
                    "chip": chip,
                    "year": int(str(year)),
                    "accelerator": counted_with(chip),
                    "units_k": number(part.units_central.sum() / 1e3, 5),
                    "h100e_k": number(part.h100e_central.sum() / 1e3, 5),
                    "share_of_year": full,
                    "made_for_china": chip in FOR_CHINA,
                    "source_id": "epoch_chip_sales_2026_10",
                    "confidence": "verified",
                    "note": " ".join(filter(None, (NOTES.get(chip, ""), SO_FAR))),
                }
            )
    return rows


def wafers_by_vendor(observed: list[Row], chips: list[Row]) -> dict[int, dict[str, float]]:
    """Whole years to vendor to thousand CoWoS wafers of its shipments, losses left aside."""
    packages = {
        str(chip["accelerator"]): float(str(chip["packages_per_wafer_gross"]))
        for chip in chips
        if chip["packaging"] == "cowos"
    }
    wafers: dict[int, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for row in observed:
        if row["accelerator"] in packages and row["share_of_year"] == 1:
            units = float(str(row["units_k"]))
            year, vendor = int(str(row["year"])), str(row["vendor"])
            wafers[year][vendor] += units / packages[str(row["accelerator"])]
    return wafers
