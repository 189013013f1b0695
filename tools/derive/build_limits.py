"""How much of each power technology can be built in a year, and who gets it."""

from __future__ import annotations

from tools.derive.raw import Raw
from tools.derive.rows import Row, number, ranged

JUDGED = "Share: our judgement."
UTILITIES = "Share: our judgement; utilities contract most."
SPEAKS_OF_IT = "The limit itself speaks of data centres."
_DEDICATED = ((0.7, 1.0, 1.0), SPEAKS_OF_IT)
_TURBINES = (
    (0.2, 0.25, 0.33),
    "Share of turbines sold to data centres: a fifth of GE Vernova's backlog (call of July 2026), "
    "a quarter to a third of sales; read at second hand: gevernova.com, wedoany.com, "
    "gateweb3.net.",
)
_UTILITIES = ((0.1, 0.2, 0.35), UTILITIES)
# Share of the additions that AI data centres can get: low, central, high.
SHARES: dict[str, tuple[tuple[float, float, float], str]] = {
    "solar_utility": _UTILITIES,
    "wind_onshore": _UTILITIES,
    "battery": ((0.1, 0.2, 0.4), JUDGED),
    "gas_ccgt": _TURBINES,
    "gas_ct_frame": _TURBINES,
    "gas_ct_aero": _TURBINES,
    "gas_recip": _DEDICATED,
    "fuel_cell_sofc": _DEDICATED,
    "gas_ct_mobile_bridge": _DEDICATED,
    "grid_large_load": (
        (0.7, 1.0, 1.0),
        "The limit itself speaks of large loads, nearly all of them data centres.",
    ),
    "coal_to_gas_conversion": ((0.1, 0.25, 0.5), JUDGED),
    "nuclear_ap1000": ((0.3, 0.5, 0.8), JUDGED),
    "nuclear_smr": ((0.3, 0.6, 0.9), JUDGED),
    "nuclear_restart": (
        (0.5, 1.0, 1.0),
        "Share: our judgement; two of three restarts are sold to data-centre firms.",
    ),
    "nuclear_uprate": ((0.2, 0.5, 0.8), JUDGED),
    "geothermal_egs": ((0.3, 0.5, 0.8), JUDGED),
}


def build_limit_rows(raw: Raw) -> list[Row]:
    """``build_limits.csv``; the share is a judgement, so every row is an estimate."""
    table = raw["power/build_limits.csv"].sort_values(["technology", "year"])
    rows = []
    for _, limit in table.iterrows():
        share, note = SHARES[limit.technology]
        known = limit.confidence != "estimate"
        rows.append(
            {
                "technology": limit.technology,
                "year": int(limit.year),
                "feasible_gw_per_year": number(limit.feasible_additions_gw_per_yr),
                **ranged("data_center_share", *share),
                "source_id": _source(limit.technology, limit.source, known),
                "confidence": "estimate",
                "note": (f"Additions {limit.confidence}. " if known else "") + note,
            }
        )
        if limit.technology == "grid_large_load":
            rows.append(
                {
                    **rows[-1],
                    "technology": "grid_flexible",
                    "note": "As many connections again as firm ones: our judgement.",
                }
            )
    return sorted(rows, key=lambda row: (str(row["technology"]), int(str(row["year"]))))


def _source(technology: str, text: str, known: bool) -> str:
    if not known:
        return "planner_estimate"
    return "eia_inventory" if "EIA" in text else "press_second_hand"
