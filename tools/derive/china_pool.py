"""China's fleet of end-2025 that no tracked site holds.

What was made for China by western vendors and counted by Epoch AI, and Huawei's
Ascends of 2024 and 2025, less what tracked Chinese sites hold, in one pool.
"""

from __future__ import annotations

from collections import defaultdict

from tools.derive.existing_accelerators import CHIPS, units_per_unit
from tools.derive.fleet_pool import COMMON, FOR_CHINA, YEARS, pool
from tools.derive.raw import Raw
from tools.derive.rows import LeftOut, Row, number

REGION = "CHN_N"
"""Where most tracked sites stand; how the rest is spread is not known."""
# Share of the 910C in the Ascends of a year: 75 of 475 thousand in Epoch AI's count of 2024, three
# in four in the second half of 2025. The rest are 910B.
SHARE_OF_910C = {2024: 75 / 475, 2025: 0.75}
# Ours for Epoch AI's chip, beside those of CHIPS: dies and packages, with the throughput cut.
LIKE = {"A800": "A100", "H800": "H100", "H20": "H20", "Instinct MI308X": "Instinct MI300X"}
CUT = ("Instinct MI308X",)
HOW = "What was made for China and counted, and Ascends of 2024 and 2025, less tracked sites."
NOTES = {
    "nvidia_a100": "A800, and H20 as A100 of the same throughput.",
    "nvidia_h100": "H800.",
    "amd_mi300x": "MI308X, as MI300X of the same throughput.",
    "huawei_ascend_910b": "Ascends of the year less 910C, whose share is Epoch AI's.",
    "huawei_ascend_910c": "Ascends of the year by Epoch AI's share of 910C, less tracked sites.",
}


def china_pool_rows(
    raw: Raw, sites: list[Row], tracked: list[Row], chips: list[Row], left_out: LeftOut
) -> dict[str, list[Row]]:
    """The pool's rows of sites, site_power, existing_power and existing_accelerators."""
    units = _imported(raw)
    for chip_year, thousands in _ascends(raw).items():
        units[chip_year] += thousands
    here = {row["site"] for row in sites if row["country"] == "CHN"}
    for row in tracked:
        if row["site"] in here:
            # Tracked sites date what they hold by installation, the counts by shipment.
            _take(units, str(row["accelerator"]), float(str(row["units_k"])))
    why = "neither counted nor made for China: bought before the controls, through third parties"
    left_out.add("existing_accelerators", "other accelerators in China", why)
    left_out.add("existing_accelerators", "Ascends before 2024", "no count in the raw tables")
    fleet: list[Row] = [
        {
            "site": f"pool_{REGION}",
            "accelerator": chip,
            "year_installed": year,
            "units_k": number(thousands, 4),
            **COMMON,
            "source_id": _source(chip),
            "note": f"{HOW} {NOTES[chip]}",
        }
        for (chip, year), thousands in sorted(units.items())
        if thousands > 0
    ]
    return pool(raw, REGION, "CHN", fleet, chips, HOW)


def _source(chip: str) -> str:
    return "semianalysis_ascend_2025" if chip.startswith("huawei") else "epoch_chip_sales"


def _imported(raw: Raw) -> dict[tuple[str, int], float]:
    """Thousand units by accelerator and year of shipment of what was made for China."""
    table = raw["chips/shipments_epoch.csv"]
    table = table[table.year.isin(YEARS) & table.chip.isin(FOR_CHINA)]
    worth = table.h100e_k / table.units_k
    found: dict[tuple[str, int], float] = defaultdict(float)
    whole = raw["chips/shipments_epoch.csv"]
    for line, h100e in zip(table.itertuples(index=False), worth, strict=True):
        like = LIKE[line.chip]
        each = units_per_unit(raw, like)
        if line.chip in CUT:
            same = whole[whole.chip == like]
            each = float(h100e) / float(same.h100e_k.sum() / same.units_k.sum())
        found[CHIPS[like], int(line.year)] += float(line.units_k) * each
    return found


def _ascends(raw: Raw) -> dict[tuple[str, int], float]:
    """Thousand Ascends by accelerator and year."""
    table = raw["chips/bottlenecks.csv"]
    table = table[table["item"].str.startswith("Huawei Ascend units")]
    counts = dict(zip(table.year.astype(int), table.central.astype(float), strict=True))
    found = {}
    for year, share in SHARE_OF_910C.items():
        found["huawei_ascend_910c", year] = counts[year] * share
        found["huawei_ascend_910b", year] = counts[year] * (1 - share)
    return found


def _take(units: dict[tuple[str, int], float], chip: str, thousands: float) -> None:
    """Take what a tracked site holds off the newest shipments first."""
    for year in sorted((y for k, y in units if k == chip), reverse=True):
        taken = min(units[chip, year], thousands)
        units[chip, year] -= taken
        thousands -= taken
