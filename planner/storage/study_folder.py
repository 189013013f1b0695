"""Folders of studies: tables of many plans, and an index that says what they are of."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from planner.errors import Fault, InputError
from planner.storage.environment import environment
from planner.storage.run_folder import STUDIES, replacing, sha256_of, write_table

SCHEMA_VERSION = 1
"""Of the layout of a study's folder; raised when a reader of the old one would err."""

ALTERNATIVES, STOCHASTIC, SWEEP = STUDIES
"""Kinds of studies."""


@dataclass(frozen=True)
class StudyFolder:
    """A study as it stands on disk."""

    kind: str
    """One of ALTERNATIVES, STOCHASTIC and SWEEP."""
    index: Mapping[str, Any]
    tables: Mapping[str, pd.DataFrame]
    folder: Path

    @property
    def title(self) -> str:
        """What the study is called."""
        return str(self.index["title"])

    @property
    def study_id(self) -> str:
        """What tells it from others: its name, and when it was made."""
        name = str(self.index.get("study", self.index.get("model", "")))
        return f"{name} {str(self.index.get('created', ''))[:16].replace('T', ' ')}".strip()


def kind_of(folder: Path) -> str:
    """The kind of study that a folder holds; empty where it holds none."""
    return next((kind for kind, marker in STUDIES.items() if (folder / marker).is_file()), "")


def write_study(
    folder: Path, kind: str, index: Mapping[str, Any], tables: Mapping[str, pd.DataFrame]
) -> Path:
    """Write a study's tables, as Parquet and CSV, and its index; returns `folder`.

    Everything is written under a temporary name and takes its place by
    renaming. `index` has a ``title`` and the name of the ``model``. Raises what
    :func:`planner.storage.run_folder.ready_for_a_run` raises.
    """
    marker = STUDIES[kind]
    made = environment()
    with replacing(folder, marker) as fresh:
        for name, table in tables.items():
            write_table(table, fresh, name, parquet=True)
        whole = {
            "schema_version": SCHEMA_VERSION,
            **index,
            "created": datetime.now(UTC).isoformat(timespec="seconds"),
            "environment": {key: made[key] for key in ("planner", "revision")},
            "files": {path.name: sha256_of(path) for path in sorted(fresh.iterdir())},
        }
        (fresh / marker).write_text(json.dumps(whole, indent=2) + "\n", encoding="utf-8")
    return folder


def read_study(folder: Path) -> StudyFolder:
    """A study from its folder.

    Raises InputError when it is none, is of another version, or a table is
    missing or is not the one that was written.
    """
    kind = kind_of(folder)
    if not kind:
        fix = "make one: planner alternatives, planner stochastic, planner sweep"
        raise InputError([Fault(str(folder), "no study", "the folder of a study", fix)])
    path = folder / STUDIES[kind]
    fix = "make the study again"
    try:
        index = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise InputError([Fault(str(path), f"no JSON ({error})", "an index", fix)]) from None
    version = index.get("schema_version") if isinstance(index, dict) else None
    if version != SCHEMA_VERSION or "files" not in index:
        found = "written by an earlier version" if version == SCHEMA_VERSION else f"{version}"
        raise InputError([Fault(str(path), found, f"schema_version {SCHEMA_VERSION}", fix)])
    faults = []
    for name, checksum in index["files"].items():
        if not (folder / name).is_file():
            faults.append(Fault(str(folder / name), "missing", "a table of the study", fix))
        elif sha256_of(folder / name) != checksum:
            found = "changed since the study"
            faults.append(Fault(str(folder / name), found, "its checksum", fix))
    if faults:
        raise InputError(faults)
    # Planner matters adds its tables to those of its sweep.
    tables = {path.stem: pd.read_parquet(path) for path in sorted(folder.glob("*.parquet"))}
    return StudyFolder(kind, index, tables, folder)
