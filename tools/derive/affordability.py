"""What a plan's spending is held against: AI revenue, GDP, and build-outs of the past."""

from __future__ import annotations

import tomllib
from datetime import date
from math import exp
from pathlib import Path

import numpy as np

from tools.derive.raw import Raw
from tools.derive.rows import Row, number

_GIVEN = tomllib.loads(Path(__file__).with_name("affordability.toml").read_text(encoding="utf-8"))
CASES = ("low", "central", "high")
RUN_RATES = "demand/lab_annual_run_rate.csv"
LAST_YEAR = 2040
USD_PER_BILLION = 1e9


def ai_revenue_rows(raw: Raw) -> list[Row]:
    """``ai_revenue.csv``: the leading developer, and the industry, each to 2040."""
    return _leader(raw) + _industry(raw)


def _leader(raw: Raw) -> list[Row]:
    table = raw["demand/published_projections.csv"]
    table = table[(table.case_id == "AI2027_leader") & (table.quantity == "leader_revenue")]
    known = {
        int(y): usd / USD_PER_BILLION for y, usd in zip(table.year, table.central, strict=True)
    }
    rows = [
        _row("leader", year, dict.fromkeys(CASES, busd), "published", "ai_2027_compute", "")
        for year, busd in known.items()
    ]
    last = max(known)
    before = dict.fromkeys(CASES, known[last - 1])
    return rows + _faded("leader", last, before, dict.fromkeys(CASES, known[last]))


def _industry(raw: Raw) -> list[Row]:
    start, counted, end = (
        _GIVEN[name]
        for name in ("industry_revenue", "industry_revenue_2026", "industry_revenue_2030")
    )
    first, now, last = start["first_year"], counted["year"], end["year"]
    gained = mid_year_run_rate(raw, now) - mid_year_run_rate(raw, first)
    paths: dict[int, dict[str, float]] = {year: {} for year in range(first, last + 1)}
    for case in CASES:
        path = _smooth(start[case], start[case] + gained, end[case], last - now)
        for year, busd in enumerate(path, start=first):
            paths[year][case] = busd
    rows = []
    for year, values in paths.items():
        basis, source = "interpolated", "planner_estimate"
        note = f"The excess of growth over one shrinks by one factor a year to reach {last}."
        if year == first:
            basis, note = "estimated", start["note"]
        elif year == now:
            basis, note, source = "estimated", counted["note"], "press_second_hand"
        elif year == last:
            basis, note, source = "published", end["note"], "press_second_hand"
        rows.append(_row("industry", year, values, basis, source, note))
    return rows + _faded("industry", last, paths[last - 1], paths[last])


def mid_year_run_rate(raw: Raw, year: int) -> float:
    """What the developers take in a year at the rate of the middle of `year`, billion USD.

    Between two counts of a developer the rate grows evenly, as in compound interest.
    """
    table = raw[RUN_RATES]
    table = table[table.run_rate_usd_bn.notna()]
    total = 0.0
    for lab in _GIVEN["industry_revenue_2026"]["developers"]:
        own = table[table.lab == lab].drop_duplicates("date").sort_values("date")
        days = [date.fromisoformat(day).toordinal() for day in own.date]
        middle = date(year, 6, 30).toordinal()
        total += exp(float(np.interp(middle, days, np.log(own.run_rate_usd_bn))))
    return total


def _smooth(start: float, now: float, end: float, years: int) -> list[float]:
    """Values from `start` over `now`, a year later, to `end` after `years` more.

    The excess of growth over one shrinks by the same factor every year, which is found by halving.
    """

    def path(factor: float) -> list[float]:
        growth, values = now / start, [start, now]
        for _ in range(years):
            growth = 1 + (growth - 1) * factor
            values.append(values[-1] * growth)
        return values

    low, high = 0.0, 2.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if path(middle)[-1] < end else (low, middle)
    return [*path(low)[:-1], end]


def _faded(scope: str, last: int, before: dict[str, float], value: dict[str, float]) -> list[Row]:
    """From the last known year on: the excess of growth over one fades."""
    growth = {case: value[case] / before[case] for case in CASES}
    rows = []
    for year in range(last + 1, LAST_YEAR + 1):
        growth = {case: 1 + (growth[case] - 1) * _GIVEN["fading"][case] for case in CASES}
        value = {case: value[case] * growth[case] for case in CASES}
        factors = ", ".join(str(_GIVEN["fading"][case]) for case in CASES)
        note = f"The excess of yearly growth over one shrinks by a factor of {factors} every year."
        rows.append(_row(scope, year, value, "extrapolated", "planner_estimate", note))
    return rows


def _row(
    scope: str, year: int, values: dict[str, float], basis: str, source: str, note: str
) -> Row:
    low, central, high = (number(values[case], 4) for case in CASES)
    ranged = low != high
    secondhand = basis == "published" and source == "ai_2027_compute"
    return {
        "scope": scope,
        "year": year,
        "revenue_busd_low": low if ranged else None,
        "revenue_busd": central,
        "revenue_busd_high": high if ranged else None,
        "basis": basis,
        "source_id": source,
        # The range of the industry's published year is partly our judgement.
        "confidence": "reported" if secondhand else "estimate",
        "note": note,
    }


def gdp_rows() -> list[Row]:
    """``gdp.csv``: real GDP of the USA, from a level and a growth."""
    given = _GIVEN["gdp"]
    rows: list[Row] = []
    for year in range(given["year"], LAST_YEAR + 1):
        passed = year - given["year"]
        low, central, high = (
            number(given["busd"] * (1 + given[case]) ** passed, 5) for case in CASES
        )
        rows.append(
            {
                "country": given["country"],
                "year": year,
                "gdp_busd_low": low if passed else None,
                "gdp_busd": central,
                "gdp_busd_high": high if passed else None,
                "basis": "extrapolated" if passed else "estimated",
                "source_id": "cbo_outlook_2025" if passed else "planner_estimate",
                "confidence": "estimate",
                "note": given["note"],
            }
        )
    return rows


def build_out_rows(raw: Raw) -> list[Row]:
    """``build_outs.csv``: shares of GDP that past build-outs took."""
    table = raw["demand/published_projections.csv"]
    shares = table[table.case_id == "SA_precedent"].set_index("quantity").central
    published: list[Row] = [
        {
            "build_out": entry["build_out"],
            "name": entry["name"],
            "country": entry["country"],
            "share_of_gdp": number(shares[quantity]),
            "basis": entry["basis"],
            "first_year": entry.get("first_year"),
            "last_year": entry.get("last_year"),
            "source_id": "situational_awareness",
            "confidence": "reported",
            "note": entry.get("note", ""),
        }
        for quantity, entry in _GIVEN["published_build_outs"].items()
    ]
    other: list[Row] = [
        {"build_out": name, **entry} for name, entry in _GIVEN["other_build_outs"].items()
    ]
    return published + other
