"""How chip supply reaches the planned region, and goes on beyond the tables."""

from __future__ import annotations

from tools.derive.raw import Raw
from tools.derive.rows import Row, number, ranged

LAG_YEARS = 0.5
REGION_RANGE = (0.65, 0.85)
REGION_NOTE = "Share of the USA: existing clusters that Epoch AI lists; its range is ours."
# kind -> AI share, growth beyond the table, note: our judgements
TERMS: dict[str, tuple[tuple[float, ...], tuple[float, ...], str]] = {
    "node": ((1.0, 1.0, 1.0), (0.10, 0.15, 0.20), "AI share: by year in node_capacity."),
    "packaging": (
        (0.85, 0.92, 0.97),
        (0.10, 0.15, 0.25),
        "The rest of the wafers goes to networking and other processors.",
    ),
    "hbm": (
        (0.80, 0.90, 0.95),
        (0.15, 0.20, 0.30),
        "The rest goes to other processors and to stock.",
    ),
    "euv": ((1.0, 1.0, 1.0), (0.10, 0.13, 0.17), "AI share: by year in euv_scanners."),
}


def us_share_of_clusters(raw: Raw) -> float:
    """Share of the USA in the performance of existing clusters, none counted twice.

    Clusters whose country is not known are left aside.
    """
    table = raw["sites/raw/epoch/gpu_clusters.csv"]
    standing = table[(table.Status == "Existing") & table["Superseded by"].isna()]
    total = standing.groupby("Country")["H100 equivalents"].sum()
    share = number(total["United States of America"] / total.sum(), 2)
    assert share is not None
    return share


def supply_term_rows(raw: Raw) -> list[Row]:
    """``supply_terms.csv``."""
    low, high = REGION_RANGE
    return [
        {
            "resource_kind": kind,
            **ranged("ai_share", *ai_share),
            **ranged("planned_region_share", low, us_share_of_clusters(raw), high),
            **ranged("growth_per_year_beyond_table", *growth),
            "component_lag_years": LAG_YEARS,
            "source_id": "epoch_gpu_clusters",
            "confidence": "estimate",
            "note": f"{REGION_NOTE} {note} Growth and lag: our judgement.",
        }
        for kind, (ai_share, growth, note) in TERMS.items()
    ]
