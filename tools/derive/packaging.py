"""Advanced packaging: lines and their capacity."""

from __future__ import annotations

import re

from tools.derive.market import ends
from tools.derive.raw import Raw
from tools.derive.rows import LeftOut, Row, number, ranged

SUPPLIERS = {"TSMC": "tsmc", "OSAT": "osat"}
# The year before the raw table begins, whose second half ships in 2022: recalled.
# Thousand wafers a month at its end, and thousand wafers in the year.
BEFORE = 2021
RECALLED_MONTHLY, RECALLED_YEARLY = (6, 8, 10), (55, 75, 95)
MONTHS = 12

# Source and note where the raw row is more than an estimate.
PROVENANCE = {
    ("tsmc", 2024): (
        "epoch_chip_components",
        "Sum of Epoch AI's quarters; high value: siliconanalysts.com.",
    ),
    ("tsmc", 2025): (
        "epoch_chip_components",
        "Sum of Epoch AI's quarters; year-end values of Morgan Stanley and others at "
        "lbkrs.com, aiinframap.com, siliconanalysts.com lie around it.",
    ),
    ("tsmc", 2026): (
        "jpm_cowos_2026",
        "Thousand a month: J.P. Morgan 115, TSMC 130 by late 2026, TrendForce 120 to 140, others "
        "150; read at pmcclel.land, techtimes.com, am-news.com.",
    ),
    ("tsmc", 2027): (
        "press_second_hand",
        "A target of 170 thousand a month, no author named, at copperroad.news; high: TSMC's "
        "growth of over 80 % a year to 2027, from 130, at pmcclel.land.",
    ),
    ("osat", 2026): (
        "jpm_cowos_2026",
        "J.P. Morgan 12 to 15 thousand a month; TrendForce, at troy-technical.com, more.",
    ),
}


def packaging_rows(raw: Raw) -> list[Row]:
    """``packaging.csv``: CoWoS from the raw table, the two others by likeness."""
    line = raw["chips/process_nodes.csv"].set_index("node").loc["CoWoS line"]
    common: Row = {"source_id": "planner_estimate", "confidence": "estimate"}
    return [
        {
            "packaging": "cowos",
            "name": "CoWoS and like 2.5D lines",
            "limited": True,
            "yield": number(line.yield_reticle_die_with_harvest),
            "cycle_weeks": number(line.wafer_cycle_weeks),
            **common,
            "note": "Recalled; TSMC's AP8 took about a year to ramp.",
        },
        {
            "packaging": "efb",
            "name": "Elevated fan-out bridge",
            "limited": True,
            "yield": 0.95,
            "cycle_weeks": 5.0,
            **common,
            "note": "Taken as CoWoS. Its capacity is not known: a model of years in which a "
            "generation on these lines is on sale must leave that generation out.",
        },
        {
            "packaging": "domestic_25d",
            "name": "2.5D lines in China",
            "limited": False,
            "yield": 0.85,
            "cycle_weeks": 8.0,
            **common,
            "note": "Lower yield and slower than CoWoS, our judgement. "
            "No source says how many there are: plans show their use and call it not limited.",
        },
    ]


def packaging_capacity_rows(raw: Raw, left_out: LeftOut) -> list[Row]:
    """``packaging_capacity.csv``: CoWoS of TSMC and of assembly houses."""
    rows: list[Row] = [
        {
            "packaging": "cowos",
            "supplier": "tsmc",
            "year": BEFORE,
            **ranged("year_end_kwpm", *RECALLED_MONTHLY),
            **ranged("wafers_k_per_year", *RECALLED_YEARLY),
            "source_id": "planner_estimate",
            "confidence": "estimate",
            "note": "Recalled.",
        }
    ]
    rows += _published(raw)
    for _, line in raw["chips/packaging_capacity.csv"].iterrows():
        supplier = SUPPLIERS.get(re.split(r"\W", line["item"])[0])
        if supplier is None:
            share = "share" in line["item"]
            why = "a share, not a capacity" if share else "no accelerator in the table uses it"
            left_out.add("packaging_capacity", f"{line['item']} {line.year}", why)
            continue
        growth = f"Extrapolated, {line.basis}." if "growth" in str(line.basis) else ""
        source, remark = PROVENANCE.get(
            (supplier, int(line.year)), ("planner_estimate", growth or "Recalled or extrapolated.")
        )
        monthly = (line.capacity_kwpm_low, line.capacity_kwpm, line.capacity_kwpm_high)
        yearly = (line.annual_wafers_k_low, line.annual_wafers_k, line.annual_wafers_k_high)
        rows.append(
            {
                "packaging": "cowos",
                "supplier": supplier,
                "year": int(line.year),
                **ranged("year_end_kwpm", *monthly),
                **ranged("wafers_k_per_year", *yearly),
                "source_id": source,
                "confidence": line.confidence,
                "note": remark,
            }
        )
    return sorted(rows, key=lambda row: (row["supplier"] != "tsmc", row["year"]))


def _published(raw: Raw) -> list[Row]:
    """CoWoS of 2022 and 2023. Nobody published 2022: the lines of mid-2023, not yet enlarged."""
    of_tsmc = ("CoWoS", "TSMC")
    standing = ends(raw, *of_tsmc, "2023-05", "capacity")
    as_in_july, *_ = ends(raw, *of_tsmc, "2023-07", "capacity")
    wafers = ends(raw, *of_tsmc, "2023", "wafers of the year")
    at_the_end = ends(raw, *of_tsmc, "end 2023", "capacity")
    least, _, most = standing
    lines: dict[int, tuple[tuple[float, ...], tuple[float, ...], str, str]] = {
        2022: (
            standing,
            (RECALLED_YEARLY[1], as_in_july * MONTHS, most * MONTHS),
            "estimate",
            f"Not published: {least:g} to {most:g} thousand a month stood in May 2023 before they "
            f"were enlarged, {as_in_july:g} in July; low: 2021.",
        ),
        2023: (
            at_the_end,
            wafers,
            "reported",
            "Above 120 thousand by equipment makers at smbom.com; 110 by analysts in Commercial "
            "Times and 11 a month by Morgan Stanley at trendforce.com.",
        ),
    }
    return [
        {
            "packaging": "cowos",
            "supplier": "tsmc",
            "year": year,
            **ranged("year_end_kwpm", *monthly),
            **ranged("wafers_k_per_year", *yearly),
            "source_id": "cowos_press_2023",
            "confidence": confidence,
            "note": note,
        }
        for year, (monthly, yearly, confidence, note) in lines.items()
    ]
