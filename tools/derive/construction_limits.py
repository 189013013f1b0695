"""What a country's builders of data centres added in a year, and how fast that can grow."""

from __future__ import annotations

import pandas as pd

from tools.derive.raw import Raw
from tools.derive.rows import LeftOut, Row, number

ADDED, UNDERWAY = "facility power added at tracked campuses", "data centres under construction"
YEARS = "years under construction"
SPENDING = "growth of spending on data-centre construction"
MONEY = "spending on data-centre construction"
COUNTRIES = {"USA": "United States"}
"""Country to its name in the table of tracked campuses."""
MW_PER_GW = 1000
ADDED_NOTE = (
    "US campuses that Epoch AI tracks, steps dated to the year, those of October to December "
    "projected. Low: what was counted to 2 October. High: all data centres under construction "
    "in North America at the end of 2025 (JLL, read at second hand: datacenterfrontier.com) over "
    "{years:g} years of building, our judgement."
)
GROWTH_NOTE = (
    "The fastest growth told of spending on data-centre construction over twelve months (US "
    "Census Bureau, told by the Associated General Contractors), of May 2024, read at second "
    "hand: rockproducts.com; that no later year is faster is our judgement. Low: the slowest, "
    "August 2025, globalconstructionreview.com. High: power added at tracked campuses in 2026 "
    "over 2025."
)


def construction_limit_rows(raw: Raw, left_out: LeftOut) -> list[Row]:
    """``construction_limits.csv``: for each country that was counted, its last year and growth.

    None has a start: a country that builds already goes on from what it builds.
    """
    facts = raw["sites/construction_facts.csv"]
    campuses = raw["sites/data_centers_2026_10.csv"]
    left_out.add(
        "construction_limits",
        MONEY,
        "without the plant that owners buy, so it buys more power than it seems; for comparison",
    )
    rows: list[Row] = []
    for country, own in facts.groupby("country"):
        of = {fact: table.set_index("year") for fact, table in own.groupby("fact")}
        told, spending = of[ADDED].central, of[SPENDING].central
        before = int(told.index.max())
        year = before + 1
        counted, in_the_year = added(campuses[campuses.country == COUNTRIES[country]])
        years = float(of[YEARS].central.iloc[-1])
        rows += [
            {
                "country": country,
                "term": "facility_added",
                "unit": "GW",
                "year": year,
                **_range(counted, in_the_year, of[UNDERWAY].central.iloc[-1] / years),
                "source_id": "epoch_data_centers",
                "confidence": "reported",
                "note": ADDED_NOTE.format(years=years),
            },
            {
                "country": country,
                "term": "growth",
                "unit": "1/year",
                "year": None,
                **_range(
                    spending.min(),
                    spending.max(),
                    in_the_year / told[before] - 1,
                ),
                "source_id": "census_construction",
                "confidence": "estimate",
                "note": GROWTH_NOTE,
            },
        ]
    return rows


def added(campuses: pd.DataFrame) -> tuple[float, float]:
    """GW added at tracked campuses in 2026: to the count of October, and in the whole year.

    What one campus gives back is not taken off what is added at the others.
    """
    stood = campuses.facility_mw_end2025
    counted = (campuses.facility_power_mw_2026_10_02 - stood).clip(lower=0.0).sum()
    in_the_year = (campuses.facility_mw_end2026 - stood).clip(lower=0.0).sum()
    return float(counted) / MW_PER_GW, float(in_the_year) / MW_PER_GW


def _range(low: float, value: float, high: float) -> Row:
    return {"low": number(low, 3), "value": number(value, 3), "high": number(high, 3)}
