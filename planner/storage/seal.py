"""The seal of a document: a checksum of each of its parts, so that a change is named."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from planner.errors import Fault

SEAL = "checksums"
"""Key of a document under which the checksums of the others stand."""
_SHOWN = 12


def sha256_of(path: Path) -> str:
    """Hexadecimal checksum of a file's bytes."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(2**20):
            digest.update(part)
    return digest.hexdigest()


def sealed(document: Mapping[str, Any]) -> dict[str, Any]:
    """A document with the checksum of each of its parts; raises ValueError for NaN."""
    text = json.dumps({k: v for k, v in document.items() if k != SEAL}, allow_nan=False)
    parts: dict[str, Any] = json.loads(text)
    return {**parts, SEAL: {key: _checksum(value) for key, value in parts.items()}}


def seal_faults(where: str, document: Mapping[str, Any], since: str, fix: str) -> list[Fault]:
    """A fault for each part of a document that is not as it was written, or was taken out."""
    seal = document.get(SEAL)
    if not isinstance(seal, dict):
        return [Fault(where, f"no {SEAL!r} in it", "a whole document", fix)]
    faults = [
        Fault(where, f"no {key!r} in it", "all that was written", fix)
        for key in seal
        if key not in document
    ]
    for key, value in document.items():
        if key == SEAL or seal.get(key) == (now := _checksum(value)):
            continue
        expected = f"{cut(str(seal[key]))}, as written" if key in seal else "no such key"
        found = f"changed since {since} (checksum {cut(now)})"
        faults.append(Fault(f"{where}, key {key}", found, expected, fix))
    return faults


def cut(checksum: str) -> str:
    """The beginning of a checksum, which tells two apart."""
    return checksum[:_SHOWN]


def _checksum(value: Any) -> str:
    # As it lies in the file, where tuples are lists; the order of keys tells nothing.
    text = json.dumps(value, allow_nan=False, ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
