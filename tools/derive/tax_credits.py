"""Federal tax credits on power technologies, by the year in which construction begins."""

from __future__ import annotations

from tools.derive.raw import Raw
from tools.derive.rows import LeftOut, Row, number, ranged

RAW = "power/tax_credits_obbba.csv"
# Technology of ReEDS to the power technologies that are credited as it is.
SOURCES = {
    "PV": ("solar_utility",),
    "ONSWIND": ("wind_onshore",),
    "BATTERY": ("battery_4h", "battery_8h"),
    "GEO": ("geothermal_egs",),
    "NUCLEAR": ("nuclear_ap1000", "nuclear_smr"),
}
FIRST_START, LAST_START = 2023, 2032
# Consumer prices, annual means: 322.1 over 188.9. The credit is indexed: flat in real terms.
PRICES_2025_OVER_2004 = 1.705
FUEL_CELL_STARTS = range(2026, LAST_START + 1)
YEARS_TO_FINISH = 4


def tax_credit_rows(raw: Raw, left_out: LeftOut) -> list[Row]:
    """``tax_credits.csv``."""
    table = raw[RAW]
    left_out.extend(
        "tax_credits",
        sorted(set(table.tech) - SOURCES.keys()),
        "no power technology of ours",
    )
    left_out.add(
        "tax_credits",
        "nuclear restarts and uprates",
        "what of them counts as new is the tax office's to say; no credit here",
    )
    rows: list[Row] = []
    for tech, sources in SOURCES.items():
        own = table[table.tech == tech].set_index("construction_start_year").sort_index()
        for year, value in own.loc[FIRST_START:LAST_START].iterrows():
            bonus = float(value.itc_energy_community_bonus_frac)
            bonus += float(value.itc_domestic_content_bonus_frac)
            share = float(value.itc_frac)
            credit = float(value.ptc_usd2004_per_mwh) * PRICES_2025_OVER_2004
            rows += [
                {
                    "technology": source,
                    "construction_start_year": int(str(year)),
                    "latest_online_year": int(value.latest_online_year),
                    **ranged("capital_share", None, share, share + bonus if share else None),
                    **ranged(
                        "production_credit_usd_per_mwh",
                        None,
                        round(credit, 2),
                        round(credit * (1 + float(value.ptc_bonus_frac)), 2) if credit else None,
                    ),
                    "production_credit_years": number(value.ptc_duration_yr),
                    "source_id": "reeds_incentives_2026",
                    "confidence": "reported" if credit else "verified",
                    "note": "In money of 2004 in the source, as we read it; indexed. High: with "
                    "mean bonuses."
                    if credit
                    else "High: with the bonuses for energy communities and domestic content.",
                }
                for source in sources
            ]
    rows += [_fuel_cell(year) for year in FUEL_CELL_STARTS]
    return rows


def _fuel_cell(year: int) -> Row:
    return {
        "technology": "fuel_cell_sofc",
        "construction_start_year": year,
        "latest_online_year": year + YEARS_TO_FINISH,
        **ranged("capital_share", None, 0.3, None),
        **ranged("production_credit_usd_per_mwh", None, 0.0, None),
        "production_credit_years": 0.0,
        "source_id": "fuel_cell_credit_2025",
        "confidence": "reported",
        "note": "Whatever its emissions, from 2026 on, no bonuses. Years to finish: as others.",
    }
