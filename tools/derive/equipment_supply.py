"""Electrical equipment that US data centres can get in a year, and what a GW takes of it."""

from __future__ import annotations

from tools.derive.raw import Raw
from tools.derive.rows import Row, number, ranged

FIRST, LAST = 2022, 2035
# Large power transformers in the USA: units of 2019, domestic and imported, read at second
# hand; mean size and growth to 2025 judged; the share that data centres get, and how much it
# rises in a year. Low, central, high.
UNITS_2019, GVA_EACH = 137 + 617, 0.25
GROWTH = (0.04, 0.07, 0.10)
SHARE_2025, SHARE_RISES = (0.06, 0.10, 0.15), (0.01, 0.02, 0.03)
# Switchgear: sales of electrical equipment to US data centres over what a GW takes, billion USD
# (dear means few). Low, central, high.
BUSD_PER_GW = (2.0, 1.5, 1.2)
MARKET = "US data-centre electrical equipment market"
MARKET_2030 = 65.0  # billion USD, in the note of the raw row
NEEDS: dict[str, tuple[tuple[float, float, float], ...]] = {
    # of a GW of facility, of grid connection, of generation on site
    "large_power_transformer": ((0, 0, 0), (1.2, 1.5, 2.0), (1.05, 1.15, 1.3)),
    "medium_voltage_switchgear": ((1, 1, 1), (0, 0, 0), (0, 0, 0)),
}
UNITS = {"large_power_transformer": "GVA", "medium_voltage_switchgear": "GW"}
NEEDS_NOTES = {
    "large_power_transformer": "A connection: power factor and a spare transformer for two or "
    "three; generation: a step-up transformer each. Our judgement.",
    "medium_voltage_switchgear": "Counted by the facility power that it serves.",
}
TRANSFORMERS = (
    "Units of 2019 (DOE, read at second hand: cybernative.ai) of 0.25 GVA, recalled, grown by "
    "7 % a year (4 to 10 %), of which data centres get 10 % in 2025 (6 to 15 %) and 2 points "
    "more each year (1 to 3): our judgement."
)
SWITCHGEAR = (
    "Sales of electrical equipment to US data centres of 2026 and 2030 (Wood Mackenzie, read at "
    "second hand: computeforecast.com), at the same growth before and between them and half of "
    "it after, over 1.5 billion USD a GW (1.2 to 2): our judgement."
)


def equipment_need_rows() -> list[Row]:
    """``equipment_needs.csv``."""
    rows = []
    for equipment, needs in NEEDS.items():
        columns = ("per_facility_gw", "per_grid_gw", "per_onsite_gw")
        ranges = (ranged(name, *need) for name, need in zip(columns, needs, strict=True))
        rows.append(
            {
                "equipment": equipment,
                "unit": UNITS[equipment],
                **{name: value for one in ranges for name, value in one.items()},
                "source_id": "planner_estimate",
                "confidence": "estimate",
                "note": NEEDS_NOTES[equipment],
            }
        )
    return rows


def equipment_supply_rows(raw: Raw) -> list[Row]:
    """``equipment_supply.csv``: what the rules above give for each year."""
    market = raw["chips/bottlenecks.csv"].set_index("item").loc[MARKET]
    rows = []
    for equipment, amounts, remark in (
        ("large_power_transformer", _transformers, TRANSFORMERS),
        ("medium_voltage_switchgear", lambda y: _switchgear(float(market.central), y), SWITCHGEAR),
    ):
        for year in range(FIRST, LAST + 1):
            rows.append(
                {
                    "equipment": equipment,
                    "year": year,
                    **ranged("deliveries_per_year", *(number(a, 3) for a in amounts(year))),
                    "source_id": "planner_estimate",
                    "confidence": "estimate",
                    "note": remark,
                }
            )
    return rows


def _transformers(year: int) -> list[float]:
    """Low, central and high, GVA."""
    return [
        UNITS_2019 * GVA_EACH * (1 + growth) ** (year - 2019) * (share + rises * (year - 2025))
        for growth, share, rises in zip(GROWTH, SHARE_2025, SHARE_RISES, strict=True)
    ]


def _switchgear(market_2026: float, year: int) -> list[float]:
    """Low, central and high, GW of facility."""
    growth = (MARKET_2030 / market_2026) ** (1 / 4)
    sales = market_2026 * growth ** (min(year, 2030) - 2026)
    sales *= (1 + (growth - 1) / 2) ** max(0, year - 2030)
    return [sales / each for each in BUSD_PER_GW]
