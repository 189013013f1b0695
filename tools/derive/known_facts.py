"""What is counted, guided and expected, to read a plan beside; no plan reads it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from tools.derive.accelerators import family_of
from tools.derive.fleet_pool import FOR_CHINA
from tools.derive.observed_shipments import VENDORS
from tools.derive.raw import Raw
from tools.derive.rows import Row, blank, number, weakest

SAID: dict[str, list[dict[str, Any]]] = tomllib.loads(
    Path(__file__).with_name("known_facts.toml").read_text(encoding="utf-8")
)
SALES = "chips/chip_sales_by_quarter.csv"
SALES_SOURCE = "epoch_chip_sales_2026_10"
FIRST_SALES_YEAR = 2025
QUARTERS = 4
RANGES_ADD = "Ends are sums of the 5th and 95th percentiles, which is wider than those of the sum."
NO_LATER_QUARTER = "Part of the quarter after is counted, too."
# Chips that the tables of accelerators name otherwise, or hold with another.
FAMILIES = {
    "H100/H200": "NVIDIA Hopper",
    "TPU v8i": "Google TPU 8",
    "MI300A": "AMD MI300",
    "MI350X": "AMD MI350",
}
CAMPUSES = "sites/data_centers_2026_10.csv"
CAMPUS_YEARS = (2025, 2026, 2027, 2028)
SMALLEST_CAMPUS_GW = 0.2


@dataclass(frozen=True)
class _Kind:
    """What the rows of one figure have in common."""

    quantity: str
    unit: str
    reading: str
    scope: str
    source: str
    vintage: str
    share_of_year: float = 1.0


def known_fact_rows(raw: Raw, sites: list[Row]) -> list[Row]:
    """``known_facts.csv``: shipments, campuses, then what is guided and expected."""
    rows = [*_shipments(raw), *_stock(raw), *_campuses(raw, sites), *_from_tables(raw)]
    return [*rows, *(_stated(said) for said in SAID["stated"])]


def _shipments(raw: Raw) -> Iterator[Row]:
    """Units by vendor and by family, and H100e of all, for the world without China."""
    table = _sales(raw)
    for year in sorted({int(quarter[:4]) for quarter in table.quarter}):
        if year < FIRST_SALES_YEAR:
            continue
        part = table[table.quarter.str.startswith(str(year))]
        whole = part[part.quarter_incomplete.isna()]
        quarters = whole.quarter.nunique()
        counted = _Kind(
            "units", "1000 units", "value", "world", SALES_SOURCE, str(part.vintage.max())
        )
        partly = quarters < QUARTERS
        if partly:
            counted = replace(counted, reading="floor", share_of_year=quarters / QUARTERS)
        note = f"{RANGES_ADD} {NO_LATER_QUARTER}" if partly else RANGES_ADD
        pace = replace(counted, reading="value", share_of_year=1.0)
        at_pace = f"The count of {quarters} quarters goes on at an even pace; the ends likewise."
        for vendor, rows in part.groupby("vendor"):
            yield _sum(counted, year, str(vendor), rows, "units", 1e3, note)
            held = whole[whole.vendor == vendor]
            if partly and len(held):
                scale = 1e3 * quarters / QUARTERS
                yield _sum(pace, year, str(vendor), held, "units", scale, at_pace, "estimate")
        kind = replace(counted, quantity="units_of_family")
        for family, rows in part.groupby("family"):
            yield _sum(kind, year, str(family), rows, "units", 1e3, note)
        kind = replace(counted, quantity="h100e_shipped", unit="million H100e")
        yield _sum(kind, year, "", part, "h100e", 1e6, note)
        if partly:
            kind = replace(pace, quantity="h100e_shipped", unit="million H100e")
            scale = 1e6 * quarters / QUARTERS
            yield _sum(kind, year, "", whole, "h100e", scale, at_pace, "estimate")


def _stock(raw: Raw) -> Iterator[Row]:
    """All H100e shipped since the counts begin, at the end of a year or so far."""
    table = _sales(raw)
    since = table.quarter.min()[:4]
    for year in sorted({int(quarter[:4]) for quarter in table.quarter}):
        if year < FIRST_SALES_YEAR:
            continue
        part = table[table.quarter.str[:4].astype(int) <= year]
        last = part[part.quarter.str.startswith(str(year))]
        quarters = last[last.quarter_incomplete.isna()].quarter.nunique()
        partly = quarters < QUARTERS
        kind = _Kind(
            "h100e_stock", "million H100e", "floor" if partly else "value", "world",
            SALES_SOURCE, str(part.vintage.max()), quarters / QUARTERS,
        )  # fmt: skip
        note = f"All shipped since {since}; what has been taken out of service is in it."
        yield _sum(kind, year, "", part, "h100e", 1e6, f"{note} {RANGES_ADD}", "estimate")


def _sales(raw: Raw) -> pd.DataFrame:
    """The quarters of vendors whose chips are sold outside China, with vendor and family."""
    table = raw[SALES]
    chip = table.chip.str.removeprefix("Instinct ")
    sold = table.designer.isin(VENDORS) & ~("Instinct " + chip).isin(FOR_CHINA)
    table = table[sold & ~chip.isin(FOR_CHINA)].copy()
    table["vendor"] = table.designer.map(VENDORS)
    names = zip(table.chip.str.removeprefix("Instinct "), table.vendor, strict=True)
    table["family"] = [FAMILIES.get(name) or family_of(name, vendor) for name, vendor in names]
    return table


def _sum(
    kind: _Kind, year: int, subject: str, rows: pd.DataFrame, what: str, scale: float,
    note: str, confidence: str = "",
) -> Row:  # fmt: skip
    """A row of the sums of low, central and high, divided by `scale`."""
    ends = [f"{what}_low_p5", f"{what}_central", f"{what}_high_p95"]
    low, central, high = (float(rows[end].sum()) / scale for end in ends)
    return _row(kind, year, subject, (low, central, high), confidence or "verified", note)


def _campuses(raw: Raw, sites: list[Row]) -> Iterator[Row]:
    """Facility power of campuses that have a row, at year ends and at the last count."""
    site_of = {str(row["name"]): str(row["site"]) for row in sites}
    table = raw[CAMPUSES]
    for _, line in table[table.data_center.isin(site_of)].iterrows():
        ends = {year: line[f"facility_mw_end{year}"] for year in CAMPUS_YEARS}
        if max(ends.values()) / 1e3 < SMALLEST_CAMPUS_GW:
            continue
        kind = _Kind(
            "site_facility_gw", "GW", "value", "site", "epoch_data_centers",
            str(line.vintage),
        )  # fmt: skip
        site, now = site_of[line.data_center], line.facility_power_mw_2026_10_02
        counted = int(str(line.vintage)[:4])
        so_far = replace(kind, reading="floor", share_of_year=0.75)
        if now > 0:
            yield _row(so_far, counted, site, (None, now / 1e3, None), "reported", "")
        for year, mw in ends.items():
            past = year < counted
            values = (None, mw / 1e3, None)
            yield _row(kind, year, site, values, "reported" if past else "estimate", "")


def _from_tables(raw: Raw) -> Iterator[Row]:
    """Figures picked from raw tables by what their rows say of themselves."""
    for said in SAID["picked"]:
        table = raw[said["table"]]
        for column, value in said["where"].items():
            among = value if isinstance(value, list) else [value]
            table = table[table[column].astype(str).isin(among)]
        if table.empty or (len(table) > 1 and not said.get("sum")):
            raise ValueError(f"{said['table']}: {len(table)} rows for {said['where']}")
        names = said.get("columns", ["low", "central", "high"])
        scale = said.get("scale", 1.0)
        values = [_total(table, name, scale) for name in names]
        own = [str(mark) for mark in table.confidence]
        yield _row(
            _kind(said), said["year"], said.get("subject", ""),
            (values[0], values[1], values[2]), said.get("confidence") or weakest(*own),
            said.get("note", ""),
        )  # fmt: skip


def _total(table: pd.DataFrame, column: str, scale: float) -> float | None:
    """The sum of a column, where any of its cells says something."""
    if not column or table[column].map(blank).all():
        return None
    return float(table[column].astype(float).sum()) * scale


def _stated(said: Mapping[str, Any]) -> Row:
    values = (said.get("low"), said.get("central"), said.get("high"))
    note = said.get("note", "")
    return _row(_kind(said), said["year"], said.get("subject", ""), values,
                said["confidence"], note)  # fmt: skip


def _kind(said: Mapping[str, Any]) -> _Kind:
    return _Kind(
        said["quantity"], said["unit"], said["reading"], said["scope"], said["source"],
        said["vintage"], said.get("share_of_year", 1.0),
    )  # fmt: skip


def _row(
    kind: _Kind, year: int, subject: str, values: tuple[object, object, object],
    confidence: str, note: str,
) -> Row:  # fmt: skip
    """One row; its name says quantity, subject, year, and whether it is a count so far."""
    low, central, high = (number(value) for value in values)
    so_far = "" if kind.share_of_year == 1 else "so_far"
    name = "_".join(filter(None, (kind.quantity, subject, str(year), so_far, kind.source)))
    return {
        "fact": name.lower().replace(" ", "_"),
        "year": year,
        "quantity": kind.quantity,
        "subject": subject or None,
        "unit": kind.unit,
        "reading": kind.reading,
        "scope": kind.scope,
        "share_of_year": number(kind.share_of_year),
        "low": low,
        "central": central,
        "high": high,
        "vintage": kind.vintage,
        "source_id": kind.source,
        "confidence": confidence,
        "note": note,
    }
