"""Folders with a document that says what they are, what lies in them, and how it was written.

Runs and studies are such folders. The document is JSON: a version of the
layout, the checksum of each file of the planner, and a seal over its own
parts. Nothing in the folder is believed before it is held to the document, and
what the document doesn't name is not the planner's.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from planner.data.atomic_files import whole_file
from planner.data.json_file import read_json
from planner.data.table_files import first_difference
from planner.errors import Fault, InputError
from planner.storage.replacing import stays_inside
from planner.storage.seal import SEAL, cut, seal_faults, sealed, sha256_of

FILES = "files"
"""Key of the document under which file and checksum stand."""
VERSION = "schema_version"
_NOUNS: Mapping[type, str] = {dict: "an object", list: "a list", str: "a text"}
_DIGITS = frozenset("0123456789abcdef")


class Document(dict[str, Any]):
    """What a document holds; a key that is asked for and missing is a fault of the file."""

    def __init__(self, path: Path, read: Mapping[str, Any]) -> None:
        super().__init__(read)
        self.path = path

    def __missing__(self, key: str) -> Any:
        """Raise InputError: somebody changed the file, or another program wrote it."""
        expected, fix = "a whole manifest", "plan it again"
        raise InputError([Fault(str(self.path), f"no {key!r} in it", expected, fix)])


def write_document(
    folder: Path, marker: str, parts: Mapping[str, Any], *, seal: bool = True
) -> None:
    """Write the document of a folder, with the seal over its parts unless it is to have none."""
    text = json.dumps(sealed(parts) if seal else parts, indent=2, allow_nan=False)
    with whole_file(folder / marker) as fresh:
        fresh.write_text(text + "\n", encoding="utf-8")


def checksums_in(folder: Path) -> dict[str, str]:
    """Each file below a folder with its checksum, in order."""
    return {
        path.relative_to(folder).as_posix(): sha256_of(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def read_document(
    path: Path,
    version: int,
    types: Mapping[str, type],
    what: str,
    fix: str,
    unsealed: Collection[int] = (),
) -> Document:
    """The document of a folder, held to its version, its seal and the `types` of its keys.

    `what` it is of, a run or a study, and the way out go into faults. One of the
    versions that are `unsealed` is read without a seal, where it has none.
    Raises InputError, and OSError where it can't be read.
    """
    expected = f"the document of {what}"
    read = read_json(path, expected, fix)
    document = Document(path, read if isinstance(read, dict) else {})
    found = document.get(VERSION)
    if isinstance(found, bool):
        found = str(found).lower()
    without = found in unsealed and SEAL not in document
    if found != version and not without:
        raise InputError([Fault(str(path), f"{VERSION} {found}", f"{version}", fix)])
    faults = list(_shape_faults(path, document, types, fix))
    if not without:
        faults = faults or seal_faults(str(path), document, f"the {what.rpartition(' ')[2]}", fix)
    if faults:
        raise InputError(faults)
    return document


def _shape_faults(
    path: Path, document: Mapping[str, Any], types: Mapping[str, type], fix: str
) -> Iterable[Fault]:
    for key, kind in {FILES: dict, **types}.items():
        if key not in document and key != FILES:
            continue
        if not isinstance(document.get(key), kind):
            yield Fault(str(path), f"no {key!r} in it", f"{_NOUNS[kind]} of that name", fix)
            return
    for name, checksum in document[FILES].items():
        if not stays_inside(name):
            yield Fault(f"{path}, key {FILES}", repr(name), "files inside the folder", fix)
        elif not _is_checksum(checksum):
            yield Fault(f"{path}, key {FILES}", f"{name}: {checksum!r}", "a checksum", fix)


def _is_checksum(value: object) -> bool:
    return isinstance(value, str) and len(value) == 64 and _DIGITS.issuperset(value)


def file_faults(
    folder: Path, document: Mapping[str, Any], names: Iterable[str], since: str, fix: str
) -> list[Fault]:
    """A fault for each of the files that is missing, or is not as it was written."""
    files, faults = document[FILES], []
    for name in names:
        path = folder / name
        if not path.is_file():
            faults.append(Fault(str(path), "missing", f"a file of the {since}", fix))
        elif (now := sha256_of(path)) != files[name]:
            faults.append(_changed(folder, name, now, files, since, fix))
    return faults


def _changed(
    folder: Path, name: str, now: str, files: Mapping[str, str], since: str, fix: str
) -> Fault:
    """The fault of a changed file; of a table whose twin is as it was, with the very cell."""
    path = folder / name
    twin = path.with_suffix({".csv": ".parquet", ".parquet": ".csv"}.get(path.suffix, ".none"))
    intact = twin.is_file() and sha256_of(twin) == files.get(twin.relative_to(folder).as_posix())
    found, expected = first_difference(path.parent, path.stem, path.suffix) if intact else ("", "")
    if not found:
        found, expected = f"checksum {cut(now)}", f"{cut(files[name])}, as written"
    return Fault(str(path), f"changed since the {since}: {found}", expected, fix)


def files_of(path: Path) -> set[str] | None:
    """The files that the planner wrote into the folder of a document, in any version of it.

    None where it is not a document of the planner's.
    """
    try:
        document = read_json(path, "a document")
    except (OSError, InputError):
        return None
    if not isinstance(document, dict) or VERSION not in document:
        return None
    files = document.get(FILES)
    if not isinstance(files, dict) or not all(map(_is_checksum, files.values())):
        return None
    return {name for name in files if stays_inside(name)} | {path.name}
