"""Run folders: a plan on disk, whole or not at all."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd

from planner.data.atomic_files import whole_file
from planner.data.written import read_input, write_csv
from planner.errors import Fault, InputError, refusal
from planner.results import Plan

SCHEMA_VERSION = 1
"""Of the layout of a run folder; raised when a reader of the old one would err."""

MANIFEST = "run.json"
STUDIES = {
    "alternatives": "alternatives.json",
    "stochastic": "stochastic.json",
    "sweep": "study.json",
}
"""Kind of study to the file that marks its folder, which is not that of a run."""
RUNS = "runs"
"""Folder of the runs that belong to a study alone."""
_NEEDED = ("files", "summary")
"""Objects without which a manifest tells of no run."""


class Manifest(dict[str, Any]):
    """What ``run.json`` holds; a key that is asked for and missing is a fault of the file."""

    def __init__(self, path: Path, read: dict[str, Any]) -> None:
        super().__init__(read)
        self.path = path

    def __missing__(self, key: str) -> Any:
        """Raise InputError: somebody changed the file, or another program wrote it."""
        expected, fix = "a whole manifest", "plan it again"
        raise InputError([Fault(str(self.path), f"no {key!r} in it", expected, fix)])


def write_run(
    folder: Path,
    plan: Plan,
    inputs: dict[str, pd.DataFrame],
    manifest: dict[str, Any],
    *,
    csv: bool = True,
    seal: Callable[[Path], None] = lambda fresh: None,
) -> list[Path]:
    """Write a plan, the tables it was made from, and its manifest.

    `seal` is given the folder once its tables are written, and may add files
    that are made from them, before the checksums of all files are taken.

    Everything is written beside `folder` under a temporary name, and takes its
    place by renaming; an earlier run there is replaced only then. The plan's
    tables are written as Parquet, and as CSV too unless `csv` is false. Returns
    the paths of the manifest and of the folders of tables.
    """
    with replacing(folder) as fresh:
        for name, table in plan.tables.items():
            write_table(table, fresh / "tables", name, parquet=True, csv=csv)
        for name, table in inputs.items():
            write_table(table, fresh / "inputs", name, parquet=False)
        seal(fresh)
        files = {
            str(path.relative_to(fresh)): sha256_of(path)
            for path in sorted(fresh.rglob("*"))
            if path.is_file()
        }
        whole = {
            "schema_version": SCHEMA_VERSION,
            **manifest,
            "summary": dict(plan.summary),
            "files": files,
        }
        text = json.dumps(whole, indent=2, allow_nan=False)
        (fresh / MANIFEST).write_text(text + "\n", encoding="utf-8")
    return [folder / MANIFEST, folder / "tables", folder / "inputs"]


def add_file(folder: Path, name: str, write: Callable[[Path], object]) -> Path:
    """Add a file to a run that is there, and to the checksums of its manifest.

    `write` is given a path beside the file's own, which takes its place by
    renaming; the manifest follows in the same way. Returns the file's path.
    """
    manifest = read_manifest(folder)
    with whole_file(folder / name) as fresh:
        write(fresh)
        checksum = sha256_of(fresh)
    manifest["files"] = dict(sorted({**manifest["files"], name: checksum}.items()))
    with whole_file(folder / MANIFEST) as fresh:
        text = json.dumps(manifest, indent=2, allow_nan=False)
        fresh.write_text(text + "\n", encoding="utf-8")
    return folder / name


def ready_for_a_run(folder: Path, marker: str = MANIFEST) -> None:
    """Make sure that a run may take the place of `folder`, before anything is solved.

    Raises InputError when its parent can't be written to, or when it holds
    something that is no run: nothing that the planner didn't write is deleted.
    What it wrote is known by the file `marker`, a JSON object with a schema version.
    """
    fault: Fault | None = None
    try:
        there = next(parent for parent in folder.absolute().parents if parent.exists())
        with tempfile.TemporaryFile(dir=there):
            pass
    except OSError as error:
        error.filename = None
        fault = Fault(str(folder.parent), refusal(error), "a folder that can be written to")
    else:
        if folder.exists() and not folder.is_dir():
            fault = Fault(str(folder), "a file", "a folder of a run, or nothing")
        elif folder.is_dir() and any(folder.iterdir()) and not _is_ours(folder / marker):
            fix = "choose another folder with --outputs, or move it away"
            fault = Fault(str(folder), "a folder that is no run", "a run, or nothing", fix)
    if fault:
        raise InputError([fault])


def _is_ours(marker: Path) -> bool:
    """Whether the planner wrote the folder of this file, in any version of its layout."""
    try:
        manifest = json.loads(marker.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(manifest, dict) and "schema_version" in manifest


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a run; InputError when it is missing, broken or of another version."""
    path = folder / MANIFEST
    fault: Fault | None = None
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        missing = Fault(
            str(folder), "no such folder", "the folder of a run", "plan it: planner run"
        )
        fault = _no_run(folder) if folder.is_dir() else missing
    except NotADirectoryError:
        fault = Fault(str(folder), "a file", "the folder of a run")
    except OSError as error:
        fault = Fault(str(path), (error.strerror or str(error)).lower(), "the manifest of a run")
    except ValueError as error:
        fault = Fault(str(path), f"no JSON ({error})", "a manifest", "plan it again")
    else:
        whole = Manifest(path, manifest if isinstance(manifest, dict) else {})
        version = whole.get("schema_version")
        broken = [key for key in _NEEDED if not isinstance(whole.get(key), dict)]
        if version == SCHEMA_VERSION and not broken:
            return whole
        if version == SCHEMA_VERSION:
            found = f"no {broken[0]!r} in it"
            fault = Fault(str(path), found, "a whole manifest", "plan it again")
        else:
            found = f"schema_version {version}"
            fault = Fault(str(path), found, f"{SCHEMA_VERSION}", "plan it again")
    raise InputError([fault])


