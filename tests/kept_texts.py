"""Texts that are held against the ones kept beside a test."""

import os
from pathlib import Path

RENEW = "RENEW_SNAPSHOTS"


def hold(path: Path, text: str) -> None:
    """Hold a text against the file of it; with RENEW_SNAPSHOTS set, write it anew."""
    if os.environ.get(RENEW):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text.rstrip() + "\n", encoding="utf-8")
    told = "make snapshots writes it anew: read what changed before it is committed"
    assert text.rstrip() + "\n" == path.read_text(encoding="utf-8"), f"{path.name}: {told}"
