"""Columns of the tables of a run as fields of a Table Schema: type, unit, title, meaning."""

from typing import Any

import pandas as pd

from planner.results.table_dictionary import unit_of
from planner.surfaces.exchange.exported import Exported


def plan_fields(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Fields of a table of the plan, by its types and the units in its columns' names."""
    return [
        {
            "name": column,
            "type": _type_of(table[column], unit_of(column)),
            "title": title_of(column),
            **({"unit": unit} if (unit := unit_of(column)) else {}),
        }
        for column in map(str, table.columns)
    ]


def input_fields(run: Exported, name: str, table: pd.DataFrame) -> list[dict[str, Any]]:
    """Fields of an input table, as the descriptor of the tables states them."""
    schema = run.descriptor.get(name, {}).get("schema", {})
    stated = {field["name"]: field for field in schema.get("fields", ())}
    return [
        {"title": title_of(column), **_without_blanks(stated[column])}
        if column in stated
        else {"name": column, "type": _type_of(table[column], ""), "title": title_of(column)}
        for column in map(str, table.columns)
    ]


def title_of(column: str) -> str:
    """A column's name as words: ``first_power`` is ``First power``."""
    words = column.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def _without_blanks(field: dict[str, Any]) -> dict[str, Any]:
    """A field of the descriptor, less the unit or the constraints that it doesn't have."""
    return {key: value for key, value in field.items() if value not in ("", {}, None)}


def _type_of(values: "pd.Series[Any]", unit: str) -> str:
    """Type of a column; a table without rows has types of no meaning, so its name tells."""
    if pd.api.types.is_bool_dtype(values):
        return "boolean"
    if pd.api.types.is_integer_dtype(values):
        return "integer"
    if pd.api.types.is_float_dtype(values):
        return "number"
    return "number" if unit and values.isna().all() else "string"
