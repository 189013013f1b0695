"""Scanners for extreme ultraviolet light: how many run, and what AI can use of them."""

from __future__ import annotations

from collections.abc import Sequence

from tools.derive.process_nodes import SCANNERS
from tools.derive.raw import Raw
from tools.derive.rows import Row, number, ranged, weakest
from tools.derive.sources import note, second_hand

# Machines delivered by the end of 2020, and in 2021: recalled.
BEFORE, RECALLED = 2021, ((90.0, 98.0, 105.0), 42.0)
FOUNDRY_SHARE = (0.5, 0.55, 0.65)
# 220 wafers an hour at best today, 160 in the machines before: a good third of that.
EXPOSURES_K = (500.0, 600.0, 750.0)
JUDGED = "Share of the foundry and exposures a scanner: our judgement."


def euv_scanner_rows(raw: Raw, nodes: Sequence[Row], capacity: Sequence[Row]) -> list[Row]:
    """``euv_scanners.csv``; `nodes` and `capacity` are the derived tables of them."""
    table = raw["chips/node_capacity.csv"]
    delivered = table[table.node == SCANNERS].set_index("year")
    standing, last = list(RECALLED[0]), "Deliveries to 2020 recalled."
    rows: list[Row] = []
    source, confidence = "planner_estimate", "estimate"
    for year in range(BEFORE, int(delivered.index.max()) + 2):
        low, central, high = standing
        rows.append(
            {
                "year": year,
                **ranged("running", low, central, high),
                **ranged("foundry_share", *FOUNDRY_SHARE),
                **ranged("exposures_k_per_scanner", *EXPOSURES_K),
                "ai_share": number(_ai_share(nodes, capacity, year), 3),
                "source_id": source,
                "confidence": weakest(confidence, "estimate"),
                "note": note(last, JUDGED),
            }
        )
        if year not in delivered.index:
            standing = [stood + RECALLED[1] for stood in standing]
            last = f"Deliveries of {year} recalled."
            continue
        more = delivered.loc[year]
        ends = (more.capacity_kwpm_low, more.capacity_kwpm, more.capacity_kwpm_high)
        standing = [stood + float(end) for stood, end in zip(standing, ends, strict=True)]
        known = more.confidence != "estimate"
        source = "press_second_hand" if known else "planner_estimate"
        said = second_hand(str(more.source)) or "recalled or extrapolated."
        last = f"Deliveries of {year}: {said[0].lower()}{said[1:]}"
    return rows


def _ai_share(nodes: Sequence[Row], capacity: Sequence[Row], year: int) -> float:
    """Layers of the wafers for AI over those of all wafers, in the nearest year with rows.

    A pool has the layers of the node that it is named after.
    """
    layers = {str(row["node"]): float(str(row["euv_layers"])) for row in nodes}
    last = max(int(str(row["year"])) for row in capacity)
    wafers = [
        (layers[str(row["node_pool"])] * float(str(row["capacity_kwpm"])), row["ai_share"])
        for row in capacity
        if row["year"] == min(year, last)
    ]
    total = sum(exposed for exposed, _ in wafers)
    return sum(exposed * float(str(share)) for exposed, share in wafers) / total
