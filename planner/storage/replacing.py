"""A folder that takes the place of an older one, of which only what the planner wrote goes."""

import os
import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from planner.data.atomic_files import is_temporary, leftovers, sweep, temporary_folder

_ASIDE = "set-aside-"


@contextmanager
def taking_the_place_of(
    folder: Path, ours: Callable[[], Collection[str]], *, others_stay: bool = True
) -> Iterator[Path]:
    """A fresh folder that takes the place of `folder` when the block ends well.

    `ours` names the files that the planner wrote there, relative to `folder`:
    they go. Any other file stays where it is. Where the new folder has a file
    of the same name, that other is kept beside it under a name of its own, or
    goes too unless `others_stay`. When the block ends with an error, all is
    as it was.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    _put_back(folder)
    fresh = temporary_folder(folder.parent, folder.name)
    try:
        yield fresh
        fresh.chmod(0o755)
        if not folder.exists():
            os.rename(fresh, folder)
            return
        _keep_others(folder, fresh, set(ours()), beside=others_stay)
        # A folder can't be renamed onto another, so the old one steps aside first.
        aside = temporary_folder(folder.parent, f"{_ASIDE}{folder.name}")
        os.rename(folder, aside / folder.name)
        os.rename(fresh, folder)
        shutil.rmtree(aside)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _put_back(folder: Path) -> None:
    """Mend what a process left that was killed while the old folder stood aside."""
    if not folder.exists():
        for aside in leftovers(folder.parent):
            old = aside / folder.name
            if aside.name.startswith(f".{_ASIDE}") and old.is_dir():
                os.rename(old, folder)
                break
    sweep(folder.parent)


def _keep_others(old: Path, fresh: Path, ours: set[str], *, beside: bool) -> None:
    """Give the fresh folder all that the old one has of others, by a link where that is possible.

    The old one loses nothing, so that it is whole until the fresh one stands in its place.
    """
    for path in sorted(old.rglob("*")):
        name = path.relative_to(old)
        if any(is_temporary(part) for part in name.parts):
            continue
        if path.is_dir() and not path.is_symlink():
            if not any(path.iterdir()):
                _made(fresh, name)
            continue
        if name.as_posix() in ours:
            continue
        target = _made(fresh, name.parent) / name.name
        if os.path.lexists(target):
            if not beside:
                continue
            target = _free(target)
        _linked(path, target)


def _made(fresh: Path, name: Path) -> Path:
    """A folder inside the fresh one, made where no file of the planner has its name."""
    place = fresh
    for part in name.parts:
        place = place / part
        if os.path.lexists(place) and not place.is_dir():
            place = _free(place)
        place.mkdir(exist_ok=True)
    return place


def _free(target: Path) -> Path:
    """A name beside that of a file, which nothing has."""
    number = 1
    while True:
        mark = "kept" if number == 1 else f"kept_{number}"
        path = target.with_name(f"{target.stem}.{mark}{target.suffix}")
        if not os.path.lexists(path):
            return path
        number += 1


def _linked(path: Path, target: Path) -> None:
    if not path.is_symlink():
        try:
            os.link(path, target)
        except OSError:
            # Not every file system has links, nor between any two folders.
            pass
        else:
            return
    shutil.copy2(path, target, follow_symlinks=False)


def stays_inside(name: str) -> bool:
    """Whether a file's name, relative to a folder, names something below that folder."""
    path = PurePosixPath(name)
    plain = not path.is_absolute() and ".." not in path.parts and "\\" not in name
    return plain and "\0" not in name and path.as_posix() == name and name not in ("", ".")
