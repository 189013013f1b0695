"""What a run says of itself: versions, machine, revision, peak memory."""

import platform
import resource
import subprocess
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from planner.plugins import installed_packages

PACKAGES = ("pyomo", "highspy", "numpy", "scipy", "pandas", "pyarrow", "pydantic")


def environment() -> dict[str, Any]:
    """Versions of the planner, Python and the packages a result depends on.

    Under ``plugins`` are the installed packages that may change a plan, with their versions.
    """
    return {
        **_here(),
        # Only where there are any: a run without is the same whoever reads it.
        **({"plugins": list(plugins)} if (plugins := installed_packages()) else {}),
    }


@cache
def _here() -> dict[str, Any]:
    """What stays as it was when this process began, looked up once."""
    return {
        "planner": version("planner"),
        "revision": revision(),
        "python": platform.python_version(),
        "platform": platform.platform(),
        "packages": {name: version(name) for name in PACKAGES},
    }


def revision() -> str | None:
    """The git revision of a clone, marked when files differ from it; None outside one."""
    root = Path(__file__).parents[2]
    if not (root / ".git").exists():
        return None
    try:
        head = _git(root, "rev-parse", "HEAD")
        changed = _git(root, "status", "--porcelain", "--untracked-files=no")
    except (OSError, subprocess.CalledProcessError):
        return None
    return f"{head}+changes" if changed else head


def peak_memory_mib() -> float:
    """Largest resident memory of this process so far, MiB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024**2 if sys.platform == "darwin" else 1024)


def _git(root: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(root), *arguments], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()
