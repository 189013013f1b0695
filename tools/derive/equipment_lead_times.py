"""Lead times that stand in no other table: transformers, switchgear, shells, lines."""

from __future__ import annotations

import tomllib
from pathlib import Path

from tools.derive.raw import Raw
from tools.derive.rows import Row, number, ranged
from tools.derive.sources import second_hand

_OWN = tomllib.loads(
    Path(__file__).with_name("equipment_lead_times.toml").read_text(encoding="utf-8")
)
YEAR = 2026
PER_YEAR = {"weeks": 365.25 / 7, "months": 12.0}
# Raw item -> identifier, name.
_ORDERED = {
    "Large power transformer lead time": (
        "large_power_transformer",
        "Large power transformer, order to delivery",
    ),
    "MV switchgear lead time": (
        "medium_voltage_switchgear",
        "Medium-voltage switchgear, order to delivery",
    ),
    "Diesel backup genset lead time": (
        "backup_generator",
        "Diesel backup generator, order to delivery",
    ),
}
_MEMORY = "HBM (DRAM 1b/1c + TSV)"
_MEMORY_NOTE = "The years are those read at ravikant.dev (18 to 24 months); the weeks recalled."


def equipment_lead_time_rows(raw: Raw) -> list[Row]:
    """``equipment_lead_times.csv``."""
    table = raw["chips/bottlenecks.csv"]
    table = table[table.year == YEAR].set_index("item")
    rows: list[Row] = []
    for item, (key, name) in _ORDERED.items():
        row = table.loc[item]
        years = (row[end] / PER_YEAR[row.unit] for end in ("low", "central", "high"))
        estimate = row.confidence == "estimate"
        rows.append(
            _row(
                key,
                name,
                tuple(number(value, 3) for value in years),
                "planner_estimate" if estimate else "press_second_hand",
                row.confidence,
                "High: read at bixbitusa.io; the rest recalled."
                if estimate
                else second_hand(row.source),
            )
        )
    memory = raw["chips/process_nodes.csv"].set_index("node").loc[_MEMORY]
    cycle = number(memory.wafer_cycle_weeks / PER_YEAR["weeks"], 3)
    rows += [
        _row(
            "hbm_cycle",
            "High-bandwidth memory, wafer start to stack",
            (None, cycle, None),
            "planner_estimate",
            "estimate",
            _MEMORY_NOTE,
        ),
        _row(
            "hbm_line",
            "Line of high-bandwidth memory, decision to first wafer",
            (1.5, number(memory.fab_build_years), None),
            "planner_estimate",
            "estimate",
            _MEMORY_NOTE,
        ),
    ]
    return rows + [
        _row(
            key,
            own["name"],
            (own["low"], own["central"], own["high"]),
            "planner_estimate",
            "estimate",
            own["note"],
        )
        for key, own in _OWN.items()
    ]


def _row(
    key: str, name: str, years: tuple[object, ...], source: str, confidence: str, note: str
) -> Row:
    low, central, high = years
    return {
        "equipment": key,
        "name": name,
        **ranged("lead_years", low, central, high),
        "source_id": source,
        "confidence": confidence,
        "note": note,
    }
