"""What a plan's spending is held against: AI revenue, GDP, and build-outs of the past."""

from __future__ import annotations

import tomllib
from pathlib import Path

from tools.derive.raw import Raw
from tools.derive.rows import Row, number

_GIVEN = tomllib.loads(Path(__file__).with_name("affordability.toml").read_text(encoding="utf-8"))
CASES = ("low", "central", "high")
LAST_YEAR = 2040
USD_PER_BILLION = 1e9


def ai_revenue_rows(raw: Raw) -> list[Row]:
    """``ai_revenue.csv``: the leading developer, and the industry, each to 2040."""
    return _leader(raw) + _industry()


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


def _industry() -> list[Row]:
    start, end = _GIVEN["industry_revenue"], _GIVEN["industry_revenue_2030"]
    first, last = start["first_year"], end["year"]
    paths = {
        year: {
            case: start[case] * (end[case] / start[case]) ** ((year - first) / (last - first))
            for case in CASES
        }
        for year in range(first, last + 1)
    }
    rows = []
    for year, values in paths.items():
        basis, note = "interpolated", "Geometric between 2025 and 2030."
        source = "planner_estimate"
        if year == first:
            basis, note = "estimated", start["note"]
        elif year == last:
            basis, note, source = "published", end["note"], "press_second_hand"
        rows.append(_row("industry", year, values, basis, source, note))
    return rows + _faded("industry", last, paths[last - 1], paths[last])


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
