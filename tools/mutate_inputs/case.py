"""A case: a folder with one change in it, a command, and what must come of it."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Literal

Expected = Literal["refused", "accepted", "either"]
"""``refused`` where the change leaves nothing that can be right, ``accepted`` where it changes
nothing that is read, ``either`` where it may be an input like another."""

USAGE, SOLVED = (2,), (0, 2, 3, 4, 5)
"""Exit codes of bad input, and of all that may come of a model that is planned."""


@dataclass(frozen=True)
class Case:
    """A command on changed inputs."""

    kind: str
    what: str
    """What was changed, for a reader."""
    arguments: tuple[str, ...]
    expected: Expected
    folder: Path
    """Where the command is called from."""


@dataclass(frozen=True)
class Origin:
    """What cases are made from: right inputs, and runs of them."""

    folder: Path
    """Holds ``four``, ``small``, ``inputs.xlsx``, ``runs`` and ``outputs``."""

    def copy(self, name: str, into: Path) -> Path:
        """A copy of one of them in the folder of a case, of files that are its own."""
        source = self.folder / name
        target = into / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copy(source, target)
        return target


Maker = Callable[[Random, Origin, Path], Case]
"""Makes the case of a random source in a fresh folder."""


def damaged(random: Random, content: bytes) -> tuple[str, bytes]:
    """Bytes that are no more what they were: cut short, emptied, or with others in their midst."""
    at = random.randrange(1, max(2, len(content) - 1))
    return random.choice(
        [
            ("cut short", content[:at]),
            ("emptied", b""),
            ("with a byte of no text", content[:at] + b"\xff\xfe\x00" + content[at:]),
            ("all zeros", bytes(len(content))),
            ("of another kind", b"\x89PNG\r\n\x1a\n" + content[8:]),
        ]
    )
