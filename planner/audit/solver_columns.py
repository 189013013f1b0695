"""Link: the plan's tables tell what the solver's columns hold."""

from __future__ import annotations

from collections.abc import Iterator

from planner.audit.checks import Check, Comparison, compared
from planner.audit.files import Files, by_key
from planner.audit.proof import Proof

Key = tuple[str, ...]
"""Labels of a row of a table or of a column of the programme, as texts."""
AVERAGE = "average_load_gw"
"""A variable of models that count averages alone."""
COLUMNS = {
    "accelerators_bought_million": ("accelerators", ["accelerator", "site", "year"],
                                    "bought_million"),
    "accelerators_running_million": ("accelerators", ["accelerator", "site", "year"],
                                     "running_million"),
    "compute_allocated_million": ("allocations", ["workload", "accelerator", "year"],
                                  "units_million"),
    "shell_built_gw": ("clusters", ["site", "year"], "shell_built_it_gw"),
    "hall_retrofitted_gw": ("halls", ["site", "year"], "retrofitted_it_gw"),
    "it_load_gw": ("clusters", ["site", "year"], "it_gw"),
    AVERAGE: ("clusters", ["site", "year"], "average_it_gw"),
    "power_built_gw": ("power", ["technology", "site", "year"], "built_gw"),
    "power_capacity_gw": ("power", ["technology", "site", "year"], "capacity_gw"),
}  # fmt: skip
"""Variable of the programme to the table, keys and column that tell of it."""
WHERE_ASKED_FOR = ("hall_retrofitted_gw",)
"""Those whose table a plan has only where its model asks for it."""


def link_checks(files: Files, proof: Proof) -> list[Check]:
    """Each decision in the tables against the last stage's value of its column."""
    last = list(proof.stages.values())[-1]
    values: dict[str, dict[Key, float]] = {}
    columns = zip(proof.column_families, proof.column_keys, last.values, strict=True)
    for variable, key, value in columns:
        if variable in COLUMNS:
            values.setdefault(variable, {})[tuple(key)] = float(value)
    return [
        compared(
            f"table of {variable}",
            f"the table {table} tells what the solver decided",
            column.rpartition("_")[2],
            _rows(files, table, keys, column, values.get(variable, {})),
        )
        for variable, (table, keys, column) in COLUMNS.items()
        if (variable not in WHERE_ASKED_FOR or variable in values or len(files.plan[table]))
        and (variable != AVERAGE or files.averages)
    ]


def _rows(
    files: Files, table: str, keys: list[str], column: str, values: dict[Key, float]
) -> Iterator[Comparison]:
    told = {
        tuple(map(str, key)): number
        for key, number in by_key(files.plan[table], keys, column).items()
    }
    for key in dict.fromkeys([*values, *(key for key, number in told.items() if number)]):
        yield Comparison(", ".join(key), told.get(key, 0.0), values.get(key, 0.0))
