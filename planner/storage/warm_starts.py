"""Vertices of runs on disk, from which other plans of the same kind are found sooner."""

import zipfile
import zlib
from pathlib import Path

from planner.errors import Fault, InputError, raise_any
from planner.lp.basis import Basis, from_bytes, to_bytes
from planner.solving import SolvedWorld
from planner.storage.marked_folder import file_faults
from planner.storage.run_folder import read_manifest

FILE = "basis.npz"
"""Statuses of the columns and rows of each stage, with their names."""


def write(solved: SolvedWorld, folder: Path) -> None:
    """Write the vertex of each stage into the folder of its run, where the solver gave any."""
    bases = solved.bases()
    if bases:
        (folder / FILE).write_bytes(to_bytes(bases))


def read(folder: Path) -> dict[str, Basis]:
    """Stage to the vertex that a run found; InputError where there is none to be read."""
    path = folder / FILE
    expected = f"the folder of a run with its {FILE}"
    if path.is_file():
        manifest = read_manifest(folder)
        written = [FILE] if FILE in manifest["files"] else []
        raise_any(file_faults(folder, manifest, written, "run", "plan it again"))
    try:
        return from_bytes(path.read_bytes())
    except FileNotFoundError:
        found = f"no {FILE}" if folder.is_dir() else "no such folder"
        fix = "plan it again: earlier versions wrote none, nor do sweeps for most of their runs"
        fault = Fault(str(folder), found, expected, fix)
    except NotADirectoryError:
        fault = Fault(str(folder), "a file", expected)
    except (ValueError, KeyError, OSError, zipfile.BadZipFile, zlib.error) as error:
        fault = Fault(str(path), f"not to be read ({error})", expected, "plan it again")
    raise InputError([fault])
