"""What buyers of clusters guide to spend on capital, and how fast that can grow."""

from __future__ import annotations

from tools.derive.raw import Raw
from tools.derive.rows import Row, number
from tools.derive.supply_terms import us_share_of_clusters

FOUR, NINE = "four largest clouds", "nine largest clouds"
GUIDED = {FOUR: "top four", NINE: "top nine clouds"}
"""Buyers to their name in the table of guidance."""
TOGETHER = "all four"
EACH = ("Amazon", "Google", "Meta", "Microsoft")
YEAR, QUARTER, YEAR_AGO = 2026, "2025Q2", "2024Q2"
GUIDED_NOTE = (
    "All purposes and countries, in money of the day. Amazon, Google, Meta and Microsoft as "
    "guided in May 2026, read at second hand: rbtfl.xyz. High: nine clouds, TrendForce."
)
SHARE_NOTE = (
    "Share of the USA in known clusters, as in supply_terms; no source tells what part is for AI, "
    "so none is taken off. Low: of that, the part of its cloud in Amazon's capital in the second "
    "quarter of 2025, platformonomics.com. High: all of it."
)
GROWTH_NOTE = (
    "2026 as guided over 2025, four clouds, rbtfl.xyz. Low: their second quarter of 2025 over "
    "that of 2024, platformonomics.com. High: nine clouds in 2026, TrendForce."
)


def capex_limit_rows(raw: Raw) -> list[Row]:
    """``capex_limits.csv``."""
    facts = raw["demand/capex_facts.csv"].set_index(["buyers", "fact", "period"]).central
    quarters = raw["demand/hyperscaler_capex_by_quarter.csv"]
    quarters = quarters.set_index(["company", "calendar_quarter"]).capex_usd_bn
    guidance = raw["demand/capex_guidance.csv"].query("year == @YEAR").set_index("company")

    def fact(buyers: str, what: str, period: object) -> float:
        return float(facts[buyers, what, str(period)])

    def guided_to(buyers: str, case: str) -> float:
        return float(guidance.loc[GUIDED[buyers], f"{case}_usd_bn"])

    guided = [guided_to(FOUR, case) for case in ("low", "central")]
    most = guided_to(NINE, "central")
    cloud = fact("Amazon", "capex of its cloud", QUARTER) / float(quarters["Amazon", QUARTER])
    share = us_share_of_clusters(raw)
    year_ago = sum(float(quarters[one, YEAR_AGO]) for one in EACH)
    quarter = float(quarters[TOGETHER, QUARTER]) / year_ago
    before = YEAR - 1
    growth = (
        quarter - 1,
        guided[1] / fact(FOUR, "capex", before) - 1,
        most / fact(NINE, "capex", before) - 1,
    )
    return [
        _row("guided", "billion USD", YEAR, (*guided, most), "reported", GUIDED_NOTE),
        _row(
            "planned_share", "USD/USD", None, (share * cloud, share, 1.0), "estimate", SHARE_NOTE
        ),
        _row("growth", "1/year", None, growth, "reported", GROWTH_NOTE),
    ]


def _row(
    term: str,
    unit: str,
    year: int | None,
    values: tuple[float, ...],
    confidence: str,
    note: str,
) -> Row:
    low, value, high = (number(one, 3) for one in values)
    return {
        "term": term,
        "unit": unit,
        "year": year,
        "low": low,
        "value": value,
        "high": high,
        "source_id": "cloud_capex_2026",
        "confidence": confidence,
        "note": note,
    }
