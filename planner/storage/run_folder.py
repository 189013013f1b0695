"""Run folders: a plan on disk, whole or not at all, and believed only as it was written."""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, get_args

import pandas as pd

from planner.data.atomic_files import whole_file
from planner.data.table_files import read_parquet, write_table
from planner.data.written import read_input
from planner.errors import Fault, InputError, raise_any, refusal
from planner.results import Plan
from planner.storage.earlier_layout import (
    EARLIER,
    OF_EARLIER,
    current_manifest,
    current_plan,
    is_earlier,
    refused,
    table_of,
)
from planner.storage.marked_folder import (
    FILES,
    VERSION,
    Document,
    checksums_in,
    file_faults,
    files_of,
    read_document,
    write_document,
)
from planner.storage.replacing import taking_the_place_of
from planner.storage.seal import sha256_of
from planner.wording.names import NAMED, Names

SCHEMA_VERSION = 2
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
_TYPES = {
    "summary": dict, "model": str, "title": str, "created": str, "definition": dict,
    "inputs": dict, "notices": list, "changes": list, "environment": dict, "stages": dict,
    "program": dict, "seconds": dict, "figures": dict,
}  # fmt: skip
_AGAIN = "plan it again"
_A_RUN = "a run"
_ANSWERS = ("tables/", "inputs/", "proof/", "certificate.json", "basis.npz")
"""Files that answers are read from; others are documents that were made of them."""


Others = Literal["refused", "kept", "replaced"]
"""What becomes of a folder that is not marked as a run: it is refused before anything is solved;
its files are kept; or, in a store of the planner's own, they make way for those of the run."""
REFUSED, KEPT, REPLACED = get_args(Others)


def write_run(
    folder: Path,
    plan: Plan,
    inputs: dict[str, pd.DataFrame],
    manifest: dict[str, Any],
    *,
    csv: bool = True,
    seal: Callable[[Path], None] = lambda fresh: None,
    others: Others = REFUSED,
) -> list[Path]:
    """Write a plan, the tables it was made from, and its manifest.

    `seal` is given the folder once its tables are written, and may add files
    that are made from them, before the checksums of all files are taken.

    Everything is written beside `folder` under a temporary name, and takes its
    place by renaming; of an earlier run there, the files that its manifest
    names go only then. `others` says what becomes of a folder that is no run.
    The plan's tables are written as Parquet, and as CSV too unless `csv` is
    false. Returns the paths of the manifest and of the folders of tables.
    """
    with replacing(folder, others=others) as fresh:
        for name, table in plan.tables.items():
            write_table(table, fresh / "tables", name, parquet=True, csv=csv)
        for name, table in inputs.items():
            write_table(table, fresh / "inputs", name, parquet=False)
        seal(fresh)
        parts = {
            VERSION: SCHEMA_VERSION,
            **manifest,
            "summary": dict(plan.summary),
            FILES: checksums_in(fresh),
        }
        write_document(fresh, MANIFEST, parts)
    return [folder / MANIFEST, folder / "tables", folder / "inputs"]


def add_file(folder: Path, name: str, write: Callable[[Path], object]) -> Path:
    """Add a file to a run that is there, and to the checksums of its manifest.

    `write` is given a path beside the file's own, which takes its place by
    renaming; the manifest follows in the same way. Returns the file's path.
    """
    with whole_file(folder / name) as fresh:
        write(fresh)
    record_files(folder, [folder / name])
    return folder / name


def record_files(folder: Path, paths: Iterable[Path]) -> None:
    """Enter files that the planner wrote into the manifest of a run, or a study's document.

    Files elsewhere, and those of a folder that is neither, are nobody's to record.
    """
    marker = next((m for m in (MANIFEST, *STUDIES.values()) if (folder / m).is_file()), "")
    within = folder.resolve()
    inside = [path for path in paths if path.resolve().is_relative_to(within) and path.is_file()]
    if not marker or not inside:
        return
    document = _written(folder, True) if marker == MANIFEST else read_marked(folder / marker)
    added = {p.resolve().relative_to(within).as_posix(): sha256_of(p) for p in inside}
    document[FILES] = dict(sorted({**document[FILES], **added}.items()))
    # A run without a seal is given none: nobody can tell what it was.
    write_document(folder, marker, document, seal=not is_earlier(document))


