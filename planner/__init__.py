"""Least-cost plans of AI compute: clusters, accelerators, power and sites, year by year.

``planner.api`` has what a notebook needs; its functions can also be had from
here, such as ``planner.solve("frontier")``. They are imported when they are
first asked for, so that a short command doesn't wait for the solver's modules.
"""

from importlib import import_module
from typing import Any

_FROM_API = ("load_inputs", "load_model", "load_world", "read_run", "run", "solve")

__all__ = ["__version__", *_FROM_API]


def __getattr__(name: str) -> Any:
    """Import what was asked for."""
    if name == "__version__":
        from importlib.metadata import version

        return version("planner")
    if name in _FROM_API:
        return getattr(import_module("planner.api"), name)
    raise AttributeError(f"module 'planner' has no attribute {name!r}")
