"""Errors planted into what old generations do, orders of magnitude and the search for a choice."""

from tests.audit.planting import Planted, cell, doubled, dropped

_CHANGED = {
    ("redeployment", "one_way"): ("bought_million", "in_life_million", "training_million",
                                  "inference_million", "to_inference_million"),
    ("redeployment", "scarce"): ("spare_million", "waiting_million", "retired_early_million",
                                 "retired_by_age_million"),
    ("oom", "small"): ("low_oom", "oom", "high_oom", "base_flop"),
    ("choice", "campuses"): ("objective", "bound", "gap", "nodes", "unit"),
}  # fmt: skip
"""Table and model to the columns in which a cell is changed."""


def _more(old: object) -> object:
    return f"{old} 2" if isinstance(old, str) else 1.1 * old + 0.1  # type: ignore[operator]


def fleet_errors() -> list[Planted]:
    """Cells, rows that are lost and rows that stand twice."""
    changed = [
        Planted(f"{table}.{column} changed", model, plan=cell(table, column, _more))
        for (table, model), columns in _CHANGED.items()
        for column in columns
    ]
    rows = [
        Planted(f"a row of {table} {words}", model, plan=plant(table))
        for table, model in (("redeployment", "small"), ("oom", "small"), ("choice", "campuses"))
        for words, plant in (("lost", dropped), ("doubled", doubled))
    ]
    return [*changed, *rows]
