"""Runs of former names, and of the layout before this one, read as what this version writes.

All that knows of that layout stands here. It had no seal, spoke in the former names of
:mod:`planner.config.former_names`, and lacked some tables. Whoever reads such a run gets its
manifest and its plan under the names of today, and one notice that says so.
"""

import warnings
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import pandas as pd
from pydantic import ValidationError

from planner.config import ModelDefinition
from planner.config.former_names import (
    COLUMNS,
    CONSTRAINTS,
    PLAN_TABLES,
    TABLES,
    current_document,
    current_path,
    current_plan_columns,
    notice,
)
from planner.errors import Fault, Notice
from planner.results import Plan
from planner.storage.marked_folder import FILES, VERSION, Document
from planner.wording.numbers import counted

EARLIER = 1
"""The layout of a run's folder before this one."""
NOT_WRITTEN = ("bottlenecks", "ledger", "site_contracts", "site_members", "sites")
"""Tables of every plan of this version that the earlier one did not write."""
OF_EARLIER = (
    "written by an earlier version of the planner, without a seal: nobody can tell whether it was "
    "changed"
)
"""What is said of all that has the earlier layout."""
_NAMES_OF_CONSTRAINTS = {"limits": "limit"}
"""Table of a plan to its column that names constraints."""
_SHOWN = 2


def is_earlier(manifest: Mapping[str, Any]) -> bool:
    """Whether a manifest is of a run of the earlier layout."""
    return manifest.get(VERSION) == EARLIER


def again(manifest: Mapping[str, Any]) -> str:
    """How a run of the earlier layout becomes a whole one of this."""
    return f"plan it again: planner run {manifest.get('workbook') or manifest.get('model')}"


def refused(path: Path, manifest: Mapping[str, Any]) -> Fault:
    """What is told of an earlier run where more is asked of it than to be read."""
    found = f"{OF_EARLIER}, so it cannot be verified, and its programme is not built again"
    expected = f"a run with a seal ({VERSION} {EARLIER + 1})"
    return Fault(str(path), found, expected, again(manifest))


def current_manifest(document: Document) -> Document:
    """The manifest of an earlier run under the names of today; names of files stay as they are.

    Keys that a model did not have then are given their defaults, which do what was done then.
    """
    parts = dict(document)
    parts["definition"] = dict(parts.get("definition", {}))
    current_document(parts["definition"])
    _fill(parts["definition"])
    parts["inputs"] = {
        f"{table_of(name)}{PurePosixPath(name).suffix}": checksum
        for name, checksum in parts.get("inputs", {}).items()
    }
    parts["changes"] = [_current_change(change) for change in parts.get("changes", [])]
    return Document(document.path, parts)


def table_of(file: str) -> str:
    """What the input table in a file is called, also where the file has its former name."""
    name = PurePosixPath(file).stem
    return TABLES.get(name, name)


def current_plan(folder: Path, tables: Mapping[str, pd.DataFrame], manifest: Document) -> Plan:
    """The plan of a run under the names of today; gives a notice where it was renamed, or earlier.

    In the layout of today, too, a table or column may have the name that it had before.
    """
    read, renamed = {}, dict[str, str]()
    for written, table in tables.items():
        name = PLAN_TABLES.get(written, written)
        if name in tables and name != written:
            continue
        if name != written:
            renamed[written] = name
        columns = current_plan_columns(name, table.columns)
        renamed |= {f"{name}.{old}": new for old, new in columns.items()}
        read[name] = table.rename(columns=columns)
        column = _NAMES_OF_CONSTRAINTS.get(name)
        if is_earlier(manifest) and column in table:
            found = {old: CONSTRAINTS[old] for old in table[column].unique() if old in CONSTRAINTS}
            renamed |= found
            read[name][column] = table[column].replace(found)
    if not is_earlier(manifest):
        if renamed:
            told = "; ".join(notice(old, new) for old, new in renamed.items())
            warnings.warn(f"{folder}: {told}", Notice, stacklevel=2)
        return Plan(read, manifest["summary"])
    lacking = [name for name in NOT_WRITTEN if name not in read]
    warnings.warn(_told(folder, manifest, renamed, lacking), Notice, stacklevel=2)
    absent = {
        name: Fault(
            str(folder),
            f"no table {name!r}, which the earlier version that wrote the run did not know",
            "a run of this version",
            again(manifest),
        )
        for name in lacking
    }
    return Plan(read, manifest["summary"], absent)


def _current_change(change: Any) -> Any:
    """A changed cell, a list of its table, key, column and values, as it is called."""
    if not isinstance(change, list) or len(change) < 3:
        return change
    table, key, column, *values = change
    path = current_path(f"{table}.row.{column}").split(".")
    return [path[0], key, path[-1], *values]


def _fill(definition: dict[str, Any]) -> None:
    """Give the keys that a model's definition lacks their defaults, in place."""
    stated = {key: value for key, value in definition.items() if key != "datasets"}
    try:
        model = ModelDefinition.model_validate({**stated, "path": Path("run.json")}, strict=False)
    except ValidationError:
        # A problem that no model file of today may state is shown as it was.
        return
    _add_missing(definition, model.model_dump(mode="json", exclude={"path", "datasets"}))


def _add_missing(holder: dict[str, Any], whole: Mapping[str, Any]) -> None:
    for key, value in whole.items():
        if key not in holder:
            holder[key] = value
        elif isinstance(holder[key], dict) and isinstance(value, dict):
            _add_missing(holder[key], value)


def _told(
    folder: Path, manifest: Document, in_tables: Mapping[str, str], lacking: Iterable[str]
) -> str:
    """The notice of an earlier run: whose it is, what was renamed, what it lacks, the way out."""
    inputs = [PurePosixPath(name).stem for name in manifest[FILES] if name.startswith("inputs/")]
    tables = {name: TABLES[name] for name in inputs if name in TABLES}
    tables |= {name: PLAN_TABLES[name] for name in in_tables if name in PLAN_TABLES}
    columns = {
        f"{TABLES.get(name, name)}.{old}": new
        for name in inputs
        for old, new in COLUMNS.get(TABLES.get(name, name), {}).items()
    } | {name: new for name, new in in_tables.items() if "." in name}
    limits = {name: new for name, new in in_tables.items() if name in CONSTRAINTS}
    said = [
        f"{counted(len(names), what)} ({_shown(names)})"
        for names, what in ((tables, "table"), (columns, "column"), (limits, "constraint"))
        if names
    ]
    revision = str(manifest.get("environment", {}).get("revision") or "")[:7]
    parts = [
        f"{OF_EARLIER} ({VERSION} {EARLIER}{f', revision {revision}' if revision else ''})",
        f"former names were read as what they are called now: {', '.join(said)}; "
        "docs/glossary.md has all"
        if said
        else "",
        f"it has no table {', '.join(lacking)}" if lacking else "",
        f"for a whole and sealed run {again(manifest)}",
    ]
    return f"{folder}: {'; '.join(filter(None, parts))}"


def _shown(names: Mapping[str, str]) -> str:
    pairs = [f"{old} is now {new}" for old, new in names.items()]
    return ", ".join(pairs[:_SHOWN]) + (", ..." if len(pairs) > _SHOWN else "")
