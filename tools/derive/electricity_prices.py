"""What grid electricity costs, by region and year."""

from __future__ import annotations

import pandas as pd

from tools.derive.fleet import Fleet
from tools.derive.fuel_prices import CASES, gas_prices
from tools.derive.raw import Raw
from tools.derive.rows import Row, number

REGIONS = "power/regions.csv"
# Consumer prices of 2025 over 2023, in step with the 1.1006 of 2025 over 2022 in the raw tables.
PRICES_2025_OVER_2023 = 1.0571
# Years in which the two prices were asked; the wholesale price is recalled and about of 2025.
RETAIL_YEAR, WHOLESALE_YEAR = 2023, 2025
YEARS = range(RETAIL_YEAR, 2041)
ABROAD = "Order of magnitude, recalled; no path is known, so it holds for all years."


def electricity_price_rows(raw: Raw) -> list[Row]:
    """``electricity_prices.csv``: retail and wholesale, moved with the price of gas.

    No projection of electricity prices by region is at hand. A price moves with
    that of gas, times the heat that a MWh from gas takes, times gas's share of
    the energy from fuel; all else in it stays. Low and high are the cases of the
    gas price. The retail price is EIA's, but its weights are ours and the
    wholesale price is recalled, and the rule is ours: every row is an estimate.
    """
    gas, fleet = gas_prices(raw), Fleet(raw)
    rows: list[Row] = []
    for _, region in raw[REGIONS].iterrows():
        if region.country != "USA":
            rows.append(_abroad(region))
            continue
        heat = fleet.gas_share_of_fuel(region.region_id) * fleet.gas_heat_rate(region.region_id)
        for year in YEARS:
            price: Row = {}
            for column, stated, base in (
                ("price_usd_per_mwh", _retail(region), RETAIL_YEAR),
                ("wholesale_usd_per_mwh", _wholesale(region), WHOLESALE_YEAR),
            ):
                price |= _moved(column, stated, heat, gas, region.region_id, base, year)
            rows.append(
                {
                    "region": region.region_id,
                    "year": year,
                    **price,
                    "source_id": "eia_epa_2023",
                    "confidence": "estimate",
                    "note": _note(heat),
                }
            )
    return rows


def _retail(region: pd.Series) -> float:
    return float(region.industrial_price_2023_usd_per_mwh) * PRICES_2025_OVER_2023


def _wholesale(region: pd.Series) -> float:
    return float(region.wholesale_price_est_usd_per_mwh)


def _moved(
    column: str,
    stated: float,
    heat: float,
    gas: dict[str, pd.DataFrame],
    region: str,
    base: int,
    year: int,
) -> Row:
    """Low, central and high of a price that was `stated` for the year `base`."""
    moved = [
        number(stated + heat * (by_case.loc[year, region] - by_case.loc[base, region]), 4)
        for by_case in (gas[case] for case in CASES)
    ]
    low, central, high = (float(value or 0.0) for value in moved)
    return {
        f"{column}_low": low if low < central else None,
        column: central,
        f"{column}_high": high if high > central else None,
    }


def _note(heat: float) -> str:
    return (
        f"Retail: industrial price of {RETAIL_YEAR}, load-weighted over states, times "
        f"{PRICES_2025_OVER_2023}; wholesale: recalled, of {WHOLESALE_YEAR}. Both move by "
        f"{heat:.2f} USD a MWh with each USD per MMBtu of gas in AEO 2026: our rule."
    )


def _abroad(region: pd.Series) -> Row:
    """One row that holds for all years; the wholesale price is not known."""
    return {
        "region": region.region_id,
        "year": RETAIL_YEAR,
        "price_usd_per_mwh": number(region.industrial_price_2023_usd_per_mwh, 4),
        "source_id": "planner_estimate",
        "confidence": region.confidence,
        "note": ABROAD,
    }
