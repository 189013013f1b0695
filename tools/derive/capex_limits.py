"""What buyers of clusters guide to spend on capital, and how fast that can grow."""

from __future__ import annotations

from collections.abc import Sequence

from tools.derive.raw import Raw
from tools.derive.rows import Row, number
from tools.derive.supply_terms import us_share_of_clusters

FOUR, NINE = "four largest clouds", "nine largest clouds"
GUIDED = {FOUR: "top four", NINE: "top nine clouds"}
"""Buyers to their name in the table of guidance."""
TOGETHER = "all four"
EACH = ("Amazon", "Google", "Meta", "Microsoft")
YEAR, QUARTER, YEAR_AGO = 2026, "2025Q2", "2024Q2"
"""The newest quarter of all four whose year before is known of each."""
CLOUD_QUARTER = "2025Q3"
"""The newest of which the part of Amazon's cloud is known."""
GUIDED_NOTE = (
    "All purposes and countries, in dollars of 2025: the prices of 2026 over those of 2025 are "
    "our estimate. Amazon, Google, Meta and Microsoft as guided in May 2026, read at second hand: "
    "rbtfl.xyz. High: nine clouds, TrendForce."
)
SHARE_NOTE = (
    "Share of the USA in known clusters, as in supply_terms; no source tells what part is for AI, "
    "so none is taken off. Low: of that, the part of its cloud in Amazon's capital in the third "
    "quarter of 2025, platformonomics.com. High: all of it."
)
GROWTH_NOTE = (
    "2026 as guided over 2025, four clouds, rbtfl.xyz, less the rise of prices. Low: their second "
    "quarter of 2025 over that of 2024, platformonomics.com. High: nine clouds in 2026, "
    "TrendForce. No source guides for 2027 or later, so it holds on."
)


def capex_limit_rows(raw: Raw) -> list[Row]:
    """``capex_limits.csv``, in dollars of 2025."""
    facts = raw["demand/capex_facts.csv"].set_index(["buyers", "fact", "period"]).central
    quarters = raw["demand/hyperscaler_capex_by_quarter.csv"]
    quarters = quarters.set_index(["company", "calendar_quarter"]).capex_usd_bn
    guidance = raw["demand/capex_guidance.csv"].query("year == @YEAR").set_index("company")

    def fact(buyers: str, what: str, period: object) -> float:
        return float(facts[buyers, what, str(period)])

    def guided_to(buyers: str, case: str) -> float:
        return float(guidance.loc[GUIDED[buyers], f"{case}_usd_bn"])

    prices = fact("USA", "prices over those of the year before", YEAR)
    guided = [guided_to(FOUR, case) for case in ("low", "central")]
    most = guided_to(NINE, "central")
    cloud = fact("Amazon", "capex of its cloud", CLOUD_QUARTER)
    cloud /= float(quarters["Amazon", CLOUD_QUARTER])
    share = us_share_of_clusters(raw)
    year_ago = sum(float(quarters[one, YEAR_AGO]) for one in EACH)
    before = YEAR - 1
    growth = (
        float(quarters[TOGETHER, QUARTER]) / year_ago,
        guided[1] / fact(FOUR, "capex", before),
        most / fact(NINE, "capex", before),
    )
    busd = [one / prices for one in (*guided, most)]
    shares, real = (share * cloud, share, 1.0), [one / prices - 1 for one in growth]
    return [
        _row("guided", "billion USD", YEAR, busd, GUIDED_NOTE),
        _row("planned_share", "USD/USD", YEAR, shares, SHARE_NOTE),
        _row("growth", "1/year", YEAR + 1, real, GROWTH_NOTE),
    ]


def _row(term: str, unit: str, year: int, values: Sequence[float], note: str) -> Row:
    """A row, as good as its weakest part: prices of the year, or the share of one cloud."""
    low, value, high = (number(one, 3) for one in values)
    return {
        "term": term,
        "unit": unit,
        "year": year,
        "low": low,
        "value": value,
        "high": high,
        "source_id": "cloud_capex_2026",
        "confidence": "estimate",
        "note": note,
    }
