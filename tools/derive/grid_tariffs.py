"""What a large load pays by GW, for capacity and wires, where its power is bought at wholesale."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from tools.derive.raw import Raw
from tools.derive.rows import Row, number, weakest

FACTS = "power/grid_tariff_facts.csv"
CAPACITY, UNCAPPED = "capacity price", "capacity price without a cap"
SEASONS = ("summer", "fall", "winter", "spring")
RATE, DEAREST = "transmission rate", "transmission rate of the dearest zone"
COST, PEAK = "cost of transmission service", "peak load"
TAKES = {
    "capacity_minimum_take": "minimum take of generation",
    "wires_minimum_take": "minimum take of wires",
}
PRICES_2025_OVER = {2021: 1.1889, 2022: 1.1006, 2023: 1.0571, 2024: 1.0268, 2025: 1.0}
"""Consumer prices of 2025 over those of a year."""
DAYS, MONTHS = 365.0, 12.0
DELIVERED_FROM = 5
"""Months of a calendar year before its delivery year begins, in June."""
KW_PER_GW, KW_PER_MW = 1e6, 1e3
NO_CAPACITY = ("ERCOT",)
"""Regions whose market sells energy alone."""
SOURCE = "large_load_tariffs_2026"
NOTES = {
    "PJM": (
        "Capacity: auctions to 2028/29 in money of the day, then as the last; low the lowest of "
        "them, high 2027/28 without its cap. Wires: cost of transmission in 2024 over the peak; "
        "low 2023, high the zone of PSE&G. Least billed: AEP Ohio, Dominion's GS-5."
    ),
    "MISO": (
        "Capacity: auctions to 2025/26, then as the last; low 2024/25. Wires: mean network rate "
        "of 2022. Least billed: Consumers Energy. Most utilities here sell one bundle, at rates "
        "of their own: that they are these is our judgement."
    ),
    "NPCC_NE": (
        "Capacity: auctions to 2027/28, then as the last. Wires: rate of the regional network, "
        "recalled. No least amount is known."
    ),
    "ERCOT": (
        "No capacity is sold. Wires: postage stamp on four peaks, recalled, paid in full; a rule "
        "on twelve peaks and a least amount is due at the end of 2026."
    ),
}
CONFIDENCE = {"MISO": "estimate"}
"""Regions whose rows are less sure than the facts they are made of."""


def grid_tariff_rows(raw: Raw) -> list[Row]:
    """``grid_tariffs.csv``: capacity in USD per MW-day, wires in USD per kW-month, least shares.

    Regions of which no price of capacity and no rate of transmission is known have no row: their
    utilities sell one bundle, whose price is the retail price of ``electricity_prices``.
    """
    facts = raw[FACTS]
    rows: list[Row] = []
    for region, own in facts.groupby("region", sort=True):
        of = {fact: table.set_index("period") for fact, table in own.groupby("fact")}
        capacity = _capacity(str(region), of)
        wires = _wires(of)
        least = {column: _value(of, fact) for column, fact in TAKES.items()}
        sure = CONFIDENCE.get(str(region), weakest(*own.confidence))
        begins = [int(since) for since, _ in least.values() if since]
        years = sorted({*capacity, *begins})
        for year in years:
            known = max((y for y in capacity if y <= year), default=min(capacity))
            takes = {
                column: share if since and year >= since else 0.0
                for column, (since, share) in least.items()
            }
            rows.append(
                {
                    "region": region,
                    "year": year,
                    **_ranged("capacity_usd_per_mw_day", capacity[known]),
                    "capacity_minimum_take": takes["capacity_minimum_take"],
                    **_ranged("wires_usd_per_kw_month", wires),
                    "wires_minimum_take": takes["wires_minimum_take"],
                    "source_id": SOURCE,
                    "confidence": sure,
                    "note": NOTES[str(region)],
                }
            )
    return rows


def _capacity(
    region: str, of: Mapping[str, pd.DataFrame]
) -> dict[int, tuple[float | None, float, float | None]]:
    """Calendar year to low, central and high, USD a MW and day.

    A delivery year begins in June; the first and the last that are known stand for the months
    before and after them. After the last auction a range is what auctions have come to.
    """
    if region in NO_CAPACITY:
        return {2025: (None, 0.0, None)}
    auctions = {}
    for period, row in of[CAPACITY].iterrows():
        auctions[int(str(period)[:4])] = _per_mw_day(float(row.value), str(row.unit))
    seasons = [of[name] for season in SEASONS if (name := f"{CAPACITY} in {season}") in of]
    if seasons:
        first = int(str(seasons[0].index[0])[:4])
        auctions[first] = sum(float(table.value.iloc[0]) for table in seasons) / len(seasons)
    first, last = min(auctions), max(auctions)
    found: dict[int, tuple[float | None, float, float | None]] = {}
    for year in range(first, last + 1):
        before = auctions.get(year - 1, auctions[first])
        mean = (DELIVERED_FROM * before + (MONTHS - DELIVERED_FROM) * auctions[year]) / MONTHS
        found[year] = (None, mean, None)
    high = float(of[UNCAPPED].value.iloc[0]) if UNCAPPED in of else None
    found[last + 1] = (min(auctions.values()), auctions[last], high)
    return found


def _per_mw_day(value: float, unit: str) -> float:
    return value if unit == "USD per MW-day" else value * KW_PER_MW * MONTHS / DAYS


def _wires(of: Mapping[str, pd.DataFrame]) -> tuple[float | None, float, float | None]:
    """Low, central and high, USD a kW and month, in money of 2025."""
    if RATE in of:
        return None, _monthly(of[RATE].iloc[-1], of[RATE].index[-1]), None
    by_year = {
        int(year): 1e9 * float(usd) / (KW_PER_GW * float(of[PEAK].value[year])) / MONTHS
        for year, usd in of[COST].value.items()
    }
    paid = {year: usd * PRICES_2025_OVER[year] for year, usd in by_year.items()}
    dearest = _monthly(of[DEAREST].iloc[-1], of[DEAREST].index[-1])
    return paid[min(paid)], paid[max(paid)], dearest


def _monthly(row: Any, year: object) -> float:
    value = float(row.value) / (MONTHS if row.unit == "USD per kW-year" else 1.0)
    return value * PRICES_2025_OVER[int(str(year))]


def _value(of: Mapping[str, pd.DataFrame], fact: str) -> tuple[int | None, float]:
    """The year from which a fact holds, and its value; none where it is not known."""
    if fact not in of:
        return None, 0.0
    return int(of[fact].index[0]), float(of[fact].value.iloc[0])


def _ranged(name: str, values: tuple[float | None, float, float | None]) -> Row:
    low, central, high = (number(value, 4) for value in values)
    return {f"{name}_low": low, name: central, f"{name}_high": high}
