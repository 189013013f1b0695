"""Electricity regions: where they are, and how long a large load waits there."""

from __future__ import annotations

from tools.derive.raw import Raw
from tools.derive.rows import Row, number

RAW = "power/regions.csv"


def region_rows(raw: Raw) -> list[Row]:
    """``regions.csv``."""
    return [
        {
            "region": region.region_id,
            "name": region["name"],
            "country": region.country,
            "latitude": number(region.lat),
            "longitude": number(region.lon),
            "interconnection_lead_years": number(region.large_load_interconnection_lead_yr),
            "source_id": "planner_estimate",
            "confidence": region.confidence,
            "note": "Lead time recalled."
            if region.country == "USA"
            else "Order of magnitude, recalled.",
        }
        for _, region in raw[RAW].iterrows()
    ]