def ready_for_a_run(folder: Path, marker: str = MANIFEST) -> None:
    """Make sure that a run may take the place of `folder`, before anything is solved.

    Raises InputError when its parent can't be written to, or when it holds
    something that is no run: nothing that the planner didn't write is deleted.
    What it wrote is told by the file `marker`.
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
        elif folder.is_dir() and any(folder.iterdir()) and files_of(folder / marker) is None:
            fix = "choose another folder with --outputs, or move it away"
            fault = Fault(str(folder), "a folder that is no run", "a run, or nothing", fix)
    if fault:
        raise InputError([fault])


def read_manifest(folder: Path, *, earlier: bool = False) -> Document:
    """The manifest of a run; InputError when it is missing, changed or of another version.

    That of the layout before this one is read too where `earlier` is true, under the names of
    today; it has no seal.
    """
    path = folder / MANIFEST
    try:
        document = _written(folder, earlier)
        return current_manifest(document) if is_earlier(document) else document
    except FileNotFoundError:
        missing = Fault(
            str(folder), "no such folder", "the folder of a run", "plan it: planner run"
        )
        fault = _no_run(folder) if folder.is_dir() else missing
    except NotADirectoryError:
        fault = Fault(str(folder), "a file", "the folder of a run")
    except OSError as error:
        fault = Fault(str(path), (error.strerror or str(error)).lower(), "the manifest of a run")
    raise InputError([fault])


def _written(folder: Path, earlier: bool) -> Document:
    """The manifest of a run as it was written, whatever its names; see :func:`read_manifest`."""
    path = folder / MANIFEST
    document = read_document(path, SCHEMA_VERSION, _TYPES, _A_RUN, _AGAIN, (EARLIER,))
    if is_earlier(document) and not earlier:
        raise InputError([refused(path, document)])
    if "summary" not in document:
        found = "no 'summary' in it"
        raise InputError([Fault(str(path), found, "a whole manifest", _AGAIN)])
    return document


def read_marked(path: Path) -> Document:
    """The document of a study's folder, held to its seal; raises InputError and OSError."""
    types = {"title": str, "created": str, "environment": dict}
    kind = next((kind for kind, marker in STUDIES.items() if marker == path.name), "")
    fix = f"make the study again: planner {kind}".strip()
    document = read_document(path, STUDY_VERSION, types, "a study", fix, (EARLIER,))
    if is_earlier(document):
        expected = f"a study with a seal ({VERSION} {STUDY_VERSION})"
        raise InputError([Fault(str(path), OF_EARLIER, expected, fix)])
    return document


STUDY_VERSION = 2
"""Of the layout of a study's folder; raised when a reader of the old one would err."""


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


def read_run(
    folder: Path, *, documents: bool = False, earlier: bool = True
) -> tuple[Plan, dict[str, Any]]:
    """A plan from its folder, with its manifest.

    A run of the layout before this one is read under the names of today, with a
    :class:`planner.errors.Notice`; it is refused where `earlier` is false.
    Raises InputError when a file is missing or is not the one that was written.
    Workbooks, reports and maps are people's to write into: they count with
    `documents` alone, where they are there.
    """
    manifest = read_manifest(folder, earlier=earlier)
    files: Mapping[str, str] = manifest[FILES]
    answers = [name for name in files if name.startswith(_ANSWERS)]
    more = [name for name in files if name not in answers and (folder / name).exists()]
    raise_any(
        file_faults(folder, manifest, [*answers, *(more if documents else ())], "run", _AGAIN)
    )
    tables = {
        Path(name).stem: read_parquet(folder / name, _AGAIN)
        for name in files
        if name.startswith("tables/") and name.endswith(".parquet")
    }
    plan = current_plan(folder, tables, manifest)
    return replace(plan, names=_names(folder, manifest)), manifest


def _names(folder: Path, manifest: Mapping[str, Any]) -> Names:
    """What the rows of a run's inputs are called; nothing is known of those that it lacks."""
    files = input_files(folder, manifest)
    return Names.of({table: read_input(files[table]) for table in NAMED if table in files})


def read_whole_run(
    folder: Path, *, documents: bool = False, earlier: bool = True
) -> tuple[Plan, dict[str, Any]]:
    """A plan with its manifest, from a folder that holds its inputs and its proof as well.

    Raises what :func:`read_run` raises, and InputError for a run of a sweep, of
    which the store keeps the plan's tables alone.
    """
    plan, manifest = read_run(folder, documents=documents, earlier=earlier)
    if not any(name.startswith("inputs/") for name in manifest[FILES]):
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
    files = input_files(folder, read_manifest(folder, earlier=True))
    return {name: read_input(files[name]) for name in names or files if name in files}


def input_files(folder: Path, manifest: Mapping[str, Any]) -> dict[str, Path]:
    """The input tables of a run by what they are called, each with its file."""
    names = sorted(name for name in manifest[FILES] if name.startswith("inputs/"))
    return {table_of(name): folder / name for name in names}


@contextmanager
def replacing(folder: Path, marker: str = MANIFEST, *, others: Others = REFUSED) -> Iterator[Path]:
    """A fresh folder that takes the place of `folder` when the block ends well.

    Files that the planner didn't write stay in it. Raises what
    :func:`ready_for_a_run` raises where a folder that is no run is refused.
    """
    if others == REFUSED:
        ready_for_a_run(folder, marker)
    with taking_the_place_of(
        folder, lambda: _ours(folder, marker), others_stay=others != REPLACED
    ) as fresh:
        yield fresh


def _ours(folder: Path, marker: str) -> set[str]:
    """What the planner wrote into a folder, and into those of the runs that belong to it."""
    found = files_of(folder / marker) or {marker}
    for inner in folder.glob(f"{RUNS}/*/{MANIFEST}"):
        below = inner.parent.relative_to(folder).as_posix()
        found |= {f"{below}/{name}" for name in files_of(inner) or ()}
    return found
