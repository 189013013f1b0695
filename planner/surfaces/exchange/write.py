"""Writing exports: whole or not at all, and over nothing that the planner did not write.

A folder of exports has a record, ``export.json``, with the checksum of each
file in it. A file that is there and is not in the record, or is not as it was
written, is somebody's work: it is refused.
"""

import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from planner.data.atomic_files import fresh_folder
from planner.data.json_file import read_json
from planner.errors import Fault, InputError, raise_any
from planner.storage.run_folder import ready_for_a_run, record_files
from planner.storage.seal import sha256_of
from planner.surfaces.exchange.exported import Exported
from planner.surfaces.exchange.formats import FORMATS, chosen

RECORD = "export.json"
FOLDER = "exchange"
SCHEMA_VERSION = 1
_FIX = "move it away, or choose another place with --output"


def export(run: Path, formats: Sequence[str], output: Path | None = None) -> list[Path]:
    """Write a run in other forms; returns the paths of the files and folders.

    They go to the folder `output`, or ``RUN/exchange``. Where one format of one
    file is asked for, `output` may be that file. Raises InputError for an
    unknown format, for a run that is incomplete, changed or of another version,
    and where something else is in the place of a file.
    """
    names = chosen(formats)
    place = output or run / FOLDER
    file = _as_file(names, output)
    exported = Exported.read(run)
    folder = file.parent if file else place
    _require_folder(folder)
    record = {} if file else _read_record(folder)
    tops = list(dict.fromkeys(top for name in names for top in FORMATS[name].everything))
    # Of one file with a name of its own, what explains it is called after it.
    named = _named(file, tops) if file else {top: folder / top for top in tops}
    old = [path for target in named.values() for path in _there(target)]
    _require_ours(old, folder, record)
    folder.mkdir(parents=True, exist_ok=True)
    with fresh_folder(folder, "export") as fresh:
        for name in names:
            FORMATS[name].write(exported, _prepared(fresh, name))
        if file:
            for top, target in named.items():
                os.replace(fresh / top, target)
            return list(named.values())
        files = sorted(path for path in fresh.rglob("*") if path.is_file())
        for path in files:
            target = folder / path.relative_to(fresh)
            record[target.relative_to(folder).as_posix()] = sha256_of(path)
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(path, target)
        written = {path.relative_to(fresh).as_posix() for path in files}
        for path in old:
            # A table that the run before had and this one does not.
            if (name := path.relative_to(folder).as_posix()) not in written:
                path.unlink()
                record.pop(name, None)
        _write_record(exported, folder, record, fresh)
    record_files(run, [folder / name for name in (*record, RECORD)])
    return [folder / top for top in tops]


def _as_file(names: list[str], output: Path | None) -> Path | None:
    """`output` where it is the name of the one file that is asked for; None for a folder.

    Raises InputError where it has the ending of a file that is not the one.
    """
    if output is None or output.is_dir():
        return None
    files = [top for name in names for top in FORMATS[name].files]
    endings = {Path(top).suffix for format in FORMATS.values() for top in format.files} - {""}
    if len(files) == 1 and output.suffix == Path(files[0]).suffix != "":
        return output
    if output.suffix in endings:
        expected = f"a folder for {', '.join(files)}"
        raise InputError([Fault(str(output), "the name of a file", expected)])
    return None


def _named(file: Path, tops: Sequence[str]) -> dict[str, Path]:
    """A format's own file to where it goes, and the one beside it."""
    stem = Path(tops[0]).stem
    return {
        top: file if top == tops[0] else file.with_name(top.replace(stem, file.stem, 1))
        for top in tops
    }


def _prepared(fresh: Path, name: str) -> Path:
    """The folder that a format is written into."""
    form = FORMATS[name]
    folder = fresh / form.files[0] if form.is_folder else fresh
    folder.mkdir(exist_ok=True)
    return folder


def _require_folder(folder: Path) -> None:
    """Raise InputError when `folder` is a file, or can't be made or written to."""
    if folder.exists() and not folder.is_dir():
        raise InputError([Fault(str(folder), "a file", "a folder, or nothing")])
    # A name in it that nobody has: whether it could be made.
    ready_for_a_run(folder / ".export")


def _there(top: Path) -> list[Path]:
    """What is in the place of a file or folder: files, links, or a folder that has none."""
    if top.is_dir() and not top.is_symlink():
        return sorted(path for path in top.rglob("*") if not path.is_dir() or path.is_symlink())
    return [top] if top.exists() or top.is_symlink() else []


def _require_ours(paths: Iterable[Path], folder: Path, record: dict[str, str]) -> None:
    """Raise InputError for each path that holds something else than what was written there."""
    faults = []
    for path in paths:
        if not path.exists() and not path.is_symlink():
            continue
        told = record.get(path.relative_to(folder).as_posix())
        if told is None or not path.is_file() or path.is_symlink():
            faults.append(Fault(str(path), "not of an export", "nothing in its place", _FIX))
        elif sha256_of(path) != told:
            found = "changed since it was exported"
            faults.append(Fault(str(path), found, "as it was written", _FIX))
    raise_any(faults)


def _read_record(folder: Path) -> dict[str, str]:
    """Checksums of the files that earlier exports wrote; InputError for a record of others."""
    path = folder / RECORD
    if not path.exists():
        return {}
    try:
        record = read_json(path, "a record of exports")
    except InputError:
        record = None
    if isinstance(record, dict) and record.get("schema_version") == SCHEMA_VERSION:
        files = record.get("files")
        if isinstance(files, dict):
            return {str(name): str(checksum) for name, checksum in files.items()}
    expected = f"a record of exports, version {SCHEMA_VERSION}, or nothing"
    raise InputError([Fault(str(path), "another file", expected, _FIX)])


def _write_record(run: Exported, folder: Path, record: dict[str, str], fresh: Path) -> None:
    data = {
        "schema_version": SCHEMA_VERSION,
        "run": run.origin(),
        "files": dict(sorted(record.items())),
    }
    path = fresh / RECORD
    path.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
    os.replace(path, folder / RECORD)
