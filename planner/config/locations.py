"""Where things lie: the folders that ship with the planner, and the one it writes to."""

from pathlib import Path
from typing import Final, Literal

_PACKAGE = Path(__file__).resolve().parents[1]

OUTPUTS: Final = Path("outputs")
"""Folder that runs are written to, below the folder that the planner is called from."""


def bundled(name: Literal["datasets", "models"]) -> Path:
    """Return the folder `name` that ships with the planner.

    A wheel carries it inside the package as ``_<name>``; a clone has it at the
    top level, beside the package.
    """
    in_wheel = _PACKAGE / f"_{name}"
    return in_wheel if in_wheel.is_dir() else _PACKAGE.parent / name
