"""A run as CSV files with a ``datapackage.json``, a Frictionless Data Package.

Plan tables are resources of their own names under ``tables``; input tables, as
the run used them, are ``input_<name>`` under ``inputs``, with the types, units,
bounds, keys and references of the planner's own descriptor. Sources are those
that rows cite.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from planner.data.written import as_text, copy_input, holds_text
from planner.results.table_dictionary import table_holds
from planner.storage.seal import sha256_of
from planner.surfaces.exchange.exported import Exported
from planner.surfaces.exchange.fields import input_fields, plan_fields

DESCRIPTOR = "datapackage.json"
PREFIX = "input_"
LICENCES = [
    {
        "name": "Apache-2.0",
        "path": "https://www.apache.org/licenses/LICENSE-2.0",
        "title": "Apache License 2.0; what is taken from a source carries the source's licence",
    }
]


def write_data_package(run: Exported, folder: Path) -> None:
    """Write the tables of a run and their descriptor into `folder`."""
    resources = [_plan_resource(run, folder, name) for name in sorted(run.plan.tables)]
    resources += [_input_resource(run, folder, name) for name in run.input_files]
    descriptor = {
        "profile": "tabular-data-package",
        "name": _name(run.model),
        "title": str(run.manifest.get("title", run.model)),
        "description": "A plan as tables, and the input rows that it was made from.",
        "created": str(run.manifest.get("created", "")),
        "licenses": LICENCES,
        "sources": _sources(run, _cited(run, list(run.input_files))),
        "run": run.origin(),
        "resources": resources,
    }
    text = json.dumps(descriptor, indent=2, ensure_ascii=False, allow_nan=False)
    (folder / DESCRIPTOR).write_text(text + "\n", encoding="utf-8")


def _plan_resource(run: Exported, folder: Path, name: str) -> dict[str, Any]:
    table = run.plan[name]
    fields = plan_fields(table)
    (folder / "tables").mkdir(exist_ok=True)
    _spelled(table).to_csv(folder / f"tables/{name}.csv", index=False, lineterminator="\n")
    about = {"title": table_holds(name), "schema": {"fields": fields}}
    return _resource(folder, f"tables/{name}.csv", name, about)


def _input_resource(run: Exported, folder: Path, name: str) -> dict[str, Any]:
    path = f"inputs/{name}.csv"
    (folder / "inputs").mkdir(exist_ok=True)
    # As it lies in the run, cell by cell: to read and to write it could change a number.
    copy_input(run.input_files[name], folder / path)
    table = run.input(name)
    stated = run.descriptor.get(name, {})
    schema: dict[str, Any] = {"fields": input_fields(run, name, table)}
    columns = set(map(str, table.columns))
    if key := stated.get("schema", {}).get("primaryKey"):
        schema["primaryKey"] = key
    references = [
        {"fields": ref["fields"], "reference": {**ref["reference"], "resource": PREFIX + target}}
        for ref in stated.get("schema", {}).get("foreignKeys", ())
        if (target := ref["reference"]["resource"]) in run.input_files
        and columns.issuperset(_listed(ref["fields"]))
    ]
    if references:
        schema["foreignKeys"] = references
    about = {key: stated[key] for key in ("title", "description") if stated.get(key)}
    about.setdefault("title", name)
    if cited := _sources(run, _cited(run, [name])):
        about["sources"] = cited
    return _resource(folder, path, PREFIX + name, {**about, "schema": schema})


def _resource(folder: Path, path: str, name: str, about: dict[str, Any]) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": (folder / path).stat().st_size,
        "hash": f"sha256:{sha256_of(folder / path)}",
        **about,
    }


def _spelled(table: pd.DataFrame) -> pd.DataFrame:
    """A table with infinities as the Table Schema spells them, and texts that none computes."""
    spelled = table.copy()
    for column in spelled.columns:
        if pd.api.types.is_float_dtype(table[column]):
            infinite = np.isinf(table[column])
            if infinite.any():
                words = np.where(table[column] > 0, "INF", "-INF")
                spelled[column] = table[column].astype(object).mask(infinite, words)
        elif holds_text(table[column]):
            spelled[column] = table[column].map(as_text)
    return spelled


def _cited(run: Exported, names: list[str]) -> set[str]:
    """Sources that rows of tables cite."""
    cited: set[str] = set()
    for name in names:
        table = run.input(name)
        if name != "sources" and "source_id" in table:
            cited |= set(table["source_id"].dropna().astype(str))
    return cited


def _sources(run: Exported, cited: set[str]) -> list[dict[str, str]]:
    """Cited sources as a descriptor lists them: title, address, and what else is known."""
    if "sources" not in run.input_files:
        return []
    rows = run.input("sources").dropna(axis="columns", how="all").fillna("").astype(str)
    known = {"url": "path", "title": "title", "publisher": "publisher", "date": "date"}
    known |= {"licence": "licence"}
    return [
        {"name": str(row["source_id"])}
        | {new: str(row[old]) for old, new in known.items() if row.get(old)}
        for row in rows.to_dict("records")
        if row["source_id"] in cited
    ]


def _name(model: str) -> str:
    """A name as a Data Package allows it."""
    return "".join(
        c if c.isascii() and (c.isalnum() or c in "._-") else "-" for c in model.lower()
    )


def _listed(fields: str | list[str]) -> list[str]:
    return [fields] if isinstance(fields, str) else fields
