"""A run as Parquet files whose columns carry their unit, title and meaning."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from planner.results.table_dictionary import table_holds
from planner.surfaces.exchange.exported import Exported
from planner.surfaces.exchange.fields import input_fields, plan_fields

TOLD = ("unit", "title", "description")
"""What is told of a column in its metadata."""

_TYPES = {"string": "string", "integer": "Int64", "number": "float64", "boolean": "boolean"}


def write_parquet(run: Exported, folder: Path) -> None:
    """Write plan tables under ``tables`` and input tables under ``inputs`` of `folder`."""
    for kind in ("tables", "inputs"):
        (folder / kind).mkdir()
    for name, table in run.plan.tables.items():
        path = folder / "tables" / f"{name}.parquet"
        _write(run, table, plan_fields(table), table_holds(name), path)
    for name in run.input_files:
        table = run.input(name)
        title = str(run.descriptor.get(name, {}).get("title", name))
        path = folder / "inputs" / f"{name}.parquet"
        _write(run, table, input_fields(run, name, table), title, path)


def _write(
    run: Exported, table: pd.DataFrame, fields: list[dict[str, Any]], title: str, path: Path
) -> None:
    typed = table.astype({field["name"]: _TYPES[field["type"]] for field in fields})
    data = pa.Table.from_pandas(typed, preserve_index=False)
    described = [
        column.with_metadata({key: str(field[key]) for key in TOLD if field.get(key)})
        for column, field in zip(data.schema, fields, strict=True)
    ]
    about = {"title": title, "run": json.dumps(run.origin())}
    whole = pa.schema(described, metadata={**(data.schema.metadata or {}), **about})
    pq.write_table(data.cast(whole), path)
