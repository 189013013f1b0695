"""How what is made in a year falls on its quarters, where that was published.

Lines that double within a year make a quarter of its sum in none of its quarters. 2024 and 2025
are Epoch AI's quarters; memory there is by value. 2023 is made of what was published of it:

- packaging: thousand wafers a month as they stood in May, held to the middle of the year and grown
  evenly to what stood at its end;
- memory: the last quarter is the share of it in SK hynix's DRAM revenue, over SK hynix's share of
  all memory; the quarters before grow by one factor and add up, with it, to the year's revenue.

Years without rows are even.
"""

from __future__ import annotations

from collections.abc import Iterator

from tools.derive.market import published
from tools.derive.raw import Raw
from tools.derive.rows import Row, number

YEAR = 2023
QUARTERS = 4
POOLS = {"packaging": "cowos", "hbm": "global"}
COLUMNS = {"packaging": "cowos_supply_k_wafers_qtr", "hbm": "hbm_supply_usd_bn_qtr"}
OF_EPOCH = {
    "packaging": "Epoch AI's quarters of TSMC.",
    "hbm": "Epoch AI's quarters, by value.",
}
OF_PRESS = {
    "packaging": "8.5 thousand wafers a month to mid-2023, evenly on to 15 at its end.",
    "hbm": "By value. Last quarter: 16 % of SK hynix's 5.56 bn USD of DRAM, over its share of "
    "49.1 %; the others grow to it by one factor, and all add up to 4.35 bn USD.",
}
SOURCES = {"packaging": "cowos_press_2023", "hbm": "trendforce_hbm_2023"}
DIGITS = 4


def supply_quarter_rows(raw: Raw) -> list[Row]:
    """``supply_quarters.csv``: four shares a year, which add up to one."""
    amounts = {"packaging": _lines(raw), "hbm": _memory(raw)}
    rows: list[Row] = []
    for kind, pool in POOLS.items():
        rows += _shares(kind, pool, YEAR, amounts[kind], SOURCES[kind], "estimate", OF_PRESS[kind])
        table = raw["chips/epoch_components_supply.csv"]
        for year, part in table.groupby(table.quarter.str[:4].astype(int)):
            quarters = [float(amount) for amount in part.sort_values("quarter")[COLUMNS[kind]]]
            source = ("epoch_chip_components", "reported", OF_EPOCH[kind])
            rows += _shares(kind, pool, int(str(year)), quarters, *source)
    return rows


def _lines(raw: Raw) -> list[float]:
    """Thousand wafers a month by quarter, the mean of each."""
    stood = published(raw, "CoWoS", "TSMC", f"{YEAR}-05", "capacity")
    end = published(raw, "CoWoS", "TSMC", f"end {YEAR}", "capacity")
    return [stood, stood, stood + (end - stood) / 4, stood + 3 * (end - stood) / 4]


def _memory(raw: Raw) -> list[float]:
    """Billion USD by quarter."""
    hynix = "SK hynix"
    dram = published(raw, "DRAM", hynix, f"{YEAR}Q4", "revenue")
    share = published(raw, "HBM", hynix, f"{YEAR}Q4", "share of DRAM revenue") / 100
    of_all = published(raw, "HBM", hynix, str(YEAR), "share of HBM revenue") / 100
    last = dram * share / of_all
    whole = published(raw, "DRAM", "world", str(YEAR), "revenue")
    whole *= published(raw, "HBM", "world", str(YEAR), "share of DRAM revenue") / 100
    factor = _growth(whole / last)
    return [last / factor ** (QUARTERS - n) for n in range(1, QUARTERS + 1)]


def _growth(wanted: float) -> float:
    """The factor from quarter to quarter of which all four are `wanted` times the last."""
    least, most = 1.0, 10.0
    for _ in range(60):
        middle = (least + most) / 2
        whole = sum(middle**-n for n in range(QUARTERS))
        least, most = (middle, most) if whole > wanted else (least, middle)
    return least


def _shares(
    kind: str, pool: str, year: int, quarters: list[float], source: str, confidence: str, note: str
) -> Iterator[Row]:
    """The rows of a year; the last takes what rounding leaves."""
    shares = [round(amount / sum(quarters), DIGITS) for amount in quarters[:-1]]
    for n, share in enumerate([*shares, round(1 - sum(shares), DIGITS)], start=1):
        yield {
            "resource_kind": kind,
            "pool": pool,
            "year": year,
            "quarter": n,
            "share_of_year": number(share, DIGITS),
            "source_id": source,
            "confidence": confidence,
            "note": note,
        }
