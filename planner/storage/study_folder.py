"""Folders of studies: tables of many plans, and an index that says what they are of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from planner.data.table_files import read_parquet, write_table
from planner.errors import Fault, InputError, raise_any
from planner.storage.environment import environment
from planner.storage.marked_folder import (
    FILES,
    VERSION,
    checksums_in,
    file_faults,
    write_document,
)
from planner.storage.run_folder import STUDIES, STUDY_VERSION, read_marked, record_files, replacing

ALTERNATIVES, STOCHASTIC, SWEEP = STUDIES
"""Kinds of studies."""
_TABLES = (".csv", ".parquet")
_AGAIN = "make the study again"


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
            **index,
            VERSION: STUDY_VERSION,
            "created": datetime.now(UTC).isoformat(timespec="seconds"),
            "environment": {key: made[key] for key in ("planner", "revision")},
            FILES: checksums_in(fresh),
        }
        write_document(fresh, marker, whole)
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
    try:
        index = read_marked(path)
    except OSError as error:
        found = (error.strerror or str(error)).lower()
        raise InputError([Fault(str(path), found, "the document of a study")]) from None
    names = [name for name in index[FILES] if "/" not in name and name.endswith(_TABLES)]
    raise_any(file_faults(folder, index, names, "study", _AGAIN))
    tables = {
        Path(name).stem: read_parquet(folder / name, _AGAIN)
        for name in names
        if name.endswith(".parquet")
    }
    return StudyFolder(kind, index, tables, folder)


def add_table(folder: Path, name: str, table: pd.DataFrame) -> Path:
    """Add a table to a study that is there, as Parquet and CSV; returns the path of the latter."""
    write_table(table, folder, name, parquet=True)
    paths = [folder / f"{name}{ending}" for ending in _TABLES]
    record_files(folder, paths)
    return paths[0]
