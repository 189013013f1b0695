"""Delivered fuel prices by region and year."""

from __future__ import annotations

import pandas as pd

from tools.derive.raw import Raw
from tools.derive.rows import LeftOut, Row, number

YEARS = range(2024, 2041)
CASES = ("AEO_2026_HOG", "AEO_2026_baseline", "AEO_2026_LOG")
WEIGHTED = "Census divisions weighted by the gas capacity of the region's balancing areas."
ABROAD = "Order of magnitude, recalled; the same every year."


def gas_weights(raw: Raw) -> pd.DataFrame:
    """Share of each census division (columns) in a US region's (rows) gas capacity."""
    areas = raw["power/regions_ba134.csv"]
    areas["gas"] = areas[["gas_cc", "gas_ct", "gas_steam"]].sum(axis=1)
    table = areas.pivot_table(
        index="nercr", columns="cendiv", values="gas", aggfunc="sum", fill_value=0.0
    )
    return table.div(table.sum(axis=1), axis=0)


def gas_prices(raw: Raw) -> dict[str, pd.DataFrame]:
    """Natural gas by case: years (rows) and US regions (columns)."""
    table = raw["power/fuel_prices.csv"]
    weights = gas_weights(raw)
    prices = {}
    for case in CASES:
        part = table[(table.fuel == "natural_gas") & (table.scenario == case)]
        by_division = part.pivot(
            index="year", columns="census_division", values="price_usd2025_per_mmbtu"
        )
        prices[case] = by_division[weights.columns] @ weights.T
    return prices


def fuel_price_rows(raw: Raw, left_out: LeftOut) -> list[Row]:
    """``fuel_prices.csv``: natural gas, then uranium, for every region."""
    left_out.add("fuel_prices", "coal", "no power technology burns it")
    left_out.add("fuel_prices", "natural gas of AEO 2025", "AEO 2026 replaces it")
    left_out.add("fuel_prices", "years before 2024", "no model plans them")
    table = raw["power/fuel_prices.csv"]
    uranium = table[table.fuel == "uranium"].set_index("year").price_usd2025_per_mmbtu
    gas = gas_prices(raw)
    regions = raw["power/regions.csv"]
    rows: list[Row] = []
    for _, region in regions.iterrows():
        for year in YEARS:
            key: Row = {"fuel": "natural_gas", "region": region.region_id, "year": year}
            if region.country == "USA":
                rows.append(
                    key | _home(*(gas[case].loc[year, region.region_id] for case in CASES))
                )
            else:
                rows.append(
                    key
                    | {
                        "price_usd_per_mmbtu": number(region.gas_price_2026_usd2025_per_mmbtu),
                        "source_id": "planner_estimate",
                        "confidence": "estimate",
                        "note": ABROAD,
                    }
                )
    for _, region in regions.iterrows():
        home = region.country == "USA"
        for year in YEARS:
            rows.append(
                {
                    "fuel": "uranium",
                    "region": region.region_id,
                    "year": year,
                    "price_usd_per_mmbtu": number(uranium[year], 4),
                    "source_id": "eia_aeo_2026",
                    "confidence": "verified" if home else "estimate",
                    "note": "" if home else "Taken as in the USA.",
                }
            )
    return rows


def _home(low: float, central: float, high: float) -> Row:
    """The price cells of a US region; the cases are one in the first years."""
    return {
        "price_usd_per_mmbtu_low": number(low, 4) if low < central else None,
        "price_usd_per_mmbtu": number(central, 4),
        "price_usd_per_mmbtu_high": number(high, 4) if high > central else None,
        "source_id": "eia_aeo_2026",
        "confidence": "verified",
        "note": WEIGHTED,
    }
