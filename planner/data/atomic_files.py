"""Files that are there whole or not at all, whatever breaks off on the way.

What is being written has a name of its own, by which the leftovers of a process
that died are known: they are removed at the next writing into their folder.
"""

import os
import re
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_HOST = re.sub(r"[^A-Za-z0-9]+", "", socket.gethostname()) or "host"
_NAME = re.compile(r"\..+\.being-written-(?P<host>[A-Za-z0-9]+)-(?P<process>\d+)-\w+", re.DOTALL)
_MOST_NAME = 100
"""Bytes of the name that a temporary folder shares with what it becomes."""


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A path of the same name that takes the place of `path` when the block ends well.

    The folder is made where there is none. When the block ends with an error,
    what is at `path` stays as it was, and nothing is left beside it; what a
    killed process left there is removed. In a folder that is being written
    itself, and goes as a whole where that ends with an error, `path` is the
    file's own.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if any(map(is_temporary, path.parent.parts)):
        yield path
        return
    with fresh_folder(path.parent, path.name) as folder:
        fresh = folder / path.name
        yield fresh
        os.replace(fresh, path)


@contextmanager
def fresh_folder(parent: Path, name: str) -> Iterator[Path]:
    """A folder in `parent` for what will be called `name`, gone when the block ends."""
    folder = temporary_folder(parent, name)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def temporary_folder(parent: Path, name: str) -> Path:
    """A fresh folder in `parent` for what will be called `name`.

    Leftovers of processes of this machine that were killed are removed first.
    """
    sweep(parent)
    short = name.encode()[:_MOST_NAME].decode(errors="ignore")
    prefix = f".{short}.being-written-{_HOST}-{os.getpid()}-"
    return Path(tempfile.mkdtemp(prefix=prefix, dir=parent))


def sweep(parent: Path) -> None:
    """Remove what dead processes of this machine left unfinished in a folder."""
    for path in leftovers(parent):
        shutil.rmtree(path, ignore_errors=True)


def leftovers(parent: Path) -> list[Path]:
    """Temporary folders of processes of this machine that no longer run."""
    try:
        with os.scandir(parent) as entries:
            names = [entry.name for entry in entries if entry.name.startswith(".")]
    except OSError:
        return []
    found = [(name, match) for name in names if (match := _NAME.fullmatch(name))]
    return [
        parent / name
        for name, match in found
        if match["host"] == _HOST and not _runs(int(match["process"]))
    ]


def is_temporary(name: str) -> bool:
    """Whether a name is that of something that is being written, or was."""
    return _NAME.fullmatch(name) is not None


def _runs(process: int) -> bool:
    """Whether there is a process of that number."""
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        # It is another user's.
        return True
    return True