def _no_run(folder: Path) -> Fault:
    """What a folder without a manifest is, and where its runs are if it is a study's."""
    kind = next((k for k, marker in STUDIES.items() if (folder / marker).is_file()), "")
    if not kind:
        found = f"no {MANIFEST}" if folder.is_dir() else "no such folder"
        return Fault(str(folder), found, "the folder of a run", "plan it: planner run")
    runs = {
        "stochastic": f"its runs are in {folder / RUNS}",
        "sweep": "scenarios.csv names its runs",
    }
    fix = runs.get(kind, "its tables are plans at the ends of ranges, not runs")
    found = f"the folder of a study ({kind})"
    return Fault(str(folder), found, "the folder of a run", f"{fix}; planner report reads a study")


def read_run(folder: Path) -> tuple[Plan, dict[str, Any]]:
    """A plan from its folder, with its manifest.

    Raises InputError when a file is missing or is not the one that was written.
    """
    manifest = read_manifest(folder)
    faults = []
    for name, checksum in manifest["files"].items():
        path = folder / name
        if not path.is_file():
            faults.append(Fault(str(path), "missing", "a file of the run", "plan it again"))
        elif sha256_of(path) != checksum:
            faults.append(
                Fault(str(path), "changed since the run", "its checksum", "plan it again")
            )
    if faults:
        raise InputError(faults)
    tables = {path.stem: pd.read_parquet(path) for path in sorted(folder.glob("tables/*.parquet"))}
    return Plan(tables, manifest["summary"]), manifest


def read_whole_run(folder: Path) -> tuple[Plan, dict[str, Any]]:
    """A plan with its manifest, from a folder that holds its inputs and its proof as well.

    Raises what :func:`read_run` raises, and InputError for a run of a sweep, of
    which the store keeps the plan's tables alone.
    """
    plan, manifest = read_run(folder)
    if not any(name.startswith("inputs/") for name in manifest["files"]):
        found = "a run of a sweep, of which only the plan's tables are kept"
        fix = (
            f"plan it by itself: planner run {manifest.get('model', 'MODEL')}, with a --set for "
            "each change that the study's scenarios.csv names"
        )
        raise InputError([Fault(str(folder), found, "a run with its inputs and its proof", fix)])
    return plan, manifest


def read_inputs(folder: Path, *names: str) -> dict[str, pd.DataFrame]:
    """The input tables of a run as they were planned with, all of them or those of `names`.

    See :func:`planner.data.written.read_input`. A table that the run lacks is left out.
    """
    paths = [folder / "inputs" / f"{name}.csv" for name in names]
    found = paths or sorted((folder / "inputs").glob("*.csv"))
    return {path.stem: read_input(path) for path in found if path.is_file()}


def sha256_of(path: Path) -> str:
    """Hexadecimal checksum of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_table(
    table: pd.DataFrame, folder: Path, name: str, *, parquet: bool, csv: bool = True
) -> None:
    """Write a table as Parquet, as CSV, or as both; each file is whole or not there."""
    if parquet:
        with whole_file(folder / f"{name}.parquet") as fresh:
            table.to_parquet(fresh, index=False)
    if csv:
        write_csv(table, folder / f"{name}.csv")


@contextmanager
def replacing(folder: Path, marker: str = MANIFEST) -> Iterator[Path]:
    """A fresh folder that takes the place of `folder` when the block ends well.

    Raises what :func:`ready_for_a_run` raises.
    """
    ready_for_a_run(folder, marker)
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        yield fresh
        # A folder can't be renamed onto another, so the old one steps aside first.
        fresh.chmod(0o755)
        if folder.exists():
            old = Path(tempfile.mkdtemp(prefix=f".{folder.name}-old-", dir=folder.parent))
            os.rename(folder, old / folder.name)
            os.rename(fresh, folder)
            shutil.rmtree(old)
        else:
            os.rename(fresh, folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
