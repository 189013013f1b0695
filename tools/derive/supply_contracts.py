"""The least that vendors took of packaging and memory in a year, as a share of the year before."""

from __future__ import annotations

from collections.abc import Iterator

from tools.derive.accelerator_ramp import KINDS, counts_by_quarter
from tools.derive.raw import Raw
from tools.derive.rows import Row, number, ranged

YEAR, HALF = 4, 2
"""Quarters of a year, and of half a year."""
HIGH = {
    "packaging": "High: lines paid for whether they are used or not.",
    "hbm": "High, and central: none took less memory than the year before. Micron sells a fifth "
    "of its DRAM for five years to those who take or pay (June 2026, read at second hand: "
    "closelook.net).",
}
NOTE = (
    "Of {vendors} vendors counted by quarter from 2022 to 2026Q2: the least that one took in four "
    "quarters over the four before; {least}. Low: in half a year over the half before, {half}."
)


def supply_contract_rows(raw: Raw, chips: list[Row]) -> list[Row]:
    """``supply_contracts.csv``: a row for each kind; no share is above one."""
    table = {str(chip["accelerator"]): chip for chip in chips}
    rows: list[Row] = []
    for kind in KINDS:
        counts = {
            vendor: {date: sum(taken.values()) for date, taken in by_quarter.items()}
            for vendor, by_quarter in counts_by_quarter(raw, table, kind).items()
        }
        year, when = _least(counts, YEAR)
        half, then = _least(counts, HALF)
        rows.append(
            {
                "resource_kind": kind,
                **ranged("least_share", number(half, 3), number(year, 3), 1.0),
                "vendors": sum(len(of) >= 2 * YEAR for of in counts.values()),
                "source_id": "epoch_chip_sales_2026_10",
                "confidence": "reported",
                "note": NOTE.format(vendors=len(counts), least=when, half=then) + " " + HIGH[kind],
            }
        )
    return rows


def _least(counts: dict[str, dict[float, float]], span: int) -> tuple[float, str]:
    """The least over all vendors of `span` quarters over those before, at most 1, and whose."""
    share, vendor, last = min(
        (ratio, vendor, last)
        for vendor, by_quarter in counts.items()
        for last, ratio in _ratios(by_quarter, span)
    )
    if share >= 1:
        return 1.0, "none took less"
    return share, f"{vendor} to {int(last)}Q{round(last % 1 * 4) + 1}"


def _ratios(by_quarter: dict[float, float], span: int) -> Iterator[tuple[float, float]]:
    """The last quarter of two spans that follow each other without a gap, and their ratio."""
    dates = sorted(by_quarter)
    for i in range(2 * span, len(dates) + 1):
        own = dates[i - 2 * span : i]
        if own[-1] - own[0] == (2 * span - 1) / 4:
            before, after = (sum(by_quarter[d] for d in half) for half in (own[:span], own[span:]))
            yield own[-1], after / before
