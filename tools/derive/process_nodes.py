"""Logic: process nodes and their installed capacity."""

from __future__ import annotations

import numpy as np

from tools.derive.raw import Raw
from tools.derive.rows import LeftOut, Row, blank, number, ranged, weakest
from tools.derive.sources import note, second_hand

# raw name -> id, name in use, pool of capacity, start of volume production
NODES = {
    "N7/N6": ("n7", "N7 and N6", "n7", 2018.0),
    "N5/N4": ("n5", "N5 and N4", "n5", 2020.0),
    "N3 (N3E/N3P)": ("n3", "N3E and N3P", "n3", 2022.0),
    "N2/N2P": ("n2", "N2 and N2P", "n2", 2025.75),
    "A16": ("a16", "A16", "n2", 2026.5),
    "A14": ("a14", "A14", "a14", 2028.5),
    "SMIC N+2 (7nm DUV)": ("smic_7nm", "SMIC N+2, 7 nm class", "smic_7nm", 2022.0),
}
POOLS = {
    "N7/N6": "n7",
    "N5/N4": "n5",
    "N3": "n3",
    "N2 family (N2/N2P/A16)": "n2",
    "A14": "a14",
    "SMIC+Huawei 7nm-class (China)": "smic_7nm",
}
SCANNERS = "ASML EUV systems (units per year, not kwpm)"
"""A row of machines among the raw capacities, which ``euv_scanners`` is made of."""
PROVENANCE = {
    "n7": ("planner_estimate", "All recalled."),
    "n5": (
        "planner_estimate",
        "Yield inferred from Epoch AI's wafer ratio; defects recalled.",
    ),
    "n3": ("planner_estimate", "Defects and yield recalled."),
    "n2": ("planner_estimate", "Defects and yield recalled."),
    "a16": (
        "planner_estimate",
        "Ramp of the second half of 2026 read at reportify.ai; defects and yield recalled.",
    ),
    "a14": (
        "planner_estimate",
        "Second half of 2028 read at bothwin.com.cn; the rest extrapolated.",
    ),
    "smic_7nm": (
        "press_second_hand",
        "Yield between figures read at financialpost.us and rbtfl.xyz.",
    ),
}
# The year before the raw table begins, whose second half ships in 2022: recalled.
# Pool -> thousand wafers a month, low, central and high, and the share for AI.
BEFORE = 2021
RECALLED = {"n7": ((130, 145, 165), 0.04), "n5": ((80, 95, 110), 0.01)}
INTERPOLATED = "AI share interpolated between years, or the nearest year's."


def node_rows(raw: Raw, left_out: LeftOut) -> list[Row]:
    """``process_nodes.csv``; the CoWoS line of the raw table is in ``packaging.csv``.

    What the raw table reports of N3 and N2 is their cost, which is in
    ``supply_expansion.csv``: the rest of their rows is recalled.
    """
    rows = []
    for _, node in raw["chips/process_nodes.csv"].iterrows():
        if node.node not in NODES:
            if node.node != "CoWoS line":
                why = "a memory line; hbm_supply gives memory as a total"
                left_out.add("process_nodes", node.node, why)
            continue
        key, name, pool, start = NODES[node.node]
        source, remark = PROVENANCE[key]
        defects = (node.d0_per_cm2_low, node.d0_per_cm2, node.d0_per_cm2_high)
        rows.append(
            {
                "node": key,
                "name": name,
                "node_pool": pool,
                "vendor": node.vendor,
                "volume_production_year": start,
                **ranged("defect_density_per_cm2", *defects),
                **_layers(str(node.euv_layers)),
                "yield_reticle_die": number(node.yield_reticle_die_with_harvest),
                "wafer_cycle_weeks": number(node.wafer_cycle_weeks),
                "fab_build_years": number(node.fab_build_years),
                "source_id": source,
                "confidence": "estimate" if source == "planner_estimate" else node.confidence,
                "note": remark,
            }
        )
    return rows


def _layers(text: str) -> Row:
    """Layers exposed to extreme ultraviolet light; of a range, the low end is central.

    The range is that of N7, which has none in the generation that accelerators use.
    """
    low, _, high = text.partition("-")
    return ranged("euv_layers", low if high else None, low, high or None)


def node_capacity_rows(raw: Raw, left_out: LeftOut) -> list[Row]:
    """``node_capacity.csv``; where the AI share is interpolated the row is an estimate."""
    table = raw["chips/node_capacity.csv"]
    why = "derived from revenue: not capacity of a pool"
    left_out.extend("node_capacity", sorted(set(table.node) - {*POOLS, SCANNERS}), why)
    rows = []
    for name, pool in POOLS.items():
        part = table[table.node == name].sort_values("year")
        given = part.dropna(subset=["ai_share_central"])
        if pool in RECALLED:
            capacity, ai_share = RECALLED[pool]
            rows.append(
                {
                    "node_pool": pool,
                    "year": BEFORE,
                    **ranged("capacity_kwpm", *capacity),
                    "ai_share": ai_share,
                    "source_id": "planner_estimate",
                    "confidence": "estimate",
                    "note": "Recalled.",
                }
            )
        for _, year in part.iterrows():
            missing = blank(year.ai_share_central)
            share = np.interp(year.year, given.year, given.ai_share_central)
            capacity = (year.capacity_kwpm_low, year.capacity_kwpm, year.capacity_kwpm_high)
            source, remark = _capacity_provenance(str(year.source), year.confidence)
            rows.append(
                {
                    "node_pool": pool,
                    "year": int(year.year),
                    **ranged("capacity_kwpm", *capacity),
                    "ai_share": number(share),
                    "source_id": source,
                    "confidence": weakest(
                        year.confidence, "estimate" if missing else year.confidence
                    ),
                    "note": note(remark, INTERPOLATED if missing else ""),
                }
            )
    return rows


def _capacity_provenance(source: str, confidence: str) -> tuple[str, str]:
    """Source and note of a capacity, from the raw text."""
    if confidence == "estimate":
        if "revenue implied" in source:
            return "planner_estimate", "High value implied by TSMC revenue."
        if "extrapol" in source or "interpol" in source:
            return "planner_estimate", note("Our extrapolation.", second_hand(source))
        return "planner_estimate", "Recalled."
    if source.startswith("MS "):
        return "morgan_stanley_n3_2025", ""
    if "SemiAnalysis" in source:
        return "semianalysis_ascend_2025", second_hand(source)
    if source.startswith("N3+N5"):
        return "tsmc_forum_2026", "Growth of about a quarter a year to 2027."
    return "press_second_hand", second_hand(source)
