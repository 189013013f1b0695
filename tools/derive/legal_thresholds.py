"""Legal thresholds: values from the raw table, scope and dates from ``legal_thresholds.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path

from tools.derive.raw import Raw
from tools.derive.rows import Row, number

_LAWS = tomllib.loads(
    Path(__file__).with_name("legal_thresholds.toml").read_text(encoding="utf-8")
)


def legal_threshold_rows(raw: Raw) -> list[Row]:
    """``legal_thresholds.csv``; raises ValueError where the raw table and the file differ."""
    table = raw["demand/published_projections.csv"]
    table = table[table.case_id == "GOVERNANCE"].set_index("source")
    odd = sorted(set(table.index) ^ set(_LAWS))
    if odd:
        raise ValueError(f"laws in one place only: {odd}")
    return [
        {**law, "value": number(table.at[name, "central"]), "unit": table.at[name, "unit"]}
        for name, law in _LAWS.items()
    ]
