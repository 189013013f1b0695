"""Electricity regions, and what grid electricity costs in them."""

from __future__ import annotations

import pandas as pd

from tools.derive.raw import Raw
from tools.derive.rows import Row, number

RAW = "power/regions.csv"
# Consumer prices of 2025 over 2023, in step with the 1.1006 of 2025 over 2022 in the raw tables.
PRICES_2025_OVER_2023 = 1.0571
ABROAD = "Order of magnitude, recalled."

# Typical capacity factor and tonnes per MWh, for the two regions whose raw
# intensity is that of one balancing area alone.
MIX = {
    "coal_gw": (0.45, 1.0),
    "gas_cc_gw": (0.50, 0.40),
    "gas_ct_gw": (0.10, 0.55),
    "gas_steam_gw": (0.15, 0.60),
    "nuclear_gw": (0.92, 0.0),
    "hydro_gw": (0.38, 0.0),
    "wind_gw": (0.34, 0.0),
    "solar_gw": (0.25, 0.0),
    "geothermal_gw": (0.75, 0.0),
}
FROM_MIX = ("WECC_NW", "WECC_SW")


def region_rows(raw: Raw) -> list[Row]:
    """``regions.csv``."""
    rows = []
    for _, region in raw[RAW].iterrows():
        carbon = float(region.carbon_intensity_t_per_mwh)
        note = "Emissions: main balancing area in 2022; lead time and new load recalled."
        if region.region_id in FROM_MIX:
            carbon = carbon_of_mix(region)
            note = (
                "Emissions: from the region's capacity and typical use, since the raw figure "
                "is of one balancing area; lead time and new load recalled."
            )
        rows.append(
            {
                "region": region.region_id,
                "name": region["name"],
                "country": region.country,
                "latitude": number(region.lat),
                "longitude": number(region.lon),
                "carbon_t_per_mwh": number(carbon, 3),
                "interconnection_lead_years": number(region.large_load_interconnection_lead_yr),
                "grid_large_load_gw_per_year": number(region.grid_large_load_add_est_gw_per_yr),
                "source_id": "planner_estimate",
                "confidence": region.confidence,
                "note": note if region.country == "USA" else ABROAD,
            }
        )
    return rows


def carbon_of_mix(region: pd.Series) -> float:
    """Mean emissions, t/MWh, from installed capacity and typical capacity factors."""
    energy = sum(float(region[name]) * factor for name, (factor, _) in MIX.items())
    tonnes = sum(float(region[name]) * factor * rate for name, (factor, rate) in MIX.items())
    return tonnes / energy


def electricity_price_rows(raw: Raw) -> list[Row]:
    """``electricity_prices.csv``: retail in money of 2025, wholesale as the low value.

    The retail price is EIA's, but its weights are ours and the wholesale price
    is recalled: every row is an estimate.
    """
    rows = []
    for _, region in raw[RAW].iterrows():
        home = region.country == "USA"
        price = float(region.industrial_price_2023_usd_per_mwh)
        price *= PRICES_2025_OVER_2023 if home else 1.0
        wholesale = number(region.wholesale_price_est_usd_per_mwh)
        rows.append(
            {
                "region": region.region_id,
                "price_usd_per_mwh_low": wholesale if home else None,
                "price_usd_per_mwh": number(price, 4),
                "price_usd_per_mwh_high": None,
                "source_id": "eia_epa_2023" if home else "planner_estimate",
                "confidence": region.confidence,
                "note": "Industrial price of 2023, load-weighted over states, times "
                f"{PRICES_2025_OVER_2023}; low: wholesale price, recalled."
                if home
                else ABROAD,
            }
        )
    return rows
