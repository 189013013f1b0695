"""What a finished cluster can do: Steinhardt's inputs, and the world's compute beside them."""

from __future__ import annotations

import tomllib
from pathlib import Path

from tools.derive.raw import Raw
from tools.derive.rows import Row, number
from tools.derive.workloads import published

_INPUTS = tomllib.loads(Path(__file__).with_name("capability.toml").read_text(encoding="utf-8"))
# Raw quantity -> name, unit, note.
_PUBLISHED = {
    "human_thinking_rate": (
        "thinking_words_per_minute",
        "words/minute",
        "Appendix A: elliptic thought; reading, listening and speaking are 160 to 400.",
    ),
    "tokens_per_word": (
        "tokens_per_word",
        "tokens/word",
        "Appendix A: the author finds 1.5 or 2 more realistic and keeps 4/3.",
    ),
    "speed_vs_human": (
        "speed_vs_human",
        "tokens/tokens",
        "Appendix A: 25th to 75th percentile of his judgement.",
    ),
    "run_length_upper": ("run_length_limit_years", "years", "Section 4: the longest run."),
}
LAST_YEAR = 2040
FIRST_EXTRAPOLATED = 2028
# Growth of production after 2027: fewer more chips a year, and no more chips, or as before.
CHIP_GROWTH_AFTER = {"low": 1.0, "central": 1.25}


def capability_assumption_rows(raw: Raw) -> list[Row]:
    """``capability_assumptions.csv``."""
    rows: list[Row] = []
    for quantity, (name, unit, note) in _PUBLISHED.items():
        row = published(raw, "GPT2030", quantity)
        central = row.high if quantity == "run_length_upper" else row.central
        ends = {} if quantity == "run_length_upper" else {"low": row.low, "high": row.high}
        rows.append(
            {
                "assumption": name,
                "unit": unit,
                "value": number(central),
                **{end: number(value) for end, value in ends.items()},
                "source_id": "steinhardt_gpt_2030",
                "confidence": "reported",
                "note": note,
            }
        )
    own: list[Row] = [
        {"assumption": name, **entry, "source_id": "steinhardt_gpt_2030"}
        for name, entry in _INPUTS.items()
    ]
    return rows + own


def world_compute_rows(raw: Raw) -> list[Row]:
    """``world_compute.csv``: the published stock to 2027, then a continuation of ours."""
    table = raw["demand/published_projections.csv"]
    world = table[table.case_id == "AI2027_world"]
    stock = world[world.quantity == "h100e_stock"].set_index("year").central
    made = world[world.quantity == "h100e_produced"].set_index("year").central
    rows: list[Row] = [
        {
            "year": int(year),
            "h100e_million": number(value / 1e6),
            "basis": "published",
            "source_id": "ai_2027_compute",
            "confidence": "reported",
            "note": "",
        }
        for year, value in stock.items()
    ]
    efficiency = published(raw, "AI2027_leader", "chip_efficiency_growth").central
    growth = {**CHIP_GROWTH_AFTER}
    growth["high"] = published(raw, "AI2027_leader", "chip_production_growth").central
    total = dict.fromkeys(growth, float(stock["2027"]))
    yearly = dict.fromkeys(growth, float(made["2027"]))
    for year in range(FIRST_EXTRAPOLATED, LAST_YEAR + 1):
        for case, factor in growth.items():
            yearly[case] *= factor * efficiency
            total[case] += yearly[case]
        rows.append(
            {
                "year": year,
                "h100e_million_low": number(total["low"] / 1e6, 4),
                "h100e_million": number(total["central"] / 1e6, 4),
                "h100e_million_high": number(total["high"] / 1e6, 4),
                "basis": "extrapolated",
                "source_id": "ai_2027_compute",
                "confidence": "estimate",
                "note": "Chips made a year grow 1.25 times as the source expects after 2027 (low: "
                "not; high: 1.65 as before), each 1.35 times as fast; none is retired.",
            }
        )
    return rows
